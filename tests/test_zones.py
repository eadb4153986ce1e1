"""Negative lists: what ships, what rows may say, and what a list does for an export."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tongguan.commands.lists import lists as command
from tongguan.errors import PolicyError
from tongguan.law.zone_lists import is_in, shipped_lists
from tongguan.law.zone_rows import ASKED, ListRows, Row, read_rows, read_zone_lists, zone_lists
from tongguan.law.zones import ListAnswer, negative_list

REPO = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "zones"
EXAMPLE = REPO / "docs" / "zones" / "example-rows.toml"
TRIAL = FOLDER / "clinical-trial.toml"
INVALID = sorted((FOLDER / "invalid").glob("*.toml"))
SHIPPED = shipped_lists()
LISTS = read_zone_lists([EXAMPLE, TRIAL])
DAY = date(2026, 6, 1)
UNSEEN = "消费偏好画像"


@dataclass(frozen=True)
class Claim:
    list: str = "example-zone-2026"
    sector: str = "零售"
    scenario: str = "会员管理"
    evidence: tuple[str, ...] = ("营业执照",)


def ask(claim=None, lists=LISTS, **given_) -> ListAnswer:
    """Ask of the example what an export of names asks, save for what is given."""
    facts = {
        "place": "示例自贸区",
        "ciio": False,
        "kinds": frozenset({"person_name"}),
        "persons": {"all": 10, "general": 10, "sensitive": 0},
        "on": DAY,
        "absent_fields": (UNSEEN,),
    }
    return negative_list(lists, claim or Claim(), **(facts | given_))


def said(answer: ListAnswer):
    return answer.applies, answer.off_list, answer.outcome


def edited(*changes: tuple[str, str]):
    """The example's rows with some words changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return zone_lists([read_rows(text.encode(), "edited.toml")])


# --- The lists that ship ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "dated", "size", "scope"),
    [
        ("tianjin-ftz-2024", date(2024, 5, 9), "13 classes, 45 or 46 subclasses", "FTZ"),
        ("beijing-ftz-2024", date(2024, 8, 30), "23 scenarios, 198 items", "FTZ"),
        ("shanghai-ftz-2024", date(2025, 2, 8), "6 scenarios, 84 items", "FTZ + Lingang"),
        ("hainan-2025", date(2025, 2, 20), "14 scenarios, 88 items", "FTP"),
        ("zhejiang-ftz-2025", date(2025, 4, 10), "8 scenarios, 134 items", "FTZ"),
        ("guangxi-ftz-2025", date(2025, 8, 8), "", "FTZ"),
        ("jiangsu-ftz-2025", date(2025, 8, 13), "21 scenarios", "FTZ"),
        ("chongqing-ftz-2025", date(2025, 9, 5), "9 scenarios, 110 items", "FTZ"),
        ("fujian-ftz-2025", date(2025, 12, 25), "26 scenarios, 298 items", "FTZ"),
        ("shanghai-2025", date(2026, 4, 24), "29 subclasses, 9 scenarios, 109 items", "whole city"),
        ("beijing-2025", date(2026, 5, 11), "67 scenarios, 612 items", "whole city"),
        ("guangdong-2026", date(2026, 5, 15), "7 scenarios, 67 items", "FTZ + Hetao"),
    ],
)
def test_ships_what_is_told_of_every_list(id_, dated, size, scope):
    found = SHIPPED[id_]
    assert (found.dated, found.size, found.scope_as_told) == (dated, size, scope)
    assert (found.scope == "whole_city") is (scope == "whole city")


def test_no_list_is_left_out_and_the_oldest_comes_first():
    assert len(SHIPPED) == 12
    assert all(one.dated < two.dated for one, two in pairwise(SHIPPED.values()))


@pytest.mark.parametrize("id_", SHIPPED)
def test_every_list_says_where_it_is_told_and_that_its_rows_do_not_ship(id_):
    found = SHIPPED[id_]
    assert (REPO / "src/tongguan/law/zones" / f"{id_}.toml").is_file()
    assert found.confidence == "S"
    assert found.sources
    assert found.rows == "not shipped: supply those of the list that applies to you"
    assert found.title_zh
    assert len(found.sectors) == len(found.sectors_zh) > 0
    assert bool(found.note) is bool(found.note_zh)
    assert (found.scope == "zone") is bool(found.within)


def test_a_later_edition_takes_the_place_of_an_older_one_of_the_same_city():
    taken = {(each.id, older) for each in SHIPPED.values() for older in each.supersedes}
    assert taken == {("beijing-2025", "beijing-ftz-2024"), ("shanghai-2025", "shanghai-ftz-2024")}


def test_only_of_shanghai_is_it_told_that_ciio_are_excluded():
    assert {each.id for each in SHIPPED.values() if each.ciio_excluded is not None} == {
        "shanghai-ftz-2024",
        "shanghai-2025",
    }


def test_filing_is_told_of_beijing_and_shanghai_only():
    told = {each.id: (each.filing, each.filing_workdays) for each in SHIPPED.values()}
    assert {id_: filing for id_, filing in told.items() if filing[0] != "unknown"} == {
        "beijing-ftz-2024": ("before", None),
        "beijing-2025": ("before", None),
        "shanghai-ftz-2024": ("after", 15),
        "shanghai-2025": ("after", None),
    }


# --- Places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "list_", "there"),
    [
        ("北京", "beijing-2025", True),
        ("Beijing", "beijing-2025", True),
        ("北京市朝阳区", "beijing-2025", True),
        ("北京自贸试验区", "beijing-2025", True),
        ("北京东路", "beijing-2025", None),
        ("上海市北京东路", "beijing-2025", False),
        ("上海", "beijing-2025", False),
        ("天津", "tianjin-ftz-2024", None),
        ("天津市滨海新区", "tianjin-ftz-2024", None),
        ("天津自贸试验区", "tianjin-ftz-2024", True),
        ("中国（天津）自由贸易试验区", "tianjin-ftz-2024", True),
        ("中国(天津)自由贸易试验区", "tianjin-ftz-2024", True),
        ("tianjin  ftz", "tianjin-ftz-2024", True),
        ("浙江自贸试验区", "tianjin-ftz-2024", False),
        ("深圳", "guangdong-2026", None),
        ("深圳，河套", "guangdong-2026", True),
        ("深圳、河套", "guangdong-2026", True),
        ("河套；上海", "guangdong-2026", None),
        ("", "beijing-2025", None),
        (" ， ", "beijing-2025", None),
        ("火星", "shanghai-2025", None),
        # Lists of other provinces may be used in Beijing, as told; how, nobody could read.
        ("北京", "shanghai-2025", None),
        ("北京市海淀区", "hainan-2025", None),
        ("上海", "hainan-2025", False),
        ("上海，天津", "hainan-2025", False),
        # A name that goes on is an address only if a district or a street follows.
        ("北京市", "beijing-2025", True),
        ("北京市石景山区", "beijing-2025", True),
        ("北京市经济技术开发区", "beijing-2025", True),
        ("北京市西长安街1号", "beijing-2025", True),
        ("上海市浦东新区", "shanghai-2025", True),
        ("北京市场街1号", "beijing-2025", None),
        ("北京市场东区", "beijing-2025", None),
        ("北京市政路", "beijing-2025", None),
        ("北京市某处", "beijing-2025", None),
        ("北京市南京市", "beijing-2025", None),
        ("北京市和南京鼓楼区", "beijing-2025", None),
        ("北京市 南京市鼓楼区", "beijing-2025", None),
        ("广西壮族自治区南宁市", "hainan-2025", False),
        ("广西壮族自治区某处", "hainan-2025", None),
        # One name more that is unknown or elsewhere
        ("北京，南京", "beijing-2025", None),
        ("北京，上海", "beijing-2025", None),
        ("北京；火星", "beijing-2025", None),
        ("上海，火星", "beijing-2025", None),
        ("天津，天津自贸试验区", "tianjin-ftz-2024", True),
        ("北京，中国", "beijing-2025", True),
        ("Beijing, China", "beijing-2025", True),
        ("中国", "beijing-2025", None),
        # A name in two parts, and two that make none
        ("北京，自贸区", "beijing-2025", True),
        ("河套，深圳", "guangdong-2026", None),
        ("北京市，南京市", "beijing-2025", None),
    ],
)
def test_a_place_is_the_lists_elsewhere_or_not_known(place, list_, there):
    assert is_in(place, SHIPPED[list_], SHIPPED) is there


# --- Rows ---------------------------------------------------------------------------------------


def test_reads_the_example():
    rows = LISTS.rows["example-zone-2026"]
    assert (rows.list.ciio_excluded, rows.complete, len(rows.rows)) == (True, True, 3)
    first, second, third = rows.rows
    assert first.kinds == {"person_name", "cn_mobile", "email", "account_id"}
    assert (first.unseen, second.unseen) == ((), (UNSEEN,))
    assert [tier.below for tier in first.tiers] == [300_000, 2_000_000, None]
    assert third.range(None) == third.range(0) == ("security_assessment",) * 2


@pytest.mark.parametrize("path", [EXAMPLE, TRIAL], ids=lambda path: path.stem)
def test_an_example_says_that_it_is_one(path):
    top = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert "INVENTED EXAMPLE" in top or "confidence S" in top


def test_the_digest_is_that_of_all_files_of_rows():
    assert read_zone_lists([]).sha256 is None
    assert read_zone_lists([TRIAL, EXAMPLE]).sha256 == LISTS.sha256
    assert len({LISTS.sha256, read_zone_lists([EXAMPLE]).sha256, edited(("20_000", "20_001")).sha256}) == 3


def test_own_kinds_are_known_where_they_are_told():
    text = EXAMPLE.read_text(encoding="utf-8").replace('["account_id"]', '["member_no"]')
    with pytest.raises(PolicyError, match="unknown kind `member_no`"):
        read_rows(text.encode(), "r.toml")
    assert "member_no" in read_rows(text.encode(), "r.toml", own_kinds=["member_no"]).rows[0].kinds


def test_the_rows_of_a_list_are_in_one_file():
    with pytest.raises(PolicyError, match=r"^example-rows\.toml: another file has rows of the same list"):
        read_zone_lists([EXAMPLE, EXAMPLE])


def test_a_missing_file_is_named_and_no_folder_told(tmp_path):
    with pytest.raises(PolicyError, match=r"^rows\.toml: there is no such file") as caught:
        read_zone_lists([tmp_path / "rows.toml"])
    assert str(tmp_path) not in str(caught.value)
    with pytest.raises(PolicyError, match="it cannot be read"):
        read_zone_lists([tmp_path])


@pytest.mark.parametrize(
    ("persons", "outcome"),
    [
        (0, "exempt"),
        (299_999, "exempt"),
        (300_000, "contract_or_certification"),
        (1_999_999, "contract_or_certification"),
        (2_000_000, "security_assessment"),
    ],
)
def test_at_least_includes_the_number_and_below_does_not(persons, outcome):
    assert LISTS.rows["example-zone-2026"].rows[0].range(persons) == (outcome, outcome)


def test_there_is_a_folder_of_mistakes():
    assert len(INVALID) >= 45


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_refuses_each_mistake_says_what_to_do_and_quotes_nothing(path):
    with pytest.raises(PolicyError) as caught:
        read_zone_lists([path])
    lines = path.read_text(encoding="utf-8").splitlines()
    says = [line.removeprefix("# says: ") for line in lines if line.startswith("# says: ")]
    told = str(caught.value)
    assert says
    assert [part for part in says if part not in told] == []
    assert [text for text in ("机密", "秘密", "会员", "13812345678") if text in told] == []
    assert caught.value.message.startswith(path.name)
    assert caught.value.message.endswith("Nothing was scanned or recorded.")
    assert caught.value.hint or "should be" in told or "expected" in told or "missing" in told
    assert caught.value.__cause__ is None


# --- What a list does for an export -------------------------------------------------------------

ON_LIST = (True, False)
NOT_APPLIED = (False, False, "none")
NOT_KNOWN = (None, None, None)


def test_what_is_on_no_row_is_off_the_list():
    assert said(ask(kinds=frozenset({"gender", "occupation"}))) == (True, True, "none")


def test_what_is_on_a_row_follows_its_tiers():
    assert said(ask()) == (*ON_LIST, "exempt")
    assert said(ask(persons={"general": 300_000})) == (*ON_LIST, "contract_or_certification")


def test_the_strictest_row_decides():
    both = frozenset({"person_name", "bank_card"})
    few = {"general": 10, "sensitive": 10}
    assert said(ask(kinds=both, persons=few)) == (*ON_LIST, "contract_or_certification")
    assert said(ask(kinds=both, persons=few | {"sensitive": 20_000})) == (*ON_LIST, "security_assessment")
    assert said(ask(kinds=both, persons=few | {"general": 2_000_000})) == (*ON_LIST, "security_assessment")


def test_what_is_off_the_list_does_not_free_what_is_on_it():
    assert said(ask(kinds=frozenset({"gender", "person_name"}), persons={"general": 2_000_000})) == (
        *ON_LIST,
        "security_assessment",
    )


def test_a_row_of_another_scenario_does_not_count():
    assert said(ask(kinds=frozenset({"track"}))) == (True, True, "none")
    store = Claim(scenario="门店运营")
    assert said(ask(store, kinds=frozenset({"track"}))) == (*ON_LIST, "security_assessment")
    assert said(ask(store)) == (True, True, "none")


@pytest.mark.parametrize(
    ("claim", "given_", "answer"),
    [
        # The claim
        (Claim(list="no-such-list"), {}, NOT_KNOWN),
        (Claim(evidence=()), {}, NOT_APPLIED),
        (Claim(sector="矿业"), {}, NOT_APPLIED),
        (Claim(scenario="跨境结算"), {}, NOT_APPLIED),
        (Claim(sector=" 零售 "), {}, (*ON_LIST, "exempt")),
        # No rows: all else is in order, and nothing is known of what the list holds
        (Claim(list="beijing-2025"), {"place": "北京"}, NOT_KNOWN),
        (Claim(list="beijing-2025"), {"place": "上海"}, NOT_APPLIED),
        # The day
        (Claim(), {"on": date(2025, 12, 31)}, NOT_APPLIED),
        (Claim(), {"on": date(2026, 1, 1)}, (*ON_LIST, "exempt")),
        # The place
        (Claim(), {"place": "示例市"}, NOT_KNOWN),
        (Claim(), {"place": ""}, NOT_KNOWN),
        (Claim(), {"place": "上海"}, NOT_APPLIED),
        (Claim(), {"place": "example ZONE"}, (*ON_LIST, "exempt")),
        # Critical information infrastructure
        (Claim(), {"ciio": True}, NOT_APPLIED),
        (Claim(), {"ciio": None}, NOT_KNOWN),
        # What the scan does not know
        (Claim(), {"kinds": None}, (True, None, None)),
        (Claim(), {"kinds": None, "absent_fields": ()}, (True, None, None)),
        (Claim(), {"persons": {"general": None}}, (*ON_LIST, None)),
        (Claim(), {"persons": {}}, (*ON_LIST, None)),
        # What fails settles it, whatever else is unknown
        (Claim(), {"ciio": True, "place": ""}, NOT_APPLIED),
        (Claim(evidence=()), {"ciio": None}, NOT_APPLIED),
    ],
)
def test_a_list_applies_only_where_every_condition_holds(claim, given_, answer):
    assert said(ask(claim, **given_)) == answer


@pytest.mark.parametrize(
    ("excluded", "ciio", "applies"),
    [
        ("true", False, True),
        ("true", True, False),
        ("true", None, None),
        ("false", False, True),
        ("false", True, True),
        ("false", None, True),
        ('"unknown"', False, True),
        ('"unknown"', True, None),
        ('"unknown"', None, None),
    ],
)
def test_whether_ciio_may_use_a_list_is_the_lists_to_say(excluded, ciio, applies):
    lists = edited(("ciio_excluded = true", f"ciio_excluded = {excluded}"))
    assert ask(lists=lists, ciio=ciio).applies is applies


@pytest.mark.parametrize("slip", [Claim(scenario="会员管埋系统"), Claim(sector="零售业务员")])
def test_a_scenario_that_is_far_from_every_row_is_not_covered(slip):
    assert said(ask(slip)) == NOT_APPLIED


def test_a_slip_of_the_pen_is_not_taken_for_a_scenario_that_is_not_covered():
    lists = edited(('"会员管理"', '"会员管理与积分兑换"'))
    assert said(ask(Claim(scenario="会员管理与积份兑换"), lists)) == NOT_KNOWN
    assert said(ask(Claim(scenario="会员管理与积分兑换"), lists)) == (*ON_LIST, "exempt")


@pytest.mark.parametrize(
    ("dates", "on", "applies"),
    [
        ("in_force_from = 2026-03-01", date(2026, 2, 28), False),
        ("in_force_from = 2026-03-01", date(2026, 3, 1), True),
        ("in_force_from = 2025-03-01", date(2025, 12, 31), False),  # never before the list's own date
        ("in_force_from = 2026-03-01\nin_force_until = 2026-03-01", date(2026, 3, 1), True),
        ("in_force_until = 2026-08-31", date(2026, 8, 31), True),
        ("in_force_until = 2026-08-31", date(2026, 9, 1), False),
    ],
)
def test_who_has_read_the_dates_in_the_list_writes_them(dates, on, applies):
    lists = edited(("complete = true ", f"{dates}\ncomplete = true "))
    assert ask(lists=lists, on=on).applies is applies


@pytest.mark.parametrize(("on", "applies"), [(date(2026, 5, 10), True), (date(2026, 5, 11), False)])
def test_a_list_ends_where_the_next_edition_begins(on, applies):
    trial = Claim("beijing-ftz-2024", "医药", "临床试验")
    answer = ask(trial, place="北京自贸试验区", on=on)
    assert answer.applies is applies
    assert ("beijing-2025" in " ".join(reason.because for reason in answer.reasons)) is not applies


@pytest.mark.parametrize(
    ("participants", "outcome"),
    [(49_999, None), (50_000, "security_assessment"), (50_001, "security_assessment"), (None, None)],
)
def test_of_the_one_line_that_could_be_read_only_the_heaviest_answer_is_known(participants, outcome):
    trial = Claim("beijing-ftz-2024", "医药", "临床试验")
    day, place = date(2026, 1, 1), "北京自贸试验区"
    answer = ask(trial, kinds=frozenset({"health"}), persons={"sensitive": participants}, on=day, place=place)
    assert said(answer) == (True, False, outcome)


# --- Never wrongly off the list -----------------------------------------------------------------


CONTRACT = (*ON_LIST, "contract_or_certification")
ASSESSMENT = (*ON_LIST, "security_assessment")


def short(first: str, second: str, third: str, *, complete: bool = True):
    """Rows of one scenario: health and an unseen field ask for what is given, a bank card too."""
    fields = ("'甲' = ['health']", "'乙' = []", "'丙' = ['bank_card']")
    rows = "".join(
        f'[[rows]]\nsector = "s"\nscenario = "a"\narticle = "1"\ncounts = "all"\n'
        f'tiers = [{{ outcome = "{outcome}" }}]\n[rows.fields]\n{field}\n'
        for outcome, field in zip((first, second, third), fields, strict=True)
        if outcome
    )
    text = f'list = "jiangsu-ftz-2025"\nsource = "a test"\ncomplete = {json.dumps(complete)}\n{rows}'
    return zone_lists([read_rows(text.encode(), "short.toml")])


def of_short(lists, *kinds, absent=()):
    trial = Claim("jiangsu-ftz-2025", "s", "a")
    return said(ask(trial, lists, place="江苏自贸试验区", kinds=frozenset(kinds), absent_fields=absent))


@pytest.mark.parametrize("kinds", [(), ("person_name",), ("health",), ("health", "person_name")])
def test_a_field_no_scan_can_see_asks_the_same_whatever_else_is_found(kinds):
    contract, exempt = "contract_or_certification", "exempt"
    assert of_short(short(contract, contract, ""), *kinds) == CONTRACT
    assert of_short(short(exempt, contract, ""), *kinds) == CONTRACT
    assert of_short(short(exempt, exempt, ""), *kinds) == (*ON_LIST, "exempt")


@pytest.mark.parametrize("more", [(), ("bank_card",), ("bank_card", "person_name")])
def test_an_assessment_that_a_field_no_scan_can_see_may_need_is_asked_for_at_once(more):
    lists = short("contract_or_certification", "security_assessment", "security_assessment")
    assert of_short(lists, "health", *more) == ASSESSMENT
    assert of_short(lists, "health", *more, absent=("乙",)) == (ASSESSMENT if more else CONTRACT)


def test_where_rows_are_missing_only_an_assessment_is_ever_known():
    for outcome in ASKED:
        lists = short(outcome, "security_assessment", "", complete=False)
        assert of_short(lists, "person_name") == (True, None, None)
        heaviest = outcome == "security_assessment"
        assert of_short(lists, "health") == (ASSESSMENT if heaviest else (*ON_LIST, None))


def test_a_number_that_is_not_known_holds_what_a_row_beside_it_asks():
    assert said(ask(kinds=frozenset({"person_name", "bank_card"}), persons={"sensitive": 0})) == (
        *ON_LIST,
        None,
    )
    assert said(ask(kinds=frozenset({"person_name", "bank_card"}), persons={"sensitive": 20_000})) == (
        ASSESSMENT
    )


def test_a_field_no_scan_can_see_is_taken_for_sent_until_it_is_stated_absent():
    for kinds in (frozenset(), frozenset({"gender"})):
        assert said(ask(kinds=kinds, absent_fields=())) == CONTRACT
        assert said(ask(kinds=kinds, absent_fields=("消费偏好",))) == CONTRACT
        assert said(ask(kinds=kinds)) == (True, True, "none")


def test_a_field_that_was_found_cannot_be_stated_absent():
    assert said(ask(absent_fields=(UNSEEN, "会员姓名"), persons={"general": 2_000_000})) == (
        *ON_LIST,
        "security_assessment",
    )


def test_what_may_be_on_the_list_counts_as_if_it_were():
    doubtful = {"absent_fields": ()}  # row 2 may be hit: at 0 sensitive persons it asks for a contract
    assert said(ask(**doubtful)) == CONTRACT
    contract = {"general": 300_000, "sensitive": 0}
    assert said(ask(persons=contract, **doubtful)) == CONTRACT
    assert said(ask(persons=contract | {"sensitive": 20_000}, **doubtful)) == ASSESSMENT
    assert said(ask(persons={"general": 2_000_000}, **doubtful)) == ASSESSMENT


@pytest.mark.parametrize("veiled", ["hashed_id", "masked_id"])
def test_what_was_made_unreadable_may_be_any_field(veiled):
    assert said(ask(kinds=frozenset({veiled}))) == CONTRACT
    assert said(ask(kinds=frozenset({veiled, "person_name"}))) == CONTRACT
    assert said(ask(kinds=frozenset({veiled}), persons={"general": 0})) == (*ON_LIST, None)
    lists = edited(('["account_id"]', f'["account_id", "{veiled}"]'))
    assert said(ask(lists=lists, kinds=frozenset({veiled}))) == (*ON_LIST, "exempt")


def test_rows_that_are_not_all_there_acquit_nothing():
    lists = edited(("complete = true ", "complete = false "))
    assert said(ask(lists=lists, kinds=frozenset({"gender"}))) == (True, None, None)
    assert said(ask(lists=lists)) == (*ON_LIST, None)
    assert said(ask(lists=lists, persons={"general": 2_000_000})) == (*ON_LIST, "security_assessment")


# --- Laws ---------------------------------------------------------------------------------------

KINDS = ("person_name", "bank_card", "track", "gender", "hashed_id", "health")
outcomes = st.sampled_from(ASKED)


@st.composite
def rows_of_lists(draw) -> Row:
    lines = sorted(draw(st.sets(st.integers(1, 40), max_size=3)))
    asked = sorted(
        draw(st.lists(outcomes, min_size=len(lines) + 1, max_size=len(lines) + 1)), key=ASKED.index
    )
    starts, ends = ["at_least = 0", *(f"at_least = {n}" for n in lines)], [f"below = {n}, " for n in lines]
    tiers = ", ".join(
        f'{{ {start}, {end}outcome = "{outcome}" }}'
        for start, end, outcome in zip(starts, [*ends, ""], asked, strict=True)
    )
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=2))
    scenario, counted = draw(st.sampled_from("ab")), draw(st.sampled_from(["all", "general", "sensitive"]))
    unseen = "'乙' = []" if draw(st.booleans()) else ""
    return (
        f'[[rows]]\nsector = "s"\nscenario = "{scenario}"\narticle = "1"\ncounts = "{counted}"\n'
        f"tiers = [{tiers}]\n[rows.fields]\n'甲' = {json.dumps(kinds)}\n{unseen}\n"
    )


@st.composite
def supplied(draw) -> ListRows:
    rows = "\n".join(draw(st.lists(rows_of_lists(), min_size=1, max_size=4)))
    complete = json.dumps(draw(st.booleans()))
    text = f'list = "jiangsu-ftz-2025"\nsource = "Hypothesis"\ncomplete = {complete}\n{rows}'
    return read_rows(text.encode(), "drawn.toml")


numbers = st.one_of(st.none(), st.integers(0, 45))
COUNTED = ("all", "general", "sensitive")
counts = st.fixed_dictionaries(dict.fromkeys(COUNTED, numbers))
some_kinds = st.one_of(st.none(), st.frozensets(st.sampled_from(KINDS)))
some_absent = st.frozensets(st.sampled_from("甲乙"))
JIANGSU = Claim("jiangsu-ftz-2025", "s", "a")


def drawn(rows, kinds, persons, absent):
    known = zone_lists([rows])
    return ask(JIANGSU, known, place="江苏自贸试验区", kinds=kinds, persons=persons, absent_fields=absent)


HEAVIEST = "security_assessment"
WEIGHTS = ("none", *ASKED)


def never_lighter(before: ListAnswer, after: ListAnswer) -> None:
    """What is known gets no lighter; what is not known holds, and only an assessment may follow it."""
    off_list = (True, None, False)
    assert off_list.index(before.off_list) <= off_list.index(after.off_list)
    if before.outcome is None:
        assert after.outcome in {None, HEAVIEST}
    elif after.outcome is not None:
        assert WEIGHTS.index(before.outcome) <= WEIGHTS.index(after.outcome)


def more_of(persons, data):
    return {which: None if n is None else n + data.draw(st.integers(0, 40)) for which, n in persons.items()}


kinds_found = st.frozensets(st.sampled_from(KINDS))


@given(supplied(), some_kinds, kinds_found, counts, some_absent, st.data())
def test_more_kinds_and_persons_never_a_lighter_answer(rows, kinds, others, persons, absent, data):
    before = drawn(rows, kinds, persons, absent)
    more = None if kinds is None else kinds | others
    never_lighter(before, drawn(rows, more, more_of(persons, data), absent))


@given(
    supplied(), kinds_found, st.fixed_dictionaries(dict.fromkeys(COUNTED, st.integers(0, 45))), some_absent
)
def test_where_rows_are_complete_and_numbers_known_so_is_the_answer(rows, kinds, persons, absent):
    answer = drawn(rows, kinds, persons, absent)
    assert None not in said(answer) or not rows.complete


@given(supplied(), some_kinds, counts, some_absent, st.data())
def test_more_persons_put_nothing_on_the_list_or_off_it(rows, kinds, persons, absent, data):
    before = drawn(rows, kinds, persons, absent)
    assert before.off_list is drawn(rows, kinds, more_of(persons, data), absent).off_list


@given(supplied(), some_kinds, counts, some_absent, st.data())
def test_a_number_that_becomes_known_changes_no_known_answer(rows, kinds, persons, absent, data):
    known = {which: data.draw(st.integers(0, 45)) if n is None else n for which, n in persons.items()}
    before, after = drawn(rows, kinds, persons, absent), drawn(rows, kinds, known, absent)
    assert before.off_list is after.off_list
    assert before.outcome in {None, after.outcome}


@given(supplied(), some_kinds, counts, some_absent, st.sampled_from("甲乙"))
def test_what_is_stated_absent_takes_nothing_off_a_row_that_is_hit(rows, kinds, persons, absent, name):
    before, after = drawn(rows, kinds, persons, absent), drawn(rows, kinds, persons, absent | {name})
    never_lighter(after, before)
    hit = [row for row in of_claim(rows) if row.kinds & (kinds or frozenset())]
    assert after.off_list is False or not hit
    for row in hit:
        least = row.range(persons[row.counts])[0]
        assert after.outcome is None or WEIGHTS.index(after.outcome) >= WEIGHTS.index(least)


def of_claim(rows) -> list[Row]:
    return [row for row in rows.rows if row.scenario == "a"]


def may_be_hit(rows, kinds, absent) -> list[Row]:
    """Rows of the scenario whose fields were found, cannot be seen, or may be what is unreadable."""
    mine = of_claim(rows)
    veiled = "hashed_id" in kinds and not any("hashed_id" in row.kinds for row in mine)
    return [row for row in mine if veiled or row.kinds & kinds or set(row.unseen) - absent]


@given(supplied(), some_kinds, counts, some_absent)
def test_what_is_off_the_list_is_on_no_row_and_leaves_no_doubt(rows, kinds, persons, absent):
    answer = drawn(rows, kinds, persons, absent)
    if not of_claim(rows):
        assert said(answer) == NOT_APPLIED
    elif kinds is None:
        assert said(answer) == (True, None, None)
    else:
        hit = any(row.kinds & kinds for row in of_claim(rows))
        doubted = bool(may_be_hit(rows, kinds, absent))
        assert (answer.off_list is True) is (rows.complete and not doubted)
        assert (answer.off_list is False) is (hit or (rows.complete and doubted))


@given(supplied(), kinds_found, counts, some_absent)
def test_a_known_outcome_is_that_of_the_strictest_row_that_may_be_hit(rows, kinds, persons, absent):
    answer = drawn(rows, kinds, persons, absent)
    if answer.outcome in {None, "none"}:
        return
    taken = may_be_hit(rows, kinds, absent)
    if not rows.complete:
        taken = [row for row in taken if row.kinds & kinds]
        assert answer.outcome == HEAVIEST
    least = [row.range(persons[row.counts])[0] for row in taken]
    most = [row.range(persons[row.counts])[1] for row in taken]
    assert answer.outcome == max(least, key=ASKED.index) == max(most, key=ASKED.index)


@given(
    supplied(),
    some_kinds,
    counts,
    some_absent,
    st.booleans() | st.none(),
    st.sampled_from(["", "江苏", "江苏自贸试验区", "上海"]),
)
def test_nothing_is_exempt_on_a_list_that_may_not_apply(rows, kinds, persons, absent, ciio, place):
    answer = ask(
        JIANGSU,
        zone_lists([rows]),
        ciio=ciio,
        place=place,
        kinds=kinds,
        persons=persons,
        absent_fields=absent,
    )
    if answer.applies is not True:
        assert answer.off_list is not True
        assert answer.outcome in {None, "none"}
    else:
        conditions = [reason for reason in answer.reasons if reason.holds is False]
        assert not conditions
        assert answer.outcome is None or answer.off_list is not None


# --- Reasons ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "given_", "holds", "because", "because_zh"),
    [
        (Claim(list="机密 13812345678"), {}, None, "not repeated here", "未知的负面清单"),
        (Claim(evidence=()), {}, False, "names no evidence", "未列明"),
        (Claim(list="beijing-2025"), {}, None, "negative_lists", "未提供beijing-2025的条目"),
        (
            Claim(),
            {"place": "示例市"},
            None,
            "is not known (it applies in: 示例自贸区)",
            "注册地是否属于清单适用地域不明（清单适用地域：示例自贸区）",
        ),
        (Claim(), {"ciio": True}, False, "not open to operators", "不适用于关键信息基础设施运营者"),
        (
            Claim(sector="矿业"),
            {},
            False,
            "do not cover the sector: the national tiers apply",
            "不涵盖该领域",
        ),
        (Claim(scenario="矿业"), {}, False, "do not cover the scenario", "不涵盖该场景"),
        (
            Claim(),
            {},
            True,
            "row 1 has person_name; 10 persons with general items: exempt",
            "第1条包含person_name；10人（一般个人信息）：豁免",
        ),
        (
            Claim(),
            {"persons": {}},
            None,
            "how many persons with general items is unknown: exempt to security_assessment",
            "人数（一般个人信息）不明：豁免至应当申报数据出境安全评估",
        ),
        (
            Claim(),
            {"kinds": frozenset({"bank_card"})},
            True,
            "0 persons with sensitive items: contract",
            "0人（敏感个人信息）：应当订立",
        ),
        (
            Claim(scenario="门店运营"),
            {"kinds": frozenset({"track"})},
            True,
            "10 persons with any items: security",
            "10人（任何个人信息）：应当申报",
        ),
        (Claim(), {"absent_fields": ()}, None, "rows 2 have fields of no kind", "条目2有"),
        (
            Claim(),
            {"absent_fields": ()},
            None,
            "row 2 may apply; 0 persons with sensitive items: contract_or_certification",
            "第2条可能适用；0人（敏感个人信息）：应当订立标准合同或者通过认证",
        ),
        (
            Claim(),
            {"absent_fields": ()},
            True,
            "what may be on the list is taken to be on it, and the list asks for: contract",
            "可能属于清单内的数据按清单内处理，清单要求：应当订立",
        ),
        (Claim(), {"kinds": frozenset({"masked_id"})}, None, "found masked_id", "发现masked_id"),
        (Claim(), {"kinds": frozenset({"gender"})}, True, "off the list", "清单外"),
        (Claim(), {"kinds": frozenset({"gender", "email"})}, True, "on no row: gender", "清单外：gender"),
    ],
)
def test_every_answer_says_why_in_both_languages(claim, given_, holds, because, because_zh):
    reasons = ask(claim, **given_).reasons
    assert [r for r in reasons if r.holds is holds and because in r.because and because_zh in r.because_zh]
    for reason in reasons:
        assert reason.because
        assert reason.because_zh
        assert not {"机密", "13812345678", "会员姓名", "营业执照", "矿业"} & set(reason.because.split())


def test_what_is_free_is_named_and_nothing_else_with_it():
    reasons = ask(kinds=frozenset({"gender", "email", "age"})).reasons
    assert reasons[-1].because == "the data are on the list, which asks for: exempt; on no row: age, gender"
    assert reasons[-1].because_zh == "属于清单内数据，清单要求：豁免；清单外：age、gender"


def test_what_keeps_the_answer_open_is_told_as_not_known():
    unread = ask(kinds=None).reasons
    assert [r.because for r in unread if r.holds is None] == ["not every kind in the export is known"]
    lists = edited(("complete = true ", "complete = false "))
    partial = ask(lists=lists, kinds=frozenset()).reasons
    assert [r.because for r in partial if r.holds is None] == ["not all rows of the scenario were supplied"]


def test_of_several_later_editions_the_last_is_named():
    lists = edited(
        ("dated = 2026-01-01", 'dated = 2026-05-20\nsupersedes = ["beijing-ftz-2024"]'),
    )
    told = " ".join(r.because for r in ask(Claim("beijing-ftz-2024"), lists, on=date(2026, 6, 1)).reasons)
    assert "example-zone-2026 of 2026-05-20 has taken the place of beijing-ftz-2024" in told


def test_where_every_tier_asks_the_same_the_number_need_not_be_known():
    answer = ask(Claim(scenario="门店运营"), kinds=frozenset({"track"}), persons={})
    assert said(answer) == (*ON_LIST, "security_assessment")
    assert all(reason.holds for reason in answer.reasons)


# --- The command --------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(command, [str(a) for a in arguments], env={"COLUMNS": "200"})


def test_policy_lists_shows_every_list():
    result = run()
    assert result.exit_code == 0
    assert [id_ for id_ in SHIPPED if id_ not in result.stdout] == []
    assert "45 or 46 subclasses" in result.stdout
    assert "Rows do not ship" in result.stderr


def test_policy_lists_json_is_one_object():
    document = json.loads(run("--json").stdout)
    assert [each["id"] for each in document["lists"]] == list(SHIPPED)
    tianjin = document["lists"][0]
    assert (tianjin["subclasses"], tianjin["ciio_excluded"], tianjin["dated"]) == (
        [45, 46],
        None,
        "2024-05-09",
    )


def test_policy_lists_tells_what_rows_say():
    result = run("--rows", EXAMPLE)
    assert result.exit_code == 0
    assert "at least 300,000, below 2,000,000: contract_or_certification" in result.stdout
    assert "any number: security_assessment" in result.stdout
    assert "Not complete" not in result.stderr
    assert "Not complete" in run("--rows", TRIAL).stderr


def test_policy_lists_gives_rows_as_json():
    document = json.loads(run("--rows", EXAMPLE, "--json").stdout)
    assert document["list"]["id"] == "example-zone-2026"
    assert document["rows"]["rows"][1]["fields_of_no_kind"] == [UNSEEN]
    assert document["rows"]["sha256"] == LISTS.rows["example-zone-2026"].sha256


def test_policy_lists_refuses_rows_that_are_not_sound():
    result = run("--rows", FOLDER / "invalid" / "tiers_overlap.toml")
    assert isinstance(result.exception, PolicyError)


def test_policy_lists_knows_kinds_of_own_detectors(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[[detector]]\nid = "member_no"\ntitle = "Member number"\nlevel = "general"\nidentifies = true\n'
        'headers = ["会员号"]\npattern = \'MB[0-9]{8}\'\nexamples = ["MB00012345"]\n',
        encoding="utf-8",
    )
    rows = tmp_path / "rows.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace('["account_id"]', '["member_no"]')
    rows.write_text(text, encoding="utf-8")
    assert isinstance(run("--rows", rows).exception, PolicyError)
    assert "member_no" in run("--rows", rows, "--detectors", own).stdout


# --- The docs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zones.md", "zones.zh.md"])
def test_the_row_in_the_docs_is_one_of_the_example(name):
    blocks = re.findall(r"```toml\n(.*?)```", (REPO / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)
    (row,) = [block for block in blocks if block.startswith("[[rows]]")]
    assert row in EXAMPLE.read_text(encoding="utf-8")
    (head,) = [block for block in blocks if block.startswith("list =")]
    assert read_rows((head + row).encode(), name).list.id == "beijing-2025"


def test_the_docs_name_every_source_of_a_list():
    for name in ("zones.md", "zones.zh.md"):
        page = (REPO / "docs" / name).read_text(encoding="utf-8")
        told = {source for each in SHIPPED.values() for source in each.sources if source.startswith("S")}
        assert [source for source in told if f"| {source} |" not in page] == []
