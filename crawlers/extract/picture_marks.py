"""Tells a listing's own picture from the marks of its shop, by the picture's address."""

from __future__ import annotations

import re

# Favicons, logos, badges and share pictures stand for the shop, not for the listing. Such a word may be part of another
# ("catalogo", "visage"): most count only as whole words of the file's name, or as the whole name.
_NOT_THE_LISTING = re.compile(
    r"favicon|apple-touch|android-icon|(?<![a-z])(?:brand|word)[-_]?mark|(?<!cata)(?<!dia)(?<!pro)logo|sprite|placeholder|no[-_]?(?:image|img|photo|pic|picture)(?![a-z])|default-?image|"
    r"social-?(?:share|card)|share-?card|default[-_]og|og[-_](?:default|card|cover|image)\.|\.(?:svg|html?|php|aspx?)$|"
    r"(?:^|[/_.-])(?:loading|loader|avatars?|payments?|visa|mastercard|badges?|banners?|icons?|icone?s?|flags?|spacer|spinner|"
    r"preloader|transparent)(?:[/_.-]|\d|$)|"
    r"(?:^|/)(?:btn|bt)[-_][^/]*$|"
    # What programs write where there is no picture.
    r"(?:^|/)(?:none|null|undefined|false|default)$|"
    r"(?:^|/)(?:(?:px|pixel|blank|empty|clear)[-_]?)?1x1\.(?:png|gif)$|"
    # What PrestaShop shows where there is none, in each language.
    r"(?:^|/)(?:[a-z]{2}[-_])?default(?:[-_](?:small|medium|large|home|category|cart|product|thumb(?:nail)?))?(?:_default)?"
    r"\.(?:jpe?g|png|gif|webp)$|"
    r"(?:^|/)(?:px|pixel|blank|empty|share|basket|cart|btn|button|arrow|stars?|rating|loupe|lupa|lente|print|close|search|"
    r"menu|play)\d?\.(?:png|gif|webp|jpe?g)$",
    re.IGNORECASE,
)


def stands_for_listing(address: str) -> bool:
    """Say whether an image address looks like the listing's own picture rather than a mark of the shop."""
    return not _NOT_THE_LISTING.search(address.partition("?")[0])
