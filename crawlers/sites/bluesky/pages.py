"""Bluesky's searchPosts, which answers only to accounts that are signed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from crawlers.extract.reading import Link
from crawlers.sites.answers import at, origin_of, reading_of, record, values_of, with_values
from crawlers.sites.api_site import ApiAnswer, ApiReading, ApiRequest, ApiSite, Wish, words_needed
from crawlers.sites.fields import Address, CamelRecord, Items, Known, Many, Moment, Text, text
from listings.listing import Listing, Seller

_SEARCH = "/xrpc/app.bsky.feed.searchPosts"
_SIGN_IN = "/xrpc/com.atproto.server.createSession"
_ASKED = {"limit": "100", "sort": "latest"}
_EXPIRED = (b'"ExpiredToken"', b'"InvalidToken"', b'"AuthMissing"', b'"AuthenticationRequired"')
_INVALID_HANDLE = "handle.invalid"


class _Author(CamelRecord):
    did: Known
    handle: Text
    display_name: Text


class _Content(CamelRecord):
    text: Text
    created_at: Moment
    langs: Items


class _Picture(CamelRecord):
    fullsize: Address


class _Card(CamelRecord):
    uri: Address
    title: Text
    description: Text
    thumb: Address


class _Embed(CamelRecord):
    images: Many[_Picture]
    external: _Card | None = None
    media: _Embed | None = None
    thumbnail: Address


class _Post(CamelRecord):
    uri: Known
    author: _Author
    record: _Content
    embed: _Embed | None = None


class _Page(CamelRecord):
    posts: list[object]
    cursor: Text


class Bluesky(ApiSite):
    """A start is the account's server (`https://bsky.social`), with a query; `?lang=vi` or `?tag=...` narrow it."""

    signs_in = True
    public_keys = frozenset({"identifier"})
    token_name = "accessJwt"  # noqa: S105 - the name of a field, not a token

    def first(self, wish: Wish) -> tuple[str, ...]:
        """Ask for a search's first page."""
        if not (wish.query or values_of(wish.start).get("q")):
            raise words_needed("bluesky", wish)
        return (at(wish.start, _SEARCH, _ASKED | ({"q": wish.query} if wish.query else {})),)

    def sign_in(self, keys: Mapping[str, str], address: str) -> ApiRequest:
        """Open a session; it lives some hours."""
        given = {"identifier": keys["identifier"], "password": keys["app_password"]}
        url = f"{origin_of(address)}{_SIGN_IN}"
        headers = {"Content-Type": "application/json"}
        return ApiRequest(url=url, method="POST", headers=headers, body=json.dumps(given).encode())

    def refusal(self, answer: ApiAnswer) -> str | None:
        """Tell an expired session, which comes with 400, from a malformed query."""
        return "login_wall" if any(sign in answer.body for sign in _EXPIRED) else None

    def read(self, answer: ApiAnswer) -> ApiReading:
        """Read a page of posts; the cursor leads on."""
        page = record(answer, _Page)
        listings, unreadable = reading_of(page.posts, _Post, _listing)
        goes_on = page.cursor is not None and bool(page.posts)
        further = (Link(url=with_values(answer.address, {"cursor": page.cursor or ""}), kind="next"),)
        return ApiReading(listings=listings, further=further if goes_on else (), unreadable=unreadable)


def _listing(post: _Post) -> Listing:
    author, card = post.author, _card(post.embed)
    account = author.handle if author.handle and author.handle != _INVALID_HANDLE else author.did
    profile = f"https://bsky.app/profile/{account}"
    words = (post.record.text, card.title, card.description, card.uri) if card else (post.record.text,)
    return Listing(
        id=post.uri,
        url=f"{profile}/post/{post.uri.rpartition('/')[2]}",
        site="bsky.app",
        kind="post",
        description="\n".join(filter(None, words)) or None,
        seller=Seller(id=author.did, name=author.display_name or author.handle, url=profile),
        images=tuple(dict.fromkeys(_pictures(post.embed))),
        lang=next((each[:2] for each in map(text, post.record.langs) if each), None),
        published_at=post.record.created_at,
    )


def _card(embed: _Embed | None) -> _Card | None:
    if embed is None:
        return None
    return embed.external or _card(embed.media)


def _pictures(embed: _Embed | None) -> Iterator[str]:
    """Yield what the post itself shows; a quoted post's pictures are another's."""
    if embed is None:
        return
    shown = [picture.fullsize for picture in embed.images]
    yield from filter(None, (*shown, embed.external.thumb if embed.external else None, embed.thumbnail))
    yield from _pictures(embed.media)


PAGES = Bluesky()
