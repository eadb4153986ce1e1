"""The ledger at scale: a large export against a large year, and a year of nights. Commits included.

    python benchmarks/ledger_scale.py large             [--postgres]
    python benchmarks/ledger_scale.py year              [--postgres] [--nights 365]
    python benchmarks/ledger_scale.py designs           two ways to store persons, beside each other

``--postgres`` starts a server of its own, with its default durability; without, it is a SQLite file. Each
figure is of this process: its seconds, its peak memory, the size of the database.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tongguan.kernels.keys import distinct
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import key_id
from tongguan.persons.flags import BESIDE, GENERAL, LOOSE, NAMED, SURE
from tongguan.persons.people import People

if TYPE_CHECKING:
    from collections.abc import Iterator

HANDLER, START = "91310000MA1SAMPLE0", datetime(2026, 1, 1, 2, tzinfo=UTC)
YEAR, NEW, KNOWN = 10_000_000, 1_000_000, 700_000
A_NIGHT, NEW_A_NIGHT = 100_000, 30_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["large", "year", "designs"])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keys", type=int, default=1, help="keys a person: what stands beside a number")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.what == "designs":
            designs(Path(folder))
            return
        with database(Path(folder), postgres=asked.postgres) as url:
            if asked.what == "large":
                large(url, asked.runs, asked.keys)
            else:
                year(url, asked.nights, asked.keys)
            print(f"database {size(url) / 2**20:,.0f} MiB, peak memory {peak():,.0f} MiB")


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """Give the URL of an empty database."""
    if not postgres:
        yield f"sqlite:///{folder / 'ledger.db'}"
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from pg_kit import server

    with server(folder, durable=True) as running, running.database() as url:
        yield url


def persons(numbers: np.ndarray, keys: int) -> People:
    """Make people of *numbers*, each with so many keys: a name, and other identifiers beside."""
    words = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    made, flags = [], []
    for each in range(keys):
        made.append(np.stack([words, (words ^ np.uint64(each)) * np.uint64(0xC2B2AE3D27D4EB4F)], axis=1))
        mark = NAMED if each == 0 else BESIDE
        flags.append(np.full(len(words), GENERAL | SURE | LOOSE | mark, dtype=np.uint8))
    return People.of(np.concatenate(made), np.concatenate(flags))


def one_run(ledger: Ledger, key: str, run: str, people: People, at: datetime) -> tuple[float, float]:
    """Reserve and post, and return the seconds of each."""
    on = (at + timedelta(hours=8)).date()
    asked = Reservation(
        handler=HANDLER, run=run, export="e", leaves_on=on, files=("0" * 64,), persons=people, key_id=key
    )
    began = time.perf_counter()
    ledger.reserve(asked, lambda _: Judgement(open=True, counted=True, verdict={}), at)
    between = time.perf_counter()
    ledger.post(run, at)
    return between - began, time.perf_counter() - between


def large(url: str, runs: int, keys: int) -> None:
    """Judge, reserve and post a large export against a large year."""
    with Ledger.open(url, secrets.token_bytes(32)) as ledger:
        key = key_id(ledger.year_key(HANDLER, 2026, create=True))
        # The year came in ten exports, as it would.
        for part in range(10):
            one_run(
                ledger, key, f"y{part}", persons(np.arange(YEAR // 10) + part * (YEAR // 10), keys), START
            )
        print(f"year of {YEAR:,} persons: {ledger.year(HANDLER, 2026).high('all'):,}")
        times = []
        for number in range(runs):
            first = YEAR - KNOWN + number * (NEW - KNOWN)
            people = persons(np.arange(NEW) + first, keys)
            times.append(sum(one_run(ledger, key, f"n{number}", people, START)))
    print(
        f"judge, reserve and post {NEW:,} persons, {KNOWN:,} known: median {statistics.median(times):.2f} s "
        f"({min(times):.2f} to {max(times):.2f}), {runs} runs"
    )


def year(url: str, nights: int, keys: int) -> None:
    """Reserve and post night after night, each with so many who are new."""
    reserves, posts = [], []
    with Ledger.open(url, secrets.token_bytes(32)) as ledger:
        key = key_id(ledger.year_key(HANDLER, 2026, create=True))
        rng, seen = np.random.default_rng(20260101), A_NIGHT
        for night in range(nights):
            old = rng.choice(seen, A_NIGHT - NEW_A_NIGHT, replace=False)
            people = persons(np.concatenate([old, np.arange(NEW_A_NIGHT) + seen]), keys)
            seen += NEW_A_NIGHT
            times = one_run(ledger, key, f"n{night}", people, START + timedelta(days=night))
            reserves.append(times[0])
            posts.append(times[1])
            if night + 1 in {1, 2, 16, 32, 64, 128, 255, 256, 365}:
                print(
                    f"night {night + 1:3}: reserve {times[0]:.2f} s, post {times[1]:.2f} s, "
                    f"database {size(url) / 2**20:,.0f} MiB"
                )
        began = time.perf_counter()
        total = ledger.year(HANDLER, 2026).high("all")
        print(f"year of {total:,} persons read and counted in {time.perf_counter() - began:.2f} s")
    for name, times in (("reserve", reserves), ("post", posts)):
        print(f"{name}: median {statistics.median(times):.2f} s, longest {max(times):.2f} s")


def designs(folder: Path) -> None:
    """Store a year as rows with a composite key, or as sorted segments: the same night against each."""
    rng = np.random.default_rng(7)
    whole = distinct(rng.integers(0, 2**63, (YEAR, 2), dtype=np.uint64))
    night = distinct(
        np.concatenate(
            [
                whole[rng.choice(YEAR, A_NIGHT - NEW_A_NIGHT, replace=False)],
                rng.integers(0, 2**63, (NEW_A_NIGHT, 2), dtype=np.uint64),
            ]
        )
    )
    file = folder / "rows.db"
    rows = sqlite3.connect(file)
    rows.execute("CREATE TABLE person (handler TEXT, year INTEGER, key BLOB, flags INTEGER, "
                 "PRIMARY KEY (handler, year, key)) WITHOUT ROWID")  # fmt: skip
    rows.execute("PRAGMA synchronous=EXTRA")
    rows.execute("PRAGMA cache_size=-262144")

    def add(keys: np.ndarray) -> None:
        text = keys.astype(">u8").tobytes()
        with rows:
            rows.executemany(
                "INSERT OR IGNORE INTO person VALUES (?, 2026, ?, 1)",
                ((HANDLER, text[at : at + 16]) for at in range(0, len(text), 16)),
            )

    for begin in range(0, YEAR, 1_000_000):
        add(whole[begin : begin + 1_000_000])
    rows.close()
    rows = sqlite3.connect(file)
    began = time.perf_counter()
    before = rows.execute(
        "SELECT count(*) FROM person WHERE handler = ? AND year = 2026", (HANDLER,)
    ).fetchone()
    add(night)
    after = rows.execute(
        "SELECT count(*) FROM person WHERE handler = ? AND year = 2026", (HANDLER,)
    ).fetchone()
    print(
        f"rows with a composite key: a night of {A_NIGHT:,} against {before[0]:,} counted and added in "
        f"{time.perf_counter() - began:.2f} s, {after[0]:,} after; {file.stat().st_size / 2**20:,.0f} MiB"
    )
    url = f"sqlite:///{folder / 'segments.db'}"
    with Ledger.open(url, secrets.token_bytes(32)) as ledger:
        key = key_id(ledger.year_key(HANDLER, 2026, create=True))
        one = np.full(YEAR, GENERAL, dtype=np.uint8)
        one_run(ledger, key, "year", People(whole, one), START)
        seconds = one_run(ledger, key, "night", People(night, one[: len(night)]), START)[0]
    print(
        f"sorted segments: the same in {seconds:.2f} s; {size(url) / 2**20:,.0f} MiB "
        "(each run's persons kept apart, so that one can be voided)"
    )


def size(url: str) -> int:
    """Return the bytes of the database at *url*."""
    if url.startswith("sqlite"):
        return Path(url.removeprefix("sqlite:///")).stat().st_size
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0])


def peak() -> float:
    """Return the peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
