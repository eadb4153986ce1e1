"""A full scan, every row of every column with exact persons, beside bare decoding of the same file.

    make bench          or          python benchmarks/scan_speed.py --rows 1000000 --runs 5

The file is an order export as ``sample_data/generate.py`` makes it. Decoding is the cheapest full
reading pyarrow offers: batches, one thread, nothing looked at. Each run is a process of its own, the
two in turn, and the ratio is taken pair by pair, so a machine that slows down slows both. What is
timed is CPU seconds of the work alone, after imports, and peak memory of the whole process.
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

DECODE = """
import json, resource, sys, time
import pyarrow.parquet as pq
began, wall = time.process_time(), time.perf_counter()
rows = sum(b.num_rows for b in pq.ParquetFile(sys.argv[1], pre_buffer=False).iter_batches(131072, use_threads=False))
print(json.dumps({"cpu": time.process_time() - began, "wall": time.perf_counter() - wall, "rows": rows,
    "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""

SCAN = """
import json, resource, sys, time
import tongguan, tongguan.engine.local, tongguan.law.catalogue
from tongguan.detector import builtin
builtin()
began, wall = time.process_time(), time.perf_counter()
found = tongguan.scan(sys.argv[1])
print(json.dumps({"cpu": time.process_time() - began, "wall": time.perf_counter() - wall, "rows": found.rows,
    "persons": found.people.high("all"), "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--file", type=Path, help="measure this Parquet file instead")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = asked.file or _made(Path(folder), asked.rows)
        pairs = [(_run(DECODE, file), _run(SCAN, file)) for _ in range(asked.runs)]
        size = file.stat().st_size
    decode, scan = (list(side) for side in zip(*pairs, strict=True))
    ratios = [s["cpu"] / d["cpu"] for d, s in pairs]
    print(
        f"{scan[0]['rows']:,} rows, {size / 1e6:.1f} MB, {scan[0]['persons']:,} persons, {asked.runs} pairs of runs"
    )
    for name, side in (("bare decode", decode), ("full scan", scan)):
        cpu, wall, rss = (statistics.median(r[key] for r in side) for key in ("cpu", "wall", "rss"))
        print(f"{name:12} {cpu:7.2f} s CPU  {wall:7.2f} s wall  {rss / 1024:7.0f} MiB peak   (medians)")
    print(
        f"ratio scan / decode, CPU: median {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    )


def _made(folder: Path, rows: int) -> Path:
    command = [
        sys.executable,
        str(GENERATE),
        "--out",
        str(folder),
        "--only",
        "orders.parquet",
        "--rows",
        str(rows),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "orders.parquet"


def _run(code: str, file: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
