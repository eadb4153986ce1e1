"""Tables as Markdown (GFM). Cells are data from outside: nothing in one is read as markup, or ends it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tongguan.annex.table import Fill, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tongguan.annex.table import Cell, Table

# What splits a row, and what begins HTML or an entity, become entities: no reader splits a row at those.
# A bare address becomes a link in some readers, and whoever sent the name may not place one in a filing.
_ALIVE = re.compile(
    r"""(?ix)
    (?P<entity> [&<>|\\`@] | (?<=http):(?=//) | (?<=https):(?=//) | (?<=ftp):(?=//) | (?<=www)\. )
    | (?P<markup> [*\[\]~$!{}^] | (?<![0-9A-Za-z])_ | _(?![0-9A-Za-z]) )
    """
)


def render(tables: Iterable[Table], title: str) -> str:
    """Return the tables under *title*, one after the other, as one document."""
    return "\n".join([f"# {cell(title)}", *(line for table in tables for line in _table(table))]) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {cell(table.title)}\n"
    yield _row(table.heads)
    counts = [_counts([row[at] for row in table.rows]) for at in range(len(table.heads))]
    yield "|" + "|".join("---:" if right else "---" for right in counts) + "|"
    yield from (_row(row) for row in table.rows)
    if table.notes:
        yield ""
        yield from (f"- {cell(note)}" for note in table.notes)


def _counts(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds counts, which are read from the right, and nothing else."""
    filled = [each for each in cells if each != "" and not isinstance(each, Fill)]
    return bool(filled) and all(isinstance(each, int) for each in filled)


def _row(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join(cell(each) for each in cells) + " |"


def cell(value: Cell) -> str:
    """Return *value* as the text of one cell: a number with its thousands, text with nothing alive in it."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return value.isoformat()
    text = _ALIVE.sub(_still, printable(str(value)))
    return "<br>".join(_kept_at_ends(line) for line in text.split("\n"))


def _still(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found["markup"] else _entity(found[0])


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def _kept_at_ends(line: str) -> str:
    """Keep blanks at the ends, which a reader would drop: a column's name may differ in them alone."""
    bare = line.strip()
    before, after = line.split(bare) if bare else (line, "")
    return "".join(map(_entity, before)) + bare + "".join(map(_entity, after))
