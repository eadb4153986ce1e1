"""What a clearance on file covers, and why it does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tongguan.clearance import CLEARANCE_TYPES, Clearance, clearance_covers
from tongguan.law.policy import OUTCOMES

CONTRACT = Clearance(
    id="scc-2026",
    type="standard_contract",
    recipients=("hq-de",),
    kinds=("person_name", "cn_mobile", "cn_resident_id"),
    sensitive=True,
    persons_max=500_000,
    sensitive_persons_max=9_999,
    effective=date(2026, 1, 15),
    expires=date(2029, 1, 14),
)
EXPORT = {
    "outcome": "contract_or_certification",
    "recipients": ("hq-de",),
    "kinds": {"person_name", "cn_mobile"},
    "general_persons": 120_000,
    "sensitive_persons": 3,
    "sends_sensitive": True,
    "on": date(2026, 6, 1),
}


SINCE = date(2026, 1, 10)


def reasons(clearance: Clearance = CONTRACT, **change: object) -> tuple[str, ...]:
    """Return them in English; in Chinese there are as many."""
    last = {"last_day": clearance.expires}
    found = clearance_covers(clearance, **(EXPORT | last | change))
    assert all(each.zh for each in found)
    return tuple(each.en for each in found)


def test_covers_what_it_was_given_for() -> None:
    assert reasons() == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"recipients": ("hq-us",)}, "it was not given for the recipient hq-us"),
        ({"recipients": ("hq-de", "cloud")}, "it was not given for the recipient cloud"),
        ({"kinds": {"cn_mobile", "health", "email"}}, "it was not given for email, health"),
        ({"general_persons": 500_001}, "it was given for 500,000 general persons, these are 500,001"),
        ({"sensitive_persons": 10_000}, "it was given for 9,999 sensitive persons, these are 10,000"),
        ({"general_persons": None}, "the number of general persons is unknown"),
        ({"sensitive_persons": None}, "the number of sensitive persons is unknown"),
        ({"on": date(2026, 1, 14)}, "it takes effect on 2026-01-15"),
        ({"on": date(2029, 1, 15)}, "it expired on 2029-01-14"),
        ({"outcome": "security_assessment"}, "a security assessment is needed, this is a standard contract"),
        ({"outcome": "hold"}, "no clearance meets the outcome hold"),
        ({"outcome": "prohibited"}, "no clearance meets the outcome prohibited"),
    ],
)
def test_says_what_it_does_not_cover(change: dict[str, object], says: str) -> None:
    assert reasons(**change) == (says,)


@pytest.mark.parametrize(
    "change",
    [
        {"on": date(2026, 1, 15)},  # the first day
        {"on": date(2029, 1, 14)},  # the last day
        {"general_persons": 500_000},
        {"sensitive_persons": 9_999},
        {"kinds": set()},
        {"kinds": set(CONTRACT.kinds)},
    ],
)
def test_covers_up_to_its_very_bounds(change: dict[str, object]) -> None:
    assert reasons(**change) == ()


def test_a_clearance_for_general_information_lets_no_sensitive_person_go() -> None:
    general = replace(CONTRACT, sensitive=False)
    assert reasons(general, sensitive_persons=0, sends_sensitive=True) == (
        "it was not given for sensitive personal information",
    )
    # Whom another export sent this year bears on the numbers, not on what is sent now.
    assert reasons(general, sensitive_persons=5, sends_sensitive=False) == ()


def test_a_clearance_that_names_no_number_covers_any() -> None:
    unnumbered = replace(CONTRACT, persons_max=None, sensitive_persons_max=None)
    assert reasons(unnumbered, general_persons=999_999, sensitive_persons=9_999) == ()


@pytest.mark.parametrize(
    ("expires", "last_day", "on", "says"),
    [
        (None, date(2029, 1, 14), date(2029, 1, 14), ()),
        (None, date(2029, 1, 14), date(2029, 1, 15), ("it expired on 2029-01-14",)),
        (None, None, date(2026, 6, 1), ("how long it lasts is not known: write `expires`",)),
    ],
)
def test_lasts_as_long_as_the_register_or_else_the_law_says(expires, last_day, on, says) -> None:
    assert reasons(replace(CONTRACT, expires=expires), last_day=last_day, on=on) == says


@pytest.mark.parametrize(
    ("filed", "on", "covered"),
    [
        (None, date(2026, 1, 29), True),  # the last day to file
        (None, date(2026, 1, 30), False),
        (date(2026, 2, 10), date(2026, 2, 11), True),  # filed late is filed
        (date(2027, 2, 10), date(2026, 2, 11), False),  # only planned
    ],
)
def test_a_contract_nobody_filed_in_time_covers_nothing(filed, on, covered) -> None:
    found = reasons(replace(CONTRACT, filed=filed), on=on, file_by=date(2026, 1, 29))
    assert found == (() if covered else ("it had to be filed by 2026-01-29, and was not by then",))


@pytest.mark.parametrize("type_", CLEARANCE_TYPES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_the_right_type_meets_an_outcome(type_: str, outcome: str) -> None:
    meets = outcome not in {"hold", "prohibited"} and (
        outcome != "security_assessment" or type_ == "security_assessment"
    )
    assert (reasons(replace(CONTRACT, type=type_), outcome=outcome) == ()) is meets


@pytest.mark.parametrize(
    ("given_for", "since", "effective", "covered"),
    [
        (True, SINCE, SINCE, True),
        (False, SINCE, SINCE, False),
        (True, SINCE, date(2026, 1, 9), False),  # assessed before anybody called them important
        (True, None, SINCE, False),
    ],
)
def test_important_data_are_covered_by_an_assessment_of_them_only(
    given_for, since, effective, covered
) -> None:
    assessment = replace(CONTRACT, type="security_assessment", important_data=given_for, effective=effective)
    found = reasons(assessment, outcome="security_assessment", important_data=True, important_since=since)
    assert (found == ()) is covered


def test_where_sensitive_persons_have_no_number_the_other_is_theirs_too() -> None:
    one_number = replace(CONTRACT, persons_max=10, sensitive_persons_max=None)
    assert reasons(one_number, general_persons=0, sensitive_persons=10) == ()
    assert reasons(one_number, general_persons=0, sensitive_persons=11) == (
        "it was given for 10 sensitive persons, these are 11",
    )


def test_gives_all_reasons_at_once() -> None:
    assert len(reasons(recipients=("x",), kinds={"email"}, general_persons=None, on=date(2030, 1, 1))) == 4


@given(
    kinds=st.sets(st.sampled_from(["person_name", "cn_mobile", "cn_resident_id", "email", "health"])),
    fewer=st.sets(st.sampled_from(["person_name", "cn_mobile", "cn_resident_id", "email", "health"])),
    persons=st.integers(0, 1_000_000),
    less=st.integers(0, 1_000_000),
)
def test_sending_less_is_never_covered_worse(
    kinds: set[str], fewer: set[str], persons: int, less: int
) -> None:
    if not reasons(kinds=kinds, general_persons=persons):
        assert not reasons(kinds=kinds & fewer, general_persons=min(persons, less))
