"""Finds brand names written in disguise: look-alike letters, dots, digits, doubled or swapped letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from detectors.claims.clauses import Clause
from detectors.rules.rule import Rule
from listings.brand import Brand
from listings.finding import Finding, TextSpan
from listings.folding import fold

DETECTOR = "disguise"

# Names shorter than this are too close to common words to be looked for with a letter wrong or missing.
SHORTEST_NAME = 4
SHORTEST_MISSPELT = 6
_LONGEST_TOKEN = 40
_WORDS_REMEMBERED = 1 << 14

_TOKEN = re.compile(r"[^\s,;:()\[\]{}\"“”|]+")
_LOOSE_LEET = str.maketrans({
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e",
    "£": "l", "¥": "y", "|": "l",
})  # fmt: skip
# What nobody writes by accident: a sign or digit inside a word, or letters of two alphabets in one word.
_SIGN_INSIDE = re.compile(r"[^\W\d_][@$€*][^\W\d_]")
_DIGIT_INSIDE = re.compile(r"[A-Z][a-z]*[01345][a-z]{2}")
_DOTTED = re.compile(r"[^\W\d_](?:[.*_·][^\W_]|[.*_·][@$]){3,}")
_TWO_ALPHABETS = re.compile(r"[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
_POSSESSIVE = re.compile(r"['’]s?$")
_ADDRESS = re.compile(r"[/:#]|@[\w-]{1,60}\.")
_FEWEST_SMALL = 3
_UNKNOWN_SCORE = 0.65
_NAME_SCORE = 0.9
_MISSPELT_SCORE = 0.7


class DisguiseDetector:
    """Looks for disguised spellings of the watched brands' names, and for disguised words that are no known word.

    `vocabulary` holds folded words that sellers disguise for other reasons (`gi4m c4n`): those are no names.
    """

    def __init__(self, brands: Iterable[Brand], rule: Rule, vocabulary: Collection[str] = ()) -> None:
        self._rule = rule
        self._vocabulary = vocabulary
        self._names = {
            skeleton(name): brand.name
            for brand in brands
            for name in (brand.name, *brand.words)
            if len(skeleton(name)) >= SHORTEST_NAME and " " not in name.strip()
        }
        # Most words of a shop's pages are the same on every page.
        self._score_of = lru_cache(_WORDS_REMEMBERED)(self._disguised)
        self._written_out = {_plain(name) for name in self._names.values()} | set(self._names)

    def find(self, clauses: Sequence[Clause], day: date, brand: str | None = None) -> list[Finding]:
        """Give the first disguised name, as one finding.

        Args:
            clauses: What is searched.
            day: When the listing was captured.
            brand: What the listing itself calls its brand; an odd name that is its own ("Mik@la") hides no other.
        """
        if not self._rule.applies_on(day):
            return []
        own = frozenset(_plain(token) for token in _TOKEN.findall(brand or "") if not _TWO_ALPHABETS.search(token))
        return list(self._findings(clauses, day, own))[:1]

    def _findings(self, clauses: Sequence[Clause], day: date, own: Collection[str]) -> Iterator[Finding]:
        for clause in clauses:
            for token in _TOKEN.finditer(clause.text):
                score = self._score_of(token.group()) if len(token.group()) <= _LONGEST_TOKEN else 0.0
                if score and not (score == _UNKNOWN_SCORE and _plain(_bare(token.group())) in own):
                    yield self._finding(clause, token, score, day)

    def _disguised(self, token: str) -> float:
        token = _POSSESSIVE.sub("", token)
        if _plain(_bare(token)) in self._written_out:
            return 0.0
        bones = skeleton(token)
        if bones in self._names:
            return _NAME_SCORE
        if len(bones) >= SHORTEST_MISSPELT and any(_one_edit(bones, name) for name in self._names):
            return _MISSPELT_SCORE
        if (
            looks_disguised(token)
            and fold(token).text.strip(".") not in self._vocabulary
            and len(bones) >= SHORTEST_NAME
        ):
            return _UNKNOWN_SCORE
        return 0.0

    def _finding(self, clause: Clause, token: re.Match[str], score: float, day: date) -> Finding:
        span = TextSpan(
            field=clause.field, start=clause.start + token.start(), end=clause.start + token.end(), text=token.group()
        )
        return Finding(
            detector=DETECTOR,
            kind=self._rule.kind,
            category=self._rule.category,
            rule=self._rule.id,
            rule_version=self._rule.version,
            model=None,
            score=score,
            reason=self._rule.reason_on(day),
            spans=(span,),
        )


def looks_disguised(token: str) -> bool:
    """Say whether a word is written as only a disguise is: `V3lora`, `V.e.l.o.r.a`, Latin with a Cyrillic letter.

    Model codes (`VN0A5HY`, `Cat5e`), abbreviations (`G.R.A.S.`), chemistry (`α-olefin`), addresses and tags are not.
    """
    if _ADDRESS.search(token):
        return False
    if _TWO_ALPHABETS.search(token):
        return True
    dotted = _DOTTED.fullmatch(token.strip(".")) and not token.isupper()
    small = sum(character.islower() for character in token) >= _FEWEST_SMALL
    return bool(dotted or (small and (_SIGN_INSIDE.search(token) or _DIGIT_INSIDE.match(token))))


def skeleton(name: str) -> str:
    """Give the letters a reader sees: folded, digits read as letters, separators and doublings dropped."""
    letters = re.sub(r"[^a-z]", "", fold(name).text.replace("\\/", "v").translate(_LOOSE_LEET))
    return re.sub(r"(.)\1+", r"\1", letters)


def _bare(token: str) -> str:
    return token.strip(".!?'’-_*/")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _one_edit(one: str, other: str) -> bool:
    """Say whether two words of one first letter differ by one letter changed, added, dropped or swapped."""
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 1 or len(other) < SHORTEST_MISSPELT:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = other[:start] + other[start + 1 : start + 2] + other[start : start + 1] + other[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or one == swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
