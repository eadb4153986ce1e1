"""The lines of a policy: the numbers of persons at which its rules ask for something else.

They are read off the rules, so that no number is written here and a new regulation brings its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from tongguan.law.policy import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tongguan.law.policy import Outcome, Policy, Rule

Counted: TypeAlias = Literal["all", "general", "sensitive"]

COUNTED: Mapping[str, Counted] = MappingProxyType(
    {"all_persons": "all", "general_persons": "general", "sensitive_persons": "sensitive"}
)
"""The facts that add up over the year, and the class of persons they count."""

_BESIDE = {*COUNTED, "ciio", "state_organ", "important_data", "persons", "processed_persons"}
"""What a rule may ask about and still be one that numbers decide. One that asks for a scenario, a list or a
contract is an exception for those who have it."""


@dataclass(frozen=True)
class Line:
    """At ``at`` persons of a class and more (以上), ``article`` asks for ``outcome``."""

    counted: Counted
    at: int
    outcome: Outcome
    article: str
    article_zh: str


def lines(policy: Policy, *, ciio: bool | None = None) -> tuple[Line, ...]:
    """Return the lines of *policy* by class and number, each with the first rule that begins there.

    Rules that ask for more than numbers draw no line: a scenario, a list or a contract is not everybody's.
    With *ciio*, only those of rules that may hold for such a handler: for one that operates critical
    information infrastructure the number of persons matters to none.
    """
    found: dict[tuple[str, int], Line] = {}
    for rule in policy.rules:
        asked = dict(rule.when.tests())
        if asked.keys() <= _BESIDE and (ciio is None or asked.get("ciio", ciio) is ciio):
            for line in _begins(rule):
                found.setdefault((line.counted, line.at), line)
    return tuple(found[key] for key in sorted(found))


def _begins(rule: Rule) -> Iterator[Line]:
    for fact, test in rule.when.tests():
        if fact in COUNTED and isinstance(test, Bounds) and test.at_least > 0:
            yield Line(COUNTED[fact], test.at_least, rule.outcome, rule.article, rule.article_zh)
