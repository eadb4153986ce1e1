"""In which rows somebody under 14 is known, by the very rule of the count; and what each column is.

For whoever writes a copy without them. Nothing is decided here: the columns are what the scan decides they
are, and who is under 14 is told by the same functions that count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tongguan.engine.local import read_groups
from tongguan.reading import leaves
from tongguan.reading.owners import owners
from tongguan.scanning.count import Batch
from tongguan.scanning.examine import examine, forget_names
from tongguan.scanning.examined import Examined, Hits
from tongguan.scanning.headers import forget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tongguan.engine.group import Asked, Group
    from tongguan.kernels.text import Mask
    from tongguan.reading import Leaves, Source
    from tongguan.scanning.plan import Plan

_SOMEBODY = frozenset({"identifier", "name", "trait"})


@dataclass(frozen=True)
class Judged:
    """Sources that were read to their end, each with its group; hand it a source's own batches."""

    groups: Mapping[int, Group]

    def kinds(self, source: Source) -> dict[str, str | None]:
        """Return the kind that counts of each column of *source*, by the name the scan gives it."""
        group = self.groups.get(id(source))
        if group is None:
            return {}
        return {name: finding.kind for (_, name), finding in group.findings.items()}

    def young(self, source: Source, batch: pa.RecordBatch) -> Mask:
        """Return in which rows of *batch*, of *source*, somebody under 14 is known; in lists too."""
        group, found = self.groups[id(source)], np.zeros(batch.num_rows, dtype=bool)
        telling = _telling(group)
        if not telling:
            return found
        whose = owners(batch)
        for part in leaves(batch):
            columns = _examined(part, telling, group)
            if columns is not None:
                found[whose[part.path][_young(columns, part.path, group)]] = True
        return found


def judged(sources: Sequence[Source], asked: Asked) -> Judged:
    """Read *sources* to their end, decide what each column is, and return them with it.

    Raises Unreadable when a source cannot be read to its end. Forget it with :func:`forget_all`.
    """
    groups = read_groups(sources, asked, lambda _: None)
    return Judged({id(source): group for group in groups for source in group.sources})


def forget_all() -> None:
    """Forget the names of columns: one may be somebody's number."""
    forget()
    forget_names()


def _telling(group: Group) -> set[tuple[str, str]]:
    """Return the columns, by row set and name, in which anything is that can tell an age."""
    detectors = group.rules.detectors
    return {
        place
        for place, finding in group.findings.items()
        for kind in (*finding.kinds, *finding.mentions)
        if detectors[kind].born is not None or detectors[kind].aged is not None
    }


def _examined(part: Leaves, telling: set[tuple[str, str]], group: Group) -> Mapping[str, Examined] | None:
    """Examine the *telling* columns of *part*; the others count as empty. None if none of them tells."""
    columns: dict[str, Examined] = {}
    nothing, telling_here = pa.array([], pa.string()), False
    for name, array in part.columns:
        full = f"{part.path}.{name}" if part.path else name
        if (part.path, full) in telling:
            columns[full], telling_here = examine(full, array, group.rules.detectors), True
        else:
            rows = np.zeros(0, dtype=np.int64)
            columns[full] = Examined(full, str(array.type), part.rows, rows, nothing)
    # As the count does: what the register says of a column goes before what was found.
    return group.taken(columns) if telling_here else None


def _young(columns: Mapping[str, Examined], path: str, group: Group) -> Mask:
    batch, plan = Batch(columns, group.rules), group.plans[path]
    found = np.zeros(batch.rows, dtype=bool)
    minors = batch.minors(plan)
    for subject in plan.subjects:
        kinds = (c.kinds for c in plan.columns if c.name in subject.columns)
        if any(group.rules.detectors[kind].role in _SOMEBODY for some in kinds for kind in some):
            for name in subject.columns:
                found |= minors[name]
    for kind, hits in _mentioned(columns, path, plan, group):
        found[hits.rows[batch.is_minor(kind, hits)]] = True
    return found


def _mentioned(
    columns: Mapping[str, Examined], path: str, plan: Plan, group: Group
) -> Iterator[tuple[str, Hits]]:
    """Yield the numbers of persons inside longer values that count, by kind."""
    planned = {column.name for column in plan.columns}
    for name, examined in columns.items():
        for kind in group.findings[path, name].mentions:
            detector = group.rules.detectors[kind]
            inside = [examined.mentions.get(kind)]
            if name not in planned and detector.stands_alone:
                inside.append(examined.whole.get(kind))
            for hits in inside:
                if hits is None or hits.values is None or not detector.identifies:
                    continue
                real = np.flatnonzero(detector.real(hits.values))
                yield kind, Hits(hits.rows[real], hits.values.take(pa.array(real)))
