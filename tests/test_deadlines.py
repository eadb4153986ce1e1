"""The days of a register: how they are counted, how they stand, and what the command says."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from due_kit import BASE, ON, POLICY, clearance, export, register
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tongguan.clearance import Clearance
from tongguan.commands.deadlines import deadlines_command
from tongguan.deadlines import SOON_DAYS, deadlines
from tongguan.law.loading import load_policy, shipped_policies
from tongguan.law.policy import Cites, Validity
from tongguan.law.terms import extension, file_by, last_day, term_ends
from tongguan.law.workdays import working_day_before

HELD = Clearance(
    id="held", type="security_assessment", recipients=("hq-de",), kinds=("person_name",), sensitive=True,
    effective=date(2023, 6, 1),
)  # fmt: skip
days = st.dates(date(2005, 1, 1), date(2040, 1, 1))


def found(*tables, on=ON, policy=POLICY):
    """Return the deadlines by what and whom they are about."""
    return {(each.what, each.about): each for each in deadlines(register(*tables), policy, on)}


# --- Terms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 15), 36, date(2029, 1, 14)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (
            date(2024, 2, 29),
            36,
            date(2027, 2, 27),
        ),  # no 29 February: counted from the 28th, so never a day long
        (date(2025, 12, 31), 2, date(2026, 2, 27)),
        (date(2026, 11, 30), 3, date(2027, 2, 27)),
        (date(2026, 3, 10), 3, date(2026, 6, 9)),
        (date(9999, 1, 1), 36, date.max),
    ],
)
def test_a_term_ends_before_its_date_comes_round(day, months, last):
    assert term_ends(day, months) == last


@given(days, st.integers(1, 60), st.integers(0, 400), st.integers(0, 12))
def test_a_term_is_never_longer_for_an_earlier_day_or_fewer_months(day, months, later, more):
    assert term_ends(day, months) <= term_ends(day + timedelta(days=later), months + more)
    assert term_ends(day, months) >= day + timedelta(days=27)


@pytest.mark.parametrize(
    ("type_", "expires", "last"),
    [
        ("security_assessment", None, date(2026, 5, 31)),
        ("certification", None, date(2026, 5, 31)),
        ("security_assessment", date(2029, 5, 31), date(2029, 5, 31)),
        ("standard_contract", date(2027, 1, 1), date(2027, 1, 1)),
        ("standard_contract", None, None),
        ("gba_standard_contract", None, None),
    ],
)
def test_what_the_register_leaves_out_lasts_as_long_as_the_law_says(type_, expires, last):
    assert last_day(replace(HELD, type=type_, expires=expires), POLICY.validity) == last


def test_of_what_no_text_says_the_term_is_unknown():
    for clearance_ in (HELD, replace(HELD, type="certification"), replace(HELD, type="standard_contract")):
        assert last_day(clearance_, Validity()) is None
        assert extension(clearance_, Validity()) is None
        assert file_by(clearance_, Validity()) is None


@given(days)
def test_an_extension_is_asked_for_sixty_working_days_before_the_end(effective):
    held = replace(HELD, effective=effective)
    last = last_day(held, POLICY.validity)
    assert last is not None
    assert extension(held, POLICY.validity) == working_day_before(last, 60)


def test_only_assessments_are_extended_and_only_contracts_filed():
    assert extension(replace(HELD, type="certification"), POLICY.validity) is None
    assert file_by(HELD, POLICY.validity) is None
    assert file_by(replace(HELD, type="standard_contract"), POLICY.validity) == date(2023, 6, 15)


# --- How they stand ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 8, 30), "ahead"),
        (date(2026, 8, 31), "soon"),  # ninety days
        (date(2026, 11, 29), "soon"),  # the last day
        (date(2026, 11, 30), "expired"),
    ],
)
def test_an_assessment_ends_after_three_years(on, state):
    end = found(clearance("as", "security_assessment", "2023-11-30"), on=on)["end", "as"]
    assert (end.day, end.state, end.article) == (date(2026, 11, 29), state, "CBDF 9")
    assert end.text_en == "the security assessment lasts until then"
    assert end.text == "数据出境安全评估有效至该日"


@pytest.mark.parametrize(
    ("asked", "on", "state"),
    [
        ("", date(2026, 6, 2), "ahead"),
        ("", date(2026, 6, 3), "soon"),
        ("", date(2026, 9, 1), "soon"),
        ("", date(2026, 9, 2), "overdue"),
        ("extension_requested = 2026-09-01", date(2026, 9, 3), "met"),
        ("extension_requested = 2026-09-02", date(2026, 9, 3), "late"),
        ("extension_requested = 2026-09-04", date(2026, 9, 3), "overdue"),  # only planned
    ],
)
def test_an_extension_is_due_and_met(asked, on, state):
    # Back from 30 November 2026: 20 working days in November, 18 in October, 22 in September.
    table = clearance("as", "security_assessment", "2023-12-01", more=asked)
    due = found(table, on=on)["extension", "as"]
    assert (due.day, due.state) == (date(2026, 9, 1), state)
    assert "At most 20% more persons over the years to come (CAC Q&A 2026-07)" in due.text_en
    assert "asked on that very day, it is in time either way" in due.text_en


def test_what_was_granted_has_to_be_asked_for_again():
    extended = clearance(
        "as",
        "security_assessment",
        "2023-12-01",
        more="expires = 2029-11-29\nextension_requested = 2026-08-28",
    )
    held = found(extended, on=date(2026, 12, 1))
    assert held["extension", "as"].state == "ahead"
    assert "by its term alone until 2026-11-30" in held["end", "as"].text_en
    asked_again = extended.replace("2026-08-28", "2029-08-01")
    assert found(asked_again, on=date(2029, 9, 1))["extension", "as"].state == "met"


def test_a_clearance_that_another_follows_presses_nobody():
    old = clearance("old", "security_assessment", "2023-06-01")
    new = clearance("new", "security_assessment", "2026-05-20", kinds='["person_name", "email"]')
    held = found(old, new)
    assert (held["end", "old"].state, held["end", "new"].state) == ("met", "ahead")
    assert held["end", "old"].text_en.endswith("; new follows it")
    assert ("extension", "old") not in held


@pytest.mark.parametrize(
    "new",
    [
        clearance("new", "security_assessment", "2026-06-02"),  # a day without any
        clearance("new", "security_assessment", "2026-05-20", kinds='["email"]'),
        clearance("new", "security_assessment", "2026-05-20", recipients='["lab-sg"]'),
        clearance("new", "security_assessment", "2026-05-20").replace(
            "sensitive = true", "sensitive = false"
        ),
        clearance("new", "certification", "2026-05-20"),
        clearance("new", "security_assessment", "2023-01-01"),
    ],
)
def test_what_leaves_a_gap_or_covers_less_follows_nothing(new):
    held = found(clearance("old", "security_assessment", "2023-06-01"), new, on=date(2026, 6, 2))
    assert held["end", "old"].state == "expired"


@pytest.mark.parametrize(
    ("filed", "on", "state"),
    [
        ("", date(2026, 6, 1), "soon"),
        ("", date(2026, 6, 15), "soon"),
        ("", date(2026, 6, 16), "overdue"),
        ("filed = 2026-06-15", ON, "met"),
        ("filed = 2026-06-16", ON, "late"),
    ],
)
def test_a_filing_is_due_and_met(filed, on, state):
    table = clearance("scc", "standard_contract", "2026-06-01", more=f"expires = 2029-05-31\n{filed}")
    due = found(table, on=on)["filing", "scc"]
    assert (due.day, due.state, due.article, due.provisional) == (date(2026, 6, 15), state, "SCCM 7", False)
    assert due.text_en == "file the contract: 10 working days after it took effect on 2026-06-01"


def test_a_contract_of_the_greater_bay_area_cites_its_own_text():
    table = clearance("gba", "gba_standard_contract", "2026-06-01", more="expires = 2029-05-31")
    assert found(table)["filing", "gba"].article == "GBA contract"


@pytest.mark.parametrize(
    ("filed", "on", "state"),
    [
        ("", date(2026, 6, 9), "soon"),
        ("", date(2026, 6, 10), "overdue"),
        ("filed = 2026-06-05", date(2026, 6, 10), None),
        ("filed = 2026-07-01", date(2026, 6, 10), "overdue"),
    ],
)
def test_an_impact_assessment_serves_a_filing_for_three_months(filed, on, state):
    assessed = export(duties="impact_assessment = 2026-03-10")
    contract = clearance("scc", "standard_contract", "2026-06-01", more=f"expires = 2029-05-31\n{filed}")
    due = found(assessed, contract, on=on).get(("impact_assessment", "orders"))
    assert (due and (due.day, due.state)) == (state and (date(2026, 6, 9), state))
    assert ("impact_assessment", "orders") not in found(assessed, on=on)  # nothing is to be filed


@pytest.mark.parametrize(
    ("held", "on", "state"),
    [
        ((), date(2026, 6, 30), "soon"),
        ((), date(2026, 7, 1), "overdue"),
        (("2026-06-20",), date(2026, 7, 1), "met"),
        (("2026-04-30",), date(2026, 7, 1), "overdue"),  # it was not about what was not important yet
    ],
)
def test_important_data_are_declared_within_two_months(held, on, state):
    said = export(more='important_data = "notified"\nimportant_since = 2026-05-01')
    tables = [
        clearance(f"as-{n}", "security_assessment", day, more="important_data = true")
        for n, day in enumerate(held)
    ]
    due = found(said, *tables, on=on)["important_data", "orders"]
    assert (due.day, due.state) == (date(2026, 6, 30), state)


def test_the_soonest_comes_first():
    tables = [
        clearance("as", "security_assessment", "2025-01-01"),
        clearance("scc", "standard_contract", "2026-06-01", more="expires = 2027-05-31"),
        clearance("cert", "certification", "2026-01-01"),
    ]
    held = deadlines(register(*tables), POLICY, ON)
    assert [each.day for each in held] == sorted(each.day for each in held)
    assert {each.what for each in held} == {"end", "extension", "filing"}


def test_without_a_published_calendar_the_day_is_provisional_and_says_so():
    due = found(clearance("as", "security_assessment", "2030-01-01"))["extension", "as"]
    assert due.provisional
    assert due.text_en.endswith("and the day is as early as it can be")
    assert "in time either way" not in due.text_en
    assert "暂定" in due.text


def test_a_term_without_an_article_cites_its_policy():
    silent = replace(POLICY, cites=Cites())
    end = found(clearance("as", "security_assessment", "2025-01-01"), policy=silent)["end", "as"]
    assert (end.article, end.article_zh) == (POLICY.id, POLICY.title)


@pytest.mark.parametrize("policy", shipped_policies(), ids=lambda policy: policy.id)
def test_every_term_of_a_shipped_policy_has_an_article(policy):
    for term in Validity.__struct_fields__:
        stated = getattr(policy.validity, term) is not None
        assert (getattr(policy.cites, term) is not None) is stated, term


@given(st.dates(date(2022, 9, 1), date(2028, 1, 1)), st.dates(date(2022, 9, 1), date(2028, 1, 1)))
def test_as_days_pass_nothing_unmet_becomes_less_pressing(effective, on):
    tables = register(clearance("as", "security_assessment", effective.isoformat()))
    order = ["ahead", "soon", "overdue", "expired"]
    before = {each.what: each for each in deadlines(tables, POLICY, on)}
    after = {each.what: each for each in deadlines(tables, POLICY, on + timedelta(days=30))}
    for what in before.keys() & after.keys():
        assert before[what].day == after[what].day
        assert order.index(before[what].state) <= order.index(after[what].state)
        assert (before[what].state == "soon") is (0 <= (before[what].day - on).days <= SOON_DAYS)


# --- The command -------------------------------------------------------------------------------------


def run(tmp_path, *tables, on, more=()):
    path = tmp_path / "tongguan.toml"
    path.write_text("\n".join((BASE, *tables)), "utf-8")
    return CliRunner().invoke(deadlines_command, ["--register", str(path), "--on", on, *more])


def test_the_command_ends_with_one_if_something_presses(tmp_path):
    table = clearance("as", "security_assessment", "2023-12-01")
    calm = run(tmp_path, table, on="2026-09-01")
    assert (calm.exit_code, "2026-09-01" in calm.stdout, "overdue" in calm.stdout) == (0, True, False)
    pressing = run(tmp_path, table, on="2026-09-02")
    assert (pressing.exit_code, "overdue" in pressing.stdout) == (1, True)


def test_the_command_prints_json_and_nothing_else(tmp_path):
    table = clearance("as", "security_assessment", "2023-12-01", more='reference = "国网信评 2023-77"')
    said = json.loads(run(tmp_path, table, on="2026-09-02", more=["--json"]).stdout)
    policy = load_policy(date(2026, 9, 2))
    assert (said["schema"], said["on"]) == ("tongguan.deadlines/1", "2026-09-02")
    assert said["policy"] == {"id": policy.id, "sha256": policy.sha256}
    assert [each["what"] for each in said["deadlines"]] == ["extension", "end"]
    assert said["deadlines"][0] | {"text": "", "text_en": ""} == {
        "day": "2026-09-01", "what": "extension", "clearance": "as", "export": None, "state": "overdue",
        "article": "CBDF 9", "article_zh": "第九条", "text": "", "text_en": "", "provisional": False,
    }  # fmt: skip
    assert "国网信评" not in str(said)


def test_the_command_says_that_there_is_no_deadline(tmp_path):
    result = run(tmp_path, export(), on="2026-08-31")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "The register has no deadline.\n")
