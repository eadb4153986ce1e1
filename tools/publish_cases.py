"""Write docs/law/cases.json and docs/law/rules.md from the policies and cases in src/tongguan/law.

The TOML files are the source; what is written here is for readers and for other tools.
Run: ``python tools/publish_cases.py``.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tongguan.law.cases import all_shipped_cases
from tongguan.law.loading import shipped, shipped_policies
from tongguan.law.policy import Bounds
from tongguan.law.words import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.law.cases import Case
    from tongguan.law.policy import Policy, Rule, Test

LAW = Path(__file__).resolve().parent.parent / "docs" / "law"
# The mark and the words after a value of [validity] or [cites], which are for readers of the file.
_SAID = re.compile(r"^(?P<key>\w+) = (?P<value>\d+) # (?P<mark>V~|[VSM])\. (?P<said>.+)$", re.MULTILINE)
_CITED = re.compile(
    r'^(?P<key>\w+) = \["(?P<en>[^"]+)", "(?P<zh>[^"]+)"\] # (?P<mark>V~|[VSM])\. (?P<said>.+)$', re.MULTILINE
)

INTRODUCTION = """
Written by `tools/publish_cases.py` from `src/tongguan/law/*.toml`; edit those. The first rule that holds
decides; one before it that may hold, because a fact is unknown, holds everything behind it.
`≥` is 以上, `<` is 不满. Marks: **V** read in a copy of the official text, **V~** read in part of one,
**S** secondary source only, **M** from memory, not verified. The paraphrases are no quotations, and
none of this is legal advice.

由 `tools/publish_cases.py` 生成。规则依次排列，最先成立者决定结果；在其之前若有规则因事实不明而可能成立，
则暂缓。标记：**V** 已读官方文本副本；**V~** 仅读部分；**S** 仅有二手来源；**M** 仅凭记忆，未经核实。
“要旨”不是引文，本页不构成法律意见。
"""


def pages() -> dict[str, str]:
    """Return what each page is to hold, by its name in docs/law."""
    policies = sorted(shipped_policies(), key=lambda policy: policy.in_force_from)
    return {"cases.json": _suite(policies), "rules.md": "\n".join(_rules(policies))}


def _suite(policies: list[Policy]) -> str:
    head = {
        "schema": "tongguan.cases/1",
        "licence": "Apache-2.0",
        "about": "Facts of an export of data from mainland China, and what the law asks for. See README.md.",
    }
    named = [
        {
            "id": policy.id, "title": policy.title, "in_force_from": policy.in_force_from.isoformat(),
            "in_force_until": policy.in_force_until and policy.in_force_until.isoformat(),
            "persons_since": policy.window, "source": policy.source, "sha256": policy.sha256,
        }
        for policy in policies
    ]  # fmt: skip
    body = [_line(key, value) for key, value in head.items()]
    body.append(_list("policies", [_json(policy) for policy in named]))
    body.append(_list("cases", [_json(_case(case)) for case in all_shipped_cases()]))
    return "{\n" + ",\n".join(body) + "\n}\n"


def _case(case: Case) -> dict[str, object]:
    return {
        "name": case.name,
        "policies": case.policies,
        "given": dataclasses.asdict(case.facts),
        "expect": {"outcome": case.expect.outcome, "article": case.expect.article},
        "cites": case.cites,
        "why": case.why,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(key: str, value: object) -> str:
    return f"  {_json(key)}: {_json(value)}"


def _list(key: str, items: list[str]) -> str:
    return f"  {_json(key)}: [\n" + ",\n".join(f"    {item}" for item in items) + "\n  ]"


def _rules(policies: list[Policy]) -> Iterator[str]:
    yield "# The rules, policy by policy · 各政策的规则"
    yield INTRODUCTION
    for policy in policies:
        yield from _policy(policy)


def _policy(policy: Policy) -> Iterator[str]:
    until = "" if policy.in_force_until is None else f" to {policy.in_force_until:%Y-%m-%d}"
    since = {
        "this_year": "of the current year · 自当年1月1日起",
        "last_year_too": "of the previous year · 自上年1月1日起",
    }
    yield f"## {policy.id}\n"
    yield f"《{policy.title.replace('、', '》、《')}》, in force {policy.in_force_from:%Y-%m-%d}{until}."
    yield f"Persons add up from 1 January {since[policy.window]}. Source: <{policy.source}>.\n"
    yield "| | article · 条文 | asks for · 要求 | mark | if · 条件 | what it says · 要旨 |"
    yield "|---|---|---|---|---|---|"
    for number, rule in enumerate(policy.rules, 1):
        yield _row(number, rule)
    yield "\n| term · 期限 | | mark | |\n|---|---|---|---|"
    text = dict(shipped())[f"{policy.id}.toml"].decode()
    for said in _SAID.finditer(text):
        yield f"| `{said['key']}` | {said['value']} | {said['mark']} | {said['said']} |"
    yield "\n| cited beside the rules · 规则以外的依据 | | mark | |\n|---|---|---|---|"
    for said in _CITED.finditer(text):
        yield f"| `{said['key']}` | {said['en']}<br>{said['zh']} | {said['mark']} | {said['said']} |"
    yield "\n| duty · 义务 | for · 适用 | mark | |\n|---|---|---|---|"
    for duty in policy.duties:
        article = f"{duty.article}<br>{duty.article_zh}"
        yield f"| {article} | {duty.when} | {duty.confidence} | {duty.text}<br>{duty.text_en} |"
    yield ""


def _row(number: int, rule: Rule) -> str:
    see = f" (see {', '.join(rule.see)})" if rule.see else ""
    asked = "<br>".join(_condition(fact, test) for fact, test in rule.when.tests())
    outcome = f"`{rule.outcome}`<br>{OUTCOMES[rule.outcome]}"
    means = f"{rule.means}<br>{rule.means_en}"
    article = f"{rule.article}{see}<br>{rule.article_zh}"
    return f"| {number} | {article} | {outcome} | {rule.confidence} | {asked} | {means} |"


def _condition(fact: str, test: Test) -> str:
    if isinstance(test, Bounds):
        low = f"≥ {test.at_least:,}" if test.at_least else ""
        high = f"< {test.below:,}" if test.below is not None else ""
        return f"`{fact}` {' and '.join(filter(None, (low, high)))}"
    words = test if isinstance(test, tuple) else (str(test).lower(),)
    return f"`{fact}` is {' or '.join(words)}"


def main() -> int:
    """Write the pages."""
    LAW.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (LAW / name).write_text(text, "utf-8")
        print(f"docs/law/{name}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
