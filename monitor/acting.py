"""Who acts from the terminal: an account here, held to what its role may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from listings.errors import NotAllowed
from listings.review import User
from review_ui.permissions import Permission, require

if TYPE_CHECKING:
    from store.open import Stores


def acting_user(stores: Stores, name: str, permission: Permission) -> User:
    """Give the account that acts.

    Raises:
        NotAllowed: there is no such account, or its role lacks the permission.
    """
    user = next((known for known in stores.users.all() if known.name == name), None)
    if user is None:
        raise NotAllowed(f"{name!r} has no account here", remedy="soi user add NAME")
    require(user, permission)
    return user
