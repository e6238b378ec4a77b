"""Rules: which count, which are only tried, what these found, and setting one live."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from listings.errors import InvalidInput
from listings.ruling import RuleState, SeenRule
from listings.wording import Wording
from review_ui.languages import language_of
from review_ui.pages.account import SEE_OTHER
from review_ui.permissions import require
from review_ui.presentation.laws import rule_guidance
from review_ui.rendering import page
from review_ui.reviewing import rules_anew
from review_ui.ruling import rule_sheet, rule_sheets, set_rule_state
from review_ui.session import OwnForm, PageUser, field, stores_of, utc_now

router = APIRouter()
SAMPLES = 20
RuleId = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
_STATES: dict[str, RuleState] = {"live": "live", "shadow": "shadow"}
_OPINIONS = {"right": True, "wrong": False}
_LARGEST_ID = 2**63 - 1
_SEEN = TypeAdapter(SeenRule)


@router.get("/rules")
def rules(request: Request, user: PageUser) -> Response:
    """Show all rules, what is tried first."""
    require(user, "set_rules")
    return page(request, "rules.html", user, sheets=rule_sheets(stores_of(request), rules_anew(request)))


@router.get("/rules/{rule_id}")
def rule(rule_id: RuleId, request: Request, user: PageUser) -> Response:
    """Show one rule with its law, figures and some of what it found in shadow."""
    require(user, "set_rules")
    stores, language = stores_of(request), language_of(request)
    sheet = rule_sheet(stores, rules_anew(request), rule_id)
    return page(
        request,
        "rule.html",
        user,
        sheet=sheet,
        seen=_SEEN.dump_json(sheet.seen).decode(),
        guidance=rule_guidance(sheet.rule, utc_now().date(), language),
        history=stores.rules.history(rule_id),
        samples=stores.rules.samples(rule_id, SAMPLES),
    )


@router.post("/rules/{rule_id}/state")
def state(rule_id: RuleId, request: Request, user: PageUser, form: OwnForm) -> Response:
    """Set a rule live, or back into shadow; the form names the rule as its page showed it."""
    require(user, "set_rules")
    wanted = _STATES.get(field(form, "state"))
    if wanted is None:
        raise InvalidInput(
            Wording("quy tắc không có trạng thái này", "no such state of a rule"),
            remedy=Wording("hãy cho áp dụng hoặc chỉ chạy thử", f"choose one of: {', '.join(_STATES)}"),
        )
    stores, book = stores_of(request), rules_anew(request)
    set_rule_state(stores, book, rule_id, wanted, seen=_seen(field(form, "seen")), user=user, now=utc_now())
    return RedirectResponse(f"/rules/{rule_id}", SEE_OTHER)


@router.post("/rules/{rule_id}/mark")
def mark(rule_id: RuleId, request: Request, user: PageUser, form: OwnForm) -> Response:
    """Note that what a rule found in shadow is right or wrong."""
    require(user, "set_rules")
    opinion, number = _OPINIONS.get(field(form, "opinion")), field(form, "finding")
    if opinion is None or not (number.isascii() and number.isdigit() and len(number) <= len(str(_LARGEST_ID))):
        raise InvalidInput(
            Wording("không có ý kiến như vậy về một dấu hiệu", "no such opinion on a finding"),
            remedy=Wording("hãy chọn đúng hoặc sai", f"choose one of: {', '.join(_OPINIONS)}"),
        )
    stores_of(request).rules.mark(rule_id, int(number), right=opinion, user=user.name, now=utc_now())
    return RedirectResponse(f"/rules/{rule_id}#samples", SEE_OTHER)


def _seen(given: str) -> SeenRule:
    """Read from a form what its page showed.

    Raises:
        InvalidInput: it is not what our page sends.
    """
    try:
        return _SEEN.validate_json(given)
    except ValidationError as error:
        what = Wording("biểu mẫu không cho biết đã đọc quy tắc nào", "the form does not say which rule was read")
        remedy = Wording("hãy tải lại trang của quy tắc", "load the rule's page again")
        raise InvalidInput(what, remedy=remedy) from error
