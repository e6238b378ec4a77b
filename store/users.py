"""Accounts and sign-ins."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import get_args

from pwdlib import PasswordHash
from sqlalchemy import delete, select

from listings.errors import Conflict, InvalidInput, NotAllowed
from listings.review import Role, User
from store.database import Database
from store.insertion import inserted
from store.models.accounts import SignInRow, UserRow

SIGN_IN_LENGTH = timedelta(hours=12)
"""A long working day; then the password is asked for again."""

# Argon2 reads all of it: without a bound, a megabyte of password is a cheap way to keep us busy.
LONGEST_PASSWORD = 1024

_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    """Give a hash that no password fits, so that an unknown name takes as long as a wrong password."""
    return _hasher().hash(secrets.token_urlsafe(32))


class UserStore:
    """Keeps accounts by name and knows who is signed in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: Role, password: str) -> User:
        """Add an account.

        Raises:
            Conflict: the name is taken.
            InvalidInput: the name or password is empty, or the password is longer than 1,024 characters.
        """
        if not name.strip() or not password or len(password) > LONGEST_PASSWORD:
            raise InvalidInput(
                "an account needs a name and a password", remedy=f"use up to {LONGEST_PASSWORD} characters"
            )
        row = {"name": name, "role": role, "password_hash": _hasher().hash(password)}
        with self._database.writing() as session:
            if not inserted(session, UserRow, row):
                raise Conflict(f"there is a user named {name} already", remedy="choose another name")
        return User(name=name, role=role)

    def all(self) -> Sequence[User]:
        """Give all accounts by name."""
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(select(UserRow).order_by(UserRow.name))]

    def sign_in(self, name: str, password: str, now: datetime) -> str:
        """Give a token that stands for the user for twelve hours.

        Raises:
            NotAllowed: name or password is wrong; it is not said which.
        """
        with self._database.reading() as session:
            user = session.scalars(select(UserRow).where(UserRow.name == name)).one_or_none()
        stored = _nobodys_hash() if user is None else user.password_hash
        fits = _hasher().verify(password[:LONGEST_PASSWORD], stored)
        if user is None or not fits or len(password) > LONGEST_PASSWORD:
            raise NotAllowed("name or password is wrong", remedy="try again")
        token = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            session.execute(delete(SignInRow).where(SignInRow.expires <= now))
            session.add(SignInRow(token_hash=_hash(token), user_id=user.id, expires=now + SIGN_IN_LENGTH))
        return token

    def user_of(self, token: str, now: datetime) -> User | None:
        """Give the user a token stands for, or None when it is unknown or has expired."""
        query = select(UserRow).join(SignInRow, SignInRow.user_id == UserRow.id)
        query = query.where(SignInRow.token_hash == _hash(token), SignInRow.expires > now)
        with self._database.reading() as session:
            row = session.scalars(query).one_or_none()
            return None if row is None else _record(row)

    def sign_out(self, token: str) -> None:
        """Forget a token; an unknown one is fine."""
        with self._database.writing() as session:
            session.execute(delete(SignInRow).where(SignInRow.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _record(row: UserRow) -> User:
    return User(name=row.name, role=_ROLES[row.role])
