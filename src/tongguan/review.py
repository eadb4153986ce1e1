"""What a person may approve, and what an approval settles.

The gate holds an export for review where something may be important data (NDSMR 29: whoever handles data
identifies and declares it). A person who has looked may say that it is none; then the export is judged as if
the register said so, by the year as it is by then. A person cannot approve away a number of persons, what
nobody has read, or facts the register leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tongguan.contract import verdict_from_record
from tongguan.errors import LedgerConflict
from tongguan.ledger.entry import Entry, Kind
from tongguan.verdict import DECLARATION, HINT, STATED, UNREAD, Approval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.verdict import Verdict

SUSPECTED = "suspected"
"""Stands for the register's own ``important_data = "suspected"`` among what was approved."""


@dataclass(frozen=True)
class Approved:
    """An approval, and the hints it settles; :data:`SUSPECTED` if what the register suspects is none."""

    approval: Approval
    hints: frozenset[str]


def require_approvable(refused: Entry) -> None:
    """Raise LedgerConflict unless a person may approve of what the entry *refused* was held for."""
    verdict = verdict_from_record(refused.verdict or {})
    wrong = _why_not(verdict)
    if wrong is not None:
        what, hint = wrong
        raise LedgerConflict(f"Run {refused.run}: {what}. The approve was not recorded.", hint=hint)


def may_be_approved(verdict: Verdict) -> bool:
    """Tell whether a person may approve of what *verdict* holds the export for."""
    return _why_not(verdict) is None


def _why_not(verdict: Verdict) -> tuple[str, str] | None:
    if verdict.status != "review":
        return (
            f"the gate is {verdict.status}, not in review",
            "What would open it is in the verdict: columns to leave out, or a clearance in the register.",
        )
    if any(reason.rule == UNREAD for reason in verdict.reasons):
        return (
            "not everything in it was read and understood, so nobody knows how many persons it holds",
            "Say in [[columns]] of the register what the columns are, or leave them out.",
        )
    if not held_for(verdict):
        return (
            "a fact that the law asks about is unknown",
            "State it in the register; the verdict's reasons name it.",
        )
    return None


def held_for(verdict: Verdict) -> frozenset[str]:
    """Return the hints *verdict* holds the export for; :data:`SUSPECTED` for what the register suspects."""
    hints = {r.rule.removeprefix(HINT) for r in verdict.reasons if r.rule.startswith(HINT) and r.holds}
    others = (
        r for r in verdict.reasons if r.rule not in {STATED, DECLARATION} and not r.rule.startswith(HINT)
    )
    first = next((reason for reason in others if reason.holds is not False), None)
    # The rule that decides is the first that holds or is unknown; that of suspicion holds.
    suspected = first is not None and first.holds is True and verdict.outcome == "hold"
    return frozenset(hints | ({SUSPECTED} if suspected else set()))


def approved(history: Sequence[Entry], year: int, files: Sequence[str]) -> Approved | None:
    """Return what a run's *history* says was approved of these *files* in *year*; None for nothing."""
    found = None
    for before, entry in pairwise(history):
        if entry.kind is Kind.APPROVE and entry.year == year and entry.files == tuple(sorted(files)):
            verdict = verdict_from_record(before.verdict or {})
            said = Approval(entry.seq, entry.by or "", entry.reason or "", entry.recorded_at[:10])
            found = Approved(said, held_for(verdict))
    return found
