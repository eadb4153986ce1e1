"""``tongguan policy …``: the law as data, and its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongguan import api
from tongguan.commands.lists import lists
from tongguan.commands.shared import ON, SHUT, day, print_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tongguan.law.cases import Case
    from tongguan.law.policy import Policy


@click.group()
def policy() -> None:
    """The law as data."""


policy.add_command(lists)


@policy.command("show")
@ON
def policy_show(on: datetime | None) -> None:
    """Show the rules in force, in their order: the first that holds decides."""
    from tongguan.law.loading import load_policy
    from tongguan.report.text import policy_report

    found = load_policy(day(on) or api.now().date())
    click.echo(f"{found.title}, in force from {found.in_force_from:%Y-%m-%d}, sha256 {found.sha256}")
    print_report(policy_report(found))


@policy.command("test")
@click.argument(
    "cases",
    required=False,
    metavar="[CASES.toml]",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@ON
@click.pass_context
def policy_test(ctx: click.Context, cases: Path | None, on: datetime | None) -> None:
    """Run the cases of every policy, of the one in force ON that day, or a file of your own."""
    from tongguan.law.cases import read_cases, shipped_cases
    from tongguan.law.loading import load_policy, shipped_policies

    of_day = None if on is None and cases is None else load_policy(day(on) or api.now().date())
    if cases is not None and of_day is not None:
        failed = _run(of_day, read_cases(cases.read_bytes(), cases.name))
    else:
        asked = shipped_policies() if of_day is None else (of_day,)
        failed = sum(_run(each, shipped_cases(each.id)) for each in asked)
    ctx.exit(SHUT if failed else 0)


def _run(policy: Policy, cases: Sequence[Case]) -> int:
    """Run *cases* against *policy*, tell which fail, and return how many do."""
    from tongguan.law.cases import run_cases

    failed = [result for result in run_cases(policy, cases) if not result.passed]
    for result in failed:
        click.echo(
            f"{result.case.name}: {result.outcome} under {', '.join(result.articles)}, "
            f"expected {result.case.expect.outcome} under {result.case.expect.article}"
        )
    click.echo(f"{policy.id}: {len(cases)} cases, {len(failed)} failure(s).", err=True)
    return len(failed)
