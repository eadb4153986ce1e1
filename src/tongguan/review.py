"""What a person may approve, and what an approval settles.

The gate holds an export for review where something may be important data (NDSMR 29: whoever handles data
identifies and declares it). A person who has looked may say that it is none; then the export is judged as if
the register said so, by the year as it is by then. A person cannot approve away a number of persons, what
nobody has read, or facts the register leaves open.

An approval is of one run, of these files, in this year, and of the export as it was declared and judged then:
once register, policy, catalogue or detectors are others, somebody has to look again. It stays where the run
was voided: the same files may be tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tongguan.contract import verdict_from_record
from tongguan.errors import LedgerConflict
from tongguan.law.policy import Reason
from tongguan.ledger.clock import leaving_date
from tongguan.ledger.entry import Entry, Kind
from tongguan.verdict import APPROVAL, DECLARATION, HINT, STATED, UNREAD, Approval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tongguan.ledger.entry import Reservation
    from tongguan.verdict import Verdict

IDENTIFY = ("NDSMR 29", "《网络数据安全管理条例》第二十九条")
"""Who handles data identifies and declares what is important."""

SUSPECTED = "suspected"
"""Stands for the register's own ``important_data = "suspected"`` among what was approved."""


_SUSPICION = "important_data is suspected"  # how the rule that decides tells of it


class Basis(NamedTuple):
    """What an export is judged by: SHA-256 of register, policy, catalogue, own detectors, negative lists."""

    register: str
    policy: str
    catalogue: str
    detectors: str | None
    lists: str | None


_OTHER = Basis(
    "under another register",
    "under another policy",
    "under another catalogue",
    "with other detectors",
    "with other rows of negative lists",
)


@dataclass(frozen=True)
class Approved:
    """The newest approval, and all hints that are settled; :data:`SUSPECTED` for the register's suspicion."""

    approval: Approval
    hints: frozenset[str]


@dataclass(frozen=True)
class Approvals:
    """What persons approved of a run: what of it *applies*, or *reasons* why none of it does."""

    applies: Approved | None = None
    reasons: tuple[Reason, ...] = ()


def require_approvable(refused: Entry) -> None:
    """Raise LedgerConflict unless a person may approve of what the entry *refused* was held for."""
    verdict = verdict_from_record(refused.verdict or {})
    wrong = why_not(verdict)
    if wrong is not None:
        what, hint = wrong
        raise LedgerConflict(f"Run {refused.run}: {what}. The approve was not recorded.", hint=hint)


def may_be_approved(verdict: Verdict) -> bool:
    """Tell whether a person may approve of what *verdict* holds the export for."""
    return why_not(verdict) is None


def why_not(verdict: Verdict) -> tuple[str, str] | None:
    """Return why nobody can approve of *verdict*, and what to do; None where a person may."""
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
    not_rules = {STATED, DECLARATION, APPROVAL}
    others = (r for r in verdict.reasons if r.rule not in not_rules and not r.rule.startswith(HINT))
    first = next((reason for reason in others if reason.holds is not False), None)
    # The rule that decides is the first that holds or is unknown. Of those that hold an export, such as that
    # of surveying secrets, a person's look answers only the suspicion of important data.
    decides = first is not None and first.holds is True and _SUSPICION in first.because
    suspected = decides and verdict.outcome == "hold"
    return frozenset(hints | ({SUSPECTED} if suspected else set()))


def approvals(history: Sequence[Entry], asked: Reservation, basis: Basis) -> Approvals:
    """Return what of a run's *history* approves what is *asked*, to be judged by *basis*."""
    hints: set[str] = set()
    applies, unfit = None, Approvals()
    for refused, entry in _given(history):
        verdict = verdict_from_record(refused.verdict or {})
        differs = _difference(entry, asked) or _other_basis(verdict, basis)
        if differs is None:
            hints |= held_for(verdict)
            day = leaving_date(datetime.fromisoformat(entry.recorded_at)).isoformat()
            applies = Approval(entry.seq, entry.by or "", entry.reason or "", day)
        else:
            because = f"the approval of entry {entry.seq} was given {differs}, so it does not apply"
            zh = f"第{entry.seq}号记录的批准条件已不同，不予适用"
            reason = Reason(APPROVAL, *IDENTIFY, holds=False, because=because, because_zh=zh)
            unfit = Approvals(reasons=(reason,))
    return unfit if applies is None else Approvals(Approved(applies, frozenset(hints)))


def _given(history: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield each approval, with the refusal it was given to."""
    return (pair for pair in pairwise(history) if pair[1].kind is Kind.APPROVE)


def _difference(entry: Entry, asked: Reservation) -> str | None:
    if (entry.handler, entry.export) != (asked.handler, asked.export):
        return "of another export"
    if entry.files != asked.files:
        return "of other files"
    return None if entry.year == asked.leaves_on.year else f"in {entry.year}"


def _other_basis(verdict: Verdict, basis: Basis) -> str | None:
    of_then = Basis(
        verdict.register_sha256,
        verdict.policy_sha256,
        verdict.catalogue_sha256,
        verdict.detectors_sha256,
        verdict.lists_sha256,
    )
    told = zip(_OTHER, of_then, basis, strict=True)
    return next((other for other, then, now in told if then != now), None)
