"""A copy without a few columns, beside decoding the same file and encoding it again with pyarrow.

    python benchmarks/minimise.py --rows 1000000 --runs 5

The file is an order export as ``sample_data/generate.py`` makes it. Beside the copy stands the cheapest that
writes the whole file again: batches by pyarrow, one thread, nothing looked at, the same codec. Measured are a
copy with columns left out, one with columns masked, and one without persons under 14, which need the columns
judged first. Each run is a process of its own, in turn, and ratios are taken within a round. What is timed is
CPU seconds after imports, and peak memory of the whole process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
GENERATE = HERE.parent / "sample_data" / "generate.py"

END = """
print(json.dumps({"cpu": time.process_time() - began, "wall": time.perf_counter() - wall,
    "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""
BEGIN = """
import json, resource, sys, time
source, out, columns = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
"""
AGAIN = (
    BEGIN
    + """
import pyarrow as pa, pyarrow.parquet as pq
began, wall = time.process_time(), time.perf_counter()
file = pq.ParquetFile(source, pre_buffer=False)
codec = file.metadata.row_group(0).column(0).compression
with pq.ParquetWriter(out, file.schema_arrow, compression=codec) as writer:
    for group in range(file.metadata.num_row_groups):
        batches = list(file.iter_batches(131072, row_groups=[group], use_threads=False))
        table = pa.Table.from_batches(batches)
        writer.write_table(table, row_group_size=table.num_rows)
"""
    + END
)
COPY = (
    BEGIN
    + """
from tongguan.minimising import minimise
import tongguan.minimising.applying
from tongguan.detector import builtin
builtin()
began, wall = time.process_time(), time.perf_counter()
minimise(source, out=out, CUTS)
"""
    + END
)
WAYS = {
    "decode and encode": AGAIN,
    "left out": COPY.replace("CUTS", "leave_out=columns"),
    "masked": COPY.replace("CUTS", "mask=columns"),
    "without minors": COPY.replace("CUTS", "without_minors=True"),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--file", type=Path, help="measure this Parquet file instead")
    parser.add_argument(
        "--columns", help="names of the columns that go, with commas; the first two by default"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = asked.file or _made(Path(folder), asked.rows)
        columns = asked.columns or _first_two(file)
        rounds = [
            {
                way: _run(code, file, Path(folder) / f"{number}-{at}", columns)
                for at, (way, code) in enumerate(WAYS.items())
            }
            for number in range(asked.runs)
        ]
        size = file.stat().st_size
    print(f"{size / 1e6:.1f} MB, {asked.runs} rounds, columns {columns}")
    for way in WAYS:
        cpu, wall, rss = (statistics.median(r[way][key] for r in rounds) for key in ("cpu", "wall", "rss"))
        ratios = [r[way]["cpu"] / r["decode and encode"]["cpu"] for r in rounds]
        print(
            f"{way:18} {cpu:7.2f} s CPU  {wall:7.2f} s wall  {rss / 1024:6.0f} MiB peak  "
            f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def _made(folder: Path, rows: int) -> Path:
    made = [
        sys.executable,
        str(GENERATE),
        "--out",
        str(folder),
        "--only",
        "orders.parquet",
        "--rows",
        str(rows),
    ]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return folder / "orders.parquet"


def _first_two(file: Path) -> str:
    import pyarrow.parquet as pq

    return ",".join(pq.read_schema(file).names[:2])


def _run(code: str, file: Path, out: Path, columns: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(out), columns], check=True, capture_output=True, text=True
    )
    said: dict[str, float] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
