"""Parquet is read whole and from the bytes that were hashed, or refused."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_kit import CANARY, descriptors, read, refusal, rows_of, write

from tongguan.errors import LimitExceeded, Unreadable
from tongguan.reading import delimited, open_sources, parquet, pinned
from tongguan.reading.foreign import guarded
from tongguan.reading.pinned import PinnedFile


def table(rows: int = 1000) -> pa.Table:
    ids = [f"{at:018d}" for at in range(rows)]
    return pa.table({"id": ids, "n": pa.array(range(rows)), "buyer": [{"phone": one[-11:]} for one in ids]})


def saved(path, content=None, **options):
    pq.write_table(table() if content is None else content, path, **{"row_group_size": 300, **options})
    return path


def test_streams_every_row_and_ends_with_digest_and_count(tmp_path):
    path = saved(tmp_path / "orders.parquet")
    with open_sources(path)[0] as source:
        assert (source.name, source.format, source.header) == ("orders.parquet", "parquet", True)
        assert source.rows_hint() == 1000
        assert source.bytes == path.stat().st_size
        assert rows_of(source) == rows_of(source) == table().to_pylist()
        file = source.file()
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (file.rows, file.bytes) == (1000, path.stat().st_size)


def test_says_nothing_of_a_file_before_it_was_read_to_its_end(tmp_path):
    with open_sources(saved(tmp_path / "a.parquet"))[0] as source:
        next(source.batches())
        with pytest.raises(ValueError, match="to its end"):
            source.file()


def test_shows_the_columns_of_a_file_without_rows(tmp_path):
    with open_sources(saved(tmp_path / "a.parquet", table(0)))[0] as source:
        (batch,) = source.batches()
        assert batch.schema.names == ["id", "n", "buyer"]
        assert source.file().rows == 0


def test_bounds_batches_by_weight(tmp_path):
    heavy = pa.table({"text": ["x" * (1 << 20)] * 100})  # a dictionary makes 100 MiB look like one
    with open_sources(saved(tmp_path / "a.parquet", heavy, row_group_size=100))[0] as source:
        assert max(batch.nbytes for batch in source.batches()) <= 33 << 20
        assert source.file().rows == 100


@pytest.mark.parametrize("kept", [0, 4, 10, 1000, -1])
def test_refuses_a_file_that_was_cut_off(tmp_path, kept):
    data = saved(tmp_path / "whole.parquet").read_bytes()
    assert "Hint: " in refusal(write(tmp_path, "cut.parquet", data[:kept]))


def test_refuses_a_damaged_page(tmp_path):
    path = saved(tmp_path / "a.parquet", write_page_checksum=True, compression="none", use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[data.index(b"000000000000000123")] ^= 1
    path.write_bytes(data)
    assert "cannot be read to its end" in refusal(path)


def test_refuses_a_footer_that_claims_more_rows_than_there_are(tmp_path):
    path = saved(tmp_path / "a.parquet", row_group_size=1000)
    data = path.read_bytes()
    thousand, more = b"\x16\xd0\x0f", b"\x16\xd2\x0f"  # the next field, an i64: 1,000 and 1,001 as zigzag
    at = data.index(thousand, len(data) - int.from_bytes(data[-8:-4], "little") - 8)
    path.write_bytes(data[:at] + more + data[at + 3 :])
    assert pq.read_metadata(path).num_rows == 1001
    assert "cannot be read to its end" in refusal(path)


def test_gives_text_that_is_not_utf8_as_binary_so_that_it_is_reported(tmp_path):
    raw = pa.array([b"\xc0\xee\xc0\xd7", b"x"])  # 李雷 in GBK, in a column that says it is UTF-8
    lying = pa.table({"a": raw.view(pa.string()), "b": pa.array(["x", "y"])})
    lying = lying.append_column("c", pa.ListArray.from_arrays([0, 1, 2], lying["a"].chunk(0)))
    (batch,) = open_sources(saved(tmp_path / "a.parquet", lying))[0].batches()
    assert [str(kind) for kind in batch.schema.types] == ["binary", "string", "list<element: binary>"]
    assert batch.to_pylist()[0] == {"a": raw[0].as_py(), "b": "x", "c": [raw[0].as_py()]}


@pytest.fixture(params=["in memory", "by block"])
def either(request, monkeypatch):
    """Files are pinned whole, or block by block as large ones are."""
    if request.param == "by block":
        monkeypatch.setattr(pinned, "WHOLE", 0)
        monkeypatch.setattr(pinned, "BLOCK", 512)
    return request.param


@pytest.mark.usefixtures("either")
@given(data=st.binary(max_size=5000), places=st.lists(st.tuples(st.integers(0, 5200), st.integers(0, 3000))))
def test_pinned_bytes_are_the_bytes_of_the_file(tmp_path_factory, data, places):
    path = write(tmp_path_factory.mktemp("pinned"), "a", data)
    file = PinnedFile(str(path), "a")
    for offset, size in places:
        assert file.read_at(offset, size) == data[offset : offset + size]
    assert b"".join(bytes(block) for block in file.blocks()) == data
    assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))
    file.close()


def test_reads_by_block_what_it_reads_in_memory(tmp_path, either):
    assert read(saved(tmp_path / "a.parquet")) == table().to_pylist(), either


@pytest.mark.parametrize("name", ["a.parquet", "a.csv"])
def test_never_passes_on_bytes_other_than_those_hashed(tmp_path, either, name, monkeypatch):
    """What was hashed in memory is read on from there; on the disk the change is seen and refused."""
    monkeypatch.setattr(delimited, "_BLOCK", 512)
    path = tmp_path / name
    if name == "a.csv":
        write(tmp_path, name, "id,n,x\n" + "".join(f"a{at},b,c\n" for at in range(5000)))
    else:
        saved(path, compression="none", use_dictionary=False)
    before, expected = path.read_bytes(), read(path)
    (source,) = open_sources(path)
    batches = source.batches()
    rows = next(batches).to_pylist()
    path.write_bytes(before.replace(b"5", b"6"))  # of the same size, other people
    refused = None
    try:
        for batch in batches:
            rows += batch.to_pylist()
    except Unreadable as error:
        refused = error.message
    if either == "by block":
        assert refused is not None
        assert "changed while it was read" in refused
    else:
        assert refused is None
        assert len(rows) == len(expected)
        assert source.file().sha256 == hashlib.sha256(before).hexdigest()
    assert rows == expected[: len(rows)]
    with pytest.raises(Unreadable, match="changed while it was read"):  # a second pass goes to the disk
        rows_of(source)


@pytest.mark.usefixtures("either")
def test_refuses_a_file_that_grows_while_it_is_read(tmp_path):
    path = saved(tmp_path / "a.parquet")
    (source,) = open_sources(path)
    batches = source.batches()
    next(batches)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(Unreadable, match="changed while it was read"):
        list(batches)


def test_refuses_a_text_file_that_becomes_parquet_after_it_was_opened(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    (source,) = open_sources(path)
    path.write_bytes(b"PAR1\n1,2")
    with pytest.raises(Unreadable, match="changed while it was read"):
        rows_of(source)


def test_reads_files_again_by_descriptor_where_there_are_many(tmp_path):
    for at in range(300):
        write(tmp_path, f"{at:03}.csv", f"a,b\nx,{at}\n")
    before = descriptors()
    sources = open_sources(tmp_path)
    assert [rows_of(source) for source in sources] == [[{"a": "x", "b": str(at)}] for at in range(300)]
    assert descriptors() - before < 20


def test_reads_large_row_groups_through_a_buffer(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_LARGE_ROW_GROUP", 1)
    assert read(saved(tmp_path / "a.parquet")) == table().to_pylist()


def test_turns_whatever_is_raised_into_one_sentence_without_a_trace_of_it():
    for error in (
        ValueError(CANARY),
        UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY),
        KeyError(CANARY),
    ):
        with pytest.raises(Unreadable) as caught:
            guarded(_raiser(error), Unreadable("a.csv: is bad."))
        assert str(caught.value) == "a.csv: is bad."
        assert caught.value.__context__ is None
    with pytest.raises(LimitExceeded, match=r"a\.csv: reading it needs more memory"):
        guarded(_raiser(MemoryError(CANARY)), Unreadable("a.csv: is bad."))
    with pytest.raises(Unreadable, match="of our own") as caught:
        guarded(
            _raiser(Unreadable("of our own"), while_handling=ValueError(CANARY)), Unreadable("a.csv: is bad.")
        )
    assert caught.value.__context__ is None
    with pytest.raises(KeyboardInterrupt):
        guarded(_raiser(KeyboardInterrupt()), Unreadable("a.csv: is bad."))


def _raiser(error, while_handling=None):
    def call():
        if while_handling is None:
            raise error
        try:
            raise while_handling
        except ValueError:
            raise error  # noqa: B904

    return call
