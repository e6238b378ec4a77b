"""Who may sign in, and who is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Digest, Id
from store.models.types import words


class UserRow(Base):
    """An account. Only the argon2 hash of the password is kept."""

    __tablename__ = "users"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(words("reviewer", "lead", "officer", "admin"))
    password_hash: Mapped[str]


class SignInRow(Base):
    """A sign-in. Only the SHA-256 of its token is kept, so a copied database signs nobody in."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    expires: Mapped[datetime]
