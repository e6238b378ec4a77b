"""What a decision says of a hit's findings, and whether a confirmation rests on enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.errors import InvalidInput
from listings.review import DecisionVerdict, FindingDecision
from listings.wording import Wording
from store.marking import of_a_detector
from store.models.judging import FindingRow
from store.models.review import HitRow

_LOAD_AGAIN = Wording(
    "hãy tải lại trang: tin có thể vừa được nhận diện lại", "load the hit again: it may have been judged anew"
)
_NOTHING_UPHELD = Wording(
    "muốn xác nhận thì phải giữ ít nhất một dấu hiệu", "a confirmation upholds at least one finding"
)
_UPHOLD_ONE = Wording("hãy giữ một dấu hiệu, hoặc kết luận không đủ căn cứ", "uphold one, or dismiss the hit")


def said_of_findings(
    session: Session,
    hit: HitRow,
    verdict: DecisionVerdict,
    named: Sequence[FindingDecision],
    marked: Collection[int],
) -> tuple[FindingDecision, ...]:
    """Complete what was said of some findings to what is meant of all.

    A confirmation means every finding of a detector, and of a person's passages those marked with it (`marked`, ids):
    what was marked for a decision that was taken back would otherwise be quoted against the reviewer's will.

    Raises:
        InvalidInput: a finding is not of this hit, or is named twice.
    """
    query = select(FindingRow.id, of_a_detector()).where(FindingRow.judgement_id == hit.judgement_id)
    meant = {number: detected or number in marked for number, detected in session.execute(query)}
    upheld = {each.finding_id: each.upheld for each in named}
    foreign = sorted(set(upheld) - set(meant))
    if foreign or len(upheld) != len(named):
        foreign_here = Wording(
            f"các dấu hiệu số {', '.join(map(str, foreign))} không thuộc tin nghi vấn này",
            f"findings {foreign} are not of this hit",
        )
        twice = Wording("có dấu hiệu được nêu hai lần", "a finding is named twice")
        raise InvalidInput(foreign_here if foreign else twice, remedy=_LOAD_AGAIN)
    if verdict in {"confirm", "dismiss"}:
        upheld = {number: upheld.get(number, verdict == "confirm" and each) for number, each in meant.items()}
    return tuple(FindingDecision(finding_id=number, upheld=upheld[number]) for number in sorted(upheld))


def refuse_without_grounds(
    session: Session, hit: HitRow, reason: str, note: str | None, said: Sequence[FindingDecision]
) -> None:
    """Refuse a confirmation that rests on nothing.

    A person may see in a sample's pictures what no detector said, and then says it in a note, which the notice states;
    a false claim, though, can always be quoted.

    Raises:
        InvalidInput: nothing is upheld; or, on a sample, no claim is, and the reason is a false claim or no note says
            what is seen.
    """
    upheld = [each.finding_id for each in said if each.upheld]
    if hit.sample is None:
        if not upheld:
            raise InvalidInput(_NOTHING_UPHELD, remedy=_UPHOLD_ONE)
        return
    labels = select(FindingRow.id).where(FindingRow.id.in_(upheld), FindingRow.kind == "label").limit(1)
    if session.scalar(labels) is not None:
        return
    if reason == "false_claim":
        what = Wording("lý do “Quảng cáo có dấu hiệu sai sự thật” cần có đoạn trích", "a false claim is quoted")
        raise InvalidInput(what, remedy=Wording("hãy đánh dấu đoạn quảng cáo đó", "mark the passage that claims it"))
    if not (note or "").strip():
        raise InvalidInput(
            Wording(
                "chưa có đoạn trích nào nên yêu cầu gỡ bỏ chưa có căn cứ",
                "nothing is quoted, so the notice has no ground",
            ),
            remedy=Wording(
                "hãy đánh dấu một đoạn, hoặc ghi điều bạn thấy vào ghi chú: yêu cầu gỡ bỏ sẽ nêu lại",
                "mark a passage, or say in the note what is seen: the notice states it",
            ),
        )
