"""The public suite of cases: what it covers, that the policies meet it, and what is published of it."""

from __future__ import annotations

import itertools
import json
import re
import runpy
from collections import Counter
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tongguan.errors import PolicyError
from tongguan.law.cases import Given, all_shipped_cases, read_cases, run_cases, shipped_suites
from tongguan.law.loading import read_policy, shipped, shipped_policies
from tongguan.law.policy import COUNTS, OUTCOMES, Bounds, Facts, decide

if TYPE_CHECKING:
    from tongguan.law.cases import Case
    from tongguan.law.policy import Policy, Rule, Test

REPO = Path(__file__).resolve().parent.parent
LAW = REPO / "docs" / "law"
SUITES = {policy.id: (policy, cases) for policy, cases in shipped_suites()}
CASES = all_shipped_cases()
RUNS = [(policy, case) for policy, cases in SUITES.values() for case in cases]
RULES = [(policy, rule) for policy, _ in SUITES.values() for rule in policy.rules]
every_rule = pytest.mark.parametrize(
    ("policy", "rule"), RULES, ids=[f"{policy.id}-{rule.id}" for policy, rule in RULES]
)


def meets(test: Test, value: object) -> bool | None:
    """Say whether a fact meets a condition, in fewer words than the policy's own code."""
    if value is None:
        return None
    if isinstance(test, Bounds):
        return test.at_least <= value and (test.below is None or value < test.below)
    return value in (test if isinstance(test, tuple) else (test,))


def answers(rule: Rule, facts: Facts) -> dict[str, bool | None]:
    return {name: meets(test, getattr(facts, name)) for name, test in rule.when.tests()}


# --- What the suite covers ---------------------------------------------------------------------------


@pytest.mark.parametrize(("policy", "case"), RUNS, ids=[f"{p.id}-{case.name}" for p, case in RUNS])
def test_the_policy_meets_the_case(policy: Policy, case: Case) -> None:
    [result] = run_cases(policy, [case])
    assert result.passed, (result.outcome, result.articles)


def test_the_suite_is_as_large_as_the_docs_say() -> None:
    of_provisions = [case for case in CASES if any(name.startswith("cn-cbdf-") for name in case.policies)]
    assert len(CASES) >= 200
    assert len(of_provisions) >= 150
    for page in ("README.md", "README.zh.md"):
        text = (LAW / page).read_text(encoding="utf-8")
        assert f"{len(CASES):,} " in text, page
        assert f"{len(of_provisions):,} " in text, page


def test_no_two_cases_have_one_name_or_are_the_same() -> None:
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []
    same = Counter((case.facts, case.policies) for case in CASES)
    assert [facts for facts, times in same.items() if times > 1] == []


def test_every_case_names_policies_that_ship_and_the_texts_it_is_from() -> None:
    ids = {policy.id for policy in shipped_policies()}
    known = re.compile(
        r"(PIPL|CBDF|SAM|SCCM|NDSMR|DSL|Civil Code) \d+(\(\d+\))*"
        r"|CAC Q&A 20\d\d-\d\d( Q\d)?|GBA contract"
        r"|State Secrets Law|HGR Regulation|Surveying Secrets List 2020"
    )
    for case in CASES:
        assert case.policies
        assert set(case.policies) <= ids, case.name
        assert case.cites, case.name
        assert [cite for cite in case.cites if not known.fullmatch(cite)] == [], case.name


def test_what_a_case_expects_to_be_cited_is_cited_by_the_case() -> None:
    assert [case.name for case in CASES if case.expect.article not in case.cites] == []


@every_rule
def test_every_rule_has_a_case_that_it_decides(policy: Policy, rule: Rule) -> None:
    _, cases = SUITES[policy.id]
    assert rule.id in {result.decided_by for result in run_cases(policy, cases)}


@every_rule
def test_every_rule_has_a_case_in_which_it_just_fails(policy: Policy, rule: Rule) -> None:
    _, cases = SUITES[policy.id]
    failing = {
        fact
        for case in cases
        for fact, met in answers(rule, case.facts).items()
        if met is False
        and list(answers(rule, case.facts).values()).count(True) == len(answers(rule, case.facts)) - 1
    }
    # By each of its conditions: take it away, and a case would be decided by it.
    assert failing == {fact for fact, _ in rule.when.tests()}


@every_rule
def test_every_rule_has_a_case_on_each_side_of_each_of_its_lines(policy: Policy, rule: Rule) -> None:
    _, cases = SUITES[policy.id]
    for fact, test in rule.when.tests():
        if not isinstance(test, Bounds):
            continue
        others = [
            getattr(case.facts, fact)
            for case in cases
            if all(met for name, met in answers(rule, case.facts).items() if name != fact)
        ]
        for line in filter(None, (test.at_least, test.below)):
            assert {line - 1, line} <= set(others), (fact, line)


@every_rule
def test_every_fact_that_a_rule_asks_about_is_unknown_in_a_case_that_it_holds(
    policy: Policy, rule: Rule
) -> None:
    _, cases = SUITES[policy.id]
    for fact, _ in rule.when.tests():
        held = [
            case.name
            for case in cases
            if getattr(case.facts, fact) is None and decide(policy, case.facts).outcome == "hold"
        ]
        assert held, fact


@pytest.mark.parametrize("policy_id", SUITES)
def test_every_fact_that_is_asked_about_is_unknown_in_a_case_where_it_does_not_matter(policy_id: str) -> None:
    policy, cases = SUITES[policy_id]
    asked = {fact for rule in policy.rules for fact, _ in rule.when.tests()}
    harmless = {
        fact
        for case in cases
        if decide(policy, case.facts).outcome != "hold"
        for fact in asked
        if getattr(case.facts, fact) is None
    }
    # What may not leave whatever else is so is asked first, so it always matters which scenario it is.
    assert asked - harmless <= {"scenario"}


@pytest.mark.parametrize("policy_id", SUITES)
def test_every_outcome_is_expected_somewhere(policy_id: str) -> None:
    policy, cases = SUITES[policy_id]
    reachable = {rule.outcome for rule in policy.rules}
    assert {case.expect.outcome for case in cases} == reachable


ANSWERS = ("2025-04 Q1", "2025-04 Q4", "2025-05", "2025-10", "2026-01", "2026-07")


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_of_the_authority_that_bears_on_a_decision_has_a_case(answer: str) -> None:
    assert any(f"CAC Q&A {answer}" in case.cites for case in CASES)


def test_a_case_cites_no_answer_that_is_younger_than_its_policies() -> None:
    ends = {policy.id: policy.in_force_until for policy in shipped_policies()}
    for case in CASES:
        for cite in case.cites:
            if (month := re.search(r"Q&A (\d{4}-\d\d)", cite)) is not None:
                until = [ends[policy] for policy in case.policies if ends[policy] is not None]
                assert all(f"{end:%Y-%m}" >= month[1] for end in until), case.name


@pytest.mark.parametrize("policy_id", SUITES)
def test_a_line_moved_by_one_person_fails_a_case(policy_id: str) -> None:
    """The suite tells a tool that is off by one at any line, where that makes any difference."""
    policy, cases = SUITES[policy_id]
    text = dict(shipped())[f"{policy_id}.toml"].decode()
    told = 0
    for line in re.finditer(r"(?:at_least|below) = ([\d_]+)", text):
        for number in (int(line[1]) - 1, int(line[1]) + 1):
            try:
                moved = read_policy(
                    (text[: line.start(1)] + str(number) + text[line.end(1) :]).encode(), "moved"
                )
            except PolicyError:  # everything or nothing would meet it
                continue
            # Those near the line first: most often one of them tells.
            nearest = sorted(cases, key=lambda case: int(line[1]) not in numbers(case))
            if any(not run_cases(moved, [case])[0].passed for case in nearest):
                told += 1
            else:  # a rule before it stands on the same line: nothing is decided otherwise
                assert differing(policy, moved, cases, int(line[1])) == []
    assert told >= 16


def numbers(case: Case) -> list[int | None]:
    return [getattr(case.facts, name) for name in COUNTS]


def differing(policy: Policy, other: Policy, cases: tuple[Case, ...], line: int) -> list[Facts]:
    """Return facts that the two decide otherwise: of one case for each rule, with its numbers about the line."""
    of_rule = {result.decided_by: result.case.facts for result in run_cases(policy, cases)}
    asked = [name for name in COUNTS if any(name in dict(rule.when.tests()) for rule in policy.rules)]
    near = ((0, 1) if name == "persons" else (0, line - 1, line, line + 1) for name in asked)
    grid = [dict(zip(asked, numbers, strict=True)) for numbers in itertools.product(*near)]
    moved = (replace(facts, **numbers) for numbers in grid for facts in of_rule.values())
    return [facts for facts in moved if decide(policy, facts).outcome != decide(other, facts).outcome]


# --- The format --------------------------------------------------------------------------------------


def test_cases_can_ask_about_every_fact() -> None:
    assert Given.__struct_fields__ == tuple(field.name for field in fields(Facts))


OLD = """
[defaults]
ciio = false
state_organ = false
recipient_restricted = false
scenario = "overseas_origin"
evidenced = true
necessary = false
off_list = false
important_data = "none"
persons = 1
general_persons = 1_000_000
sensitive_persons = 0
[[cases]]
name = "written before the newer facts were known"
given = {}
expect = { outcome = "exempt", article = "CBDF 4" }
"""


@pytest.mark.parametrize("policy_id", ["cn-cbdf-2024", "cn-cbdf-2025", "cn-cbdf-2026"])
def test_a_file_that_is_silent_about_newer_facts_means_the_plain_case(policy_id: str) -> None:
    policy, _ = SUITES[policy_id]
    [case] = read_cases(OLD.encode(), "mine.cases.toml")
    assert (case.cites, case.policies) == ((), ())
    assert [result.passed for result in run_cases(policy, [case])] == [True]
    assert {case.facts.processed_persons, case.facts.all_persons} == {None}


def test_a_case_can_say_that_a_newer_fact_is_unknown() -> None:
    text = OLD.replace("given = {}", 'given = { domestic_added = "unknown" }')
    [case] = read_cases(text.encode(), "mine.cases.toml")
    assert case.facts.domestic_added is None


def test_a_case_may_say_what_it_was_written_from() -> None:
    text = OLD + 'cites = ["CBDF 4"]\nwhy = "no number is in it"\n'
    [case] = read_cases(text.encode(), "mine.cases.toml")
    assert (case.cites, case.why) == (("CBDF 4",), "no number is in it")


TINY = """
id = "tiny"
title = "a policy with one rule"
in_force_from = 2024-01-01
source = "invented"
[[rules]]
id = "few"
article = "X 1"
article_zh = "第一条"
means = "少"
means_en = "few"
outcome = "exempt"
when = { persons = { below = 10 } }
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[cases]]\nname = 'a'\ngiven = {}", "`expect` is missing"),
        (
            "[[cases]]\nname = 'a'\ngiven = { person = 1 }\nexpect = { outcome = 'hold', article = 'X' }",
            "unknown key `person`",
        ),
        (
            "[[cases]]\nname = 'a'\ngiven = { persons = -1 }\nexpect = { outcome = 'hold', article = 'X' }",
            "$.cases[0]: a number of persons is negative",
        ),
        (
            2 * "[[cases]]\nname = 'a'\ngiven = {}\nexpect = { outcome = 'hold', article = 'X' }\n",
            "this name",
        ),
    ],
)
def test_refuses_cases_that_test_nothing(text: str, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_cases(text.encode(), "tiny.cases.toml")
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("expect", "passed"),
    [
        ("{ outcome = 'exempt', article = 'X 1' }", True),
        ("{ outcome = 'hold', article = 'X 1' }", False),
        ("{ outcome = 'exempt', article = 'X 2' }", False),
    ],
)
def test_a_case_fails_on_a_wrong_outcome_or_article(expect: str, passed: bool) -> None:
    cases = read_cases(
        f"[[cases]]\nname = 'a'\ngiven = {{ persons = 9 }}\nexpect = {expect}".encode(), "c.toml"
    )
    assert [result.passed for result in run_cases(read_policy(TINY.encode(), "tiny.toml"), cases)] == [passed]


# --- What is published -------------------------------------------------------------------------------


PAGES = runpy.run_path(str(REPO / "tools" / "publish_cases.py"))["pages"]()


@pytest.mark.parametrize("name", PAGES)
def test_what_is_published_is_what_ships(name: str) -> None:
    published = (LAW / name).read_text(encoding="utf-8")
    assert published == PAGES[name], "Run: python tools/publish_cases.py"


def test_the_published_cases_are_the_shipped_ones() -> None:
    suite = json.loads((LAW / "cases.json").read_text(encoding="utf-8"))
    assert [case["name"] for case in suite["cases"]] == [case.name for case in CASES]
    for told, case in zip(suite["cases"], CASES, strict=True):
        assert Facts(**told["given"]) == case.facts
        assert told["given"].keys() == asdict(case.facts).keys()


def test_every_rule_and_its_mark_are_on_the_page() -> None:
    page = (LAW / "rules.md").read_text(encoding="utf-8")
    for policy in shipped_policies():
        section = page.split(f"## {policy.id}\n")[1].split("\n## ")[0]
        for rule in policy.rules:
            assert any(
                rule.article_zh in row and f"| {rule.confidence} |" in row and rule.means_en in row
                for row in section.splitlines()
            ), rule.id
        for key, term in asdict_set(policy).items():
            assert f"| `{key}` | {term} |" in section, key


def asdict_set(policy: Policy) -> dict[str, int]:
    stated = {name: getattr(policy.validity, name) for name in policy.validity.__struct_fields__}
    return {name: term for name, term in stated.items() if term is not None}


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_page_explains_every_fact_and_every_outcome(page: str) -> None:
    text = (LAW / page).read_text(encoding="utf-8")
    for word in (*(field.name for field in fields(Facts)), *OUTCOMES):
        assert f"`{word}`" in text, word


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_program_on_the_page_runs_the_suite(page: str, capsys, monkeypatch) -> None:
    [program] = re.findall(r"```python\n(.*?)```", (LAW / page).read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(LAW)

    def your_tool(policy_id: str, given: dict[str, object]) -> tuple[str, tuple[str, ...]]:
        decision = decide(SUITES[policy_id][0], Facts(**given))
        return decision.outcome, decision.articles

    exec(program, {"your_tool": your_tool})
    assert capsys.readouterr().out.strip() == f"{len(RUNS)} runs, 0 differ"

    def never_asks(policy_id: str, given: dict[str, object]) -> tuple[str, tuple[str, ...]]:
        return "exempt", ("CBDF 5(1)(4)",)

    exec(program, {"your_tool": never_asks})
    assert not capsys.readouterr().out.strip().endswith(" 0 differ")
