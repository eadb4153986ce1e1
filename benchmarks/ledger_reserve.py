"""How long judging and reserving a large export takes against a large year, commit included.

python benchmarks/ledger_reserve.py
"""

from __future__ import annotations

import secrets
import statistics
import tempfile
import time
from datetime import UTC, date, datetime

import numpy as np

from tongguan.kernels.keys import distinct
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import key_id
from tongguan.persons.flags import GENERAL
from tongguan.persons.people import People

YEAR, NEW, KNOWN, RUNS = 3_000_000, 1_000_000, 700_000, 5
HANDLER, NOW = "91310000MA1SAMPLE0", datetime(2026, 6, 30, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    rng = np.random.default_rng(20260630)
    keys = rng.integers(0, 2**63, (YEAR + NEW - KNOWN, 2), dtype=np.uint64)
    parts = (keys[:YEAR], keys[YEAR - KNOWN :])
    times = [_timed(*(_persons(part) for part in parts)) for _ in range(RUNS)]
    print(
        f"reserve {NEW:,} persons, {KNOWN:,} known, in a year of {YEAR:,}: "
        f"median {statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f}), {RUNS} runs"
    )


def _persons(keys: np.ndarray) -> People:
    held = distinct(keys)
    return People(held, np.full(len(held), GENERAL, dtype=np.uint8))


def _timed(year: People, new: People) -> float:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(f"sqlite:///{folder}/ledger.db", secrets.token_bytes(32)) as ledger,
    ):
        key = key_id(ledger.year_key(HANDLER, 2026, create=True))

        def reserve(run: str, persons: People) -> None:
            asked = Reservation(
                handler=HANDLER, run=run, export="e", leaves_on=date(2026, 6, 30),
                files=("0" * 64,), persons=persons, key_id=key,
            )  # fmt: skip
            ledger.reserve(asked, lambda _: Judgement(open=True, counted=True, verdict={}), NOW)

        reserve("year", year)
        began = time.perf_counter()
        reserve("new", new)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
