"""One hit as the review screen shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from detectors.rules.rule import RuleBook
from listings.brand import Brand, UsualPrice
from listings.finding import Finding, ImageRegion, TextSpan
from listings.listing import Listing
from listings.passage import PERSON
from listings.wording import Language
from review_ui.presentation.addresses import safe_link
from review_ui.presentation.highlight import Segment, quotes, segments
from review_ui.presentation.laws import Citation, Guidance, guidance
from store.records import HitCase, StoredFinding, StoredImage

QUOTED_FIELDS = ("title", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding with its number on the screen. `misquoted` spans no longer fit the text and are shown as such."""

    number: int
    id: int
    finding: Finding
    reason: str
    guidance: Guidance | None
    misquoted: tuple[TextSpan, ...]

    @property
    def marked(self) -> bool:
        """Say whether a reviewer marked this passage: its score measures nothing."""
        return self.finding.detector == PERSON

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Give the law in force on the day of capture."""
        return self.guidance.citations if self.guidance else ()

    @property
    def cites_law(self) -> bool:
        """Say whether the reason itself names that law, so that it need not stand there twice."""
        return bool(self.citations) and all(cited.act in self.reason for cited in self.citations)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceContext:
    """What the brand's product usually costs, and this price as a share of it (None in another currency)."""

    usual: UsualPrice
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScreen:
    """A hit made ready for its page: labels and signals apart, texts cut for marking, links checked."""

    case: HitCase
    labels: tuple[ShownFinding, ...]
    signals: tuple[ShownFinding, ...]
    texts: Mapping[str, tuple[Segment, ...]]
    regions: tuple[tuple[ShownFinding, ImageRegion], ...]
    pictures: tuple[StoredImage, ...]
    unread: tuple[StoredImage, ...]
    link: str | None
    seller_link: str | None
    prices: tuple[PriceContext, ...]
    authorised: bool | None
    """None where no brand is known, so nobody can be called authorised or not."""

    @property
    def listing(self) -> Listing:
        """Give the listing as captured."""
        return self.case.listing.listing


def case_screen(case: HitCase, language: Language, rules: RuleBook) -> CaseScreen:
    """Make a hit ready for its page."""
    listing = case.listing.listing
    shown = _numbered(case, language, rules)
    return CaseScreen(
        case=case,
        labels=tuple(s for s in shown if s.finding.kind == "label"),
        signals=tuple(s for s in shown if s.finding.kind == "signal"),
        texts={name: segments(listing.text_of(name), _spans(shown, name)) for name in QUOTED_FIELDS},
        regions=_pairs(shown),
        pictures=tuple(image for image in case.images if _can_be_seen(image)),
        unread=tuple(image for image in case.images if image.state != "read"),
        link=safe_link(listing.url),
        seller_link=safe_link(listing.seller.url),
        prices=_price_context(listing, case.brand),
        authorised=_authorised(listing, case.brand),
    )


def _can_be_seen(image: StoredImage) -> bool:
    """Say whether a person can look at a picture; one whose words took too long to read is whole all the same."""
    unread = image.state == "unreadable" and image.digest is not None and image.reason == "timed_out"
    return image.state == "read" or unread


def _pairs(shown: Iterable[ShownFinding]) -> tuple[tuple[ShownFinding, ImageRegion], ...]:
    """Give each pair of picture and reference once, with the finding that is surest of it, and all words in pictures.

    Other signals rest on the same match (a seller who is not listed); their score says nothing of likeness.
    """
    pairs: dict[tuple[object, ...], tuple[ShownFinding, ImageRegion]] = {}
    for finding in sorted(shown, key=lambda s: -s.finding.score):
        for region in finding.finding.regions:
            key = (region.reference,) if region.reference else (finding.number, region.box)
            pairs.setdefault((region.image, *key), (finding, region))
    return tuple(pairs.values())


def _numbered(case: HitCase, language: Language, rules: RuleBook) -> tuple[ShownFinding, ...]:
    """Number the findings, labels first and the strongest of them on top."""
    ordered = sorted(case.findings, key=lambda f: (f.finding.kind != "label", -f.finding.score, f.id))
    return tuple(_shown(number, found, case, language, rules) for number, found in enumerate(ordered, start=1))


def _shown(number: int, found: StoredFinding, case: HitCase, language: Language, rules: RuleBook) -> ShownFinding:
    finding, listing = found.finding, case.listing.listing
    return ShownFinding(
        number=number,
        id=found.id,
        finding=finding,
        reason=finding.reason.in_language(language),
        guidance=guidance(rules, finding.rule, case.captured_at.date(), language),
        misquoted=tuple(span for span in finding.spans if not quotes(listing.text_of(span.field), span)),
    )


def _spans(shown: tuple[ShownFinding, ...], name: str) -> dict[int, tuple[TextSpan, ...]]:
    return {s.number: tuple(span for span in s.finding.spans if span.field == name) for s in shown}


def _price_context(listing: Listing, brand: Brand | None) -> tuple[PriceContext, ...]:
    title = (listing.title or "").casefold()
    usual = brand.usual_prices if brand else ()
    fitting = [u for u in usual if all(word.casefold() in title for word in u.words)]
    return tuple(PriceContext(usual=u, share=_share(listing, u)) for u in fitting)


def _share(listing: Listing, usual: UsualPrice) -> float | None:
    comparable = listing.price is not None and listing.price.is_finite() and listing.currency == usual.currency
    if not comparable or listing.price is None or usual.price <= 0 or abs(listing.price) > _LARGEST_PRICE:
        return None
    return float(listing.price / usual.price)


# Beyond any real price; keeps a hostile number from overflowing the division.
_LARGEST_PRICE = Decimal(10) ** 15


def _authorised(listing: Listing, brand: Brand | None) -> bool | None:
    if brand is None or not (listing.seller.id or listing.seller.name):
        return None
    return brand.lists(listing.seller)
