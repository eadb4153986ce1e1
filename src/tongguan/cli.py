"""The command line. Exit: 0 open, 1 shut, 2 wrong usage or configuration, 3 review or undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from tongguan import api
from tongguan.commands.annex import annex
from tongguan.commands.deadlines import deadlines_command
from tongguan.commands.init import init
from tongguan.commands.ledger import ledger
from tongguan.commands.minimise import minimise
from tongguan.commands.policy import policy
from tongguan.commands.progress import progress
from tongguan.commands.shared import (
    BY,
    EXPORT,
    JSON,
    LEDGER,
    ON,
    PATHS,
    REASON,
    REGISTER,
    SHUT,
    UNDECIDED,
    day,
    print_json,
    print_report,
)
from tongguan.errors import TongguanError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from tongguan.verdict import Verdict

_DETECTORS = click.option(
    "--detectors",
    "own",
    multiple=True,
    metavar="FILE",
    help="Detectors of your own, TOML or Python; may be given several times.",
)
_INSTALLED = click.option(
    "--no-installed-detectors",
    "installed",
    flag_value=False,
    default=True,
    help="Leave out the detectors that installed packages bring.",
)


class _Commands(click.Group):
    """Turns our errors into a message on stderr and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except TongguanError as problem:
            click.echo(f"tongguan: {problem}", err=True)
            ctx.exit(problem.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tongguan")
def main() -> None:
    """May this dataset leave mainland China? 通关

    Tells what personal information a file holds and how many natural persons, adds them to the
    year's ledger, and decides under the CAC Provisions of 22 March 2024.
    """


@main.command()
@PATHS
@click.option(
    "--profile", type=click.Choice(["conservative", "gbt45574"]), default="conservative", show_default=True
)
@ON
@_DETECTORS
@_INSTALLED
@JSON
@click.pass_context
def scan(
    ctx: click.Context,
    paths: tuple[str, ...],
    profile: str,
    on: datetime | None,
    own: tuple[str, ...],
    *,
    installed: bool,
    as_json: bool,
) -> None:
    """Tell what is inside, and how many people; writes nothing."""
    from tongguan.contract import scan_json

    with progress() as shown:
        found = api.scan(
            list(paths),
            profile=profile,
            on=day(on),
            detectors=own,
            installed_detectors=installed,
            progress=shown,
        )
    if as_json:
        print_json(scan_json(found))
    else:
        from tongguan.report.text import scan_report

        print_report(scan_report(found))
    ctx.exit(0 if found.complete else UNDECIDED)


_EXPLAIN = click.option(
    "--explain",
    type=click.Choice(["en", "zh"]),
    help="Explain every rule, in English or in Chinese, instead of the report.",
)


@main.command()
@PATHS
@EXPORT
@REGISTER
@LEDGER
@ON
@_EXPLAIN
@JSON
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    export_id: str,
    register: str,
    ledger: str | None,
    on: datetime | None,
    explain: Any,  # noqa: ANN401
    *,
    as_json: bool,
) -> None:
    """Give the verdict on an export; nothing is recorded."""
    with progress() as shown:
        verdict = api.check(
            list(paths), export=export_id, register=register, ledger=ledger, on=day(on), progress=shown
        )
    _answer(ctx, verdict, as_json=as_json, explain=explain)


@main.command()
@PATHS
@EXPORT
@click.option(
    "--run",
    required=True,
    metavar="RUN",
    help="Your id of this export run: a retry with it counts nobody twice.",
)
@REGISTER
@LEDGER
@click.option(
    "--on-shut",
    type=click.Choice(["block", "tag"]),
    default="block",
    show_default=True,
    help="What a shut gate does: stop the export, or let it leave marked (its people are counted).",
)
@_EXPLAIN
@JSON
@click.pass_context
def gate(
    ctx: click.Context,
    paths: tuple[str, ...],
    export_id: str,
    run: str,
    register: str,
    ledger: str | None,
    on_shut: Any,  # noqa: ANN401
    explain: Any,  # noqa: ANN401
    *,
    as_json: bool,
) -> None:
    """Give the verdict and, if it is open, reserve the people under RUN."""
    with progress() as shown:
        verdict = api.gate(
            list(paths),
            export=export_id,
            run=run,
            register=register,
            ledger=ledger,
            on_shut=on_shut,
            progress=shown,
        )
    _answer(ctx, verdict, as_json=as_json, explain=explain)


@main.command()
@click.argument("run")
@LEDGER
def post(run: str, ledger: str | None) -> None:
    """Record that the data of RUN has left."""
    entry = api.post(run, ledger=ledger)
    click.echo(f"Run {run}: posted on {entry.leaves_on:%Y-%m-%d}, entry {entry.seq}.", err=True)


@main.command()
@click.argument("run")
@click.option("--reason", default="", help="Why it did not leave; must not name a person.")
@LEDGER
def void(run: str, reason: str, ledger: str | None) -> None:
    """Record that the data of RUN did not leave: its people are given back."""
    entry = api.void(run, reason=reason, ledger=ledger)
    click.echo(f"Run {run}: voided, entry {entry.seq}.", err=True)


@main.command()
@click.argument("run")
@REASON
@BY
@LEDGER
def approve(run: str, reason: str, by: str | None, ledger: str | None) -> None:
    """Record that a person looked at RUN, held for review, and approves.

    Gate it again under the same RUN with the same files: it is judged by the year as it is then, and opens
    if nothing else is in the way. What is shut, or was not read, cannot be approved.
    """
    entry = api.approve(run, reason=reason, by=by, ledger=ledger)
    click.echo(
        f"Run {run}: approved by {entry.by}, entry {entry.seq}. Gate it again to let it leave.", err=True
    )


@main.command()
@click.argument("run")
@REASON
@BY
@LEDGER
def reject(run: str, reason: str, by: str | None, ledger: str | None) -> None:
    """Record that a person rejects RUN, which was refused: it can never open."""
    entry = api.reject(run, reason=reason, by=by, ledger=ledger)
    click.echo(f"Run {run}: rejected by {entry.by}, entry {entry.seq}.", err=True)


main.add_command(annex)
main.add_command(deadlines_command)
main.add_command(init)
main.add_command(ledger)
main.add_command(minimise)


@main.group()
def detectors() -> None:
    """The kinds Tongguan knows."""


@detectors.command("list")
@_DETECTORS
@_INSTALLED
@JSON
def detectors_list(own: tuple[str, ...], *, installed: bool, as_json: bool) -> None:
    """List the kinds, with their sources."""
    from tongguan.own_detectors import detector_set

    found = detector_set(own, installed=installed)
    known = found.detectors.values()
    if as_json:
        print_json(
            {
                "detectors": [
                    {
                        "kind": d.id,
                        "title": d.title,
                        "title_zh": d.title_zh,
                        "role": d.role,
                        "own": d.id in found.kinds,
                        "references": list(d.references),
                    }
                    for d in known
                ]
            }
        )
        return
    print_report(
        _table(
            ("kind", "称谓", "title", "sources"),
            [(d.id, d.title_zh, d.title, "; ".join(d.references)) for d in known],
        )
    )


@detectors.command("test")
@_DETECTORS
@_INSTALLED
@click.pass_context
def detectors_test(ctx: click.Context, own: tuple[str, ...], *, installed: bool) -> None:
    """Run every detector on its own examples and near misses."""
    from tongguan.detector import failures
    from tongguan.own_detectors import detector_set

    known = detector_set(own, installed=installed).detectors
    found = [failure for detector in known.values() for failure in failures(detector)]
    for failure in found:
        click.echo(f"{failure.kind}: {failure.what} {failure.place} fails: {failure.reason}")
    values = sum(len(d.examples) + len(d.near_misses) for d in known.values())
    click.echo(
        f"{len(known)} detectors, {values} examples and near misses, {len(found)} failure(s).", err=True
    )
    ctx.exit(SHUT if found else 0)


@detectors.command("new")
@click.argument("kind")
def detectors_new(kind: str) -> None:
    """Print a TOML file for a kind of your own, to begin with."""
    from tongguan.own_detectors import require_free
    from tongguan.own_toml import skeleton

    require_free(kind, "detectors new")
    click.echo(skeleton(kind), nl=False)


main.add_command(policy)


def _answer(
    ctx: click.Context, verdict: Verdict, *, as_json: bool, explain: Literal["en", "zh"] | None
) -> None:
    if as_json:
        from tongguan.contract import verdict_json

        print_json(verdict_json(verdict))
    elif explain is not None:
        from tongguan.law.loading import shipped_policy
        from tongguan.report.explain import explanation

        print_report(explanation(verdict, shipped_policy(verdict.policy_sha256), explain))
    else:
        from tongguan.report.text import verdict_report

        print_report(verdict_report(verdict))
    if verdict.may_leave:
        ctx.exit(0)
    ctx.exit(SHUT if verdict.status == "shut" else UNDECIDED)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, header_style="dim")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
