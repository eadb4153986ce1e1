"""What remedies cost at a check: CPU seconds with them and without, on an order export.

    python benchmarks/remedies.py --rows 300000 --runs 3

The file is an order export as ``sample_data/generate.py`` makes it, judged as the register's ``marketing``,
which may hold nobody: so the gate is shut, and remedies are looked for. Without them, nothing is counted along
with the scan and nothing is looked for. Each run is a process of its own, the two in turn. What is timed is
CPU seconds of the check, after imports; of the search alone, too.
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
SAMPLES = HERE.parent / "sample_data"

CHECK = """
import json, resource, sys, time
from datetime import date
import tongguan.gate
from tongguan import api
from tongguan.detector import builtin
from tongguan.judging import Case
builtin()
file, register, ledger, remedies = sys.argv[1:]
search = tongguan.gate.remedies
took = []
def timed(*asked):
    began = time.process_time()
    found = search(*asked)
    took.append(time.process_time() - began)
    return found
tongguan.gate.remedies = timed
if remedies == "without":
    Case.leave_outs = lambda self: {}
began = time.process_time()
verdict = api.check(file, export="marketing", register=register, ledger=ledger, pepper=bytes(32), on=date(2026, 6, 30))
print(json.dumps({"cpu": time.process_time() - began, "search": sum(took), "rows": verdict.scan.rows,
    "persons": verdict.scan.people.high("all"), "remedies": len(verdict.remedies),
    "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate = [sys.executable, str(SAMPLES / "generate.py"), "--out", folder, "--only", "orders.parquet"]
        subprocess.run([*generate, "--rows", str(asked.rows)], check=True, stdout=subprocess.DEVNULL)
        pairs = [(_run(folder, "without"), _run(folder, "with")) for _ in range(asked.runs)]
    plain, full = (list(side) for side in zip(*pairs, strict=True))
    print(f"{full[0]['rows']:,} rows, {full[0]['persons']:,} persons, {asked.runs} pairs of runs")
    for name, side in (("without remedies", plain), ("with remedies", full)):
        cpu, rss = (statistics.median(run[key] for run in side) for key in ("cpu", "rss"))
        print(f"check {name:17} {cpu:7.2f} s CPU  {rss / 1024:7.0f} MiB peak   (medians)")
    more = [f["cpu"] / p["cpu"] - 1 for p, f in pairs]
    print(f"remedies add {statistics.median(more):.1%} ({min(more):.1%} to {max(more):.1%})")
    print(f"of it the search: {statistics.median(run['search'] for run in full):.3f} s CPU (median)")


def _run(folder: str, remedies: str) -> dict[str, float]:
    file, register = Path(folder) / "orders.parquet", SAMPLES / "tongguan.toml"
    command = [sys.executable, "-c", CHECK, str(file), str(register), f"sqlite:///{folder}/no.db", remedies]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
