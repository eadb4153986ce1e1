"""``tongguan policy lists``: the negative lists that are known, and whether rows of one are sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tongguan.commands.shared import JSON, print_json, print_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from tongguan.law.zone_lists import ZoneList
    from tongguan.law.zone_rows import ListRows, Row, Tier

_DETECTORS = click.option(
    "--detectors",
    "own",
    multiple=True,
    metavar="FILE",
    help="Detectors of your own whose kinds the rows name; may be given several times.",
)


@click.command("lists")
@click.option(
    "--rows",
    "rows_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Check a file with the rows of a list, and tell what it says.",
)
@_DETECTORS
@JSON
def lists(rows_file: Path | None, own: tuple[str, ...], *, as_json: bool) -> None:
    """Show the negative lists of zones and cities that are known; their rows do not ship."""
    from tongguan.law.zone_lists import shipped_lists
    from tongguan.law.zone_rows import read_rows_file
    from tongguan.own_detectors import detector_set
    from tongguan.report.plain import plain

    if rows_file is None:
        known = shipped_lists().values()
        if as_json:
            print_json({"lists": [_list_json(each) for each in known]})
        else:
            print_report(_lists_table(known))
            click.echo("Rows do not ship: supply those of the list that applies to you.", err=True)
        return
    found = read_rows_file(rows_file, own_kinds=detector_set(own).kinds)
    if as_json:
        print_json({"list": _list_json(found.list), "rows": _rows_json(found)})
        return
    click.echo(f"{found.list.id}: {plain(found.list.title)}; {len(found.rows)} rows, sha256 {found.sha256}")
    print_report(_rows_table(found.rows))
    if not found.complete:
        click.echo("Not complete: nothing is taken to be off this list.", err=True)


def _lists_table(known: Iterable[ZoneList]) -> RenderableType:
    heads = ("list", "place", "dated", "scope", "size", "sectors", "confidence")
    rows = [
        (
            each.id,
            each.places[0],
            each.dated.isoformat(),
            each.scope_as_told,
            each.size or "not told",
            ", ".join(each.sectors),
            f"{each.confidence} ({', '.join(each.sources)})",
        )
        for each in known
    ]
    return _table(heads, rows)


def _rows_table(rows: Sequence[Row]) -> RenderableType:
    from tongguan.report.plain import plain

    heads = ("row", "sector", "scenario", "in the list", "counts", "asks for", "kinds", "fields of no kind")
    return _table(
        heads,
        [
            (
                str(number),
                *(plain(said) for said in (row.sector, row.scenario, row.article)),
                row.counts,
                "\n".join(map(_in_words, row.tiers)),
                ", ".join(sorted(row.kinds)),
                str(len(row.unseen)),
            )
            for number, row in enumerate(rows, 1)
        ],
    )


def _in_words(tier: Tier) -> str:
    """Return "at least 10,000, below 50,000: exempt", or the like."""
    bounds = [f"at least {tier.at_least:,}"] if tier.at_least else []
    bounds += [f"below {tier.below:,}"] if tier.below is not None else []
    return f"{', '.join(bounds) or 'any number'}: {tier.outcome}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, header_style="dim")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _list_json(each: ZoneList) -> dict[str, Any]:
    """Return the metadata as they are in the file; ``ciio_excluded`` is null where it is not known."""
    from msgspec import to_builtins

    told: dict[str, Any] = to_builtins(each)
    return told


def _rows_json(found: ListRows) -> dict[str, Any]:
    from msgspec import to_builtins

    return {
        "source": found.source,
        "complete": found.complete,
        "in_force_from": found.in_force_from and found.in_force_from.isoformat(),
        "in_force_until": found.in_force_until and found.in_force_until.isoformat(),
        "sha256": found.sha256,
        "rows": [
            to_builtins(row) | {"kinds": sorted(row.kinds), "fields_of_no_kind": list(row.unseen)}
            for row in found.rows
        ],
    }
