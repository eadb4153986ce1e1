"""All that an annex is made from: verdict, case and year, held together and found to fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tongguan.annex.items import DataItem, data_items
from tongguan.annex.numbers import Persons
from tongguan.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.case import Case
    from tongguan.ledger.ledger import YearSummary
    from tongguan.register import Export, Handler, Recipient
    from tongguan.scanning.scan import Scan
    from tongguan.verdict import Verdict


@dataclass(frozen=True)
class Dossier:
    """A verdict, the case it is of, and the handler's year as the ledger had it then.

    Raises UsageError where they are not of one another, and LedgerError where the ledger has moved on.
    """

    verdict: Verdict
    case: Case
    year: YearSummary

    def __post_init__(self) -> None:
        """See that the three are of the same export, register, day and ledger."""
        verdict, case, year = self.verdict, self.case, self.year
        register = case.register
        if verdict.scan is None or (verdict.export, verdict.on, verdict.register_sha256) != (
            case.export.id,
            case.on.isoformat(),
            register.sha256,
        ):
            raise UsageError(
                f"Export {case.export.id}: the verdict is of another export, day or register, or holds no "
                "scan. Nothing was written.",
                hint="Make both from the same register, for the same day.",
            )
        if (year.handler, year.year) != (register.handler.uscc, case.on.year):
            raise UsageError(
                f"Export {case.export.id}: the year is another handler's, or another one. "
                "Nothing was written.",
                hint="Ask the ledger for the handler of the register and the year of the day judged.",
            )
        everybody = year.counted.count("all", case.reading)
        if verdict.counts["all"].before != everybody:
            raise LedgerError(
                f"Export {case.export.id}: the ledger was written to while the file was read, so that the "
                "numbers would not fit together. Nothing was written.",
                hint="Run it again.",
            )

    @property
    def scan(self) -> Scan:
        """What is inside."""
        assert self.verdict.scan is not None, "looked at when it was made"
        return self.verdict.scan

    @property
    def export(self) -> Export:
        """What is declared."""
        return self.case.export

    @property
    def handler(self) -> Handler:
        """Who provides it."""
        return self.case.register.handler

    @property
    def recipient(self) -> Recipient:
        """Who receives it."""
        return self.case.register.recipients[self.export.recipient]

    @property
    def uncertain(self) -> bool:
        """Tell whether the number of persons is not known."""
        return not self.scan.complete or bool(self.scan.unsure)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """What every kind is called in Chinese."""
        return {kind: each.title_zh for kind, each in self.case.register.detectors.detectors.items()}

    @cached_property
    def items(self) -> tuple[DataItem, ...]:
        """Every column, and every kind inside the texts of one."""
        return data_items(self.scan, self.case.register.detectors.levels(self.case.catalogue.levels()))

    @cached_property
    def personal(self) -> tuple[DataItem, ...]:
        """Those that are personal information."""
        return tuple(item for item in self.items if item.level != "none" and item.kind is not None)

    @cached_property
    def persons(self) -> Persons:
        """How many natural persons, in the export and in the year."""
        return Persons(self.scan.people, self.year.counted, self.year.shadow, counted=self.verdict.counted)
