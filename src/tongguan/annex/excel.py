"""Tables as an Excel workbook, a sheet each. Text stays text: no name of a column becomes a formula."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tongguan.annex.table import Fill, printable
from tongguan.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.annex.table import Cell, Table

CELL_CHARS_MAX = 32_000
"""A cell of Excel holds 32,767 characters."""

_CUT = "…（过长，已截断）"
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
_STYLES: Mapping[str, dict[str, Any]] = {
    "title": {"font_name": "Microsoft YaHei", "font_size": 14, "bold": True},
    "head": _FONT | {"bold": True, "bg_color": "#D9E1F2", "valign": "vcenter"},
    "text": _FONT | {"num_format": "@"},
    # What begins like a formula stays text when somebody edits the cell, too.
    "quoted": _FONT | {"num_format": "@", "quote_prefix": True},
    "fill": _FONT | {"num_format": "@", "bg_color": "#FFF2CC"},
    "number": _FONT | {"num_format": "#,##0"},
    "date": _FONT | {"num_format": "yyyy-mm-dd", "align": "left"},
    "note": {"font_name": "Microsoft YaHei", "font_size": 9, "italic": True},
}
_FORMULA = ("=", "+", "-", "@")
_NARROWEST, _WIDEST = 10, 46
_A4 = 9


def require_writer() -> None:
    """Raise UsageError where the library that writes workbooks is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError:
        raise UsageError(
            "Excel workbooks need XlsxWriter, which is not installed. Nothing was written.",
            hint="pip install 'tongguan[excel]' (or xlsxwriter), or name a .md file.",
        ) from None


def render(tables: Iterable[Table], title: str, on: date) -> bytes:
    """Return the workbook; the same tables, title and day give the same bytes.

    *on*, the day that was judged, is the day the workbook says it was made. Raises UsageError where
    XlsxWriter is not installed.
    """
    require_writer()
    import xlsxwriter

    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    book.set_properties(
        {
            "title": printable(title),
            "subject": "数据出境填报数据，不是官方表格",
            "comments": "来源：登记册、台账、扫描。不含文件中的任何值。",
            "created": datetime(on.year, on.month, on.day, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    styles = {name: book.add_format(style) for name, style in _STYLES.items()}
    for table in tables:
        _sheet(book.add_worksheet(table.title), table, title, styles)
    book.close()
    return into.getvalue()


def _sheet(sheet: Any, table: Table, title: str, styles: Mapping[str, Any]) -> None:  # noqa: ANN401
    sheet.write_string(0, 0, _text(f"{table.title}　{title}"), styles["title"])
    for at, head in enumerate(table.heads):
        sheet.write_string(1, at, head, styles["head"])
        sheet.set_column(at, at, _width([head, *(row[at] for row in table.rows)]))
    for number, row in enumerate(table.rows, 2):
        for at, cell in enumerate(row):
            _write(sheet, number, at, cell, styles)
    for number, note in enumerate(table.notes, len(table.rows) + 3):
        sheet.write_string(number, 0, _text(note), styles["note"])
    sheet.freeze_panes(2, 1 if len(table.heads) > 2 else 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&L&A&R&P / &N")


def _write(sheet: Any, row: int, at: int, cell: Cell, styles: Mapping[str, Any]) -> None:  # noqa: ANN401
    if isinstance(cell, Fill):
        sheet.write_string(row, at, _text(str(cell)), styles["fill"])
    elif isinstance(cell, int):
        sheet.write_number(row, at, cell, styles["number"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, styles["date"])
    else:
        text = _text(cell)
        sheet.write_string(row, at, text, styles["quoted" if text.startswith(_FORMULA) else "text"])


def _text(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= CELL_CHARS_MAX else shown[: CELL_CHARS_MAX - len(_CUT)] + _CUT


def _width(cells: Iterable[Cell]) -> int:
    """Return the width of a column in characters: that of its longest line, a Chinese character being two."""
    longest = max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
            for cell in cells
            for line in (f"{cell:,}" if isinstance(cell, int) else str(cell)).split("\n")
        ),
        default=0,
    )
    return min(max(longest + 2, _NARROWEST), _WIDEST)
