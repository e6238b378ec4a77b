"""Evidence contents on disk: addressed by SHA-256, encrypted with a key of their own kept in the database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import BaseError
from obstore.store import LocalStore
from sqlalchemy.orm import Session

from listings.errors import NotFound, StoreUnavailable
from listings.wording import Wording
from store.chain import note
from store.insertion import inserted_keys
from store.models.evidence import BlobRow

RESTORE = Wording("hãy khôi phục từ bản sao lưu", "restore a backup")
_NONCE = 12
_FLUSHED_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes to keep, what they say they are, and when they came."""

    body: bytes
    media_type: str
    at: datetime


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
        return self.put_all(session, [Content(body=content, media_type=media_type, at=at)])[0]

    def put_all(self, session: Session, contents: Sequence[Content]) -> list[str]:
        """Keep several contents as `put` does and give their digests in the same order.

        Raises:
            StoreUnavailable: the folder cannot be written.
        """
        digests = [hashlib.sha256(content.body).hexdigest() for content in contents]
        keys = {digest: AESGCM.generate_key(bit_length=256) for digest in digests}
        given = dict(zip(digests, contents, strict=True))
        # In one order for all writers, so that two of them never wait for one another in a circle.
        rows = [
            {"digest": digest, "media_type": given[digest].media_type, "size": len(given[digest].body), "key": key}
            for digest, key in sorted(keys.items())
        ]
        new = set(inserted_keys(session, BlobRow, rows))
        written = [digest for digest in given if digest in new]
        for digest in written:
            nonce = os.urandom(_NONCE)
            sealed = nonce + AESGCM(keys[digest]).encrypt(nonce, given[digest].body, digest.encode())
            with self._boundary():
                obstore.put(self._files, _path(digest), sealed)
            note(session, given[digest].at, "evidence", f"blob:{digest}", digest)
        self._flush(written)
        return digests

    def read(self, session: Session, digest: str) -> bytes:
        """Give a content.

        Raises:
            NotFound: never kept, or erased.
            StoreUnavailable: the file is missing, or was altered.
        """
        row = session.get(BlobRow, digest)
        if row is None:
            raise never_kept(digest)
        if row.key is None:
            raise NotFound(
                Wording(
                    f"chứng cứ {digest} đã xoá theo quy định lúc {row.erased_at}, do {row.erased_by}: {row.erased_why}",
                    f"evidence {digest} was erased at {row.erased_at} by {row.erased_by}: {row.erased_why}",
                )
            )
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

    def _flush(self, digests: Sequence[str]) -> None:
        """Wait until files have reached the disk, side by side: the file system then does it in one go.

        The rows are committed after this; without it a power cut could keep the rows and lose the bytes.
        """
        if not digests:
            return
        with self._boundary(), ThreadPoolExecutor(min(len(digests), _FLUSHED_AT_ONCE)) as pool:
            list(pool.map(self._flush_one, digests))

    def _flush_one(self, digest: str) -> None:
        with (self.folder / _path(digest)).open("rb+") as file:
            os.fsync(file.fileno())

    def _altered(self, digest: str) -> StoreUnavailable:
        return StoreUnavailable(
            Wording(
                f"chứng cứ {digest} không còn khớp với mã SHA-256 của nó",
                f"evidence {digest} no longer matches its digest",
            ),
            where=str(self.folder),
            remedy=RESTORE,
        )

    @contextmanager
    def _boundary(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StoreUnavailable(
                Wording("thiếu một tệp chứng cứ", "an evidence file is missing"),
                where=str(error.filename or self.folder),
                remedy=RESTORE,
            ) from error
        except (BaseError, OSError) as error:
            said = str(error).splitlines()[0]
            what = Wording("không đọc hoặc ghi được thư mục chứng cứ", said)
            remedy = Wording("hãy kiểm tra quyền và chỗ trống trên đĩa", "check rights and free space")
            raise StoreUnavailable(what, where=str(self.folder), remedy=remedy) from error


def never_kept(digest: str) -> NotFound:
    """Say that no evidence has a digest."""
    return NotFound(
        Wording(f"không có chứng cứ nào mang mã SHA-256 {digest}", f"no evidence has the digest {digest}"),
        remedy=Wording("hãy kiểm tra lại mã", "correct the digest"),
    )


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:]}"
