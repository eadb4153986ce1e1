"""Names from outside stay text in Markdown, whatever they hold: read back by a parser, they are themselves."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tongguan.annex import Fill, Table, markdown
from tongguan.annex.table import printable

HOSTILE = [
    "a|b", "a\\|b", "a\\", "`code`", "`a|b`", "*b*", "_i_", "__init__", "~~s~~", "<script>alert(1)</script>",
    "<!-- x", "[a](javascript:alert(1))", "![a](x.png)", "[a]: http://x.test", "&lt;", "&#124;", "a\nb", "a\r\nb",
    "a\n| b | c |", " a ", "  ", "=1+1", "# head", "- item", "---", "|", "||", "\\", "$x$", "a\tb", "姓名|手机",
    "http://evil.test/x", "www.evil.test", "a@evil.test", "\u202eabc", "\x00", "\x1b[31m", "<br>", "a<br>b", "1.",
    "{{x}}", "^a^", "a_b", "_a", "a__b", "\u3000缩进",
]  # fmt: skip


def rows(text):
    """Return the cells of the one table in *text* as a reader sees them, and every kind of token inside."""
    found, kinds = [], set()
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "tr_open":
            found.append([])
        if token.type == "inline" and token.level == 4:
            found[-1].append("".join(_said(child) for child in token.children))
            kinds |= {child.type for child in token.children}
    return found, kinds


def _said(token):
    return "\n" if token.type == "html_inline" and token.content == "<br>" else token.content


def read_back(*cells):
    """Return the cells as a reader of the rendered table sees them; nothing but text and ``<br>`` is in it."""
    heads = tuple(f"h{n}" for n in range(len(cells)))
    found, kinds = rows(markdown.render([Table("t", heads, (cells,))], "title"))
    assert kinds <= {"text", "html_inline", "text_special"}
    assert found[0] == list(heads)
    assert len(found) == 2
    return found[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_read_back_as_it_is(name):
    assert read_back("before", name, "after") == ["before", printable(name), "after"]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
@example("*a*|`b\\|`")
def test_any_name_is_read_back_as_it_is(name):
    assert read_back("before", name, "after") == ["before", printable(name), "after"]


@given(st.text(alphabet="|\\`*_[]()<>&~#!\n ab@:/.", max_size=20))
def test_any_markup_is_read_back_as_it_is(name):
    assert read_back(name, "after") == [printable(name), "after"]


def test_no_hostile_name_becomes_a_line_or_a_heading_of_its_own():
    text = markdown.render([Table("t", ("h",), tuple((name,) for name in HOSTILE))], "t")
    assert len(text.splitlines()) == 6 + len(HOSTILE)


@pytest.mark.parametrize("name", ["http://evil.test/x", "https://evil.test", "www.evil.test", "a@evil.test"])
def test_an_address_is_not_written_so_that_readers_make_a_link_of_it(name):
    written = markdown.cell(name)
    assert not any(mark in written for mark in ("://", "www.", "@"))


def test_what_is_not_printable_is_shown_as_a_square():
    assert markdown.cell("a\u202eb\x00\u200b") == "a□b□□"


def test_counts_days_and_gaps_are_written_as_such():
    assert [markdown.cell(c) for c in (1234567, 0, date(2026, 6, 30), Fill("地址"), "")] == [
        "1,234,567",
        "0",
        "2026-06-30",
        "【待填】地址",
        "",
    ]


def test_only_columns_of_counts_are_read_from_the_right():
    table = Table(
        "t", ("n", "d", "m"), ((1, date(2026, 1, 1), 1), ("", date(2026, 1, 2), "x"), (Fill("f"), "", 2))
    )
    assert "|---:|---|---|" in markdown.render([table], "t")
