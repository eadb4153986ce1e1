"""The checklist of duties: what the register shows, what it does not, and by when."""

from __future__ import annotations

from datetime import date

import pytest
from due_kit import ON, POLICY, clearance, export, register
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tongguan.duties import BASES_ZH, checklist
from tongguan.law.loading import shipped_policies
from tongguan.register import BASES, Duties

SHOWN = """basis = "consent"
notice = "隐私政策第九条，2026-01-05"
separate_consent = "弹窗记录 v3"
impact_assessment = 2026-05-20
impact_assessment_report = "PIA-2026-07"
records = "档案室 A3"
security = "加密专线，等保三级"
incidents = "应急预案 2026"
"""
ASSESSED = 'basis = "contract"\nimpact_assessment = {day}'


def listed(*tables, on=ON, personal=True, policy=POLICY):
    """Return the checklist of the export `orders`, by what shows each duty."""
    said = register(*tables)
    due = checklist(policy, said.export("orders"), on, personal=personal, clearances=said.clearances.values())
    return {each.duty: each for each in due}


def states(*tables, **given_):
    return {duty: due.state for duty, due in listed(*tables, **given_).items()}


def test_everything_the_register_shows_is_shown_with_its_own_words():
    due = listed(export(duties=SHOWN))
    assert {each.state for each in due.values()} == {"shown"}
    assert due["notice"].evidence == "隐私政策第九条，2026-01-05"
    assert due["impact_assessment"].evidence == "2026-05-20 PIA-2026-07"
    assert [each.duty for each in due.values()] == [
        "notice", "separate_consent", "impact_assessment", "records", "security", "incidents"
    ]  # fmt: skip
    assert all(each.article and each.article_zh and each.text and each.text_en for each in due.values())


def test_what_the_register_does_not_say_is_missing_and_named():
    due = listed(export())
    assert {each.state for each in due.values()} == {"missing"}
    assert due["notice"].note_en == "the register does not say: notice"
    assert due["notice"].note == "登记册未写明：notice"
    assert due["separate_consent"].note_en == "the register does not say: basis"


@pytest.mark.parametrize(
    ("duties", "state", "note"),
    [
        ("", "missing", "the register does not say: basis"),
        ('basis = "consent"', "missing", "the register does not say: separate_consent"),
        (
            'basis = "consent"\nseparate_consent = " "',
            "missing",
            "the register does not say: separate_consent",
        ),
        ('basis = "consent"\nseparate_consent = "x"', "shown", ""),
        ('separate_consent = "x"', "shown", ""),
        ('basis = "contract"', "not_asked", "the basis is contract, not consent; notice stays due"),
        ('basis = "emergency"', "not_asked", "the basis is emergency, not consent; notice stays due"),
    ],
)
def test_separate_consent_is_asked_for_only_where_consent_is_the_basis(duties, state, note):
    due = listed(export(duties=duties))
    assert (due["separate_consent"].state, due["separate_consent"].note_en) == (state, note)
    assert due["notice"].state == "missing"  # which is never waived


def test_every_basis_has_a_chinese_name():
    assert tuple(BASES_ZH) == BASES


@pytest.mark.parametrize(
    ("finished", "state"),
    [("2026-06-29", "shown"), ("2026-06-30", "shown"), ("2026-07-01", "missing"), ("2020-01-01", "shown")],
)
def test_an_impact_assessment_is_finished_before_the_data_leave(finished, state):
    assert states(export(duties=ASSESSED.format(day=finished)))["impact_assessment"] == state


@pytest.mark.parametrize(
    ("filed", "on", "state", "note"),
    [
        ("", date(2026, 6, 15), "missing", "the register does not say: filed"),  # the tenth working day
        ("", date(2026, 6, 16), "overdue", "the register does not say: filed"),
        ("filed = 2026-06-15", ON, "shown", ""),
        ("filed = 2026-06-16", ON, "shown", "filed late, on 2026-06-16"),
        ("filed = 2026-07-05", ON, "overdue", "the register does not say: filed"),  # only planned
    ],
)
@pytest.mark.parametrize("type_", ["standard_contract", "gba_standard_contract"])
def test_a_contract_is_filed_within_ten_working_days_of_taking_effect(type_, filed, on, state, note):
    contract = clearance("scc", type_, "2026-06-01", more=f"expires = 2029-05-31\n{filed}")
    due = listed(export(), contract, on=on)["filing"]
    assert (due.state, due.note_en, due.until, due.clearance) == (state, note, date(2026, 6, 15), "scc")
    assert not due.provisional


@pytest.mark.parametrize(
    ("finished", "filed", "on", "state", "until"),
    [
        ("2026-03-10", "2026-06-09", ON, "shown", date(2026, 6, 9)),  # the last day of three months
        ("2026-03-10", "2026-06-10", ON, "missing", None),  # a day too old
        ("2026-06-10", "2026-06-10", ON, "shown", date(2026, 9, 9)),
        ("2026-06-11", "2026-06-10", ON, "missing", None),  # made after the filing
        ("2026-03-10", None, date(2026, 6, 9), "shown", date(2026, 6, 9)),
        ("2026-03-10", None, date(2026, 6, 10), "overdue", date(2026, 6, 9)),
        (None, "2026-06-10", ON, "missing", None),
        ("2026-08-01", None, ON, "missing", None),  # only planned
    ],
)
def test_the_assessment_of_a_filing_is_three_months_old_at_most(finished, filed, on, state, until):
    duties = "" if finished is None else ASSESSED.format(day=finished)
    more = "expires = 2029-05-31" + ("" if filed is None else f"\nfiled = {filed}")
    due = listed(export(duties=duties), clearance("scc", "standard_contract", "2026-06-01", more=more), on=on)
    assert (due["impact_window"].state, due["impact_window"].until) == (state, until)


def test_contracts_that_ended_or_are_with_others_ask_for_nothing():
    ended = clearance("old", "standard_contract", "2023-06-01", more="expires = 2026-06-29")
    other = clearance(
        "sg", "standard_contract", "2026-06-01", recipients='["lab-sg"]', more="expires = 2029-05-31"
    )
    assessed = clearance("as", "security_assessment", "2026-06-01")
    assert "filing" not in listed(export(), ended, other, assessed)
    assert "filing" in listed(export(), ended, other, assessed, on=date(2026, 6, 29))


@pytest.mark.parametrize(
    ("more", "held", "on", "state", "until"),
    [
        ("important_since = 2026-05-01", (), date(2026, 6, 30), "missing", date(2026, 6, 30)),
        ("important_since = 2026-05-01", (), date(2026, 7, 1), "overdue", date(2026, 6, 30)),
        ("important_since = 2026-05-01", ("2026-06-20",), date(2026, 7, 1), "shown", None),
        ("important_since = 2026-05-01", ("2026-04-30",), date(2026, 7, 1), "overdue", date(2026, 6, 30)),
        ("important_since = 2023-05-01", ("2023-06-20",), date(2026, 6, 20), "overdue", date(2023, 6, 30)),
        ("important_since = 2025-12-31", (), date(2026, 1, 1), "missing", date(2026, 2, 27)),
        ("", (), ON, "missing", None),
    ],
)
def test_important_data_are_declared_within_two_months(more, held, on, state, until):
    tables = [
        clearance(f"as-{n}", "security_assessment", day, more="important_data = true")
        for n, day in enumerate(held)
    ]
    for word in ("notified", "published"):
        due = listed(export(more=f'important_data = "{word}"\n{more}'), *tables, on=on)["important_data"]
        assert (due.state, due.until) == (state, until)


def test_an_assessment_of_something_else_is_none_of_important_data():
    said = export(more='important_data = "notified"\nimportant_since = 2026-05-01')
    held = clearance("as", "security_assessment", "2026-06-20")
    assert listed(said, held, on=date(2026, 7, 1))["important_data"].state == "overdue"


@pytest.mark.parametrize("word", ["none", "suspected", "unknown"])
def test_nothing_is_declared_that_no_authority_called_important(word):
    assert "important_data" not in listed(export(more=f'important_data = "{word}"'))


def test_without_personal_information_only_important_data_leave_a_duty():
    assert listed(export(), personal=False) == {}
    important = export(more='important_data = "notified"\nimportant_since = 2026-06-01')
    assert set(listed(important, personal=False)) == {"important_data", ""}


def test_a_duty_that_nothing_in_the_register_shows_stays_open():
    due = listed(export(more='important_data = "notified"'))[""]
    assert (due.state, due.article, due.note_en) == ("missing", "NDSMR 33", "no key of the register shows it")


def test_the_words_of_the_register_leave_only_when_asked_for():
    due = listed(
        export(duties=SHOWN), clearance("scc", "standard_contract", "2026-06-01", more="expires = 2029-05-31")
    )
    for each in due.values():
        said = each.to_json()
        assert "evidence" not in said
        assert not any(
            word in str(said) for word in ("隐私政策", "弹窗", "PIA-2026", "档案室", "专线", "预案")
        )
        assert each.to_json(evidence=True) == said | {"evidence": each.evidence}
    assert due["filing"].to_json()["until"] == "2026-06-15"


@pytest.mark.parametrize("policy", shipped_policies(), ids=lambda policy: policy.id)
def test_every_shipped_policy_lists_its_duties(policy):
    tables = (
        export(duties=SHOWN),
        clearance("scc", "standard_contract", "2022-10-01", more="expires = 2029-05-31"),
    )
    due = listed(*tables, on=policy.in_force_from, policy=policy)
    assert {"notice", "separate_consent", "impact_assessment", "records", "security"} <= set(due)
    assert {due[key].state for key in ("notice", "separate_consent", "records", "security")} == {"shown"}


texts = st.one_of(st.just(""), st.sampled_from(["是", "yes"]))
duties_ = st.builds(
    Duties,
    basis=st.one_of(st.none(), st.sampled_from(BASES)),
    notice=texts,
    separate_consent=texts,
    impact_assessment=st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
    records=texts,
    security=texts,
    incidents=texts,
)


@given(duties_, st.sampled_from(["notice", "separate_consent", "records", "security", "incidents"]))
def test_saying_more_never_opens_a_duty(duties, key):
    said = register(export()).export("orders")
    less = {each.duty: each.state for each in checklist(POLICY, replace(said, duties=duties), ON)}
    more = replace(duties, **{key: "shown here"})
    after = {each.duty: each.state for each in checklist(POLICY, replace(said, duties=more), ON)}
    assert after == less | {key: "shown"}
