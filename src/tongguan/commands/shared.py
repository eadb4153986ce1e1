"""What commands share: exit codes, options, and how they print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tongguan import api

if TYPE_CHECKING:
    from datetime import date, datetime

    from rich.console import RenderableType

SHUT, UNDECIDED = 1, 3

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object on stdout, and nothing else."
)
REGISTER = click.option(
    "--register",
    default=api.DEFAULT_REGISTER,
    show_default=True,
    metavar="FILE",
    help="The register of exports.",
)
LEDGER = click.option(
    "--ledger", metavar="URL", help="The ledger.  [default: $TONGGUAN_LEDGER, else sqlite:///tongguan.db]"
)
EXPORT = click.option(
    "--export", "export_id", required=True, metavar="ID", help="The export, as the register calls it."
)
ON = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Judge as of this day.  [default: today in China]",
)
BY = click.option(
    "--by",
    metavar="WHO",
    help="Who says so, as you know them: a role, a staff number.  [default: the user of this system]",
)
REASON = click.option("--reason", required=True, help="Why; it is kept, and must not name a person.")


def day(on: datetime | None) -> date | None:
    """Return the day that was asked for, if one was."""
    return None if on is None else on.date()


def print_json(content: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_report(report: RenderableType) -> None:
    """Print a report on stdout."""
    from rich.console import Console

    Console(highlight=False).print(report)
