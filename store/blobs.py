"""Evidence contents on disk: addressed by SHA-256, encrypted with a key of their own kept in the database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import BaseError
from obstore.store import LocalStore
from sqlalchemy.orm import Session

from listings.errors import NotFound, StoreUnavailable
from store.chain import note
from store.insertion import inserted
from store.models.evidence import BlobRow

_NONCE = 12


class Blobs:
    """The evidence folder together with its table. Erasing a blob destroys its key, then its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with self._boundary():
            self._files = LocalStore(prefix=folder, mkdir=True)

    def put(self, session: Session, content: bytes, media_type: str, at: datetime) -> str:
        """Keep a content once and give its SHA-256 (hex).

        The row comes first, so that a second writer of the same content waits for this transaction instead of
        encrypting the file with another key. What was erased stays erased: a later visit does not undo that.

        Raises:
            StoreUnavailable: the folder cannot be written.
        """
        digest = hashlib.sha256(content).hexdigest()
        key = AESGCM.generate_key(bit_length=256)
        row = {"digest": digest, "media_type": media_type, "size": len(content), "key": key}
        if not inserted(session, BlobRow, row):
            return digest
        nonce = os.urandom(_NONCE)
        self._write(digest, nonce + AESGCM(key).encrypt(nonce, content, digest.encode()))
        note(session, at, "evidence", f"blob:{digest}", digest)
        return digest

    def read(self, session: Session, digest: str) -> bytes:
        """Give a content.

        Raises:
            NotFound: never kept, or erased.
            StoreUnavailable: the file is missing, or was altered.
        """
        row = session.get(BlobRow, digest)
        if row is None:
            raise NotFound(f"no evidence has the digest {digest}", remedy="correct the digest")
        if row.key is None:
            raise NotFound(f"evidence {digest} was erased at {row.erased_at} by {row.erased_by}: {row.erased_why}")
        return self.decrypt(digest, row.key)

    def decrypt(self, digest: str, key: bytes) -> bytes:
        """Give the content of a file, checked against its digest.

        Raises:
            StoreUnavailable: the file is missing, or was altered.
        """
        with self._boundary():
            sealed = bytes(obstore.get(self._files, _path(digest)).bytes())
        try:
            content = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], digest.encode())
        except (InvalidTag, ValueError) as error:
            raise self._altered(digest) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise self._altered(digest)
        return content

    def delete(self, digest: str) -> None:
        """Remove a file whose key is gone; one that is no longer there is fine."""
        with self._boundary():
            (self.folder / _path(digest)).unlink(missing_ok=True)

    def _write(self, digest: str, sealed: bytes) -> None:
        with self._boundary():
            obstore.put(self._files, _path(digest), sealed)
            # The row is committed after this; without the flush a power cut could keep the row and lose the bytes.
            with (self.folder / _path(digest)).open("rb+") as file:
                os.fsync(file.fileno())

    def _altered(self, digest: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"evidence {digest} no longer matches its digest", where=str(self.folder), remedy="restore a backup"
        )

    @contextmanager
    def _boundary(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StoreUnavailable(
                "an evidence file is missing", where=str(error.filename or self.folder), remedy="restore a backup"
            ) from error
        except (BaseError, OSError) as error:
            said = str(error).splitlines()[0]
            raise StoreUnavailable(said, where=str(self.folder), remedy="check rights and free space") from error


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:]}"
