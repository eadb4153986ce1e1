"""Natural persons, each once (自然人去重), in an export and in the year before and with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tongguan.persons.people import People, PersonClass, merge


@dataclass(frozen=True)
class Persons:
    """Who is in the export, in the year so far, and in the year with exempt exports (the shadow).

    ``counted`` tells whether the export's persons add to the year. All are keyed under the same year key, so
    somebody who is in two of them is one person in their union.
    """

    export: People
    before: People
    shadow_before: People
    counted: bool

    @cached_property
    def after(self) -> People:
        """The year with this export; the year as it is where the export does not count."""
        return merge([self.before, self.export]) if self.counted else self.before

    @cached_property
    def shadow_after(self) -> People:
        """All that left in the year, exempt or not, and this export."""
        return merge([self.shadow_before, self.export])

    def in_export(self, of: PersonClass) -> int:
        """Return how many there are at most in the export."""
        return self.export.high(of)

    def in_year(self, of: PersonClass) -> int:
        """Return how many there would be at most in the year, this export included."""
        return self.after.high(of)
