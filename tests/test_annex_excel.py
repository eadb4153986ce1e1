"""The workbook as another program reads it: text is text, numbers are numbers, days are days."""

import builtins
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from annex_kit import ON, SAMPLES, a_year, judged
from hypothesis import given
from hypothesis import strategies as st

from tongguan.annex import FORMS, Fill, Table, excel, tables, title
from tongguan.annex.excel import CELL_CHARS_MAX
from tongguan.annex.table import printable
from tongguan.errors import UsageError

FORMULAS = ["=1+1", '=HYPERLINK("http://x.test")', "+1", "-1", "@SUM(A1)", "{=1}", "=cmd|' /C calc'!A0"]  # fmt: skip
TEXTS = [
    "http://x.test",
    "0123",
    "1e5",
    "2026-01-01",
    "TRUE",
    "_x0041_",
    "a\nb",
    "",
    " a ",
    "身份证号",
    "#REF!",
]


def book(*made):
    return openpyxl.load_workbook(io.BytesIO(excel.render(made, "title", ON)))


def cells_of(*row):
    """Return the cells of a row of one sheet, read back."""
    heads = tuple(f"h{n}" for n in range(len(row)))
    return list(book(Table("t", heads, (row,))).active[3])


@pytest.fixture(scope="module")
def vip(tmp_path_factory):
    with a_year(tmp_path_factory.mktemp("year")) as url:
        yield judged(SAMPLES / "vip_service.parquet", url)


@pytest.mark.parametrize("name", [*FORMULAS, *TEXTS])
def test_a_name_is_text_and_never_a_formula_a_link_or_a_number(name):
    (cell,) = cells_of(name)
    assert (cell.value or "", cell.data_type) == (name, "s")
    assert cell.hyperlink is None


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_name_that_begins_like_a_formula_stays_text_when_edited(name):
    assert cells_of(name)[0].quotePrefix


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_any_name_is_read_back_as_it_is(name):
    (cell,) = cells_of(name)
    assert cell.data_type == "s"
    assert cell.value == printable(name)


def test_a_name_too_long_for_a_cell_is_cut_and_says_so():
    (cell,) = cells_of("x" * 40_000)
    assert len(cell.value) == CELL_CHARS_MAX
    assert cell.value.endswith("…（过长，已截断）")


def test_numbers_days_and_gaps_are_of_their_kind():
    number, day, gap = cells_of(1234567, date(2026, 6, 30), Fill("地址"))
    assert (number.value, number.data_type, number.number_format) == (1234567, "n", "#,##0")
    assert (day.value, day.is_date) == (datetime(2026, 6, 30), True)  # noqa: DTZ001 (a day of Excel has no zone)
    assert gap.value == "【待填】地址"
    assert gap.fill.fgColor.rgb == "FFFFF2CC"


@pytest.mark.parametrize("form", FORMS)
def test_the_workbook_holds_the_tables_cell_by_cell(form, vip):
    verdict, case, year = vip
    made = tables(form, verdict, case, year)
    read = openpyxl.load_workbook(io.BytesIO(excel.render(made, title(form, case), case.on)))
    assert read.sheetnames == [table.title for table in made]
    for table in made:
        sheet = read[table.title]
        assert [cell.value for cell in sheet[2]][: len(table.heads)] == list(table.heads)
        for number, row in enumerate(table.rows, 3):
            found = [sheet.cell(number, at).value for at in range(1, len(row) + 1)]
            assert ["" if each is None else each for each in found] == [_read(cell) for cell in row]
        notes = [sheet.cell(len(table.rows) + 4 + at, 1).value for at in range(len(table.notes))]
        assert notes == list(table.notes)


def _read(cell):
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    return cell if isinstance(cell, int) else str(cell)


def test_every_sheet_can_be_read_and_printed(vip):
    verdict, case, year = vip
    read = openpyxl.load_workbook(
        io.BytesIO(excel.render(tables("pipia", verdict, case, year), "title", case.on))
    )
    for sheet in read:
        assert sheet.freeze_panes in {"A3", "B3"}
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$2:$2"
        head = sheet["A2"]
        assert head.font.bold
        assert head.alignment.wrap_text
        assert all(10 <= d.width <= 50 for d in sheet.column_dimensions.values())
        assert 1 <= len(sheet.title) <= 31


def test_a_column_is_as_wide_as_its_chinese_text():
    sheet = book(Table("t", ("a", "b"), (("字" * 10, "x" * 10),))).active
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


def test_the_same_tables_give_the_same_bytes(vip, monkeypatch):
    verdict, case, year = vip
    made = tables("contract", verdict, case, year)
    first = excel.render(made, title("contract", case), case.on)
    monkeypatch.setenv("TZ", "America/New_York")
    assert excel.render(made, title("contract", case), case.on) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_says_what_it_is_and_is_dated_the_day_judged(vip):
    verdict, case, year = vip
    properties = openpyxl.load_workbook(
        io.BytesIO(excel.render(tables("contract", verdict, case, year), title("contract", case), case.on))
    ).properties
    assert properties.title == title("contract", case)
    assert properties.created.date() == properties.modified.date() == ON
    assert "不含文件中的任何值" in properties.description


def test_without_the_library_it_is_told_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def absent(name, *rest, **more):
        if name == "xlsxwriter":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match="XlsxWriter") as refused:
        excel.render([], "t", ON)
    assert "pip install 'tongguan[excel]'" in refused.value.hint
