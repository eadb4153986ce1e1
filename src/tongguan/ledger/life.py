"""What the ledger answers to a run it has seen before, and the rows it writes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.errors import LedgerConflict, LedgerError
from tongguan.ledger.chain import canonical
from tongguan.ledger.clock import leaving_date
from tongguan.ledger.entry import NONE, Entry, Judgement, Kind, Reservation, Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tongguan.ledger.year import Totals

VERDICT_CHARS_MAX = 1_000_000


def already(asked: Reservation, history: list[Entry]) -> Entry | None:
    """Return the entry under which *asked* is live; None where its run may be judged.

    Raises LedgerConflict where the run is about something else, was rejected, or was added by hand.
    """
    if not history or history[-1].kind in {Kind.VOID, Kind.REFUSE, Kind.APPROVE}:
        return None
    if history[-1].kind not in {Kind.RESERVE, Kind.POST}:
        raise unfit(asked.run, Kind.RESERVE, history[-1])
    stored = next(entry for entry in reversed(history) if entry.kind is Kind.RESERVE)
    if (stored.handler, stored.export, stored.files) != (asked.handler, asked.export, asked.files):
        raise LedgerConflict(
            f"Run {asked.run}: already in the ledger with other files or for another export "
            f"(entry {stored.seq}). Nothing was recorded.",
            hint="Use a new run id, or void this run first if its data did not leave.",
        )
    if stored.year != asked.leaves_on.year:
        raise LedgerConflict(
            f"Run {asked.run}: already in the ledger for {stored.year} (entry {stored.seq}), and now to "
            f"leave in {asked.leaves_on.year}. Nothing was recorded.",
            hint="Void it and reserve it again; if its data has left, use a new run id.",
        )
    return stored


def judged_row(asked: Reservation, totals: Totals, judgement: Judgement) -> dict[str, object]:
    """Return the row of a ``reserve`` or ``refuse`` entry. Raises LedgerError if the verdict is too long."""
    verdict = canonical(judgement.verdict)
    if len(verdict) > VERDICT_CHARS_MAX:
        raise LedgerError(
            f"Run {asked.run}: the verdict is too long to be kept. Nothing was recorded.",
            hint="Hand in the verdict without the scan.",
        )
    kind = Kind.RESERVE if judgement.open else Kind.REFUSE
    row = _asked_row(asked, kind, totals, counted=judgement.counted) | {"verdict": verdict}
    if judgement.open:
        row["unidentified"] = canonical(asked.persons.unidentified)
    return row


def _asked_row(asked: Reservation, kind: Kind, totals: Totals, *, counted: bool) -> dict[str, object]:
    return {
        "kind": str(kind),
        "handler": asked.handler,
        "year": asked.leaves_on.year,
        "run": asked.run,
        "export": asked.export,
        "leaves_on": asked.leaves_on.isoformat(),
        "files": canonical(asked.files),
        "counted": counted,
        "key_id": asked.key_id,
        "totals": canonical(totals.to_json()),
    }


def finished_row(reserved: Entry, kind: Kind, leaves_on: date, reason: str) -> dict[str, object]:
    """Return the row that posts or voids the run *reserved*: about the same export, without persons."""
    same = ("handler", "year", "run", "export", "counted", "key_id")
    return {name: getattr(reserved, name) for name in same} | {
        "kind": str(kind),
        "leaves_on": leaves_on.isoformat(),
        "files": canonical(reserved.files),
        "reason": reason or None,
    }


def said_row(last: Entry, kind: Kind, leaves_on: date, said: Said) -> dict[str, object]:
    """Return the row of what a person said about the run whose *last* entry that is."""
    return finished_row(last, kind, leaves_on, said.reason) | {"by": said.by}


def require_left(run: str, left_on: date, now: datetime) -> None:
    """Raise LedgerError unless what is added as *run* can have left on the day *left_on*."""
    if left_on > leaving_date(now):
        raise LedgerError(
            f"Run {run}: what leaves after today cannot have left. Nothing was recorded.",
            hint="Name the day on which it left.",
        )


def added_row(asked: Reservation, totals: Totals, said: Said) -> dict[str, object]:
    """Return the row of persons who left around the gate."""
    return _asked_row(asked, Kind.ADD, totals, counted=True) | {
        "unidentified": canonical(asked.persons.unidentified),
        "reason": said.reason,
        "by": said.by,
    }


def key_row(kind: Kind, run: str, on: date, said: Said, **about: object) -> dict[str, object]:
    """Return the row of something done to keys on the day *on*."""
    return {
        "kind": str(kind),
        "handler": NONE,
        "year": on.year,
        "run": run,
        "export": NONE,
        "leaves_on": on.isoformat(),
        "files": canonical([]),
        "counted": False,
        "key_id": NONE,
        "reason": said.reason,
        "by": said.by,
    } | about


_AGAIN = "Its data must not leave; gate it again."
_TOLD: Mapping[Kind | None, tuple[str, str]] = {
    None: ("not in the ledger", "Gate it first."),
    Kind.RESERVE: ("is reserved: its gate is open", "Post it when its data has left, or void it."),
    Kind.REFUSE: ("was refused, so nothing is reserved", _AGAIN),
    Kind.APPROVE: ("was approved, and nothing is reserved yet", "Gate it again with the same files."),
    Kind.REJECT: (
        "was rejected by a person",
        "Its data must not leave; another attempt is a new run.",
    ),
    Kind.VOID: ("was voided", _AGAIN),
    Kind.POST: ("was posted: its data has left", "Nothing can undo that; correct by adding."),
    Kind.ADD: ("was added by hand", "Void it if that was a mistake, or use another run id."),
    Kind.FORGET: ("is the ledger's own", "Use another run id."),
    Kind.REKEY: ("is the ledger's own", "Use another run id."),
}


def unfit(run: str, kind: Kind, last: Entry | None) -> LedgerConflict:
    """Return the error for what cannot follow the *last* entry of a *run*."""
    what, hint = _TOLD[last.kind if last else None]
    return LedgerConflict(f"Run {run}: {what}. The {kind} was not recorded.", hint=hint)
