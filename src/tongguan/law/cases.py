"""A policy's own tests, in TOML beside it, runnable by whoever owns the policy (``tongguan policy test``).

A case gives facts and expects an outcome and an article; ``cites`` names the texts it was written from. Facts
it leaves out take the file's ``[defaults]``, and those that are newer than most files a plain value; the word
``"unknown"`` makes a fact unknown. A shipped file names the ``policies`` that have to meet its cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from tongguan.errors import PolicyError
from tongguan.law.loading import CASES, shipped, shipped_policies
from tongguan.law.policy import (
    Facts,
    ImportantData,
    ListOutcome,
    Outcome,
    Policy,
    Scenario,
    SpecialRegime,
    decide,
)
from tongguan.law.strict_toml import convert, parse, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Unknown: TypeAlias = Literal["unknown"]
Switch: TypeAlias = bool | Unknown | UnsetType
Count: TypeAlias = int | Unknown | UnsetType


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Facts as a case writes them: see ``Facts`` for what each means."""

    ciio: Switch = UNSET
    state_organ: Switch = UNSET
    special_regime: SpecialRegime | Unknown | UnsetType = UNSET
    recipient_restricted: Switch = UNSET
    scenario: Scenario | Unknown | UnsetType = UNSET
    evidenced: Switch = UNSET
    necessary: Switch = UNSET
    domestic_added: Switch = UNSET
    statutory_duty_exempts: Switch = UNSET
    off_list: Switch = UNSET
    list_outcome: ListOutcome | Unknown | UnsetType = UNSET
    gba_contract: Switch = UNSET
    important_data: ImportantData | Unknown | UnsetType = UNSET
    persons: Count = UNSET
    processed_persons: Count = UNSET
    all_persons: Count = UNSET
    general_persons: Count = UNSET
    sensitive_persons: Count = UNSET

    def facts(self, defaults: Given) -> Facts:
        """Return the facts, with *defaults* where this case is silent, and ``PLAIN`` where they are too."""
        merged: dict[str, Any] = {name: self._first(name, defaults) for name in self.__struct_fields__}
        return Facts(
            **{name: value for name, value in merged.items() if value is not UNSET and value != "unknown"}
        )

    def _first(self, name: str, defaults: Given) -> object:
        stated = (getattr(given, name) for given in (self, defaults, PLAIN))
        return next((value for value in stated if value is not UNSET), UNSET)


PLAIN = Given(
    special_regime="none",
    domestic_added=False,
    statutory_duty_exempts=False,
    list_outcome="none",
    gba_contract=False,
)
"""What a file says that was written before a fact was known. No number is in it: none is plain."""


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome, and an article that must be among those cited."""

    outcome: Outcome
    article: str


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    given: Given
    expect: Expected
    cites: tuple[str, ...] = ()
    why: str = ""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    cases: tuple[_Written, ...]
    policies: tuple[str, ...] = ()
    defaults: Given = Given()


@dataclass(frozen=True)
class Case:
    """Facts and what a policy must make of them."""

    name: str
    facts: Facts
    expect: Expected
    cites: tuple[str, ...] = ()
    """The articles and official answers it was written from."""
    why: str = ""
    policies: tuple[str, ...] = ()
    """Ids of the shipped policies that have to meet it; none in a user's own file."""


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
        cases.append(Case(case.name, facts, case.expect, case.cites, case.why, written.policies))
    return tuple(cases)


def all_shipped_cases() -> tuple[Case, ...]:
    """Return every shipped case once, in the order of the files."""
    return tuple(case for name, data in shipped(suffix=CASES) for case in read_cases(data, name))


def shipped_cases(policy_id: str) -> tuple[Case, ...]:
    """Return the shipped cases that the policy of that id has to meet; none if there are none."""
    return tuple(case for case in all_shipped_cases() if policy_id in case.policies)


def shipped_suites() -> Iterator[tuple[Policy, tuple[Case, ...]]]:
    """Yield every shipped policy, the oldest first, with its cases."""
    every = all_shipped_cases()
    for policy in sorted(shipped_policies(), key=lambda policy: policy.in_force_from):
        yield policy, tuple(case for case in every if policy.id in case.policies)


def run_cases(policy: Policy, cases: Iterable[Case]) -> list[CaseResult]:
    """Return, in order, what *policy* makes of each case."""
    results = []
    for case in cases:
        decision = decide(policy, case.facts)
        results.append(CaseResult(case, decision.outcome, decision.articles, decision.decided_by))
    return results
