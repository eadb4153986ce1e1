"""The scan in one process: read, examine, count, decide what each column is, and count again if need be.

A column's kind is known only when all of it has been seen, but counting needs the kind in every
row. So the first batch's decision is used while reading on; where the last word is another, the
sources are read a second time under it. Most files are read once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.engine.group import Asked, Group
from tongguan.engine.report import report
from tongguan.kernels.dates import years_before
from tongguan.scanning.count import MINOR_BELOW
from tongguan.scanning.examine import forget_names
from tongguan.scanning.headers import forget
from tongguan.scanning.rules import Rules

if TYPE_CHECKING:
    from datetime import date

    from tongguan.detector import Detector
    from tongguan.engine.group import Tick
    from tongguan.law.catalogue import Combination
    from tongguan.reading import Source
    from tongguan.scanning.plan import LeaveOut, Levels
    from tongguan.scanning.scan import Scan
    from tongguan.scanning.statement import Statement

# Called with the number of rows read since the last call, and of all rows there are to read (None
# where no footer tells). More than all are read where the plan of the first batch was wrong.
Progress = Callable[[int, int | None], None]


def scan(
    sources: Sequence[Source],
    *,
    detectors: Mapping[str, Detector],
    levels: Levels,
    profile_name: str,
    key: bytes,
    on: date,
    leave_out: Mapping[str, LeaveOut] | None = None,
    statements: Sequence[Statement] = (),
    scope: str = "",
    name_with: frozenset[str] = frozenset(),
    combinations: Sequence[Combination] = (),
    progress: Progress | None = None,
) -> Scan:
    """Read every row of every column of *sources* and count the people.

    *levels* says for each kind how much the law minds it; *key* (32 bytes) is the year's secret,
    under which persons are hashed; *on* is the day the export leaves, on which age is judged.
    *leave_out* names what-ifs: people are also counted as if their columns were not there.
    *statements* are what the register says of columns; *scope* names the system whose own numbers
    (of members, of employees) the sources hold; *name_with* are the kinds (``date_of_birth``,
    ``address``) with which a name identifies somebody; *combinations* are kinds of which the law minds more
    what is together in a table.

    Raises Unreadable when a source cannot be read to its end.
    """
    asked = Asked(
        Rules(key, detectors, levels, years_before(on, MINOR_BELOW), scope, name_with),
        on,
        leave_out or {},
        statements,
        combinations,
    )
    try:
        return report(read_groups(sources, asked, _ticking(sources, progress)), sources, profile_name, asked)
    finally:  # the name of a column may be somebody's number
        forget()
        forget_names()


def read_groups(sources: Sequence[Source], asked: Asked, tick: Tick) -> list[Group]:
    """Read *sources* to their end and return their groups, settled."""
    groups: dict[tuple[str, ...], Group] = {}
    for source in sources:
        batches = source.batches()
        first = next(batches, None)
        if first is not None:
            # Files with the same columns are one dataset: what a column is, all of them decide together.
            signature = (source.format, *(_column_signature(field) for field in first.schema))
            group = groups.setdefault(signature, Group(asked))
            group.add(source, chain([first], batches), tick)
    for group in groups.values():
        group.settle(tick)
    return list(groups.values())


def _column_signature(field: pa.Field) -> str:
    """Tell columns apart by name, and by what is inside them where they have an inside."""
    nested = pa.types.is_nested(field.type) or isinstance(field.type, pa.BaseExtensionType)
    return f"{field.name}: {field.type}" if nested else str(field.name)


def _ticking(sources: Sequence[Source], progress: Progress | None) -> Tick:
    if progress is None:
        return lambda _: None
    hints = [source.rows_hint() for source in sources]
    total = None if None in hints else sum(hint or 0 for hint in hints)
    return lambda rows: progress(rows, total)
