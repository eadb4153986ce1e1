"""How a delimited file is written: its delimiter, whether it has a header, what its columns are called.

Found from the first records, quotes respected. A wrong guess here is never silent: with the wrong
delimiter rows differ in length and the file is refused, and what is taken for data is scanned.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tongguan.reading.names import free_name, named

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (",", "\t", ";", "|")
SINGLE = "\x1f"  # the ASCII unit separator: the delimiter of a file with one column has to be something
_RECORDS = 200  # looked at

Records = list[list[str]]

# A header says what its column holds; these say something of one person or one day.
_DATA = re.compile(
    r"""\d{5}                                 # a number one would not use in a name
      | @                                     # an e-mail address
      | \d{1,4}[-/.年]\d{1,2}([-/.月日]|$)     # a date
      | ^[+-]?[\d.,\s]*\d[\d.,\s]*%?$         # a number and nothing else
    """,
    re.VERBOSE,
)
_TELEPHONE = 7  # digits in one cell, however they are grouped


@dataclass(frozen=True)
class Dialect:
    """``skip`` records come before the first row of data: blank lines and the header.

    ``renamed`` are the positions, from 1, of columns whose name was blank or used before.
    """

    delimiter: str
    header: bool
    names: tuple[str, ...]
    skip: int
    renamed: tuple[int, ...] = ()


def find_dialect(text: str, *, whole: bool, first: str = "") -> Dialect | None:
    """Return the dialect of a file that begins with *text*; None if not even one record is complete.

    *whole* tells that *text* is all of it; *first* is a delimiter to prefer where two fit as well.
    """
    order = sorted(DELIMITERS, key=lambda delimiter: delimiter != first)
    by_delimiter = {delimiter: _records(text, delimiter, whole=whole) for delimiter in order}
    delimiter = _choose(by_delimiter)
    records = by_delimiter.get(delimiter) or _records(text, delimiter, whole=whole)
    blanks = next((at for at, record in enumerate(records) if not _blank(record)), len(records))
    rows = [record for record in records[blanks:] if not _blank(record)]
    if not rows:
        return None
    if not is_header(rows[0], rows[1:]):
        names = tuple(f"column_{at}" for at in range(1, len(rows[0]) + 1))
        # In a file of one column a blank line is a row, so it stays one.
        return Dialect(delimiter, header=False, names=names, skip=0 if len(names) == 1 else blanks)
    names, renamed = _names(rows[0])
    return Dialect(delimiter, header=True, names=names, skip=blanks + 1, renamed=renamed)


def is_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the *first* record names columns.

    In doubt it is data: a header scanned as a row does no harm, a person taken for a header is lost.
    It is data if a cell looks like a value, or comes again below in its own column, or all are blank.

    >>> is_header(["姓名", "手机"], [["张三", "13800138000"]])
    True
    >>> is_header(["张三", "男"], [["李四", "女"], ["王五", "男"]])
    False
    """
    cells = [unicodedata.normalize("NFKC", cell).strip() for cell in first]
    if not any(cells):
        return False
    if any(_DATA.search(cell) or sum(map(str.isdigit, cell)) >= _TELEPHONE for cell in cells):
        return False
    below: list[set[str]] = [set() for _ in first]
    for row in rows:
        for seen, cell in zip(below, row, strict=False):
            seen.add(cell)
    return not any(cell.strip() and cell in seen for cell, seen in zip(first, below, strict=True))


def _records(text: str, delimiter: str, *, whole: bool) -> Records:
    """Return the first complete records; blank lines are records too."""
    records: Records = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records.extend(islice(reader, _RECORDS + 1))
    except csv.Error:  # a cell longer than the csv module takes: what came before it will do
        return records
    if len(records) > _RECORDS or not whole:
        records.pop()
    return records


def _choose(by_delimiter: dict[str, Records]) -> str:
    """Return the delimiter that cuts most records into the same number of fields, more than one."""
    best: tuple[float, int] = (0.5, 0)
    chosen = SINGLE
    heads: dict[str, int] = {}
    for delimiter, records in by_delimiter.items():
        counts = [len(record) for record in records if not _blank(record)]
        if not counts:
            continue
        heads[delimiter] = counts[0]
        fields, times = Counter(counts).most_common(1)[0]
        score = (times / len(counts), fields)
        if fields > 1 and score > best:
            best, chosen = score, delimiter
    if chosen == SINGLE and max(heads.values(), default=1) > 1:
        # The first record has several fields and the others do not agree: for the parser to refuse.
        return max(heads, key=lambda delimiter: heads[delimiter])
    return chosen


def _blank(record: Sequence[str]) -> bool:
    return len(record) <= 1 and not "".join(record).strip()


def _names(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return a name of its own for each column, and the positions of those that were given one."""
    taken: set[str] = set()
    stripped = [cell.strip() for cell in cells]
    names = tuple(free_name(name, taken) for name in named("column", stripped))
    pairs = enumerate(zip(stripped, names, strict=True), 1)
    return names, tuple(at for at, (old, new) in pairs if old != new)
