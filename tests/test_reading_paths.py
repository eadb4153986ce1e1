"""Every file that was asked for is read, and nothing else, or it is refused by name."""

from __future__ import annotations

import os
import socket

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading_kit import CANARY, descriptors, read, refusal, rows_of, write

from tongguan.errors import UsageError
from tongguan.reading import open_sources

CSV = "name,city\nx,y\n"


def names(what):
    sources = open_sources(what)
    for source in sources:
        source.close()
    return [source.name for source in sources]


def test_reads_a_folder_sorted_and_to_its_last_corner(tmp_path):
    for name in ("b.csv", "a/z.tsv", "a/b/c.txt", "a/b/part-00000", "a.CSV", ".hidden.csv"):
        write(tmp_path, name, CSV)
    expected = [".hidden.csv", "a/b/c.txt", "a/b/part-00000", "a/z.tsv", "a.CSV", "b.csv"]
    assert names(tmp_path) == names([str(tmp_path)]) == expected


def test_reads_partition_folders_as_columns(tmp_path):
    folder = tmp_path / "dt=2026-01-01" / "city=%E5%8C%97%E4%BA%AC" / "dt=__HIVE_DEFAULT_PARTITION__"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"n": [1, 2]}), folder / "part-0.parquet")
    constants = {"dt": "2026-01-01", "city": "北京", "dt_2": None}
    (source,) = open_sources(tmp_path)
    assert rows_of(source) == [{"n": 1, **constants}, {"n": 2, **constants}]
    write(tmp_path / "csv", "id=100%/a.csv", CSV)
    assert read(tmp_path / "csv") == [{"name": "x", "city": "y", "id": "100%"}]


def test_reads_globs_hidden_files_and_folders_included(tmp_path):
    for name in ("a1.csv", "a2.csv", ".a3.csv", "a/dt=1/b.csv", "c.csv"):
        write(tmp_path, name, CSV)
    assert names(f"{tmp_path}/a*") == ["a/dt=1/b.csv", "a1.csv", "a2.csv"]
    assert names(f"{tmp_path}/**/*.csv") == [".a3.csv", "a/dt=1/b.csv", "a1.csv", "a2.csv", "c.csv"]
    assert names(f"{tmp_path}/a/dt=*/b.csv") == ["dt=1/b.csv"]
    assert "dt" in read(f"{tmp_path}/a/dt=*/b.csv")[0]


def test_takes_a_name_with_brackets_as_it_is(tmp_path):
    write(tmp_path, "orders[1].csv", CSV)
    assert names(tmp_path / "orders[1].csv") == ["orders[1].csv"]


def test_reads_once_what_was_asked_for_twice_and_names_apart_what_is_called_alike(tmp_path):
    one, two = write(tmp_path, "a/x.csv", CSV), write(tmp_path, "b/x.csv", CSV)
    assert names([one, one, tmp_path / "a", f"{tmp_path}/a/*.csv"]) == ["x.csv"]
    assert names([one, two]) == [str(one), str(two)]


def test_lists_empty_markers_and_reads_past_them(tmp_path):
    write(tmp_path, "part.csv", CSV)
    for marker in ("_SUCCESS", ".part.csv.crc"):
        write(tmp_path, marker, "")
    sources = open_sources(tmp_path)
    assert [(source.name, source.format) for source in sources[:2]] == [
        (".part.csv.crc", "marker"),
        ("_SUCCESS", "marker"),
    ]
    assert [len(rows_of(source)) for source in sources] == [0, 0, 1]
    assert sources[0].file().bytes == 0


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("notes.docx", b"text", "of a kind that is not read"),
        ("notes", b"PK\x03\x04....", "Unpack it first"),
        ("orders.csv", b"\x1f\x8b\x08....", "Unpack it first"),
        ("orders.csv.gz", b"a,b\n", "Unpack it first"),
        ("orders.xlsx", b"a,b\n", "save each sheet"),
        ("orders.7z", b"a", "Unpack it first"),
        ("orders.json", b"{}", "of a kind that is not read"),
        ("orders.arrow", b"ARROW1", "of a kind that is not read"),
        (".part.crc", b"crc\0", "of a kind that is not read"),
        ("orders.parquet", b"a,b\n1,2\n", "not a Parquet file"),
        ("orders.parquet", b"PARE1234", "encrypted"),
        ("orders.csv", b"", "is empty"),
    ],
)
def test_refuses_by_name_what_it_cannot_read_wherever_it_lies(tmp_path, name, data, why):
    write(tmp_path, "a.csv", CSV)
    path = write(tmp_path, f"deep/{name}", data)
    for asked in (path, tmp_path):
        message = refusal(asked)
        assert name in message
        assert why in message


@pytest.mark.parametrize("kind", ["link", "folder link", "broken link", "FIFO", "socket"])
def test_refuses_what_is_no_regular_file_in_a_folder(tmp_path, kind, monkeypatch):
    outside = write(tmp_path, "outside/secret.csv", CSV)
    write(tmp_path, "in/a.csv", CSV)
    monkeypatch.chdir(tmp_path / "in")  # the path of a socket must be short
    if kind == "FIFO":
        os.mkfifo("odd.csv")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("odd.csv")
    else:
        target = {"link": outside, "folder link": outside.parent, "broken link": "nowhere"}[kind]
        (tmp_path / "in" / "odd.csv").symlink_to(target)
    assert "odd.csv" in refusal(tmp_path / "in")
    if "link" in kind:
        assert "odd.csv" in refusal(f"{tmp_path}/in/o*.csv")
    else:
        assert "regular file" in refusal(tmp_path / "in" / "odd.csv")


def test_follows_a_link_that_was_named(tmp_path):
    path = write(tmp_path, "2026.csv", CSV)
    (tmp_path / "latest.csv").symlink_to(path)
    assert names(tmp_path / "latest.csv") == ["latest.csv"]


def test_refuses_devices():
    assert "not a regular file" in refusal("/dev/zero")


def test_refuses_what_is_not_there(tmp_path):
    (tmp_path / "empty" / "er").mkdir(parents=True)
    write(tmp_path, "done/_SUCCESS", "")
    assert "no such file" in refusal(tmp_path / "missing.parquet")
    assert "no such file" in refusal(f"{tmp_path}/nul\0.csv")
    for nothing in (tmp_path / "empty", f"{tmp_path}/*.parquet", tmp_path / "done"):
        assert "no data file" in refusal(nothing)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_refuses_what_it_may_not_read(tmp_path):
    path = write(tmp_path, "a/a.csv", CSV)
    path.chmod(0)
    assert "cannot be opened" in refusal(path)
    path.parent.chmod(0)
    assert "cannot be listed" in refusal(tmp_path)
    path.parent.chmod(0o700)


@pytest.mark.parametrize("what", [[], [1], None, 7, "s3://bucket/a.parquet", "file:///a.csv", object()])
def test_calls_wrong_use_what_is_neither_path_nor_frame(what):
    with pytest.raises(UsageError, match="Nothing was read"):
        open_sources(what)


def test_shows_no_more_of_an_address_than_its_scheme():
    with pytest.raises(UsageError) as caught:
        open_sources(f"s3://key:{CANARY}@bucket/a.parquet")
    assert CANARY not in str(caught.value)


def test_names_files_whose_names_are_no_text(tmp_path):
    (tmp_path / os.fsdecode(b"\xc0\xee.csv")).write_bytes(CSV.encode())
    assert names(tmp_path) == ["\\xc0\\xee.csv"]


def test_closes_what_it_opened_when_one_of_many_is_refused(tmp_path):
    for at in range(20):
        write(tmp_path, f"{at}.csv", CSV)
    write(tmp_path, "z.docx", "x")
    before = descriptors()
    refusal(tmp_path)
    assert descriptors() == before
