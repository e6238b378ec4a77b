"""What a database engine says when it fails, as our errors: what went wrong, and what a person can do about it."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from listings.errors import StoreMismatch, StoreUnavailable
from listings.wording import Wording

_NO_DATABASE = Wording("tệp này không phải cơ sở dữ liệu", "this file is not a database")
_ANOTHER_FILE = Wording(
    "hãy dùng tệp khác, hoặc chuyển tệp này đi nơi khác", "name another file, or move this one away"
)
# What SQLite and the operating system say, and what the person at the keyboard can do about it.
_REMEDIES = {
    "locked": Wording(
        "một chương trình khác đang giữ cơ sở dữ liệu; hãy đợi hoặc dừng chương trình đó",
        "another program holds the database; wait for it or stop it",
    ),
    "readonly": Wording(
        "hãy cho người dùng này quyền ghi vào tệp và thư mục chứa tệp",
        "give this user the right to write the file and its folder",
    ),
    "unable to open": Wording(
        "hãy kiểm tra thư mục có tồn tại và người dùng này có quyền ghi",
        "check that the folder exists and that this user may write there",
    ),
    "full": Wording("hãy giải phóng chỗ trống trên đĩa", "free space on the disk"),
    "disk i/o": Wording("hãy kiểm tra đĩa và chỗ trống trên đĩa", "check the disk and its free space"),
    "malformed": Wording("hãy khôi phục từ bản sao lưu", "restore a backup"),
}


def fault_of_engine(error: DBAPIError, where: str) -> StoreUnavailable | StoreMismatch:
    """Give the error that stands for what the engine said; `where` names the file or the host."""
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    said = lines[0]
    if "not a database" in said:
        return StoreMismatch(_NO_DATABASE, where=where, remedy=_ANOTHER_FILE)
    remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in said.lower()), None)
    return StoreUnavailable(Wording("cơ sở dữ liệu báo lỗi", said), where=where, remedy=remedy)
