"""The policy of 2024: its lines, its laws, and what a policy file may not say."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.errors import PolicyError
from tongguan.law.cases import Given, read_cases, run_cases, shipped_cases
from tongguan.law.loading import load_policy, policy_in_force, read_policy, shipped, shipped_policies
from tongguan.law.policy import (
    IMPORTANT_DATA,
    OUTCOMES,
    SCENARIOS,
    Bounds,
    Decision,
    Facts,
    Policy,
    Rule,
    When,
    decide,
    duties,
)

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = load_policy(date(2026, 11, 23))
CASES = shipped_cases(POLICY.id)
PLAIN = Facts(
    ciio=False,
    state_organ=False,
    recipient_restricted=False,
    scenario="other",
    evidenced=False,
    necessary=False,
    off_list=False,
    important_data="none",
    persons=1,
    general_persons=1,
    sensitive_persons=0,
)
COUNTS = ("persons", "general_persons", "sensitive_persons")

# On and beside every line, and far from them.
LINES = (0, 1, 2, 9_999, 10_000, 10_001, 99_999, 100_000, 100_001, 999_999, 1_000_000, 1_000_001)
counts = st.one_of(st.sampled_from(LINES), st.integers(0, 3_000_000))
switches = st.booleans()
maybe = st.one_of(st.none(), switches)
known_facts = st.builds(
    Facts,
    ciio=switches,
    state_organ=switches,
    recipient_restricted=switches,
    scenario=st.sampled_from(SCENARIOS),
    evidenced=switches,
    necessary=switches,
    off_list=switches,
    important_data=st.sampled_from(IMPORTANT_DATA),
    persons=counts,
    general_persons=counts,
    sensitive_persons=counts,
)
counted_facts = st.builds(  # all but the counts may be unknown
    Facts,
    ciio=maybe,
    state_organ=maybe,
    recipient_restricted=maybe,
    scenario=st.one_of(st.none(), st.sampled_from(SCENARIOS)),
    evidenced=maybe,
    necessary=maybe,
    off_list=maybe,
    important_data=st.one_of(st.none(), st.sampled_from(IMPORTANT_DATA)),
    persons=counts,
    general_persons=counts,
    sensitive_persons=counts,
)
fact_names = st.sets(st.sampled_from([field.name for field in dataclasses.fields(Facts)]))


def weight(decision: Decision) -> int:
    return OUTCOMES.index(decision.outcome)


def without(facts: Facts, names: set[str]) -> Facts:
    return dataclasses.replace(facts, **dict.fromkeys(names))


# --- The lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("general", "sensitive", "outcome", "article"),
    [
        (1, 0, "exempt", "CBDF 5(1)(4)"),
        (99_999, 0, "exempt", "CBDF 5(1)(4)"),  # 不满10万人
        (100_000, 0, "contract_or_certification", "CBDF 8"),  # 10万人以上
        (100_001, 0, "contract_or_certification", "CBDF 8"),
        (999_999, 0, "contract_or_certification", "CBDF 8"),  # 不满100万人
        (1_000_000, 0, "security_assessment", "CBDF 7(1)(2)"),  # 100万人以上
        (1_000_001, 0, "security_assessment", "CBDF 7(1)(2)"),
        (0, 1, "contract_or_certification", "CBDF 8"),  # 不满1万人敏感: one is enough
        (0, 9_999, "contract_or_certification", "CBDF 8"),
        (0, 10_000, "security_assessment", "CBDF 7(1)(2)"),  # 1万人以上敏感
        (0, 10_001, "security_assessment", "CBDF 7(1)(2)"),
        (100_000, 9_999, "contract_or_certification", "CBDF 8"),
        (999_999, 10_000, "security_assessment", "CBDF 7(1)(2)"),  # the stricter limb
        (1_000_000, 1, "security_assessment", "CBDF 7(1)(2)"),
    ],
)
def test_decides_on_each_side_of_every_line(general: int, sensitive: int, outcome: str, article: str) -> None:
    decision = decide(
        POLICY, dataclasses.replace(PLAIN, general_persons=general, sensitive_persons=sensitive)
    )
    assert (decision.outcome, decision.articles) == (outcome, (article,))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_meets_every_case_beside_it(case) -> None:
    [result] = run_cases(POLICY, [case])
    assert result.passed, (result.outcome, result.articles)


def test_has_a_case_for_every_rule() -> None:
    deciding = {result.decided_by for result in run_cases(POLICY, CASES)}
    assert {rule.id for rule in POLICY.rules} <= deciding
    assert len(CASES) >= 40


def test_cites_and_explains_every_rule() -> None:
    for rule in POLICY.rules:
        assert all((rule.article, rule.article_zh, rule.means, rule.means_en)), rule.id
        assert "条" in rule.article_zh or "问" in rule.article_zh


@pytest.mark.parametrize("rule", POLICY.rules, ids=lambda rule: rule.id)
def test_every_rule_is_true_on_its_own_whatever_stands_before_it(rule: Rule) -> None:
    asked = dict(rule.when.tests())
    if rule.outcome in {"exempt", "not_regulated"}:
        assert asked["important_data"] == "none"  # 第五条末款
        assert asked["persons"] in (Bounds(at_least=1), Bounds(below=1))
    if rule.article in {"CBDF 5(1)(4)", "CBDF 6", "CBDF 7(1)(2)", "CBDF 8"}:
        assert asked["ciio"] is False  # 关键信息基础设施运营者以外的数据处理者
    if rule.article in {"CBDF 7(1)(1)", "CBDF 7(1)(2)", "CBDF 8"} and "important_data" not in asked:
        assert asked["persons"] == Bounds(at_least=1)
    if rule.article == "CBDF 5(1)(4)":
        assert (asked["general_persons"], asked["sensitive_persons"]) == (
            Bounds(below=100_000),
            Bounds(below=1),
        )


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_can_reach_every_outcome(outcome: str) -> None:
    assert outcome in {rule.outcome for rule in POLICY.rules}


# --- The laws ----------------------------------------------------------------------------------------


@given(facts=counted_facts, more=st.tuples(counts, counts, counts))
def test_more_people_never_gives_a_lighter_outcome(facts: Facts, more: tuple[int, int, int]) -> None:
    raised = {name: getattr(facts, name) + step for name, step in zip(COUNTS, more, strict=True)}
    assert weight(decide(POLICY, dataclasses.replace(facts, **raised))) >= weight(decide(POLICY, facts))


@given(facts=known_facts, names=fact_names)
def test_not_knowing_a_fact_changes_nothing_or_holds(facts: Facts, names: set[str]) -> None:
    assert decide(POLICY, without(facts, names)).outcome in {"hold", decide(POLICY, facts).outcome}


@given(facts=known_facts, names=fact_names, data=st.data())
def test_what_is_decided_without_a_fact_stands_whatever_the_fact(facts: Facts, names: set[str], data) -> None:
    decision = decide(POLICY, without(facts, names))
    other = data.draw(known_facts)
    filled = dataclasses.replace(facts, **{name: getattr(other, name) for name in names})
    if decision.decided_by is not None:
        assert decide(POLICY, filled).decided_by == decision.decided_by


@given(facts=known_facts)
def test_a_rule_covers_whatever_is_fully_known(facts: Facts) -> None:
    decision = decide(POLICY, facts)
    assert decision.decided_by in {rule.id for rule in POLICY.rules}
    assert decision.articles


@given(facts=st.one_of(known_facts, counted_facts), names=fact_names)
def test_puts_every_rule_into_the_reasons(facts: Facts, names: set[str]) -> None:
    decision = decide(POLICY, without(facts, names))
    assert [reason.rule for reason in decision.reasons] == [rule.id for rule in POLICY.rules]
    assert all(reason.because for reason in decision.reasons)
    assert decision.articles


@given(facts=known_facts)
def test_the_first_rule_that_holds_decides(facts: Facts) -> None:
    decision = decide(POLICY, facts)
    assert next(reason.rule for reason in decision.reasons if reason.holds) == decision.decided_by


def test_holds_when_nothing_is_known() -> None:
    decision = decide(POLICY, Facts())
    assert (decision.outcome, decision.decided_by) == ("hold", None)


def test_no_exemption_covers_important_data() -> None:
    for scenario in SCENARIOS:
        for persons in (0, 1):
            facts = dataclasses.replace(
                PLAIN, scenario=scenario, evidenced=True, necessary=True, off_list=True, persons=persons,
                important_data="notified",
            )  # fmt: skip
            assert decide(POLICY, facts).outcome in {"security_assessment", "prohibited"}


# --- The reasons -------------------------------------------------------------------------------------


def because(facts: Facts, rule: str) -> tuple[bool | None, str]:
    return next(
        (reason.holds, reason.because) for reason in decide(POLICY, facts).reasons if reason.rule == rule
    )


@pytest.mark.parametrize(
    ("change", "rule", "expected"),
    [
        (
            {"sensitive_persons": 10_214},
            "cbdf-7-1-2-sensitive",
            (
                True,
                (
                    "ciio is false; persons 1 (needs at least 1); "
                    "sensitive_persons 10,214 (needs at least 10,000)"
                ),
            ),
        ),
        ({}, "cbdf-7-1-2-sensitive", (False, "sensitive_persons 0 (needs at least 10,000)")),
        ({}, "cbdf-8-general", (False, "general_persons 1 (needs at least 100,000 and below 1,000,000)")),
        ({}, "cbdf-2-suspected", (False, "important_data is none (needs suspected)")),
        ({"ciio": None}, "cbdf-7-1-1-ciio", (None, "ciio is unknown (needs true)")),
        (
            {"important_data": None, "persons": 0},
            "cbdf-7-1-2-important",
            (None, "important_data is unknown (needs notified or published)"),
        ),
        # What fails settles a rule, whatever else is unknown.
        ({"ciio": None, "persons": 0}, "cbdf-7-1-1-ciio", (False, "persons 0 (needs at least 1)")),
    ],
)
def test_says_what_told_for_or_against_a_rule(change, rule, expected) -> None:
    assert because(dataclasses.replace(PLAIN, **change), rule) == expected


def test_a_hold_cites_only_the_unknown_rules_that_stood_in_the_way() -> None:
    decision = decide(POLICY, dataclasses.replace(PLAIN, ciio=None, general_persons=1_000_000))
    unknown = {reason.article for reason in decision.reasons if reason.holds is None}
    assert decision.outcome == "hold"
    assert set(decision.articles) <= unknown
    held = decide(POLICY, dataclasses.replace(PLAIN, recipient_restricted=None))
    assert held.articles == ("PIPL 42",)


def test_a_decision_names_the_policy_and_its_bytes() -> None:
    decision = decide(POLICY, PLAIN)
    assert (decision.policy_id, decision.policy_sha256) == ("cn-cbdf-2024", POLICY.sha256)


# --- The duties --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("persons", "due"), [(0, False), (1, True), (None, True)])
def test_duties_are_due_for_any_personal_information(persons: int | None, due: bool) -> None:
    found = duties(POLICY, dataclasses.replace(PLAIN, persons=persons))
    assert bool(found) is due
    if due:
        assert {"CBDF 10", "CBDF 11", "PIPL 55-56"} == {duty.article for duty in found}


# --- The files ---------------------------------------------------------------------------------------


def test_the_digest_of_the_shipped_file_is_stable() -> None:
    assert load_policy(date(2024, 3, 22)).sha256 == load_policy(date(2030, 1, 1)).sha256 == POLICY.sha256
    assert len(POLICY.sha256) == 64


def test_another_byte_is_another_digest() -> None:
    data = dict(shipped())["cn-cbdf-2024.toml"]
    assert read_policy(data + b"\n", "p.toml").sha256 != read_policy(data, "p.toml").sha256 == POLICY.sha256


def test_no_policy_was_in_force_before_the_first() -> None:
    with pytest.raises(PolicyError, match=r"2024-03-21.*none was in force(.|\n)*2024-03-22"):
        load_policy(date(2024, 3, 21))
    assert load_policy(date(2024, 3, 22)).id == "cn-cbdf-2024"


def test_every_shipped_policy_has_cases() -> None:
    assert all(shipped_cases(policy.id) for policy in shipped_policies())


def test_rules_and_cases_can_ask_about_every_fact() -> None:
    names = tuple(field.name for field in dataclasses.fields(Facts))
    assert When.__struct_fields__ == Given.__struct_fields__ == names


def test_a_negative_number_of_persons_is_no_fact() -> None:
    with pytest.raises(ValueError, match="negative"):
        Facts(sensitive_persons=-1)


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


def tiny(*changes: tuple[str, str]) -> Policy:
    text = TINY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_policy(text.encode(), "tiny.toml")


def test_holds_what_no_rule_covers_and_says_so() -> None:
    decision = decide(tiny(), Facts(persons=10))
    assert (decision.outcome, decision.articles, decision.decided_by) == ("hold", ("tiny",), None)
    assert [reason.rule for reason in decision.reasons] == ["few", "no-rule"]


def test_in_force_until_is_the_last_day() -> None:
    policy = tiny(('source = "', 'in_force_until = 2024-12-31\nsource = "'))
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [policy.in_force(day) for day in days] == [False, True, True, False]


def test_a_later_policy_supersedes_an_earlier_one_without_an_edit() -> None:
    old, new = tiny(), tiny(('"tiny"', '"tinier"'), ("2024-01-01", "2025-01-01"))
    for policies in ((old, new), (new, old)):
        assert policy_in_force(policies, date(2024, 12, 31)).id == "tiny"
        assert policy_in_force(policies, date(2025, 1, 1)).id == "tinier"
    with pytest.raises(PolicyError, match=r"tiny from 2024-01-01, tinier from 2025-01-01"):
        policy_in_force((new, old), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "', 'sourse = "', "unknown key `sourse`"),
        ('source = "invented"\n', "", "`source` is missing"),
        ("persons", "person", "unknown key `person` at `$.rules[0].when"),
        ("below", "bellow", "unknown key `bellow` at `$.rules[0].when.persons"),
        ("10", "10.5", "expected `int`, got `float` at `$.rules[0].when.persons.below"),
        ("{ below = 10 }", "true", "$.rules[0].when.persons"),
        ('"exempt"', '"exmpt"', "a word that is not known at `$.rules[0].outcome"),
        ("{ persons = { below = 10 } }", "{ scenario = 'othr' }", "not known at `$.rules[0].when.scenario"),
        ("{ persons = { below = 10 } }", "{}", "$.rules[0].when: there is no condition"),
        ("{ below = 10 }", "{ at_least = 10, below = 10 }", "nothing can meet this condition"),
        ("{ below = 10 }", "{ below = 0 }", "nothing can meet this condition"),
        ("{ below = 10 }", "{}", "everything meets this condition"),
        ("{ persons = { below = 10 } }", "{ scenario = [] }", "nothing can meet this condition"),
        ("2024-01-01", "'2024-01-01'", "expected `date`, got `str` at `$.in_force_from"),
        ('source = "', 'sha256 = "0"\nsource = "', "unknown key `sha256`"),
        ("[[rules]]", "[rules]", "$.rules"),
        ("title =", "title", "not valid TOML (at line"),
    ],
)
def test_refuses_a_policy_and_says_where(old: str, new: str, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        tiny((old, new))
    assert caught.value.message.startswith("tiny.toml")
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text + text[text.index("[[rules]]") :], "$.rules[1].id: another rule has this id"),
        (lambda text: text[: text.index("[[rules]]")] + "rules = []", "there is no rule"),
        (lambda _: "x = " + "[" * 100_000, "not valid TOML"),
        (lambda text: text + "#" * (1 << 20), "larger than 1,048,576 bytes"),
    ],
)
def test_refuses_a_policy_as_a_whole(change: Callable[[str], str], says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(change(TINY).encode(), "tiny.toml")
    assert says in caught.value.message


def test_refuses_a_policy_that_is_not_utf_8_but_not_one_from_notepad() -> None:
    with pytest.raises(PolicyError, match="not UTF-8"):
        read_policy(TINY.encode("gb18030"), "tiny.toml")
    assert read_policy(TINY.encode("utf-8-sig"), "tiny.toml").id == "tiny"


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
    assert [result.passed for result in run_cases(tiny(), cases)] == [passed]
