"""Who may do what. One table, so that a new role is one new column of it."""

from __future__ import annotations

from typing import Literal

from listings.errors import NotAllowed
from listings.review import Role, User
from listings.wording import Wording
from review_ui.texts.catalogue import name_of

Permission = Literal["decide", "answer_passed", "notify", "raw_capture", "set_rules", "capture", "watch"]
"""`answer_passed`: decide what a reviewer passed on. `notify`: build, mark and export takedowns.
`raw_capture`: open what was captured, which may hold buyers' words (law 7 of the house: sealed to a role).
`set_rules`: see what rules found in shadow, call it right or wrong, set a rule live or back into shadow.
`capture`: bring pages, and say which are to be brought.
`watch`: add, pause and run sources, and say that an alarm was looked at."""

_HOLDERS: dict[Permission, frozenset[Role]] = {
    "decide": frozenset({"reviewer", "lead", "officer", "admin"}),
    "answer_passed": frozenset({"lead", "admin"}),
    "notify": frozenset({"lead", "officer", "admin"}),
    "raw_capture": frozenset({"lead", "officer", "admin"}),
    "set_rules": frozenset({"lead", "admin"}),
    "watch": frozenset({"lead", "admin"}),
    "capture": frozenset({"reviewer", "lead", "officer", "admin"}),
}


def may(user: User, permission: Permission) -> bool:
    """Say whether the user's role holds the permission."""
    return user.role in _HOLDERS[permission]


def require(user: User, permission: Permission) -> None:
    """Refuse a user whose role lacks the permission.

    Raises:
        NotAllowed: naming the role and who may.
    """
    if not may(user, permission):
        holders = sorted(_HOLDERS[permission])
        raise NotAllowed(
            Wording(
                f"vai trò {name_of('vi', 'role', user.role)} không được làm việc này",
                f"the role {user.role} may not do this",
            ),
            where=user.name,
            remedy=Wording(
                f"hãy nhờ một trong: {', '.join(name_of('vi', 'role', role) for role in holders)}",
                f"ask one of: {', '.join(holders)}",
            ),
        )
