"""The answer to "may this leave now": the decision of the law, and whether the handler may act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.advice import Advice
    from tongguan.law.policy import Outcome, Reason
    from tongguan.persons.reading import Number
    from tongguan.scanning.scan import Scan

Status = Literal["open", "review", "shut"]

DECLARATION = "declaration"
"""The rule of a reason that says what was found beyond what the export is declared to need."""

UNREAD = "unread"
"""The rule of a reason that says what was not read or stays unsure."""


STATED = "stated"
"""The rule of a reason that says which column the register takes out of the count, against what was found."""

APPROVAL = "approval"
"""The rule of a reason that says why an approval that was given does not apply."""

EVIDENCE = "evidence"
"""The rule of a reason that says that a scenario is declared without evidence, so it is not claimed."""

DOMESTIC = "domestic"
"""The rule of a reason that says which kinds tell of domestic persons in an export of overseas origin."""

ZONE = "negative list"
"""The rule of a reason that says how a zone's negative list bears on the export."""

LEVEL = "level "
"""How the rule of a reason begins that names a kind the register minds otherwise than the catalogue."""

HINT = "hint "
"""How the rule of a reason begins that names a hint of possible important data."""


@dataclass(frozen=True)
class Remedy:
    """One thing that would open the gate or lead to a lighter outcome, and what the law would then ask.

    Either columns to ``leave_out`` or to ``mask`` and rows to leave out (``without_minors``: those of persons
    under 14), or a clearance to ``obtain`` (the outcome it must meet). ``at_most`` are the persons, by class,
    that the year would then hold. What is masked stays personal information: its persons are counted.
    """

    leave_out: tuple[str, ...]
    obtain: str | None
    status: Status
    outcome: Outcome
    articles: tuple[str, ...]
    mask: tuple[str, ...] = ()
    without_minors: bool = False
    at_most: Mapping[str, int] | None = None


@dataclass(frozen=True)
class YearCount:
    """Persons of one class in the handler's year: ``before`` this export, ``new`` in it, and ``after``.

    ``after`` is what the year would be if this export left, whether or not it may. Who is in the
    year already is not added again, and what does not count adds nobody.
    """

    before: int
    new: int
    after: int


@dataclass(frozen=True)
class Counting:
    """The readings of the law under which persons were counted; ``[settings]`` of the register.

    See :class:`tongguan.register.Settings`, where each is explained.
    """

    decide_on: Number = "high"
    general_includes_sensitive_persons: bool = True
    count_exempt_exports: bool = False
    name_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Approval:
    """A person's approval of what an export was held for: the ledger's entry, who, why, and on which day."""

    entry: int
    by: str
    reason: str
    on: str


@dataclass(frozen=True)
class Recorded:
    """Where a verdict stands in the ledger: the number of its entry, and the entry's digest.

    The digest is the head of the chain as it was then: whoever keeps it can prove what the ledger said.
    """

    entry: int
    head: str


@dataclass(frozen=True)
class Verdict:
    """Whether this handler may send this export now. It holds no value from the data.

    ``tagged`` marks an export that leaves although the gate is shut, because its owner asked for a
    mark instead of a stop. ``counted`` tells whether its persons count towards the year. ``approval`` is a
    person's, which settled hints of possible important data. ``advice`` is what else there is to know.
    """

    status: Status
    outcome: Outcome
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]
    year: int
    counts: Mapping[str, YearCount]
    counted: bool
    clearance: str | None
    remedies: tuple[Remedy, ...]
    duties: tuple[str, ...]
    policy_id: str
    policy_sha256: str
    catalogue_sha256: str
    register_sha256: str
    profile: str
    export: str
    on: str
    run: str | None = None
    tagged: bool = False
    detectors_sha256: str | None = None
    lists_sha256: str | None = None
    counting: Counting = Counting()
    approval: Approval | None = None
    recorded: Recorded | None = None
    advice: Advice | None = None
    scan: Scan | None = None

    @property
    def may_leave(self) -> bool:
        """Tell whether the data may be sent: the gate is open, or lets it pass marked."""
        return self.status == "open" or self.tagged

    def __str__(self) -> str:
        counts = ", ".join(
            f"{name} {c.before:,} + {c.new:,} → {c.after:,}"
            for name, c in self.counts.items()
            if name != "all"
        )
        tag = " (leaves tagged)" if self.tagged else ""
        articles = ", ".join(self.articles)
        return f"{self.status.upper()}{tag}: {self.outcome} under {articles}; {self.year}: {counts}"

    __repr__ = __str__
