"""The policies: their lines, their laws, and what a policy file may not say. Their cases: test_law_cases.py."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from tongguan.errors import PolicyError
from tongguan.law import loading
from tongguan.law.loading import (
    load_policy,
    pinned,
    policy_in_force,
    read_policy,
    shipped,
    shipped_policies,
    shipped_policy,
)
from tongguan.law.policy import (
    CONFIDENCES,
    COUNTS,
    IMPORTANT_DATA,
    OUTCOMES,
    SCENARIOS,
    SPECIAL_REGIMES,
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
POLICIES = sorted(shipped_policies(), key=lambda policy: policy.in_force_from)
CBDF = [policy for policy in POLICIES if policy.id.startswith("cn-cbdf-")]
RULES = [(policy, rule) for policy in POLICIES for rule in policy.rules]
LIST_OUTCOMES = ("none", "exempt", "contract_or_certification", "security_assessment")  # in order of weight
PLAIN = Facts(
    ciio=False,
    state_organ=False,
    special_regime="none",
    recipient_restricted=False,
    scenario="other",
    evidenced=False,
    necessary=False,
    domestic_added=False,
    statutory_duty_exempts=False,
    off_list=False,
    list_outcome="none",
    gba_contract=False,
    important_data="none",
    persons=1,
    processed_persons=1,
    all_persons=1,
    general_persons=1,
    sensitive_persons=0,
)

# On and beside every line, and far from them.
LINES = (0, 1, 2, 9_999, 10_000, 10_001, 99_999, 100_000, 100_001, 999_999, 1_000_000, 1_000_001)
counts = st.one_of(st.sampled_from(LINES), st.integers(0, 3_000_000))
words = {  # every fact that is no count, and what it may be
    "special_regime": st.sampled_from((*SPECIAL_REGIMES, "permitted", "none", "none")),
    "scenario": st.sampled_from(SCENARIOS),
    "list_outcome": st.sampled_from((*LIST_OUTCOMES, "none", "none")),
    "important_data": st.sampled_from((*IMPORTANT_DATA, "none", "none")),
}
known = {
    field.name: words.get(field.name, counts if field.name in COUNTS else st.booleans())
    for field in dataclasses.fields(Facts)
}
known_facts = st.builds(Facts, **known)
counted_facts = st.builds(  # all but the counts may be unknown
    Facts, **{name: known[name] if name in COUNTS else st.one_of(st.none(), known[name]) for name in known}
)
fact_names = st.sets(st.sampled_from(sorted(known)))
every_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
every_rule = pytest.mark.parametrize(
    ("policy", "rule"), RULES, ids=[f"{policy.id}-{rule.id}" for policy, rule in RULES]
)


def weight(decision: Decision) -> int:
    return OUTCOMES.index(decision.outcome)


def without(facts: Facts, names: set[str]) -> Facts:
    return dataclasses.replace(facts, **dict.fromkeys(names))


# --- The lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", CBDF, ids=lambda policy: policy.id)
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
def test_decides_on_each_side_of_every_line(policy, general, sensitive, outcome, article) -> None:
    decision = decide(
        policy, dataclasses.replace(PLAIN, general_persons=general, sensitive_persons=sensitive)
    )
    assert (decision.outcome, decision.articles) == (outcome, (article,))


@pytest.mark.parametrize(("on", "below"), [(date(2023, 5, 31), "PIPL 38"), (date(2024, 3, 21), "SCCM 4")])
@pytest.mark.parametrize(
    ("processed", "everybody", "sensitive", "over"),
    [
        (1, 1, 0, None),
        (999_999, 99_999, 9_999, None),
        (1_000_000, 99_999, 9_999, "SAM 4(2)"),
        (999_999, 100_000, 9_999, "SAM 4(3)"),
        (999_999, 99_999, 10_000, "SAM 4(3)"),
    ],
)
def test_old_decisions_are_made_by_the_old_lines(on, below, processed, everybody, sensitive, over) -> None:
    facts = dataclasses.replace(
        PLAIN, processed_persons=processed, all_persons=everybody, sensitive_persons=sensitive
    )
    decision = decide(load_policy(on), facts)
    expected = ("contract_or_certification", below) if over is None else ("security_assessment", over)
    assert (decision.outcome, *decision.articles) == expected


@every_rule
def test_cites_and_explains_every_rule(policy: Policy, rule: Rule) -> None:
    assert all((rule.article, rule.article_zh, rule.means, rule.means_en))
    assert rule.confidence in CONFIDENCES
    # An article is named wherever one was read: not of the special regimes, and a contract has none.
    numbered = "条" in rule.article_zh or "问" in rule.article_zh
    assert numbered or rule.outcome == "hold" or rule.article == "GBA contract"


@every_rule
def test_every_rule_is_true_on_its_own_whatever_stands_before_it(policy: Policy, rule: Rule) -> None:
    asked = dict(rule.when.tests())
    if rule.outcome in {"exempt", "not_regulated"}:
        assert asked["important_data"] == "none"  # 第五条末款
        assert asked["persons"] in (Bounds(at_least=1), Bounds(below=1))
    if rule.article in {"CBDF 5(1)(4)", "CBDF 6", "CBDF 7(1)(2)", "CBDF 8", "GBA contract", "SCCM 4"}:
        assert asked["ciio"] is False  # 关键信息基础设施运营者以外的数据处理者
    if rule.outcome in {"contract_or_certification", "security_assessment"}:
        # Important data need nobody inside; everything else is about persons.
        assert asked.get("persons", Bounds()) == Bounds(at_least=1) or "important_data" in asked
    if rule.article == "CBDF 5(1)(4)":
        assert (asked["general_persons"], asked["sensitive_persons"]) == (
            Bounds(below=100_000),
            Bounds(below=1),
        )
    if rule.article == "GBA contract":  # it stands in for an assessment, and for nothing lighter
        assert Bounds(at_least=1_000_000) in asked.values() or Bounds(at_least=10_000) in asked.values()


def test_a_rule_of_one_id_decides_the_same_in_every_policy() -> None:
    for rule_id in {rule.id for _, rule in RULES}:
        same = [asdict(rule) for _, rule in RULES if rule.id == rule_id]
        for key in ("article", "outcome", "when", "means", "means_en", "confidence"):
            assert all(rule[key] == same[0][key] for rule in same), (rule_id, key)


@every_policy
def test_can_reach_every_outcome_the_law_knew(policy: Policy) -> None:
    unknown_before_2024 = set() if policy in CBDF else {"exempt"}
    assert {rule.outcome for rule in policy.rules} == set(OUTCOMES) - unknown_before_2024


# --- The laws ----------------------------------------------------------------------------------------


@every_policy
@given(facts=counted_facts, more=st.tuples(*[counts] * len(COUNTS)))
def test_more_people_never_gives_a_lighter_outcome(policy: Policy, facts: Facts, more) -> None:
    raised = {name: getattr(facts, name) + step for name, step in zip(COUNTS, more, strict=True)}
    assert weight(decide(policy, dataclasses.replace(facts, **raised))) >= weight(decide(policy, facts))


@every_policy
@given(facts=counted_facts, more=counts)
def test_more_sensitive_persons_never_give_a_lighter_outcome(policy: Policy, facts: Facts, more: int) -> None:
    raised = dataclasses.replace(facts, sensitive_persons=facts.sensitive_persons + more)
    assert weight(decide(policy, raised)) >= weight(decide(policy, facts))


@every_policy
@given(facts=known_facts, names=fact_names)
def test_not_knowing_a_fact_changes_nothing_or_holds(policy: Policy, facts: Facts, names: set[str]) -> None:
    assert decide(policy, without(facts, names)).outcome in {"hold", decide(policy, facts).outcome}


@every_policy
@given(facts=known_facts, names=fact_names, data=st.data())
def test_what_is_decided_without_a_fact_stands_whatever_the_fact(
    policy: Policy, facts: Facts, names: set[str], data
) -> None:
    decision = decide(policy, without(facts, names))
    other = data.draw(known_facts)
    filled = dataclasses.replace(facts, **{name: getattr(other, name) for name in names})
    if decision.decided_by is not None:
        assert decide(policy, filled).decided_by == decision.decided_by


@every_policy
@given(facts=known_facts)
def test_a_rule_covers_whatever_is_fully_known(policy: Policy, facts: Facts) -> None:
    decision = decide(policy, facts)
    assert decision.decided_by in {rule.id for rule in policy.rules}
    assert decision.articles


@every_policy
@given(facts=st.one_of(known_facts, counted_facts), names=fact_names)
def test_puts_every_rule_into_the_reasons(policy: Policy, facts: Facts, names: set[str]) -> None:
    decision = decide(policy, without(facts, names))
    assert [reason.rule for reason in decision.reasons] == [rule.id for rule in policy.rules]
    assert all(reason.because for reason in decision.reasons)
    assert decision.articles


@every_policy
@given(facts=known_facts)
def test_the_first_rule_that_holds_decides(policy: Policy, facts: Facts) -> None:
    decision = decide(policy, facts)
    assert next(reason.rule for reason in decision.reasons if reason.holds) == decision.decided_by


@every_policy
@given(facts=st.one_of(known_facts, counted_facts), names=fact_names)
def test_a_greater_bay_contract_never_gives_a_heavier_outcome(
    policy: Policy, facts: Facts, names: set[str]
) -> None:
    facts = without(facts, names)
    held, none = (decide(policy, dataclasses.replace(facts, gba_contract=held)) for held in (True, False))
    assert weight(held) <= weight(none)


@every_policy
@given(facts=counted_facts, regime=st.sampled_from(SPECIAL_REGIMES))
def test_a_permit_never_gives_a_heavier_outcome(policy: Policy, facts: Facts, regime: str) -> None:
    permitted, asked = (
        decide(policy, dataclasses.replace(facts, special_regime=word)) for word in ("permitted", regime)
    )
    assert weight(permitted) <= weight(asked)


@every_policy
@given(facts=known_facts)
def test_evidence_never_gives_a_heavier_outcome(policy: Policy, facts: Facts) -> None:
    named, none = (decide(policy, dataclasses.replace(facts, evidenced=named)) for named in (True, False))
    assert weight(named) <= weight(none)


@every_policy
@given(facts=counted_facts, asks=st.tuples(st.integers(1, 3), st.integers(1, 3)))
def test_a_list_that_asks_for_more_never_gives_a_lighter_outcome(policy: Policy, facts: Facts, asks) -> None:
    less, more = (
        decide(policy, dataclasses.replace(facts, list_outcome=LIST_OUTCOMES[ask])) for ask in sorted(asks)
    )
    assert weight(less) <= weight(more)


@every_policy
def test_holds_when_nothing_is_known(policy: Policy) -> None:
    decision = decide(policy, Facts())
    assert (decision.outcome, decision.decided_by) == ("hold", None)


@every_policy
@pytest.mark.parametrize("persons", [0, 1])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_exemption_list_or_contract_covers_important_data(
    policy: Policy, scenario: str, persons: int
) -> None:
    facts = dataclasses.replace(
        PLAIN, scenario=scenario, evidenced=True, necessary=True, statutory_duty_exempts=True, off_list=True,
        list_outcome="exempt", gba_contract=True, persons=persons, important_data="notified",
    )  # fmt: skip
    assert decide(policy, facts).outcome in {"security_assessment", "prohibited"}


@every_policy
@pytest.mark.parametrize("regime", SPECIAL_REGIMES[1:])
@given(facts=known_facts)
def test_a_special_regime_is_never_decided_by_numbers(policy: Policy, regime: str, facts: Facts) -> None:
    assert decide(policy, dataclasses.replace(facts, special_regime=regime)).outcome in {"hold", "prohibited"}


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


def test_what_is_unknown_behind_a_rule_that_holds_is_not_cited() -> None:
    # Restricted or not is unknown, which stands before the state organ that holds; CIIO comes after it.
    facts = dataclasses.replace(PLAIN, recipient_restricted=None, state_organ=True, ciio=None)
    assert decide(POLICY, facts).articles == ("PIPL 42",)


def test_what_no_rule_covers_is_a_reason_that_holds() -> None:
    assert decide(tiny(), Facts(persons=10)).reasons[-1].holds is True


def test_words_are_compared_by_what_they_say() -> None:
    scenario = str(b"foreign_judicial_request", "ascii")  # not the same object as the rule's
    assert decide(POLICY, dataclasses.replace(PLAIN, scenario=scenario)).outcome == "prohibited"


def test_a_decision_names_the_policy_and_its_bytes() -> None:
    decision = decide(POLICY, PLAIN)
    assert (decision.policy_id, decision.policy_sha256) == ("cn-cbdf-2026", POLICY.sha256)


# --- The duties --------------------------------------------------------------------------------------


@every_policy
@pytest.mark.parametrize(("persons", "due"), [(0, False), (1, True), (None, True)])
def test_duties_are_due_for_any_personal_information(policy: Policy, persons: int | None, due: bool) -> None:
    found = duties(policy, dataclasses.replace(PLAIN, persons=persons))
    of_provisions = {"CBDF 10", "CBDF 11", "PIPL 55-56"}
    articles = of_provisions if policy in CBDF else {"PIPL 39", "PIPL 51", "PIPL 55-56"}
    assert {duty.article for duty in found} == (articles if due else set())


@every_policy
def test_every_duty_and_every_term_says_where_it_stands(policy: Policy) -> None:
    for duty in policy.duties:
        assert duty.confidence in CONFIDENCES
        assert all((duty.article, duty.article_zh, duty.text, duty.text_en))
    for key, term in asdict(policy.validity).items():
        assert (getattr(policy.cites, key) is None) == (term is None), key


@every_policy
def test_what_has_no_rule_of_its_own_is_cited_where_the_law_of_the_day_says_it(policy: Policy) -> None:
    cited = {"necessity", "scope", "identify"}
    of_provisions = {"overseas", "zone"}
    found = {key for key in cited | of_provisions if getattr(policy.cites, key) is not None}
    assert found == (cited | of_provisions if policy in CBDF else cited)
    # They stand among articles of other instruments, so each says which it is of.
    assert not [key for key in found if getattr(policy.cites, key)[1].startswith("第")]


# The first day of each instrument that is cited by number; of a Q&A its month.
SINCE = {
    "PIPL": date(2021, 11, 1),
    "DSL": date(2021, 9, 1),
    "SAM": date(2022, 9, 1),
    "SCCM": date(2023, 6, 1),
    "GBA contract": date(2023, 12, 1),
    "CBDF": date(2024, 3, 22),
    "SCC Filing Guide 2": date(2024, 3, 22),
    "NDSMR": date(2025, 1, 1),
    "CERT": date(2026, 1, 1),
}
OLDER_LAWS = {"State Secrets Law", "HGR Regulation", "Surveying Secrets List 2020"}
# Terms that an answer gave while the policy was in force already; the file says so beside each.
DURING = {("cn-cbdf-2025", "CAC Q&A 2025-05"), ("cn-cbdf-2026", "CAC Q&A 2026-07")}


def since(article: str) -> date:
    if article.startswith("CAC Q&A "):
        return date.fromisoformat(f"{article[8:15]}-01")
    return SINCE[article if article in SINCE else article.rpartition(" ")[0]]


def test_no_policy_rests_on_an_article_that_is_younger_than_it() -> None:
    younger = set()
    for policy in POLICIES:
        articles = {each.article for each in (*policy.rules, *policy.duties)}
        articles |= {cite[0] for cite in asdict(policy.cites).values() if cite is not None}
        numbered = articles - OLDER_LAWS
        younger |= {(policy.id, article) for article in numbered if since(article) > policy.in_force_from}
    assert younger == DURING


# --- The files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "policy"),
    [
        ("2022-09-01", "cn-sam-2022"),
        ("2023-05-31", "cn-sam-2022"),
        ("2023-06-01", "cn-sam-sccm-2023"),
        ("2024-03-21", "cn-sam-sccm-2023"),
        ("2024-03-22", "cn-cbdf-2024"),
        ("2024-12-31", "cn-cbdf-2024"),
        ("2025-01-01", "cn-cbdf-2025"),
        ("2025-12-31", "cn-cbdf-2025"),
        ("2026-01-01", "cn-cbdf-2026"),
        ("2030-01-01", "cn-cbdf-2026"),
    ],
)
def test_a_day_is_judged_by_the_policy_that_was_in_force(on: str, policy: str) -> None:
    assert load_policy(date.fromisoformat(on)).id == policy


def test_each_policy_ends_the_day_before_the_next_begins() -> None:
    ends = [policy.in_force_until for policy in POLICIES]
    begins = [policy.in_force_from - timedelta(days=1) for policy in POLICIES[1:]]
    assert ends == [*begins, None]


def test_no_policy_was_in_force_before_the_first() -> None:
    with pytest.raises(PolicyError, match=r"2022-08-31.*none was in force(.|\n)*2022-09-01"):
        load_policy(date(2022, 8, 31))


def test_what_is_pinned_is_what_ships() -> None:
    assert pinned() == {name: hashlib.sha256(data).hexdigest() for name, data in shipped()}, (
        "A released file is never edited. Before a release, run: python tools/pin_law.py --unreleased"
    )


def test_a_policy_that_was_edited_after_its_release_is_not_loaded(monkeypatch) -> None:
    files = dict(shipped())
    edited = files["cn-cbdf-2024.toml"].replace(b"100_000", b"200_000")
    monkeypatch.setattr(loading, "shipped", (files | {"cn-cbdf-2024.toml": edited}).items)
    with pytest.raises(PolicyError) as caught:
        loading.shipped_policies.__wrapped__()
    assert caught.value.message.startswith("cn-cbdf-2024.toml: not the file that was released")


def test_a_policy_that_nobody_pinned_is_not_loaded(monkeypatch) -> None:
    files = dict(shipped())
    monkeypatch.setattr(loading, "shipped", {"cn-new.toml": files["cn-cbdf-2024.toml"]}.items)
    with pytest.raises(PolicyError, match=r"^cn-new\.toml: not the file that was released"):
        loading.shipped_policies.__wrapped__()


def test_another_byte_is_another_digest() -> None:
    data = dict(shipped())[f"{POLICY.id}.toml"]
    assert read_policy(data + b"\n", "p.toml").sha256 != read_policy(data, "p.toml").sha256 == POLICY.sha256
    assert shipped_policy(POLICY.sha256) is POLICY


def test_rules_can_ask_about_every_fact() -> None:
    assert When.__struct_fields__ == tuple(field.name for field in dataclasses.fields(Facts))


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
