"""Backup and restore of a workspace with the embedded database."""

from __future__ import annotations

import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from listings.errors import Conflict, InvalidInput
from monitor.files import whole_file
from monitor.workspace import SETTINGS_FILE, Workspace, open_workspace

if TYPE_CHECKING:
    from store.records import ChainReport

DATABASE_FILE = "soi.sqlite"
_KEPT = (SETTINGS_FILE, "brands", "sites", "rules", "evidence")


def back_up(workspace: Workspace, file: Path) -> int:
    """Write the archive; give its size in bytes. The file appears under its name only when it is whole.

    The database is copied before the evidence: captures are written before the rows that name them, so every capture
    that the copied rows name is in the archive, also when a crawl goes on meanwhile.

    Raises:
        InvalidInput: the tables are in PostgreSQL, which has its own tool.
        StoreUnavailable: the archive cannot be written.
    """
    from monitor.wiring import workspace_stores

    if not workspace.database_url.startswith("sqlite"):
        raise InvalidInput("the tables are in PostgreSQL", remedy="back them up with pg_dump, and the evidence folder")
    with tempfile.TemporaryDirectory(dir=workspace.folder) as scratch, whole_file(file, private=True) as stream:
        copy = Path(scratch) / DATABASE_FILE
        with workspace_stores(workspace) as stores:
            stores.copy_database(copy)
        _archive(workspace.folder, copy, stream)
    return file.stat().st_size


def _archive(folder: Path, database: Path, stream: BinaryIO) -> None:
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        archive.add(database, arcname=DATABASE_FILE)
        for name in _KEPT:
            if (folder / name).exists():
                archive.add(folder / name, arcname=name)


def restore(file: Path, folder: Path) -> ChainReport:
    """Unpack an archive into a new workspace and verify its chain.

    Raises:
        Conflict: there is something in the folder.
        InvalidInput: the file is no archive of ours.
    """
    from monitor.wiring import workspace_stores

    if folder.exists() and any(folder.iterdir()):
        raise Conflict("is not empty", where=str(folder), remedy="restore into a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    # Unpacked beside what it will be: an archive that is broken leaves an empty folder, not half a workspace.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        _unpack(file, Path(scratch))
        for part in list(Path(scratch).iterdir()):
            part.rename(folder / part.name)
    with workspace_stores(open_workspace(folder.resolve())) as stores:
        return stores.evidence.verify()


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as archive:
            # The data filter refuses absolute paths, links out of the folder and devices: archives are hostile, too.
            archive.extractall(folder, filter="data")
    except OSError as error:
        raise InvalidInput(f"cannot be unpacked: {error.strerror or error}", where=str(file)) from error
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise InvalidInput(f"cannot be unpacked: {error}", where=str(file)) from error
    if not (folder / SETTINGS_FILE).is_file() or not (folder / DATABASE_FILE).is_file():
        raise InvalidInput("holds no workspace", where=str(file))
