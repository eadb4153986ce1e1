"""One export as declared, the law it is judged by, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from tongguan.law.catalogue import load_catalogue
from tongguan.law.loading import load_policy
from tongguan.register import NO_PERSONAL_INFORMATION
from tongguan.review import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tongguan.clearance import Clearance
    from tongguan.law.catalogue import Catalogue
    from tongguan.law.policy import Cite, Policy
    from tongguan.ledger.year import Totals
    from tongguan.persons.reading import Reading
    from tongguan.register import Export, Register
    from tongguan.review import Approved
    from tongguan.scanning.plan import LeaveOut, Level
    from tongguan.scanning.scan import Important
    from tongguan.scanning.statement import Statement


# Of more clearances than these nobody wants to hear what goes beyond them.
_FEW = 2


class Persons(NamedTuple):
    """Numbers of natural persons by class."""

    all: int
    general: int
    sensitive: int


NOBODY = Persons(0, 0, 0)


@dataclass(frozen=True)
class Case:
    """One export as declared, and the law it is judged by: all that is known before the file is opened."""

    register: Register
    export: Export
    policy: Policy
    catalogue: Catalogue
    on: date
    approved: Approved | None = None
    last_year: Persons = NOBODY
    """Persons of the year before, where the policy counts since then: who is in both years counts twice."""

    @classmethod
    def of(cls, register: Register, export_id: str, on: date) -> Case:
        """Look up the export, and the policy and catalogue in force on the day *on*."""
        catalogue = load_catalogue(register.settings.profile, on)
        stated = {said.kind: (said.level, said.reason) for said in register.levels}
        return cls(register, register.export(export_id), load_policy(on), catalogue.stated(stated), on)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the register says of single columns of this export."""
        return self.register.statements(self.export.id)

    @property
    def reading(self) -> Reading:
        """Under which reading of the law persons become numbers."""
        return self.register.settings.reading

    @property
    def parties(self) -> tuple[str, ...]:
        """Whom the data reach: the recipient, and those it gives them to. Ids of the register."""
        return (self.export.recipient, *self.export.onward)

    @property
    def basis(self) -> Basis:
        """What the export is judged by."""
        register = self.register
        return Basis(
            register.sha256,
            self.policy.sha256,
            self.catalogue.sha256,
            register.detectors.sha256,
            register.lists.sha256,
        )

    @property
    def declared(self) -> frozenset[str] | None:
        """The kinds the export may hold; None where nothing is declared of them."""
        if self.export.kinds is not None:
            return frozenset(self.export.kinds)
        return frozenset() if self.export.scenario in NO_PERSONAL_INFORMATION else None

    def cite(self, what: Literal["necessity", "scope", "identify", "overseas", "zone"]) -> Cite:
        """Return the text in force on that day for what is no rule of the policy; else the policy itself."""
        return getattr(self.policy.cites, what) or (self.policy.id, self.policy.title)

    def leave_outs(self) -> Mapping[str, LeaveOut]:
        """Return the what-ifs that are counted along with the scan, for the remedies."""
        declared = self.declared
        undeclared = (
            (lambda kind, level: level != "none" and kind not in declared) if declared is not None else None
        )
        rules: dict[str, LeaveOut] = {"sensitive": lambda _, level: level == "sensitive"}
        if undeclared is not None:
            rules["undeclared"] = undeclared
            rules["undeclared or sensitive"] = lambda kind, level: (
                level == "sensitive" or undeclared(kind, level)
            )
        for held in self._held_for_recipient():
            rules[f"beyond {held.id}"] = partial(_beyond, held)
        rules["all"] = lambda _, level: level != "none"
        return rules

    def _held_for_recipient(self) -> list[Clearance]:
        """Return the first clearances given for the recipient: what goes beyond them may be left out."""
        held = self.register.clearances.values()
        return [each for each in held if self.export.recipient in each.recipients][:_FEW]


@dataclass(frozen=True)
class Contents:
    """What is in an export, as far as judging it goes."""

    known: bool
    kinds: frozenset[str]
    persons: int
    minors: int
    totals: Totals
    hints: tuple[Important, ...] = field(default=())
    combinations: tuple[str, ...] = ()
    every_kind: frozenset[str] | None = None
    """All kinds found, an organisation's and those taken out of the count too; ``None`` if unknown."""


def _beyond(held: Clearance, kind: str, level: Level) -> bool:
    """Tell whether a clearance was not given for a kind of that level."""
    return (level != "none" and kind not in held.kinds) or (level == "sensitive" and not held.sensitive)
