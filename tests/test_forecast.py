"""How near the year is to each line, and about when it reaches it."""

from __future__ import annotations

from dataclasses import replace as swap
from datetime import UTC, date, datetime, timedelta

import pytest
from due_kit import HANDLER, ON, POLICY, Year
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import asks, exempt, file, opened, opens, persons
from msgspec.structs import replace

from tongguan.forecast import WARN_AT, forecast
from tongguan.law.lines import Line, lines
from tongguan.law.loading import load_policy, shipped_policies
from tongguan.law.policy import Bounds, Rule, When
from tongguan.ledger.entry import Kind

END = date(2026, 12, 31)
NOBODY = {"all": 0, "general": 0, "sensitive": 0}


def policy_of(*numbers, fact="general_persons"):
    """Return a policy with lines at those numbers of persons."""
    rules = tuple(
        Rule(
            id=f"at-{n}", article=f"A {n}", article_zh=f"第{n}条", means="…", means_en="…",
            outcome="security_assessment", when=When(**{fact: Bounds(at_least=n)}),
        )
        for n in numbers
    )  # fmt: skip
    return replace(POLICY, rules=rules)


def look(year, line, *, on=ON, counts=None, fact="general_persons"):
    """Return the outlook on one line."""
    (found,) = forecast(
        policy_of(line, fact=fact), counts or year.counts, year.entries, on, handler=HANDLER, ciio=False
    )
    return found


def steady(*, days, each, first=date(2026, 1, 1), step=1):
    """Return a year in which on every *step*-th day so many new persons are sent."""
    year = Year()
    for number in range(days):
        start = number * each
        year.send(first + timedelta(days=number * step), range(start, start + each))
    return year


# --- Lines -------------------------------------------------------------------------------------------


def test_the_lines_of_the_provisions_are_read_off_its_rules():
    found = {(each.counted, each.at, each.outcome, each.article) for each in lines(POLICY)}
    assert {
        ("general", 100_000, "contract_or_certification", "CBDF 8"),
        ("general", 1_000_000, "security_assessment", "CBDF 7(1)(2)"),
        ("sensitive", 1, "contract_or_certification", "CBDF 8"),
        ("sensitive", 10_000, "security_assessment", "CBDF 7(1)(2)"),
    } <= found
    assert lines(POLICY, ciio=False) == lines(POLICY)


def test_the_number_matters_to_no_operator_of_critical_infrastructure():
    assert lines(POLICY, ciio=True) == ()
    assert forecast(POLICY, NOBODY, (), ON, handler=HANDLER, ciio=True) == ()


def test_every_line_of_a_shipped_policy_is_one_of_its_rules():
    for policy in shipped_policies():
        stated = {
            test.at_least for rule in policy.rules for fact, test in rule.when.tests()
            if isinstance(test, Bounds) and fact not in {"persons", "processed_persons"}
        }  # fmt: skip
        assert {each.at for each in lines(policy)} == stated - {0}


def test_of_two_rules_that_begin_at_a_number_the_first_is_cited():
    (rule,) = policy_of(7).rules
    (line,) = lines(replace(POLICY, rules=(rule, replace(rule, article="B"))))
    assert line == Line("general", 7, "security_assessment", "A 7", "第7条")


def test_an_exception_for_some_draws_no_line():
    (rule,) = policy_of(7).rules
    for fact, test in (("gba_contract", True), ("scenario", "other"), ("list_outcome", "exempt")):
        exception = replace(rule, when=When(general_persons=Bounds(at_least=7), **{fact: test}))
        assert lines(replace(POLICY, rules=(exception,))) == ()


def test_a_policy_that_counts_the_year_before_too_has_no_forecast():
    assert forecast(load_policy(date(2023, 7, 1)), NOBODY, (), date(2023, 7, 1), handler=HANDLER) == ()


# --- Warnings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "percent", "warns"),
    [
        (0, 0, False), (49_999, 0, False), (50_000, 50, True), (79_999, 50, True), (80_000, 80, True),
        (94_999, 80, True), (95_000, 95, True), (99_999, 95, True), (100_000, 100, False), (100_001, 100, False),
    ],
)  # fmt: skip
def test_warns_at_half_at_80_and_at_95_percent(count, percent, warns):
    found = look(Year(), 100_000, counts=NOBODY | {"general": count})
    assert (found.percent, found.warns, found.pace == "reached") == (percent, warns, percent == 100)
    assert found.early is found.late is None


def test_every_line_of_the_policy_is_looked_at_but_that_of_one_person():
    counts = {"all": 60_000, "general": 60_000, "sensitive": 8_000}
    found = forecast(POLICY, counts, (), ON, handler=HANDLER)
    seen = {(each.line.counted, each.line.at): (each.count, each.percent) for each in found}
    assert seen["general", 100_000] == (60_000, 50)
    assert seen["general", 1_000_000] == (60_000, 0)
    assert seen["sensitive", 10_000] == (8_000, 80)
    assert ("sensitive", 1) not in seen


@pytest.mark.parametrize(
    ("fact", "name", "zh"),
    [
        ("general_persons", "general persons", "累计出境个人信息人数（不含敏感个人信息）"),
        ("sensitive_persons", "sensitive persons", "累计出境敏感个人信息人数"),
        ("all_persons", "persons", "累计出境人数"),
    ],
)
def test_says_it_in_a_sentence(fact, name, zh):
    counts = {"all": 812, "general": 812, "sensitive": 812}
    found = look(Year(), 1000, counts=counts, fact=fact)
    assert found.text_en == (
        f"{name}: 812 of 1,000 (A 1000), 188 to go, 80% is reached; "
        "exports on fewer than 3 days: too few for a forecast"
    )
    assert (
        found.text == f"{zh}：812人，界限1,000人（第1000条），尚余188人，已达80%；出境日期少于3天，不足以预测"
    )
    reached = look(Year(), 800, counts=counts, fact=fact)
    assert (reached.text_en, reached.text) == (
        f"{name}: 812 of 800 (A 800), the line is reached", f"{zh}：812人，界限800人（第800条），已达到"
    )  # fmt: skip


# --- Forecast ----------------------------------------------------------------------------------------


def test_a_steady_year_reaches_the_line_on_one_day():
    year = steady(days=181, each=10)  # ten a day up to 30 June
    found = look(year, 2000)
    assert (found.count, found.pace, found.early, found.late) == (
        1810, "expected", ON + timedelta(days=19), ON + timedelta(days=19)
    )  # fmt: skip
    assert found.text_en.endswith("at the pace so far about 2026-07-19")
    assert found.text.endswith("按目前进度，约2026-07-19达到")


def test_a_year_that_slows_down_is_told_from_early_to_late():
    year = steady(days=91, each=20)  # twenty a day up to 1 April
    for number in range(90):
        year.send(date(2026, 4, 2) + timedelta(days=number), range(5000 + number, 5001 + number))
    found = look(year, 2200)  # 1,910 now: 10.55 a day this year, one a day lately
    assert (found.count, found.early, found.late) == (1910, ON + timedelta(days=28), None)
    assert found.text_en.endswith("from 2026-07-28 on, or not this year")
    nearer = look(year, 2000)
    assert (nearer.early, nearer.late) == (ON + timedelta(days=9), ON + timedelta(days=90))
    assert nearer.text_en.endswith("at the pace so far between 2026-07-09 and 2026-09-28")
    assert nearer.text.endswith("按目前进度，预计2026-07-09至2026-09-28之间达到")


def test_a_line_beyond_december_is_not_this_year():
    found = look(steady(days=181, each=10), 10_000)
    assert (found.pace, found.early, found.late, found.warns) == ("not_this_year", None, None, False)
    assert found.text_en.endswith("8,190 to go; not this year at the pace so far")


def test_the_last_day_of_the_year_is_this_year():
    year = steady(days=181, each=1)
    last = look(year, 181 + 184)  # one a day, 184 days to 31 December
    assert (last.early, last.late) == (END, END)
    assert look(year, 181 + 185).pace == "not_this_year"


@pytest.mark.parametrize(("days", "pace"), [(0, "too_few"), (1, "too_few"), (2, "too_few"), (3, "expected")])
def test_fewer_than_three_days_tell_nothing(days, pace):
    assert look(steady(days=days, each=10, first=date(2026, 6, 1)), 50).pace == pace


def test_many_exports_of_one_day_are_one_day():
    year = Year()
    for number in range(5):
        year.send(date(2026, 6, 1), range(number * 10, number * 10 + 10))
    assert look(year, 100).pace == "too_few"


def test_persons_who_come_again_add_nothing():
    once, again = Year(), Year()
    for number in range(20):
        day = date(2026, 6, 1) + timedelta(days=number)
        once.send(day, range(number * 10, number * 10 + 10))
        again.send(day, range(number * 10 + 10))  # with everybody before
    assert look(once, 500) == swap(look(again, 500), one_more=look(once, 500).one_more)


def test_exempt_voided_and_foreign_exports_are_passed_over():
    year = steady(days=20, each=10, first=date(2026, 6, 1))
    alone = look(year, 500)
    year.send(date(2026, 6, 25), range(9000, 9300), counted=False)
    voided = year.send(date(2026, 6, 26), range(8000, 8100))
    year.void(voided)
    year.post(year.entries[0])
    other = Year(handler="91350100M000100Y44")
    other.send(date(2026, 6, 27), range(7000, 7300))
    next_year = swap(year.entries[0], seq=99, run="x", year=2025, leaves_on=date(2025, 6, 1))
    year.entries += [*other.entries, next_year]
    assert look(year, 500) == alone


def test_what_was_added_by_hand_counts_on_the_day_it_left():
    year = steady(days=3, each=10, first=date(2026, 6, 1))
    late = look(year, 1000)
    year.send(date(2026, 1, 5), range(5000, 5600), kind=Kind.ADD)
    found = look(year, 1000)
    assert found.count == 630
    assert found.early < late.early if late.early else found.early
    assert found.late is None  # thirty in the last ninety days: more than a year for what is missing


def test_says_where_one_more_large_export_is_enough():
    year = steady(days=3, each=10, first=date(2026, 1, 1))
    year.send(date(2026, 2, 1), range(1000, 1400))
    found = look(year, 830)
    assert (found.count, found.one_more, found.warns) == (430, True, True)
    assert found.text_en.endswith("one more export that adds as many as the largest so far reaches it")
    assert found.text.endswith("再有一次新增人数与迄今最大一次相当的出境即达到")
    assert not look(year, 831).one_more
    assert not look(year, 430).one_more  # reached already


def test_early_in_the_year_the_pace_is_that_of_the_days_there_were():
    year = steady(days=10, each=10)
    found = look(year, 200, on=date(2026, 1, 10))
    assert (found.early, found.late) == (date(2026, 1, 20), date(2026, 1, 20))


def test_an_export_about_to_leave_counts_on_its_day():
    year = steady(days=30, each=10, first=date(2026, 6, 1))
    counts = year.counts | {"general": 400}
    assert look(year, 500, counts=counts).early < look(year, 500).early


def test_json_has_days_and_words_only():
    said = look(steady(days=181, each=10), 2000).to_json()
    assert said | {"text": "", "text_en": ""} == {
        "persons": "general", "line": 2000, "outcome": "security_assessment", "article": "A 2000",
        "article_zh": "第2000条", "count": 1810, "percent": 80, "pace": "expected", "early": "2026-07-19",
        "late": "2026-07-19", "one_more": False, "text": "", "text_en": "",
    }  # fmt: skip


def test_reads_what_a_ledger_wrote(tmp_path):
    handler = "tongguan-trading"
    with opened(tmp_path) as ledger:
        for number in range(4):
            day = date(2026, 5, 1) + timedelta(days=number)
            now = datetime(2026, 5, 1 + number, 2, tzinfo=UTC)
            people = persons(*range(number * 10, number * 10 + 10))
            asked = asks(ledger, f"r{number}", people, handler=handler, leaves_on=day, files=(f"{number}",))
            ledger.reserve(asked, exempt if number == 3 else opens, now)
        entries = ledger.entries(2026)
    assert len(file("a")) == 64
    counts = {"all": 30, "general": 30, "sensitive": 0}
    (found,) = forecast(policy_of(60), counts, entries, date(2026, 5, 4), handler=handler)
    # 30 persons in the 124 days of the year up to 4 May, and in the last 90 of them.
    assert (found.pace, found.early, found.late) == (
        "expected", date(2026, 5, 4) + timedelta(days=90), date(2026, 5, 4) + timedelta(days=124)
    )  # fmt: skip


# --- Laws --------------------------------------------------------------------------------------------

exports = st.lists(st.tuples(st.integers(0, 180), st.integers(0, 40), st.booleans()), min_size=1, max_size=12)


def made(sent):
    """Return a year in which on the n-th day so many persons left, new or seen before."""
    year, seen = Year(), 0
    for day, number, new in sent:
        start = seen if new else max(0, seen - number)
        year.send(date(2026, 1, 1) + timedelta(days=day), range(start, start + number))
        seen = max(seen, start + number)
    return year


def order(day):
    return day or date.max


@given(exports, st.integers(2, 400), st.integers(0, 11), st.integers(1, 50))
def test_more_new_persons_never_give_a_later_date(sent, line, which, more):
    year, fuller = made(sent), made(sent)
    day = date(2026, 1, 1) + timedelta(days=sent[which % len(sent)][0])
    fuller.send(day, range(100_000, 100_000 + more))
    before, after = look(year, line), look(fuller, line)
    if before.pace == "reached":
        assert after.pace == "reached"
    elif before.pace != "too_few" and after.pace != "reached":
        assert order(after.early) <= order(before.early)
        assert order(after.late) <= order(before.late)
    assert after.percent >= before.percent


@given(exports, st.integers(2, 400), st.integers(1, 200))
def test_a_higher_line_is_never_reached_sooner(sent, line, more):
    year = made(sent)
    low, high = look(year, line), look(year, line + more)
    assert high.percent <= low.percent
    if low.pace in {"expected", "not_this_year"}:
        assert order(low.early) <= order(high.early)
        assert order(low.late) <= order(high.late)


@given(exports, st.integers(2, 400), st.integers(2, 30))
def test_as_many_times_the_persons_reach_as_many_times_the_line_on_the_same_day(sent, line, times):
    year = made(sent)
    scaled = [
        swap(entry, totals=swap(entry.totals, general=type(entry.totals.general)(
            *(times * getattr(entry.totals.general, name) for name in ("before", "new", "after"))
        )))
        for entry in year.entries
    ]  # fmt: skip
    once = look(year, line)
    (more,) = forecast(
        policy_of(times * line), year.counts | {"general": times * once.count}, scaled, ON, handler=HANDLER
    )
    assert (more.pace, more.early, more.late, more.percent, more.one_more) == (
        once.pace, once.early, once.late, once.percent, once.one_more
    )  # fmt: skip


@given(exports, st.integers(2, 400))
def test_a_date_is_after_today_this_year_and_early_before_late(sent, line):
    found = look(made(sent), line)
    assert (found.early is not None) is (found.pace == "expected")
    if found.early is not None:
        assert ON < found.early <= (found.late or END) <= END
    assert found.percent in {0, *WARN_AT, 100}
