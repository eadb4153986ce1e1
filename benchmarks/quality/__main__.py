"""Measure the quality of detection: ``python -m benchmarks.quality [--quick] [--only MEASURE] [--no-peers]``.

Writes ``docs/quality.md`` and ``results.json`` beside this file, unless only a part was measured.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import measures, peers, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .measures import Job, Observation

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    seeds: tuple[int, ...]
    rows: int
    dirty: int
    haystack: int
    texts: int
    single: int
    trade: int
    step: int = 1  # take every step-th job


FULL = Size((1, 2), 240, 200, 200_000, 300, 400, 600)
QUICK = Size((1,), 60, 40, 2_000, 40, 20, 60, step=23)


def jobs(size: Size) -> dict[str, list[Job]]:
    """Return the jobs of each part."""
    return {
        "columns": list(measures.column_jobs(size.seeds, size.rows))[:: size.step],
        "harmless": list(measures.harmless_jobs(size.seeds, size.rows))[:: size.step],
        "dirt": list(measures.dirt_jobs(size.seeds[:2], size.dirty))[:: size.step],
        "rare": list(measures.rare_jobs(size.seeds[:2], size.haystack))[:: size.step],
        "text": list(measures.text_jobs(size.seeds[:2], size.texts, size.single))[:: min(size.step, 5)],
        "persons": list(measures.person_jobs(size.seeds, size.trade))[:: min(size.step, 3)],
    }


def observe(work: Sequence[Job], workers: int) -> Iterator[Observation]:
    """Run the jobs, in several processes where asked."""
    if workers == 1:
        results: Iterable[list[Observation]] = map(measures.run, work)
        yield from (o for found in results for o in found)
        return
    # One thread each: the processes are the parallelism.
    os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(measures.run, work, chunksize=8):
            yield from found


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample of everything, in seconds")
    parser.add_argument(
        "--only",
        action="append",
        help="columns, harmless, dirt, rare, text, persons or peers; may be repeated",
    )
    parser.add_argument(
        "--no-peers", action="store_true", help="leave out the peers, which need the package index once"
    )
    parser.add_argument("--haystack", type=int, help="cells to hide one number in (200,000 by default)")
    parser.add_argument("--workers", type=int, default=max(1, min(4, os.cpu_count() or 1)))
    parser.add_argument(
        "--markdown", type=Path, help="where to write the page (docs/quality.md after a full run)"
    )
    parser.add_argument(
        "--results",
        type=Path,
        help="where to write the numbers (results.json beside this file after a full run)",
    )
    parser.add_argument(
        "--observations", type=Path, help="where to write every single observation, for looking closer"
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> list[Observation]:
    """Measure, print, write."""
    args = arguments(argv)
    size = QUICK if args.quick else FULL
    if args.haystack:
        size = Size(**{**vars(size), "haystack": args.haystack})
    workers = 1 if args.quick else args.workers
    found: list[Observation] = []
    began = time.monotonic()
    for part, work in jobs(size).items():
        if not args.only or part in args.only:
            start = time.monotonic()
            found += observe(work, workers)
            print(f"{part}: {len(work):,} jobs, {time.monotonic() - start:.0f} s", flush=True)
    if not args.no_peers and not args.quick and (not args.only or "peers" in args.only):
        start = time.monotonic()
        found += peers.observe(size.seeds[0], rows=40, plain=40)
        print(f"peers: {time.monotonic() - start:.0f} s", flush=True)
    report.show(found)
    if args.observations:
        args.observations.write_text(
            "\n".join(json.dumps(o, ensure_ascii=False) for o in found), encoding="utf-8"
        )
    whole = not args.quick and not args.only
    markdown = args.markdown or (ROOT / "docs" / "quality.md" if whole else None)
    results = args.results or (HERE / "results.json" if whole else None)
    if markdown and results:
        facts = {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "command": "python -m benchmarks.quality" + (" --quick" if args.quick else ""),
            "seeds": ", ".join(map(str, size.seeds)),
            "observations": f"{len(found):,} in {time.monotonic() - began:.0f} s with {workers} processes",
        }
        report.write(found, facts=facts, markdown=markdown, results=results)
    return found


if __name__ == "__main__":
    main()
