"""Write a reference table: header comments that say where it comes from, then one entry a line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = Path(__file__).resolve().parents[1] / "detectors" / "tables"

MIT = "text in MIT-LICENCE.txt beside this file"


def write_table(
    name: str, entries: Iterable[str], *, what: str, source: str, licence: str, order: str, script: str
) -> None:
    """Write ``detectors/tables/<name>``; an entry that comes twice is kept where it comes first."""
    unique = list(dict.fromkeys(entries))
    header = {
        "what": what,
        "source": source,
        "licence": licence,
        "order": order,
        "entries": str(len(unique)),
        "made": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "script": script,
    }
    lines = [*(f"# {key}: {value}" for key, value in header.items()), *unique]
    path = TABLES / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(unique)} entries, {path.stat().st_size} bytes")
