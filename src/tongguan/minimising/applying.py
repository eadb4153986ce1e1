"""From a verdict's remedy to the copy, and the verdict on the copy. Nothing is recorded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongguan.api import open_ledger
from tongguan.case import Case
from tongguan.engine.group import Asked
from tongguan.errors import UsageError
from tongguan.gate import check
from tongguan.kernels.dates import years_before
from tongguan.minimising.columns import NOTHING, Cuts
from tongguan.minimising.copying import copy
from tongguan.minimising.target import require_apart
from tongguan.reading import open_sources
from tongguan.scanning.count import MINOR_BELOW
from tongguan.scanning.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from tongguan.ledger.ledger import Ledger
    from tongguan.minimising.copying import Minimised
    from tongguan.reading import Source
    from tongguan.register import Register
    from tongguan.verdict import Verdict


@dataclass(frozen=True)
class Applied:
    """The verdict ``before``, and where a copy was written, the copy and the verdict ``after``, on it.

    ``remedy`` is the number of the remedy that was applied, from 1; ``named`` tells that columns or rows were
    named besides.
    """

    before: Verdict
    remedy: int | None = None
    copy: Minimised | None = None
    after: Verdict | None = None
    named: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict on the copy, or without one on what was checked."""
        return self.before if self.after is None else self.after

    @property
    def unknown_minors(self) -> int:
        """How many persons under 14, at most, are in the copy with nothing left that tells their age.

        A child does not grow up because its ID number is dropped: every item of theirs stays sensitive, and
        the verdict on the copy cannot know of them.
        """
        if self.copy is None or self.copy.cuts.without_minors:
            return 0
        return max(_minors(self.before) - _minors(self.after), 0)

    @property
    def doubtful(self) -> bool:
        """Tell whether the copy's verdict rests on a count that misses them; a remedy's has taken them in."""
        return self.unknown_minors > 0 and self.named and self.verdict.counted


def _minors(verdict: Verdict | None) -> int:
    return 0 if verdict is None or verdict.scan is None else verdict.scan.people.high("minors")


def applied(
    what: Any,  # noqa: ANN401
    *,
    export: str,
    out: Path | None,
    remedy: int | None,
    cuts: Cuts,
    register: Register,
    ledger: str | None,
    pepper: bytes | None,
    on: date,
) -> Applied:
    """See :func:`tongguan.minimising.apply`."""
    if out is None and (remedy is not None or not cuts.empty):
        raise UsageError(
            f"Where the copy is to go is not said. {NOTHING}", hint="Name a new folder: --out DIR."
        )
    if out is not None:
        require_apart(what, out)
    case = Case.of(register, export, on)
    with open_ledger(ledger, create=False, pepper=pepper) as opened:
        sources = open_sources(what)
        try:
            before, written = _written(sources, case, opened, out, remedy, cuts)
        finally:
            for source in sources:
                source.close()
        if written is None:
            return Applied(before)
        copies = open_sources(str(written.out))
        try:
            return Applied(before, remedy, written, check(copies, case, opened), named=not cuts.empty)
        finally:
            for source in copies:
                source.close()


def _written(
    sources: Sequence[Source], case: Case, ledger: Ledger, out: Path | None, remedy: int | None, cuts: Cuts
) -> tuple[Verdict, Minimised | None]:
    """Check *sources* and copy them while they are pinned: the bytes judged are the bytes copied."""
    before = check(sources, case, ledger)
    if remedy is not None:
        cuts = cuts_of(before, remedy).joined(cuts)
    if out is None or cuts.empty:
        return before, None
    return before, copy(sources, out, cuts, asked_of(case))


def cuts_of(verdict: Verdict, remedy: int) -> Cuts:
    """Return what goes by the remedy of that number. Raises UsageError where there is none to apply."""
    if not 1 <= remedy <= len(verdict.remedies):
        numbers = f"1 to {len(verdict.remedies)}" if verdict.remedies else "none"
        raise UsageError(
            f"There is no remedy {remedy}: the verdict is {verdict.status} and has {numbers}. {NOTHING}",
            hint="Without --apply the remedies are shown with their numbers.",
        )
    chosen = verdict.remedies[remedy - 1]
    cuts = Cuts(chosen.leave_out, chosen.mask, chosen.without_minors)
    if cuts.empty:
        raise UsageError(
            f"Remedy {remedy} is a clearance to obtain, not a copy to write. {NOTHING}",
            hint="Choose one that leaves something out, or name the columns.",
        )
    return cuts


def asked_of(case: Case) -> Asked:
    """Return how columns are judged in *case*, as its check judges them."""
    known = case.register.detectors
    rules = Rules(
        key=secrets.token_bytes(32),
        detectors=known.detectors,
        levels=known.levels(case.catalogue.levels()),
        born_after=years_before(case.on, MINOR_BELOW),
        name_with=frozenset(case.register.settings.name_with),
    )
    return Asked(rules, case.on, {}, case.statements, combinations=case.catalogue.combinations)
