"""Every fault that a screen can meet has its words in both languages: the source is read, raise site by raise site."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from listings import errors

ROOT = Path(errors.__file__).parents[1]
ROOMS = (
    *("listings/passage.py", "listings/urls.py", "review_ui", "store", "takedowns"),
    *("crawlers/schedule.py", "crawlers/sites", "detectors/rules/fields.py"),
)
FILES = [
    file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py") if (ROOT / room).is_dir() else [ROOT / room])
]
# What only the command line, a run or the API (which speaks English) comes to; the sign-in page has words of its own.
NO_SCREEN = {
    *("crawlers/schedule.py:read_zone", "crawlers/sites/answers.py", "crawlers/sites/keys.py"),
    *("crawlers/sites/mastodon/pages.py:read", "crawlers/sites/woocommerce/pages.py:read"),
    *("crawlers/sites/tiktok_commercial_content/pages.py:read", "takedowns/platforms/platform.py"),
    *("review_ui/api/captures.py", "review_ui/api/sign_in.py"),
    *("store/alarms.py", "store/brands.py", "store/codec.py", "store/crawl.py", "store/database.py:copy_to"),
    *("store/engines.py", "store/jobs.py", "store/references.py", "store/runs.py", "store/sampling.py"),
    *("store/schema.py", "store/users.py"),
}
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.SoiError)}
ERRORS |= {"TableTooLarge", "StaleForm", "SignInNeeded", "WrongPassword"}
_ENGLISH = re.compile(
    r"\b(a|again|already|an|and|are|ask|be|choose|correct|does|file|give|is|it|keep|leave|load|look|missing|must|name"
    r"|needs|not|of|one|or|page|remove|rename|repeat|see|start|take|that|the|there|these|this|to|try|unknown|use|was"
    r"|with|words?|write|wrong|you)\b",
    re.IGNORECASE,
)
EXAMPLE = "sách"
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
_COMMAND = re.compile(r"https?://\S+|soi [a-z]+ [a-z]+")


@dataclass(frozen=True)
class Site:
    """A call in the source, with the file and the function it stands in."""

    file: str
    function: str
    call: ast.Call

    @property
    def places(self) -> set[str]:
        """Name the file, and the function in it."""
        return {self.file, f"{self.file}:{self.function}"}

    def __str__(self) -> str:
        return f"{self.file}:{self.call.lineno}"


def calls(names: set[str]) -> Iterator[Site]:
    for file in FILES:
        yield from _calls_in(ast.parse(file.read_text(encoding="utf-8")), file.relative_to(ROOT).as_posix(), "", names)


def _calls_in(node: ast.AST, file: str, function: str, names: set[str]) -> Iterator[Site]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in names:
            yield Site(file, function, child)
        inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        yield from _calls_in(child, file, inside, names)


def in_one_language(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def fixed_words(node: ast.expr) -> str:
    """Give a text without the values that are filled in, and without addresses and commands."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return _COMMAND.sub("", " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant)))


def test_what_a_screen_can_meet_is_given_in_both_languages() -> None:
    raised = list(calls(ERRORS))
    assert len(raised) > 60
    plain = [
        site
        for site in raised
        if any(map(in_one_language, site.call.args))
        or any(named.arg == "remedy" and in_one_language(named.value) for named in site.call.keywords)
    ]
    assert [str(site) for site in plain if not site.places & NO_SCREEN] == []
    assert {place for site in plain for place in site.places} >= NO_SCREEN, "an exception that nobody needs any more"


def test_no_wording_is_empty_or_holds_words_of_the_other_language() -> None:
    texts = [(str(site), *map(fixed_words, site.call.args)) for site in calls({"Wording"}) if len(site.call.args) == 2]
    assert len(texts) > 100
    mixed = [text for text in texts if _ENGLISH.search(text[1]) or _ACCENTED.search(text[2].replace(EXAMPLE, ""))]
    assert mixed == []
    literal = (site.call.args for site in calls({"Wording"}) if all(map(in_one_language, site.call.args)))
    assert [ast.unparse(texts[0]) for texts in literal if not fixed_words(texts[0]).strip()] == []
    unaccented = [text for text in texts if len(_WORD.findall(text[1])) > 1 and not _ACCENTED.search(text[1])]
    assert unaccented == []
