"""The evidence chain: every entry carries the hash of the one before, over canonical JSON (RFC 8785)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from store.models.evidence import ChainHeadRow, ChainRow
from store.models.types import clean_json, clean_text

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

_PENDING = "soi_chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened and is to be chained. `content` is the SHA-256 (hex) of what it was."""

    at: datetime
    kind: str
    subject: str
    content: str


def digest_of(value: object) -> str:
    """Give the SHA-256 (hex) of a JSON value in its canonical form, cleaned as the store keeps it."""
    return hashlib.sha256(rfc8785.dumps(clean_json(value))).hexdigest()


def entry_digest(row: ChainRow) -> str:
    """Give the digest an entry must have."""
    return digest_of(
        {
            "number": row.number,
            "at": row.at,
            "kind": row.kind,
            "subject": row.subject,
            "content": row.content,
            "previous": row.previous,
        }
    )


def note(session: Session, at: datetime, kind: str, subject: str, content: str) -> None:
    """Have a fact chained when the transaction ends.

    The head of the chain is locked last of all rows, whatever else a transaction locks: two writers then never wait
    for one another in a circle.
    """
    session.info.setdefault(_PENDING, []).append(Fact(at=at, kind=kind, subject=subject, content=content))


def seal(session: Session) -> None:
    """Append the facts of this transaction to the chain, under the lock of its head."""
    facts: list[Fact] = session.info.pop(_PENDING, [])
    if not facts:
        return
    session.flush()
    head = session.scalars(select(ChainHeadRow).with_for_update()).one()
    entries = []
    for fact in facts:
        entries.append(_entry(fact, head))
        head.number, head.digest = entries[-1]["number"], entries[-1]["digest"]
    session.execute(insert(ChainRow), entries)


def _entry(fact: Fact, head: ChainHeadRow) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": head.number + 1,
        "at": instant(fact.at),
        "kind": fact.kind,
        "subject": clean_text(fact.subject),
        "content": fact.content,
        "previous": head.digest,
    }
    return {**entry, "digest": digest_of(entry)}


def instant(at: datetime) -> str:
    """Write a time the one way that is hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
