"""A policy's own tests, in TOML beside it, runnable by whoever owns the policy (``tongguan policy test``).

A case gives facts and expects an outcome and an article. Facts it leaves out take the file's ``[defaults]``;
the word ``"unknown"`` makes a fact unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from tongguan.errors import PolicyError
from tongguan.law.loading import CASES, shipped
from tongguan.law.policy import Facts, ImportantData, Outcome, Policy, Scenario, decide
from tongguan.law.strict_toml import convert, parse, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

Unknown: TypeAlias = Literal["unknown"]
Switch: TypeAlias = bool | Unknown | UnsetType
Count: TypeAlias = int | Unknown | UnsetType


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Facts as a case writes them: see ``Facts`` for what each means."""

    ciio: Switch = UNSET
    state_organ: Switch = UNSET
    recipient_restricted: Switch = UNSET
    scenario: Scenario | Unknown | UnsetType = UNSET
    evidenced: Switch = UNSET
    necessary: Switch = UNSET
    off_list: Switch = UNSET
    important_data: ImportantData | Unknown | UnsetType = UNSET
    persons: Count = UNSET
    general_persons: Count = UNSET
    sensitive_persons: Count = UNSET

    def facts(self, defaults: Given) -> Facts:
        """Return the facts, with *defaults* where this case is silent."""
        stated = {name: getattr(self, name) for name in self.__struct_fields__}
        merged = {
            name: getattr(defaults, name) if value is UNSET else value for name, value in stated.items()
        }
        return Facts(
            **{name: value for name, value in merged.items() if value is not UNSET and value != "unknown"}
        )


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome, and an article that must be among those cited."""

    outcome: Outcome
    article: str


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    given: Given
    expect: Expected


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    cases: tuple[_Written, ...]
    defaults: Given = Given()


@dataclass(frozen=True)
class Case:
    """Facts and what a policy must make of them."""

    name: str
    facts: Facts
    expect: Expected


@dataclass(frozen=True)
class CaseResult:
    """A case and what the policy made of it."""

    case: Case
    outcome: Outcome
    articles: tuple[str, ...]
    decided_by: str | None

    @property
    def passed(self) -> bool:
        """The outcome is the expected one and the expected article is cited."""
        return self.outcome == self.case.expect.outcome and self.case.expect.article in self.articles


def read_cases(data: bytes, name: str) -> tuple[Case, ...]:
    """Return the cases in *data*; *name* is the file's name, for messages. Raises ``PolicyError``."""
    written = convert(parse(data, name, PolicyError), _File, where=name, error=PolicyError)
    seen: set[str] = set()
    cases = []
    for number, case in enumerate(written.cases):
        where = f"{name}, $.cases[{number}]"
        if case.name in seen:
            raise refuse(PolicyError, where, "another case has this name", hint="Name what sets it apart.")
        seen.add(case.name)
        try:
            facts = case.given.facts(written.defaults)
        except ValueError as problem:
            raise refuse(PolicyError, where, str(problem)) from None
        cases.append(Case(case.name, facts, case.expect))
    return tuple(cases)


def shipped_cases(policy_id: str) -> tuple[Case, ...]:
    """Return the cases that ship beside the policy of that id; none if there are none."""
    return tuple(
        case for name, data in shipped(prefix=f"{policy_id}{CASES}") for case in read_cases(data, name)
    )


def run_cases(policy: Policy, cases: Iterable[Case]) -> list[CaseResult]:
    """Return, in order, what *policy* makes of each case."""
    results = []
    for case in cases:
        decision = decide(policy, case.facts)
        results.append(CaseResult(case, decision.outcome, decision.articles, decision.decided_by))
    return results
