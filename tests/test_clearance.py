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
    "recipient": "hq-de",
    "kinds": {"person_name", "cn_mobile"},
    "general_persons": 120_000,
    "sensitive_persons": 3,
    "on": date(2026, 6, 1),
}


def reasons(clearance: Clearance = CONTRACT, **change: object) -> tuple[str, ...]:
    """Return them in English; in Chinese there are as many."""
    found = clearance_covers(clearance, **(EXPORT | change))
    assert all(each.zh for each in found)
    return tuple(each.en for each in found)


def test_covers_what_it_was_given_for() -> None:
    assert reasons() == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"recipient": "hq-us"}, "it was not given for the recipient hq-us"),
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
    assert reasons(general, sensitive_persons=1) == ("it was not given for sensitive personal information",)
    assert reasons(general, sensitive_persons=0) == ()


def test_a_clearance_that_names_no_number_covers_any() -> None:
    unnumbered = replace(CONTRACT, persons_max=None, sensitive_persons_max=None)
    assert reasons(unnumbered, general_persons=999_999, sensitive_persons=9_999) == ()


@pytest.mark.parametrize(
    ("expires", "last_day", "on", "says"),
    [
        (None, date(2029, 1, 14), date(2029, 1, 14), ()),
        (None, date(2029, 1, 14), date(2029, 1, 15), ("it expired on 2029-01-14",)),
        (date(2027, 1, 1), date(2029, 1, 14), date(2027, 1, 2), ("it expired on 2027-01-01",)),
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
    ],
)
def test_a_contract_nobody_filed_in_time_covers_nothing(filed, on, covered) -> None:
    found = reasons(replace(CONTRACT, filed=filed), on=on, file_by=date(2026, 1, 29))
    assert found == (() if covered else ("it had to be filed by 2026-01-29, and `filed` is not stated",))


@pytest.mark.parametrize("type_", CLEARANCE_TYPES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_the_right_type_meets_an_outcome(type_: str, outcome: str) -> None:
    meets = outcome not in {"hold", "prohibited"} and (
        outcome != "security_assessment" or type_ == "security_assessment"
    )
    assert (reasons(replace(CONTRACT, type=type_), outcome=outcome) == ()) is meets


def test_gives_all_reasons_at_once() -> None:
    assert len(reasons(recipient="x", kinds={"email"}, general_persons=None, on=date(2030, 1, 1))) == 4


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
