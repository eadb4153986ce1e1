"""Every file of the public corpora is read to its last value, or refused by name: never anything else.

The files are those of apache/parquet-testing and apache/arrow-testing. They are read in a child
process under a memory limit, because some were made to exhaust it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CORPORA = Path(os.environ.get("TONGGUAN_CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"the corpora are not at {CORPORA}")

MEMORY = 4 << 30  # bytes
SECONDS = 60

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from tongguan.errors import Unreadable
from tongguan.reading import leaves, open_sources
for path in json.load(sys.stdin):
    print(json.dumps([path, "died"]), flush=True)  # the last word, if it does
    started, rows = time.monotonic(), 0
    try:
        (source,) = open_sources(path)
        with source:
            for batch in source.batches():
                rows += batch.num_rows
                for part in leaves(batch):
                    assert all(len(column) == part.rows for _, column in part.columns)
            assert source.file().rows == rows
        said = rows
    except Unreadable as error:
        assert error.__context__ is None
        said = str(error)
    except BaseException as error:
        said = "raised " + type(error).__name__
    print(json.dumps([path, said, time.monotonic() - started]), flush=True)
"""


def read_in_child(folder: str) -> dict[str, int | str]:
    """Return for every file of *folder* its number of rows, or the words of its refusal."""
    paths = sorted(str(path) for path in (CORPORA / folder).rglob("*") if path.is_file())
    assert paths
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY)],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        timeout=5 * SECONDS,
        check=False,
    )
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    said = {Path(path).relative_to(CORPORA / folder).as_posix(): what for path, what, *_ in lines}
    assert child.returncode == 0, [name for name, what in said.items() if what == "died"]
    assert len(said) == len(paths)
    assert [name for name, what in said.items() if str(what).startswith("raised")] == []
    assert max((line[2] for line in lines if len(line) > 2), default=0) < SECONDS
    return said


def refused(said: dict[str, int | str]) -> set[str]:
    return {name for name, what in said.items() if isinstance(what, str)}


def test_refuses_all_bad_parquet_files_save_the_one_that_can_be_read():
    said = read_in_child("parquet-testing/bad_data")
    parquet = {name for name in said if name.endswith(".parquet")}
    assert parquet - refused(said) == {"ARROW-GH-43605.parquet"}
    assert said["ARROW-GH-43605.parquet"] == 21186


def test_reads_all_good_parquet_files_and_refuses_what_is_corrupt_or_encrypted():
    said = read_in_child("parquet-testing/data")
    parquet = {name for name in said if name.endswith(".parquet")}
    assert parquet & refused(said) == {
        "datapage_v1-corrupt-checksum.parquet",
        "rle-dict-uncompressed-corrupt-checksum.parquet",
        "incorrect_map_schema.parquet",
        "large_string_map.brotli.parquet",
    }
    encrypted = {name for name in said if name.endswith(".encrypted")}
    assert encrypted
    assert encrypted <= refused(said)
    assert said["repeated_no_annotation.parquet"] == 6  # its footer says 0


@pytest.mark.parametrize("folder", ["arrow-testing/parquet-fuzzing", "arrow-testing/csv-fuzzing"])
def test_reads_or_refuses_whatever_a_fuzzer_made(folder):
    said = read_in_child(folder)
    assert refused(said)
    assert all("The gate stays shut." in said[name] for name in refused(said))
