"""One step in the life of a takedown, chained; withdrawal is the step a reversed decision takes by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from listings.errors import Conflict
from listings.takedown import NEXT_STATES, TakedownState
from listings.wording import Wording
from store.chain import note as chain_note
from store.chained_records import step_content
from store.models.takedowns import TakedownRow, TakedownStepRow

STATES: dict[str, TakedownState] = {state: state for state in NEXT_STATES}


def step(
    session: Session, takedown: TakedownRow, state: TakedownState, *, note: str | None, user: str, at: datetime
) -> None:
    """Move a takedown on and chain the step.

    Raises:
        Conflict: the present state does not lead there.
    """
    if state not in NEXT_STATES[STATES[takedown.state]]:
        allowed = ", ".join(sorted(NEXT_STATES[STATES[takedown.state]])) or "nothing"
        raise Conflict(
            Wording(
                f"trạng thái hiện nay của yêu cầu gỡ bỏ số {takedown.id} không chuyển sang bước này được;"
                " hãy tải lại trang để xem trạng thái mới nhất",
                f"takedown {takedown.id} is {takedown.state}; {allowed} may follow, not {state}",
            )
        )
    takedown.state, takedown.note, takedown.state_at = state, note, at
    record_step(session, takedown, user)


def record_step(session: Session, takedown: TakedownRow, user: str) -> None:
    """Write down and chain the state a takedown has come to."""
    row = TakedownStepRow(
        takedown_id=takedown.id, state=takedown.state, note=takedown.note, user=user, at=takedown.state_at
    )
    session.add(row)
    session.flush()
    session.refresh(row)
    session.refresh(takedown)
    chain_note(session, row.at, "takedown", f"takedown_step:{row.id}", step_content(session, row))


def withdraw(session: Session, hit_id: int, user: str, at: datetime) -> None:
    """Withdraw the live takedown of a hit whose decision was taken back; what is removed already stays removed."""
    query = select(TakedownRow).where(TakedownRow.hit_id == hit_id, TakedownRow.state != "withdrawn").with_for_update()
    takedown = session.scalars(query).one_or_none()
    if takedown is not None and "withdrawn" in NEXT_STATES[STATES[takedown.state]]:
        step(session, takedown, "withdrawn", note="decision taken back", user=user, at=at)
