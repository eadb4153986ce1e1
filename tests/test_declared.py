"""What is declared, held against what was found: scenarios, clearances, regimes, levels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from declared_kit import EVIDENCE, ON, REGISTER, case, found
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tongguan.case import Case, Persons
from tongguan.clearance import CLEARANCE_TYPES
from tongguan.errors import RegisterError
from tongguan.judging import judge
from tongguan.law.policy import OUTCOMES
from tongguan.ledger.year import Change
from tongguan.register import parse_register
from tongguan.scanning.scan import Important


def decided(verdict):
    return verdict.status, verdict.outcome, verdict.articles


def because(verdict, rule):
    return next(reason.because for reason in verdict.reasons if reason.rule == rule)


# --- Scenarios -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scenario",
    [
        "international_trade",
        "cross_border_transport",
        "academic_cooperation",
        "cross_border_manufacturing",
        "marketing",
    ],
)
def test_an_export_declared_free_of_personal_information_shuts_on_any(scenario) -> None:
    verdict = judge(case(scenario=scenario), found(general=1))
    assert verdict.status == "shut"
    assert verdict.articles[0] == "CAC Q&A 2025-04 Q4"
    assert "found cn_mobile, person_name" in because(verdict, "declaration")


@pytest.mark.parametrize(
    "kind", ["cn_mobile", "cn_resident_id", "social_security_no", "vehicle_plate", "cn_passport", "hashed_id"]
)
def test_domestic_persons_in_an_export_of_overseas_origin_are_looked_at(kind) -> None:
    verdict = judge(case(scenario="overseas_origin", export=EVIDENCE), found({"person_name", kind}))
    assert decided(verdict) == ("review", "hold", ("CBDF 4",))
    assert f"found {kind}, as people in China have" in because(verdict, "domestic")


@pytest.mark.parametrize("kinds", [{"person_name", "email"}, {"hk_id"}])
def test_an_export_of_overseas_origin_without_domestic_persons_is_exempt(kinds) -> None:
    verdict = judge(case(scenario="overseas_origin", export=EVIDENCE), found(kinds, sensitive=20_000))
    assert decided(verdict) == ("open", "exempt", ("CBDF 4",))
    assert not verdict.counted


def test_a_chinese_mobile_collected_overseas_is_one_of_the_declared_kinds() -> None:
    declared = EVIDENCE + 'kinds = ["person_name", "cn_mobile"]\n'
    verdict = judge(case(scenario="overseas_origin", export=declared), found())
    assert decided(verdict) == ("open", "exempt", ("CBDF 4",))
    beyond = judge(case(scenario="overseas_origin", export=declared), found({"cn_mobile", "cn_resident_id"}))
    assert beyond.status != "open"


@pytest.mark.parametrize("scenario", ["contract_necessity", "hr_management", "emergency"])
def test_a_kind_the_purpose_does_not_need_shuts(scenario) -> None:
    declared = EVIDENCE + 'kinds = ["person_name"]\n'
    assert judge(case(scenario=scenario, export=declared), found({"person_name"})).status == "open"
    verdict = judge(case(scenario=scenario, export=declared), found({"person_name", "religion"}))
    assert verdict.status == "shut"
    assert "found religion" in because(verdict, "declaration")


def test_fewer_kinds_than_the_purpose_needs_are_necessary_all_the_same() -> None:
    declared = EVIDENCE + 'kinds = ["person_name", "cn_mobile", "address"]\n'
    verdict = judge(
        case(scenario="contract_necessity", export=declared), found({"person_name"}, general=2_000_000)
    )
    assert decided(verdict) == ("open", "exempt", ("CBDF 5(1)(1)",))


@pytest.mark.parametrize("scenario", ["contract_necessity", "hr_management", "emergency", "overseas_origin"])
def test_a_scenario_without_evidence_is_not_claimed_and_says_so(scenario) -> None:
    declared = 'kinds = ["person_name", "cn_mobile"]\n'
    verdict = judge(case(scenario=scenario, export=declared), found(general=100_000))
    assert decided(verdict) == ("shut", "contract_or_certification", ("CBDF 8",))
    assert because(verdict, "evidence").startswith(f"scenario {scenario} is declared without `evidence`")


@pytest.mark.parametrize(
    ("duty", "on", "outcome", "article"),
    [
        ("true", date(2026, 6, 30), "exempt", "NDSMR 35(6)"),
        ("false", date(2026, 6, 30), "contract_or_certification", "CBDF 8"),
        ("true", date(2024, 12, 31), "contract_or_certification", "CBDF 8"),  # NDSMR is of 2025
    ],
)
def test_a_statutory_duty_exempts_only_where_the_handler_reads_it_so(duty, on, outcome, article) -> None:
    declared = EVIDENCE + 'kinds = ["person_name", "cn_mobile"]\n'
    asked = case(scenario="statutory_duty", export=declared, duty=duty, on=on)
    verdict = judge(asked, found(general=100_000))
    assert (verdict.outcome, verdict.articles) == (outcome, (article,))


# --- Regimes outside the Provisions --------------------------------------------------------------------


@pytest.mark.parametrize(
    "regime", ["state_secret", "core_data", "human_genetic_resources", "surveying_secret"]
)
def test_a_special_regime_holds_until_its_authority_agreed(regime) -> None:
    named = f'special_regime = "{regime}"\n'
    for contents in (found(), found(kinds=(), general=0)):
        verdict = judge(case(export=named), contents)
        assert (verdict.status, verdict.outcome) == ("review", "hold")
    permitted = judge(case(export=named + 'special_permit = "No. 12"\n'), found())
    assert decided(permitted) == ("open", "exempt", ("CBDF 5(1)(4)",))


def test_an_unknown_regime_holds_and_nobody_permits_it() -> None:
    assert judge(case(export='special_regime = "unknown"\n'), found()).status == "review"
    for regime in ('special_regime = "unknown"\n', ""):
        with pytest.raises(RegisterError, match="`special_permit` without `special_regime`"):
            case(export=f'{regime}special_permit = "we asked"\n')


@pytest.mark.parametrize("blank", ["\u200b", "\u3000", "…", "--"])
def test_what_has_no_letter_in_it_is_no_evidence_and_no_permit(blank) -> None:
    with pytest.raises(RegisterError, match="not blank"):
        case(export=f'evidence = ["{blank}"]\n')
    permit = f'special_regime = "core_data"\nspecial_permit = "{blank}"\n'
    assert judge(case(export=permit), found()).status == "review"


# --- Whom the data reach -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("restricted", "outcome"), [("false", "exempt"), ("true", "prohibited"), ('"unknown"', "hold")]
)
def test_whoever_the_recipient_gives_the_data_to_may_be_restricted_too(restricted, outcome) -> None:
    third = f'[recipients.third]\nname = "t"\ncountry = "SG"\nrestricted = {restricted}\n'
    assert judge(case(export='onward = ["third"]\n', more=third), found()).outcome == outcome


@pytest.mark.parametrize(("named", "status"), [('["hq"]', "shut"), ('["hq", "cloud"]', "open")])
def test_a_contract_names_all_the_data_reach(named, status) -> None:
    contract = CONTRACT.replace('["hq"]', named) + "filed = 2026-06-10\n"
    verdict = judge(case(export='onward = ["cloud"]\n', more=contract), found(general=150_000))
    assert verdict.status == status


def test_what_is_declared_off_a_list_is_claimed_with_evidence_only() -> None:
    verdict = judge(case(export="off_list = true\n"), found(general=2_000_000))
    assert verdict.outcome == "security_assessment"
    assert because(verdict, "evidence").startswith("`off_list` is declared without `evidence`")
    claimed = judge(case(export="off_list = true\n" + EVIDENCE), found(general=2_000_000))
    assert decided(claimed) == ("open", "exempt", ("CBDF 6",))


IMPORTANT = """
[clearances.sa]
type = "security_assessment"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = true
effective = {effective}
{more}
"""


@pytest.mark.parametrize(
    ("effective", "more", "status"),
    [
        ("2026-06-01", "important_data = true", "open"),
        ("2026-06-01", "", "shut"),  # it was about personal information
        ("2026-04-01", "important_data = true", "shut"),  # nobody had called the data important then
    ],
)
def test_important_data_leave_only_under_an_assessment_of_them(effective, more, status) -> None:
    asked = case(
        export="important_since = 2026-05-01\n", more=IMPORTANT.format(effective=effective, more=more)
    )
    asked = replace(asked, export=structs.replace(asked.export, important_data="notified"))
    verdict = judge(asked, found())
    assert (verdict.outcome, verdict.status) == ("security_assessment", status)


def test_what_is_shut_counts_if_it_leaves_with_a_mark() -> None:
    declared = EVIDENCE + 'kinds = ["person_name"]\n'
    verdict = judge(case(scenario="contract_necessity", export=declared), found({"person_name", "religion"}))
    assert (verdict.status, verdict.counted) == ("shut", True)
    assert verdict.counts["general"].after == 5


def test_what_is_prohibited_rests_on_its_own_article_whatever_is_hinted_at() -> None:
    third = '[recipients.third]\nname = "t"\ncountry = "SG"\nrestricted = true\n'
    hinted = replace(found(), hints=(Important("IH-10", "", "flow"),))
    verdict = judge(case(export='onward = ["third"]\n', more=third), hinted)
    assert decided(verdict) == ("shut", "prohibited", ("PIPL 42",))


# --- Clearances ----------------------------------------------------------------------------------------

BAY = """
[clearances.gba]
type = "gba_standard_contract"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = true
effective = 2026-01-05
expires = 2027-01-04
filed = 2026-01-09
"""


@pytest.mark.parametrize("place", ["深圳", "深圳市", "广东省深圳市南山区", "Shenzhen", "ｓｈｅｎｚｈｅｎ"])
def test_where_the_handler_is_may_be_written_in_full(place) -> None:
    verdict = judge(case(country="HK", more=BAY, place=place), found(general=1_000_000))
    assert verdict.status == "open"


@pytest.mark.parametrize("general", [100_000, 1_000_000, 5_000_000])
def test_a_greater_bay_contract_stands_in_for_contract_and_assessment(general) -> None:
    verdict = judge(case(country="HK", more=BAY), found(general=general))
    assert (verdict.status, verdict.outcome) == ("open", "contract_or_certification")
    assert verdict.clearance == "gba"


@pytest.mark.parametrize(
    "change",
    [
        {"country": "MO"},  # Macao has a contract of its own, which is not read here
        {"country": "DE"},
        {"country": "HK", "place": "上海"},
        {"country": "HK", "place": ""},
        {"country": "HK", "place": "中山东路100号，上海"},  # a street is no city
        {"country": "HK", "place": "Zhongshan Road 1, Shanghai"},
        {"country": "HK", "place": "深圳市，上海"},
        {"country": "HK", "place": "深圳市场路1号"},
        {"country": "HK", "export": 'onward = ["cloud"]\n'},  # 不得向大湾区以外提供
        {"country": "HK", "more": BAY.replace("2027-01-04", "2026-06-29")},
        {"country": "HK", "more": BAY.replace('"cn_mobile"', '"email"')},
    ],
)
def test_a_greater_bay_contract_is_no_use_outside_the_area_or_its_scope(change) -> None:
    asked = case(**({"more": BAY} | change))
    verdict = judge(asked, found(general=1_000_000))
    assert (verdict.status, verdict.outcome) == ("shut", "security_assessment")
    fewer = judge(asked, found(general=100_000))
    assert (fewer.status, fewer.outcome, fewer.clearance) == ("shut", "contract_or_certification", None)


@pytest.mark.parametrize("type_", ["standard_contract", "certification"])
def test_no_other_clearance_stands_in_for_an_assessment_in_the_area(type_) -> None:
    other = BAY.replace("gba_standard_contract", type_)
    verdict = judge(case(country="HK", more=other), found(general=1_000_000))
    assert (verdict.status, verdict.outcome) == ("shut", "security_assessment")


@pytest.mark.parametrize("first", [True, False])
def test_it_is_the_greater_bay_contract_that_is_named_where_it_stands_in(first) -> None:
    other = BAY.replace("gba_standard_contract", "standard_contract").replace(
        "clearances.gba", "clearances.scc"
    )
    held_both = BAY + other if first else other + BAY
    assert judge(case(country="HK", more=held_both), found(general=1_000_000)).clearance == "gba"


@pytest.mark.parametrize(("new", "status"), [(0, "open"), (1, "shut")])
def test_a_clearance_for_general_data_is_not_refused_for_what_left_before(new, status) -> None:
    earlier = found(general=150_000)
    totals = replace(earlier.totals, sensitive=Change(5, new, 5 + new))
    verdict = judge(case(more=CONTRACT + "filed = 2026-06-10\n"), replace(earlier, totals=totals))
    assert verdict.status == status


CONTRACT = """
[clearances.scc]
type = "standard_contract"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = false
persons_max = 200_000
effective = 2026-06-01
expires = 2028-05-31
"""


@pytest.mark.parametrize(
    ("filed", "on", "status"),
    [
        ("", date(2026, 6, 12), "open"),  # ten working days after 1 June are not over
        ("", date(2026, 6, 30), "shut"),
        ("filed = 2026-06-10\n", date(2026, 6, 30), "open"),
        ("", date(2026, 5, 31), "shut"),  # not effective yet
    ],
)
def test_a_contract_opens_from_the_day_it_takes_effect_and_if_it_is_filed(filed, on, status) -> None:
    verdict = judge(case(more=CONTRACT + filed, on=on), found(general=150_000))
    assert verdict.status == status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 3, 9), "shut"),
        (date(2026, 3, 10), "open"),
        (date(2029, 3, 9), "open"),  # three years, the day of the result the first
        (date(2029, 3, 10), "shut"),
    ],
)
@pytest.mark.parametrize("expires", ["", "expires = 2029-03-09\n"])
def test_an_assessment_lasts_three_years_where_no_last_day_is_written(on, status, expires) -> None:
    assessment = (
        """
[clearances.sa]
type = "security_assessment"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = true
effective = 2026-03-10
"""
        + expires
    )
    verdict = judge(case(more=assessment, on=on), found(general=2_000_000))
    assert verdict.status == status


@pytest.mark.parametrize(
    ("type_", "on", "status"),
    [
        ("security_assessment", date(2032, 3, 9), "open"),  # extended once, for three years more
        ("security_assessment", date(2032, 3, 10), "shut"),
        ("certification", date(2029, 3, 9), "open"),
        ("certification", date(2029, 3, 10), "shut"),
    ],
)
def test_no_register_makes_a_term_longer_than_the_law(type_, on, status) -> None:
    held = f"""
[clearances.c]
type = "{type_}"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = true
effective = 2026-03-10
expires = 2099-01-01
"""
    assert judge(case(more=held, on=on), found(general=150_000)).status == status


def held(name, type_, *, recipients, kinds, sensitive, persons, effective):
    """Return the table of a clearance."""
    return f"""
[clearances.{name}]
type = "{type_}"
recipients = {recipients}
kinds = {kinds}
sensitive = {sensitive}
persons_max = {persons}
effective = {effective}
expires = 2028-01-01
filed = {effective}
"""


clearances = st.builds(
    held,
    name=st.just("x"),
    type_=st.sampled_from(CLEARANCE_TYPES),
    recipients=st.sampled_from(['["hq"]', '["cloud"]', '["hq", "cloud"]']),
    kinds=st.sampled_from(['["person_name"]', '["person_name", "cn_mobile"]']),
    sensitive=st.sampled_from(["true", "false"]),
    persons=st.sampled_from([50, 150_000, 9_000_000]),
    effective=st.sampled_from(["2026-01-05", "2026-12-01"]),
)
counts = st.sampled_from([0, 1, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000])
places = st.sampled_from([("深圳", "HK"), ("深圳", "DE"), ("上海", "HK")])


def weight(verdict):
    return ("open", "review", "shut").index(verdict.status), OUTCOMES.index(verdict.outcome)


@given(clearances, clearances, counts, counts, places, st.booleans())
def test_an_added_clearance_never_gives_a_heavier_answer(
    first, second, general, sensitive, where, onward
) -> None:
    place, country = where
    export = 'onward = ["cloud"]\n' if onward else ""
    contents = found(general=general, sensitive=sensitive)
    tables = [
        "",
        first.replace("clearances.x", "clearances.a"),
        second.replace("clearances.x", "clearances.b"),
    ]
    weights = [
        weight(judge(case(place=place, country=country, export=export, more="".join(tables[:n])), contents))
        for n in (1, 2, 3)
    ]
    assert weights == sorted(weights, reverse=True)


@given(counts, counts, counts, counts, st.sampled_from(["other", "contract_necessity", "overseas_origin"]))
def test_more_persons_never_give_a_lighter_answer(general, sensitive, more, more_sensitive, scenario) -> None:
    asked = case(scenario=scenario, export=EVIDENCE + 'kinds = ["person_name", "cn_mobile"]\n')
    few = judge(asked, found(general=general, sensitive=sensitive))
    many = judge(asked, found(general=general + more, sensitive=sensitive + more_sensitive))
    if general or sensitive:  # nobody in an export that shows personal information is held
        assert weight(many) >= weight(few)


# --- Levels the handler sets ---------------------------------------------------------------------------


def test_a_kind_taken_for_sensitive_is_counted_so_and_told() -> None:
    asked = case(more='[[levels]]\nkind = "employee_no"\nlevel = "sensitive"\n')
    assert asked.catalogue.level("employee_no") == "sensitive"
    assert "takes employee_no for sensitive: stricter" in because(
        judge(asked, found({"employee_no"}, sensitive=1)), "level employee_no"
    )


def test_a_kind_is_loosened_only_with_a_reason_that_is_kept() -> None:
    loosened = '[[levels]]\nkind = "marital_status"\nlevel = "general"\n'
    with pytest.raises(RegisterError, match="`reason` is missing"):
        case(more=loosened)
    with pytest.raises(RegisterError, match="number that may be somebody's"):
        case(more=loosened + 'reason = "ask 13812345678"\n')
    with pytest.raises(RegisterError, match="is no kind of `none`"):
        case(more=loosened.replace("general", "none") + 'reason = "counsel"\n')
    asked = case(more=loosened + 'reason = "counsel, memo 4"\n')
    assert asked.catalogue.level("marital_status") == "general"
    verdict = judge(asked, found({"marital_status", "person_name"}))
    assert because(verdict, "level marital_status") == (
        "the register takes marital_status for general: counsel, memo 4"
    )


# --- The policies of before ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "policy"),
    [
        (date(2022, 9, 1), "cn-sam-2022"),
        (date(2023, 5, 31), "cn-sam-2022"),
        (date(2023, 6, 1), "cn-sam-sccm-2023"),
        (date(2024, 3, 21), "cn-sam-sccm-2023"),
        (date(2024, 3, 22), "cn-cbdf-2024"),
    ],
)
def test_an_export_is_judged_by_the_policy_of_its_day(on, policy) -> None:
    assert judge(case(on=on), found()).policy_id == policy


def test_the_old_policies_count_since_the_year_before() -> None:
    asked = case(on=date(2023, 7, 1))
    contents = found(general=60_000)
    assert judge(asked, contents).outcome == "contract_or_certification"
    before = replace(asked, last_year=Persons(40_000, 40_000, 0))
    assert judge(before, contents).outcome == "security_assessment"
    some = found(general=0, sensitive=5_001)
    assert judge(asked, some).outcome == "contract_or_certification"
    assert judge(replace(asked, last_year=Persons(4_999, 0, 4_999)), some).outcome == "security_assessment"


def test_a_contract_of_the_old_policies_covers_both_years() -> None:
    held_then = CONTRACT.replace("2026-06-01", "2023-06-05").replace("2028", "2026") + "filed = 2023-06-10\n"
    asked = case(on=date(2023, 7, 1), more=held_then.replace("200_000", "70_000"))
    assert judge(asked, found(general=60_000)).status == "open"
    assert judge(replace(asked, last_year=Persons(20_000, 20_000, 0)), found(general=60_000)).status == "shut"
    some = case(
        on=date(2023, 7, 1),
        more=held_then.replace("sensitive = false", "sensitive = true") + "sensitive_persons_max = 50\n",
    )
    assert judge(some, found(sensitive=40)).status == "open"
    for before, status in ((5, "open"), (10, "open"), (11, "shut"), (12, "shut")):
        both = replace(some, last_year=Persons(before, 0, before))
        assert judge(both, found(sensitive=40)).status == status


@pytest.mark.parametrize(
    ("processed", "outcome"),
    [("999_999", "contract_or_certification"), ("1_000_000", "security_assessment"), ('"unknown"', "hold")],
)
def test_the_old_policies_ask_how_many_persons_are_processed(processed, outcome) -> None:
    assert judge(case(on=date(2023, 7, 1), processed=processed), found()).outcome == outcome


# --- Negative lists ------------------------------------------------------------------------------------

CLAIM = """
[exports.e.negative_list]
list = "example-zone-2026"
sector = "零售"
scenario = "会员管理"
evidence = ["licence"]
absent_fields = ["消费偏好画像"]
"""


@pytest.fixture
def listed(tmp_path):
    """Return a case of an export that claims the invented list of the docs."""
    rows = Path(__file__).parent.parent / "docs" / "zones" / "example-rows.toml"
    (tmp_path / "rows.toml").write_bytes(rows.read_bytes())

    def of(*, place="示例自贸区", ciio="false", claim=CLAIM, files='["rows.toml"]'):
        text = REGISTER.format(
            scenario="other", export="", more=claim, duty="false", place=place, country="DE", processed=0
        )
        text = text.replace("[settings]", f"[settings]\nnegative_lists = {files}").replace(
            "ciio = false", f"ciio = {ciio}"
        )
        return Case.of(parse_register(text.encode(), "tongguan.toml", tmp_path), "e", ON)

    return of


def of_kinds(*kinds, general):
    contents = found(kinds, general=general)
    return replace(contents, every_kind=frozenset(kinds))


@pytest.mark.parametrize(
    ("general", "outcome", "status"),
    [
        (299_999, "exempt", "open"),
        (300_000, "contract_or_certification", "shut"),
        (1_999_999, "contract_or_certification", "shut"),
        (2_000_000, "security_assessment", "shut"),
    ],
)
def test_what_a_zones_list_asks_for_its_rows_decides(listed, general, outcome, status) -> None:
    verdict = judge(listed(), of_kinds("person_name", "cn_mobile", general=general))
    assert (verdict.outcome, verdict.articles, verdict.status) == (outcome, ("CBDF 6",), status)
    assert verdict.counted  # the list has lines of its own, to which they add
    assert verdict.lists_sha256


def test_kinds_off_the_list_are_exempt_and_not_counted(listed) -> None:
    verdict = judge(listed(), of_kinds("occupation", "gender", general=5_000_000))
    assert (verdict.outcome, verdict.articles) == ("exempt", ("CBDF 6",))
    assert not verdict.counted


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"place": "上海"}, "contract_or_certification"),  # registered elsewhere: the national tiers
        ({"ciio": "true"}, "security_assessment"),
        ({"ciio": '"unknown"'}, "hold"),
        ({"claim": CLAIM.replace('absent_fields = ["消费偏好画像"]\n', "")}, "contract_or_certification"),
    ],
)
def test_a_list_serves_only_whom_it_is_made_for(listed, change, outcome) -> None:
    verdict = judge(listed(**change), of_kinds("person_name", "cn_mobile", general=300_000))
    assert verdict.outcome == outcome
    assert any(reason.rule == "negative list" for reason in verdict.reasons)


def test_kinds_that_are_not_known_are_not_off_the_list(listed) -> None:
    assert judge(listed(), found({"occupation"}, general=5)).outcome == "hold"


# --- In both languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        case(scenario="marketing"),
        case(scenario="overseas_origin", export=EVIDENCE),
        case(scenario="emergency", export='kinds = ["person_name"]\n'),
        case(more=BAY),
        case(more=CONTRACT),
    ],
)
def test_every_reason_is_told_in_chinese_too(asked) -> None:
    for contents in (found(general=1_000_000, sensitive=3), found(known=False)):
        verdict = judge(asked, contents, unsure=() if contents.known else ("a column was not read",))
        assert all(reason.because_zh for reason in verdict.reasons)
