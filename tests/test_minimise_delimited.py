"""A delimited copy is written as its source is: the same encoding, delimiter, header and line ends."""

import codecs
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people_kit import mobile, name, resident_id
from reading_kit import read, write

import tongguan
from tongguan.errors import UsageError
from tongguan.minimising import minimise

ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8 with a mark": ("utf-8", codecs.BOM_UTF8),
    "gb18030": ("gb18030", b""),
    "utf-16 little": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 big": ("utf-16-be", codecs.BOM_UTF16_BE),
}


def copied(tmp_path, content, **cuts):
    """Return the bytes of the copy of a delimited file that holds *content*."""
    minimise(write(tmp_path / "in", "a.csv", content), out=tmp_path / "out", **cuts)
    return (tmp_path / "out/a.csv").read_bytes()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_copy_is_written_as_the_source_is(tmp_path, encoding, delimiter, line_end):
    codec, mark = ENCODINGS[encoding]
    rows = [["编号", "姓名", "手机", "备注"]] + [
        [f"no {i}", name(i), mobile(i), "他说“好”的" if i % 2 else ""] for i in range(9)
    ]

    def text(columns):
        return mark + "".join(delimiter.join(row[c] for c in columns) + line_end for row in rows).encode(
            codec
        )

    assert copied(tmp_path, text([0, 1, 2, 3]), leave_out=["手机"]) == text([0, 1, 3])


def test_fields_are_quoted_where_they_have_to_be(tmp_path):
    before = 'a,b,"c, d"\n"x ""y""","1,2","two\nlines"\n" z ",3,"plain"\n'
    after = 'a,"c, d"\n"x ""y""","two\nlines"\n z ,plain\n'
    assert copied(tmp_path, before, leave_out=["b"]).decode() == after


def test_a_header_keeps_its_blanks_and_names_that_come_again(tmp_path):
    assert copied(tmp_path, " a ,b,,b,c\n1,x,3,x,5\n", leave_out=["b"]) == b" a ,,c\n1,3,5\n"


def test_one_of_two_columns_called_alike_goes_by_the_name_the_scan_gives_it(tmp_path):
    assert copied(tmp_path, "a,b,b\n1,x,y\n", leave_out=["b_2"]) == b"a,b\n1,x\n"


def test_columns_without_a_header_go_by_their_place(tmp_path):
    rows = f"{mobile(1)},x,1\n{mobile(2)},x,2\n"
    assert copied(tmp_path, rows, leave_out=["column_3"]) == f"{mobile(1)},x\n{mobile(2)},x\n".encode()


def test_a_first_row_that_would_become_a_header_is_not_lost(tmp_path):
    rows = f"张伟,{mobile(1)}\n王芳,{mobile(2)}\n"
    with pytest.raises(UsageError, match="another table than it is") as caught:
        copied(tmp_path, rows, leave_out=["column_2"])
    assert "header" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_a_column_alone_is_not_cut_at_the_marks_in_it(tmp_path):
    assert copied(tmp_path, 'note,n\n"a,b",1\n"c,d",2\n,3\n', leave_out=["n"]) == b'note\n"a,b"\n"c,d"\n""\n'
    assert read(tmp_path / "out/a.csv") == [{"note": "a,b"}, {"note": "c,d"}, {"note": ""}]


def test_blank_cells_and_rows_of_one_column_stay(tmp_path):
    copied(tmp_path, "a,b\n1,\n,2\n,\n", leave_out=["b"])
    assert read(tmp_path / "out/a.csv") == [{"a": "1"}, {"a": ""}, {"a": ""}]


def test_a_last_line_without_an_end_is_a_row(tmp_path):
    assert copied(tmp_path, "a,b\n1,2", leave_out=["b"]) == b"a\n1\n"


def test_a_file_of_a_header_alone_has_a_copy(tmp_path):
    assert copied(tmp_path, "a,b\n", leave_out=["b"]) == b"a\n"


def test_large_files_are_read_in_pieces(tmp_path):
    rows = "".join(
        f"{i},{mobile(i)},{'x' * 90}\n" for i in range(90_000)
    )  # more than the block of the parser
    after = copied(tmp_path, "no,phone,text\n" + rows, leave_out=["phone"])
    assert after == ("no,text\n" + "".join(f"{i},{'x' * 90}\n" for i in range(90_000))).encode()


def test_nothing_that_goes_is_in_the_bytes(tmp_path):
    for number, (codec, mark) in enumerate(ENCODINGS.values()):
        folder = tmp_path / str(number)
        after = copied(
            folder, mark + "keep,gone\n一,枇杷秘密\n二,枇杷秘密\n".encode(codec), leave_out=["gone"]
        )
        for spelling in (c for c, _ in ENCODINGS.values()):
            assert "枇杷秘密".encode(spelling) not in after


CELL = st.text(st.sampled_from('ab1 ,;|\t"\n\r一二'), max_size=6)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda n: st.tuples(
            st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=8), st.integers(0, n - 1)
        )
    ),
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(sorted(ENCODINGS)),
)
def test_the_cells_that_stay_are_read_back_as_they_were(tmp_path_factory, drawn, delimiter, encoding):
    rows, gone = drawn
    names = [f"名 {'abcd'[at]}" for at in range(len(rows[0]))]
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([names, *rows])
    codec, mark = ENCODINGS[encoding]
    folder = tmp_path_factory.mktemp("cells")
    path = write(folder / "in", "a.csv", mark + line.getvalue().encode(codec))
    before = read(path)
    try:
        minimise(path, out=folder / "out", leave_out=[names[gone]])
    except UsageError:  # said, and nothing written: never another table
        assert not (folder / "out").exists()
        return
    after = read(folder / "out/a.csv")
    assert after == [{k: v for k, v in row.items() if k != names[gone]} for row in before]


def test_what_is_left_is_hardly_ever_refused(tmp_path):
    """The property above must not hold by refusing everything."""
    rows = "".join(f'"{name(i)}","{mobile(i)}","a;b|c, ""d"""\n' for i in range(50))
    for at, gone in enumerate(("name", "phone", "text")):
        minimise(
            write(tmp_path / "in", "a.csv", "name,phone,text\n" + rows),
            out=tmp_path / str(at),
            leave_out=[gone],
        )


def test_the_rows_of_children_go_from_text_too(tmp_path):
    text = "姓名,年龄\n" + "".join(f"{name(i)},{9 if i % 3 == 0 else 40 + i}\n" for i in range(9))
    after = copied(tmp_path, text.encode("gb18030"), without_minors=True).decode("gb18030").splitlines()
    assert after == [line for i, line in enumerate(text.splitlines(), -1) if i < 0 or i % 3]
    assert tongguan.scan(tmp_path / "out").people.high("minors") == 0


def test_without_a_header_somebody_has_to_stay(tmp_path):
    with pytest.raises(UsageError, match="no row would be left"):
        copied(tmp_path, f"{resident_id('20150605')},a\n", without_minors=True)


def test_masked_text_stays_in_its_encoding(tmp_path):
    text = "姓名,手机\n" + "".join(f"{name(i)},{mobile(i)}\n" for i in range(5))
    after = copied(tmp_path, text.encode("gb18030"), mask=["姓名", "手机"]).decode("gb18030")
    assert after.splitlines()[1:3] == ["王*,139****0050", "李*,139****0051"]
