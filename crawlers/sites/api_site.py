"""What a site's pages module tells the spider where the site answers by an API. Pure: it never fetches anything."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal
from urllib.parse import urldefrag

from crawlers.extract.reading import Link
from listings.errors import InvalidInput
from listings.listing import Listing
from listings.wording import Wording

GIVE_WORDS = Wording("hãy ghi từ khoá tìm kiếm", "give --query WORDS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a source asks of a site: a start address as the user gave it, perhaps words to search for, and the time."""

    start: str
    query: str | None
    now: datetime


def words_needed(site: str, wish: Wish) -> InvalidInput:
    """Say that a site needs words to search for, and the wish has none."""
    what = Wording(f"{site} cần từ khoá tìm kiếm", f"{site} needs words to search for")
    return InvalidInput(what, where=wish.start, remedy=GIVE_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """What goes out for one address."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """What came back. `address` is the one asked for, fragment included; header names are in lower case."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiReading:
    """Listings of one answer and the addresses to ask next, on the same origin.

    `unreadable` is one of `listings.page.UNREADABLE_REASONS`; listings beside it were whole where others were not.
    """

    listings: tuple[Listing, ...] = ()
    further: tuple[Link, ...] = ()
    unreadable: str | None = None


class ApiSite(ABC):
    """One site's API. Addresses hold no key: they are stored, logged and kept as evidence.

    What one answer must tell the next goes into the address, in its query or, where the server has no use for it, in
    its fragment, which is never sent: the frontier keeps both over a kill.
    """

    signs_in: ClassVar[bool] = False
    """Whether a token must be asked for with the keys first."""
    public_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys that are no secret, such as an account's name; the others are removed from what is kept."""
    token_name: ClassVar[str] = "access_token"  # noqa: S105 - the name of a field, not a token
    """The field of the sign-in's answer that holds the token."""

    @abstractmethod
    def first(self, wish: Wish) -> tuple[str, ...]:
        """Give the addresses to begin with.

        Raises:
            InvalidInput: this start address or query says nothing to the site; the message shows what does.
        """

    @abstractmethod
    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read an answer of success.

        Raises:
            Unreadable: it is not what the site documents.
        """

    def request(self, address: str) -> ApiRequest:
        """Give what goes out for an address, without keys."""
        return ApiRequest(url=urldefrag(address).url)

    def refusal(self, answer: ApiAnswer) -> str | None:  # noqa: ARG002 - for those sites whose status tells little
        """Name the reason of a refusal that its status does not tell; None where it does."""
        return None

    def headers(self, key: str) -> Mapping[str, str]:
        """Give the header fields that let us in by the token, or by the only key of a site without sign-in."""
        return {"Authorization": f"Bearer {key}"}

    def sign_in(self, keys: Mapping[str, str], address: str) -> ApiRequest:
        """Give the request for a token, on the origin of the address.

        Raises:
            NotImplementedError: the site has no sign-in.
        """
        raise NotImplementedError
