"""Write the sample files, and what is true of them.

``python generate.py [--out DIR] [--only NAME] [--rows N]``

Everybody in them is invented (see README.md). The same version of this folder writes the same content
each time: every file has a random stream of its own, seeded by its name. ``--rows`` makes a file of
another size, for benchmarks; without it the files are those that are committed.

``expected.json`` holds, for each file: rows; for each column its kind (null where it is nothing of
interest) and under ``found`` how many values of which kinds are in it and how many different ones;
``people`` written down, each once; different resident IDs; and how many of those are under 14.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import firm
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample import Sample

HERE = Path(__file__).resolve().parent
SEED = 20260630


@dataclass(frozen=True)
class Recipe:
    """How a file is made: its table from (stream, rows), how many rows, and how it is written."""

    make: Callable[[np.random.Generator, int], Sample]
    rows: int
    encoding: str = "utf-8"
    seed: str = ""  # of another name, where files share one population


def _members(part: int) -> Recipe:
    """Return the recipe of one of three exports; an eighth of the people come again in the next."""

    def make(rng: np.random.Generator, rows: int) -> Sample:
        return shop.members(rng, rows, part, rows // 8)

    return Recipe(make, 40_000, seed="members")


RECIPES = {
    "orders.parquet": Recipe(shop.orders, 5_000),
    "orders_opaque.csv": Recipe(shop.orders_opaque, 600),
    "marketing_statistics.csv": Recipe(shop.marketing_statistics, 1_200),
    "members_1.parquet": _members(0),
    "members_2.parquet": _members(1),
    "members_3.parquet": _members(2),
    "hr_roster.csv": Recipe(firm.hr_roster, 300, encoding="utf-8-sig"),
    "vip_service.parquet": Recipe(firm.vip_service, 120),
    "factory_telemetry.parquet": Recipe(firm.factory_telemetry, 20_000),
    "customers_gb18030.csv": Recipe(firm.customers, 400, encoding="gb18030"),
    "service_calls.csv": Recipe(firm.service_calls, 500),
    "logistics.tsv": Recipe(firm.logistics, 500),
    "loyalty": Recipe(shop.loyalty, 400),
}


def make(name: str, rows: int | None = None) -> Sample:
    """Return the table of file *name* and what is true of it."""
    recipe = RECIPES[name]
    rng = np.random.default_rng([SEED, zlib.crc32((recipe.seed or name).encode())])
    return recipe.make(rng, rows or recipe.rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _delimited(table: pa.Table, delimiter: str) -> str:
    """Return *table* as CSV text: a header, lines end with a line feed, null is nothing."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(map(_text, row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True))
    return text.getvalue()


_json = partial(json.dumps, ensure_ascii=False)
_write_parquet = partial(pq.write_table, compression="zstd", compression_level=15, row_group_size=20_000)


def write(sample: Sample, path: Path, encoding: str) -> None:
    """Write the table in the format that the name of *path* tells; a folder is partitioned by ``dt``."""
    table = sample.table
    if path.suffix in {".csv", ".tsv"}:
        text = _delimited(table, "\t" if path.suffix == ".tsv" else ",")
        path.write_bytes(text.encode(encoding))
    elif path.suffix == ".parquet":
        _write_parquet(table, path)
    else:
        day = table["dt"].to_numpy(zero_copy_only=False)
        for value in sorted(set(day)):
            folder = path / f"dt={value}"
            folder.mkdir(parents=True, exist_ok=True)
            _write_parquet(
                table.filter(pa.array(day == value)).drop_columns(["dt"]), folder / "part-0.parquet"
            )


def truth(sample: Sample) -> dict[str, Any]:
    """Return what is known of a sample, for ``expected.json``."""
    columns = {}
    for name in sample.table.column_names:
        kind = sample.kinds.get(name)
        whole = [(kind, value) for value in sample.table[name].drop_null().to_pylist()] if kind else []
        found: dict[str, list[str]] = defaultdict(list)
        for what, value in sample.found.get(name, whole):
            found[what].append(value)
        columns[name] = {
            "kind": kind,
            "found": {what: {"values": len(v), "distinct": len(set(v))} for what, v in sorted(found.items())},
        }
    return {
        "rows": sample.table.num_rows,
        "columns": columns,
        "people": sample.people,
        "resident_ids": len(sample.resident_ids),
        f"under_14_on_{firm.UNDER_14_ON:%Y_%m_%d}": sample.under_14,
    }


def _pretty(known: dict[str, dict[str, Any]]) -> str:
    """Return JSON with a line for each column."""
    files = []
    for name, facts in known.items():
        columns = [f"      {_json(column)}: {_json(fact)}" for column, fact in facts["columns"].items()]
        lines = [f"    {_json(key)}: {_json(fact)}" for key, fact in facts.items() if key != "columns"]
        lines.append('    "columns": {\n' + ",\n".join(columns) + "\n    }")
        files.append(f"  {_json(name)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(files) + "\n}\n"


def main() -> None:
    """Read the arguments, write the files, and bring ``expected.json`` up to date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write to")
    parser.add_argument("--only", action="append", choices=RECIPES, help="this file only; may be repeated")
    parser.add_argument("--rows", type=int, help="rows of each file, instead of the usual number")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    record = arguments.out / "expected.json"
    known = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    for name in arguments.only or RECIPES:
        sample = make(name, arguments.rows)
        write(sample, arguments.out / name, RECIPES[name].encoding)
        known[name] = truth(sample)
        print(f"{name}: {sample.table.num_rows} rows, {sample.people} people")
    ordered = {name: known[name] for name in RECIPES if name in known}
    record.write_text(_pretty(ordered), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
