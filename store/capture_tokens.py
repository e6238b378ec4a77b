"""Tokens that let a browser send captures for somebody, and do nothing else."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from listings.errors import InvalidInput, NotFound
from listings.review import Role, User
from listings.wording import Wording
from store.database import CORRECT_NUMBER, Database, require
from store.models.accounts import UserRow
from store.models.capturing import CaptureTokenRow
from store.records import CaptureToken

PREFIX = "soi-capture-"
"""Marks a leaked token for what it is."""

LONGEST_NAME = 80
MOST_PER_USER = 20
# Written once an hour at most: a person who captures page after page must not cost a write each time.
_NOTED_EVERY = timedelta(hours=1)
_ROLES: dict[str, Role] = {"reviewer": "reviewer", "lead": "lead", "officer": "officer", "admin": "admin"}


class CaptureTokenStore:
    """Issues, knows and revokes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self, user: str, name: str, now: datetime) -> str:
        """Give a new token for a user; it is not kept, so it cannot be shown again.

        Args:
            user: whom the captures are from.
            name: what the user calls the browser it is for.
            now: UTC.

        Raises:
            NotFound: there is no such user.
            InvalidInput: the name is empty or too long, or the user holds 20 tokens already.
        """
        if not name.strip() or len(name) > LONGEST_NAME:
            what = Wording("mã chụp trang cần có tên", "a token needs a name")
            raise InvalidInput(
                what,
                remedy=Wording(f"hãy ghi tên dài nhất {LONGEST_NAME} ký tự", f"give up to {LONGEST_NAME} characters"),
            )
        token = PREFIX + secrets.token_urlsafe(32)
        with self._database.writing() as session:
            owner = session.scalars(select(UserRow).where(UserRow.name == user)).one_or_none()
            if owner is None:
                what = Wording(f"không có người dùng nào tên “{user}”", f"there is no user named {user}")
                raise NotFound(what, remedy=Wording("hãy xem: soi user list", "see soi user list"))
            if len(session.scalars(_live(owner.id)).all()) >= MOST_PER_USER:
                what = Wording(f"{user} đã có {MOST_PER_USER} mã chụp trang", f"{user} holds {MOST_PER_USER} tokens")
                remedy = Wording("hãy thu hồi những mã không còn dùng", "revoke those no longer in use")
                raise InvalidInput(what, remedy=remedy)
            session.add(CaptureTokenRow(token_hash=_hash(token), user_id=owner.id, name=name.strip(), issued_at=now))
        return token

    def holder(self, token: str, now: datetime) -> User | None:
        """Give the user whom a token stands for, or None when it is unknown or revoked."""
        query = select(CaptureTokenRow, UserRow).join(UserRow, UserRow.id == CaptureTokenRow.user_id)
        query = query.where(CaptureTokenRow.token_hash == _hash(token), CaptureTokenRow.revoked_at.is_(None))
        with self._database.reading() as session:
            found = session.execute(query).one_or_none()
        if found is None:
            return None
        row, user = found
        if row.used_at is None or now - row.used_at > _NOTED_EVERY:
            with self._database.writing() as session:
                require(session, CaptureTokenRow, row.id, lock=True).used_at = now
        return User(name=user.name, role=_ROLES[user.role])

    def of(self, user: str) -> Sequence[CaptureToken]:
        """Give a user's tokens that are not revoked, the newest first."""
        query = select(CaptureTokenRow).join(UserRow, UserRow.id == CaptureTokenRow.user_id)
        query = query.where(UserRow.name == user, CaptureTokenRow.revoked_at.is_(None))
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query.order_by(CaptureTokenRow.id.desc()))]

    def revoke(self, token_id: int, user: str, now: datetime) -> None:
        """End one of a user's own tokens; ending it again changes nothing.

        Raises:
            NotFound: the user has no such token.
        """
        with self._database.writing() as session:
            row = require(session, CaptureTokenRow, token_id, lock=True)
            if session.get_one(UserRow, row.user_id).name != user:
                what = Wording(
                    f"{user} không có mã chụp trang số {token_id}", f"there is no capture token {token_id} of {user}"
                )
                raise NotFound(what, remedy=CORRECT_NUMBER)
            row.revoked_at = row.revoked_at or now


def _live(user_id: int) -> Select[CaptureTokenRow]:
    return select(CaptureTokenRow).where(CaptureTokenRow.user_id == user_id, CaptureTokenRow.revoked_at.is_(None))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _record(row: CaptureTokenRow) -> CaptureToken:
    return CaptureToken(id=row.id, name=row.name, issued_at=row.issued_at, used_at=row.used_at)
