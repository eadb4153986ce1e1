"""CSV and its like are read whole, as text, or refused without a word of what they hold."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_kit import CANARY, read, refusal, rows_of, write

from tongguan.reading import delimited, open_sources

TEXT = "姓名,手机,备注\n李雷,13800138000,“你好”\n韩梅梅,13900139000,㐀𠮷\n"
ROWS = [
    {"姓名": "李雷", "手机": "13800138000", "备注": "“你好”"},
    {"姓名": "韩梅梅", "手机": "13900139000", "备注": "㐀𠮷"},
]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with BOM"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030, 㐀 and 𠮷 in four bytes"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), id="UTF-16LE"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16BE"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="CR"),
        pytest.param(TEXT.rstrip().encode(), id="no last line end"),
        pytest.param(TEXT.rstrip().encode("gb18030"), id="GB18030, no last line end"),
        pytest.param(("\n\n" + TEXT.replace("李", "\n李") + "\n\n").encode(), id="blank lines"),
    ],
)
def test_reads_every_encoding_and_line_end_alike(tmp_path, data):
    path = write(tmp_path, "people.csv", data)
    (source,) = open_sources(path)
    assert rows_of(source) == ROWS
    file = source.file()
    assert (file.rows, file.bytes, file.sha256) == (2, len(data), hashlib.sha256(data).hexdigest())


def test_reads_gbk(tmp_path):
    text = "姓名,城市\n李雷,北京\n韩梅梅,上海\n"
    assert read(write(tmp_path, "a.csv", text.encode("gbk")))[1] == {"姓名": "韩梅梅", "城市": "上海"}


def test_decodes_characters_that_lie_across_block_edges(tmp_path):
    text = "备注\n" + "甲乙𠮷丙" * 400_000 + "\n"
    for codec in ("utf-8", "gb18030"):
        (row,) = read(write(tmp_path, f"{codec}.csv", text.encode(codec)))
        assert row["备注"] == text.splitlines()[1]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (TEXT.encode() + TEXT.encode("gb18030"), "from end to end"),
        # Two Chinese characters in UTF-8 are three others in GB18030: this decodes from end to end.
        ("姓名\n李雷\n".encode() * 50 + "姓名\n李雷\n".encode("gb18030") * 50, "in part UTF-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "not UTF-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "not UTF-16-LE"),
        (TEXT.encode("utf-16-le"), "from end to end"),
        (f"a,b\n{CANARY},1\n".encode("utf-16-le"), "NUL"),  # valid UTF-8, every digit hidden from detectors
        (b"a,b\n1\x00,2\n", "NUL"),
        (b" \n\t\r\n \n", "blank"),
        (b"\xef\xbb\xbf", "blank"),
        (b"a,b\n\xff\xff\xff,1\n", "from end to end"),
    ],
)
def test_refuses_what_is_not_text_of_one_encoding(tmp_path, data, why):
    assert why in refusal(write(tmp_path, "a.csv", data))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b\n1,x;y\n2,z\n", {"a": "1", "b": "x;y"}),
        ("a\tb\n1\tx,y\n2\tz,,\n", {"a": "1", "b": "x,y"}),
        ("a;b\n1,5;2,5\n3,5;4,5\n", {"a": "1,5", "b": "2,5"}),
        ("a|b\n1|x\n", {"a": "1", "b": "x"}),
        ('a,b\n"1;2;3","x;y;z"\n', {"a": "1;2;3", "b": "x;y;z"}),
        ("备注\n一,二\n三\n四\n", {"备注": "一,二"}),
        ('a,b\n"he said ""no""",x\n', {"a": 'he said "no"', "b": "x"}),
        ('a,"b"\nx,"two\r\nlines"\n', {"a": "x", "b": "two\r\nlines"}),
        ('"a\nb",c\nx,y\n', {"a\nb": "x", "c": "y"}),
        ("id,n\n007,110105194912310021\n", {"id": "007", "n": "110105194912310021"}),
        ("a,b\nNULL,\n", {"a": "NULL", "b": ""}),
        ("a,b\nTrue,1e5\n", {"a": "True", "b": "1e5"}),
    ],
)
def test_finds_the_delimiter_and_changes_no_value(tmp_path, text, row):
    assert read(write(tmp_path, "a.txt", text))[0] == row


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("姓名,手机\n李雷,13800138000\n", ["姓名", "手机"], 1),
        ("name,phone2\nA,1\n", ["name", "phone2"], 1),
        ("李雷,13800138000\n韩梅梅,13900139000\n", ["column_1", "column_2"], 2),
        ("李雷,138 0013 8000\n", ["column_1", "column_2"], 1),
        ("李雷,１３８００１３８０００\n", ["column_1", "column_2"], 1),  # full width
        ("李雷,li@example.com\n", ["column_1", "column_2"], 1),
        ("李雷,1990-01-02\n韩梅梅,1991-01-02\n", ["column_1", "column_2"], 2),
        ("李雷,男\n韩梅梅,女\n张三,男\n", ["column_1", "column_2"], 3),  # 男 comes again: no name of a column
        ("city,2024,2025\n北京,1,2\n", ["column_1", "column_2", "column_3"], 2),  # in doubt it is data
        (",,\nx,y,z\n", ["column_1", "column_2", "column_3"], 2),
        (",a,b\n0,x,y\n", ["column_1", "a", "b"], 1),  # as pandas writes an index
        ("a,a,,a_2\n1,2,3,4\n", ["a", "a_2", "column_3", "a_2_2"], 1),
        ("a,b\n", ["a", "b"], 0),
        ("a,b", ["a", "b"], 0),
        ("李雷,13800138000", ["column_1", "column_2"], 1),
    ],
)
def test_finds_the_header_or_says_that_there_is_none(tmp_path, text, names, rows):
    (source,) = open_sources(write(tmp_path, "a.csv", text))
    (batch,) = source.batches()
    assert batch.schema.names == names
    assert batch.num_rows == source.file().rows == rows
    assert source.header == (names[1] != "column_2")
    assert any("no header" in warning for warning in source.warnings) == (not source.header)


def test_warns_of_columns_it_named_by_their_positions(tmp_path):
    (source,) = open_sources(write(tmp_path, "a.csv", "a,a,\n1,2,3\n"))
    rows_of(source)
    assert source.warnings == ("columns whose name was blank or used before were given one: 2, 3",)


def test_keeps_blank_lines_where_a_row_is_one_field(tmp_path):
    assert [row["a"] for row in read(write(tmp_path, "a.csv", "a\nx\n\ny\n"))] == ["x", "", "y"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"a,b\n1,2\n{CANARY}\n3,4\n", "1 row has another number of fields than the header, which has 2 (counted from 1: 3)"),
        (f"a,b\n1,2,{CANARY}\n3\n3,4\n", "2 rows have another number of fields than the header, which has 2 (counted from 1: 2, 3)"),
        (f'a,b\n"x\ny",2\n\n{CANARY}\n', "1: 4)"),  # a quoted line end is within a row, a blank line is one
        (f"\n\na,b\n1,2\n{CANARY}\n", "1: 5)"),
        (f"李雷,13800138000\n{CANARY}\n李雷,13900139000\n", "than the first row, which has 2 (counted from 1: 2)"),
        ("a,b\n" + "1,2\n" * 20 + "1\n" * 1234, "1,234 rows have another"),
        ("a,b\n" + "1,2\n" * 20 + "1\n" * 11, "22, 23, 24, 25, 26, 27, 28, 29, 30, 31, …)"),
        ("会员导出\n姓名,手机\n李雷,1\n韩梅梅,2\n", "than the header, which has 1"),  # a title line
    ],
)  # fmt: skip
def test_refuses_ragged_rows_by_number_and_never_by_text(tmp_path, text, numbers):
    assert numbers in refusal(write(tmp_path, "orders.csv", text))


def test_numbers_ragged_rows_right_beyond_the_first_block(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_BLOCK", 64)
    lines = [f"{number},x" for number in range(2, 500)]
    for number in (7, 250, 499):
        lines[number - 2] = CANARY
    message = refusal(write(tmp_path, "a.csv", "a,b\n" + "\n".join(lines)))
    assert "3 rows" in message
    assert "(counted from 1: 7, 250, 499)" in message


@pytest.mark.parametrize("text", [f'a,b\n1,2\n3,"4\n5,{CANARY}\n', f'a,b\n1,"{CANARY}\n' + "x,y\n" * 3])
def test_refuses_a_quote_that_is_never_closed(tmp_path, text):
    assert "quote" in refusal(write(tmp_path, "a.csv", text))


def test_takes_a_last_cell_that_is_quoted_and_has_line_ends(tmp_path):
    assert read(write(tmp_path, "a.csv", 'a,b\n1,"x\ny"\n'))[0]["b"] == "x\ny"


def test_refuses_a_row_longer_than_a_block(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_BLOCK", 64)
    assert "longer than" in refusal(write(tmp_path, "a.csv", f"a,b\n1,{CANARY * 20}\n"))


def test_reads_twenty_thousand_columns(tmp_path):
    names = [f"c{at:x}g" for at in range(20_000)]
    (row,) = read(write(tmp_path, "a.csv", ",".join(names) + "\n" + "," * 19_999 + "last"))
    assert list(row) == names
    assert row[names[-1]] == "last"


def test_streams_the_same_rows_each_time_it_is_asked(tmp_path):
    with open_sources(write(tmp_path, "a.csv", TEXT))[0] as source:
        assert rows_of(source) == rows_of(source) == ROWS


CELL = st.text(st.sampled_from('ab,;|\t"\n\r 李1'), max_size=5)


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), max_size=8)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_reads_back_whatever_the_csv_module_writes(tmp_path_factory, rows, line_end):
    width = len(rows[0]) if rows else 2
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"name{at}x" for at in range(width)], *rows])
    path = write(tmp_path_factory.mktemp("csv"), "a.csv", text.getvalue())
    assert [list(row.values()) for row in read(path)] == rows
