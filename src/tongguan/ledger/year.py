"""What an export does to a year: persons before, in it, and after. Pure.

Somebody has one key a year and flags that add up: whoever was exported with general items in one file
and with sensitive ones in another is one person, in both classes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from tongguan.persons.people import CLASSES, PersonClass, merge
from tongguan.persons.reading import STRICT, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.persons.people import People

# No threshold counts minors apart: under 14 makes every item sensitive.
_TALLIED: tuple[PersonClass, ...] = tuple(c for c in CLASSES if c != "minors")


@dataclass(frozen=True)
class Change:
    """What one export does to one class: persons in the year *before*, in the export, and *after*."""

    before: int
    new: int
    after: int


@dataclass(frozen=True)
class Totals:
    """What one export does to the year, under one *reading* of the law.

    ``after`` is the size of the union, whether or not the export leaves.
    """

    everybody: Change
    general: Change
    sensitive: Change
    reading: Reading = STRICT

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return ``{"all": {"before": …, "new": …, "after": …}, "general": …, "sensitive": …}``.

        A reading that is not the strict one is told under ``reading``.
        """
        changes = (self.everybody, self.general, self.sensitive)
        said: dict[str, dict[str, Any]] = {
            name: asdict(change) for name, change in zip(_TALLIED, changes, strict=True)
        }
        return said if self.reading == STRICT else said | {"reading": asdict(self.reading)}

    @classmethod
    def from_json(cls, said: Mapping[str, Mapping[str, Any]]) -> Self:
        """Read what :meth:`to_json` wrote."""
        everybody, general, sensitive = (Change(**said[group]) for group in _TALLIED)
        return cls(everybody, general, sensitive, Reading(**said.get("reading", {})))


def tally(before: People, new: People, reading: Reading = STRICT) -> Totals:
    """Count what the persons *new* do to the year *before*."""
    return change(before, new, merge([before, new]), reading)


def change(before: People, new: People, after: People, reading: Reading = STRICT) -> Totals:
    """Count the persons before, in the export and *after*, which is the union of both."""
    everybody, general, sensitive = (
        Change(before.count(group, reading), new.count(group, reading), after.count(group, reading))
        for group in _TALLIED
    )
    return Totals(everybody, general, sensitive, reading)
