"""Exports that look like one that was split are pointed out, and nobody else."""

from __future__ import annotations

from dataclasses import replace as swap
from datetime import date, timedelta

import pytest
from due_kit import BASE, HANDLER, ON, POLICY, Year, export, register
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_forecast import policy_of

from tongguan.law.policy import Cites
from tongguan.splitting import Part, splits

CITED = Cites(splitting=("SCCM 4", "《个人信息出境标准合同办法》第四条"))
OTHER = "91350100M000100Y44"
TWO = (export("a"), export("b"))
PURPOSE = "履行订单"


def policy(*numbers, fact="general_persons"):
    return replace(policy_of(*numbers, fact=fact), cites=CITED)


def sent(*sizes, names="abcdefgh", counted=True, handler=HANDLER, overlap=0, year=None):
    """Return a year in which export a sends the first number of persons, export b the next, and so on."""
    year, start = year or Year(handler=handler), 0
    for number, (name, size) in enumerate(zip(names, sizes, strict=False)):
        day = date(2026, 3, 1) + timedelta(days=number)
        year.send(day, range(start, start + size), export=name, counted=counted)
        start += size - overlap
    return year


def found(year, *tables, lines=(100,), on=ON, base=BASE, fact="general_persons"):
    entries = year if isinstance(year, list) else year.entries
    return splits(register(*(tables or TWO), base=base), entries, policy(*lines, fact=fact), on)


def test_two_exports_just_under_a_line_are_pointed_out():
    (split,) = found(sent(90, 85))
    assert split.parts == (Part(HANDLER, "a", 90, counted=True), Part(HANDLER, "b", 85, counted=True))
    assert (split.at_least, split.added_up, split.article) == (175, 175, "SCCM 4")
    assert split.text_en == (
        "exports a, b: same purpose and recipient, each just under the line of 100 general persons (A 100), "
        "added up 175, different persons 175 at least. Numbers may not be split to stay below a line. "
        "What one handler sends is counted together, split or not"
    )
    assert split.text.startswith("出境项目a、b：目的和接收方相同，各自略低于100人的界限（第100条，")
    assert split.text.endswith("同一数据处理者计入的人数，无论是否拆分，一律合并累计")


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ((80, 99), "ab"),  # both bounds
        ((79, 99), ""),
        ((80, 100), ""),  # at the line it is under nothing
        ((90,), ""),
        ((10, 95), ""),
    ],
)
def test_just_under_is_from_80_percent_up_to_the_line(sizes, parts):
    assert "".join(part.export for split in found(sent(*sizes)) for part in split.parts) == parts


def test_a_third_that_is_far_below_is_no_part():
    tables = (*TWO, export("c"), export("d"))
    (split,) = found(sent(90, 85, 10, 95), *tables)
    assert [part.export for part in split.parts] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("purpose", "same"),
    [
        (PURPOSE, True),
        (" 履行 订单。", True),
        ("履行订单！！", True),
        ("履行退货", False),
    ],
)
def test_the_same_purpose_is_the_same_but_for_spaces_and_punctuation(purpose, same):
    assert bool(found(sent(90, 85), export("a"), export("b", purpose=purpose))) is same


def test_width_and_case_make_no_purpose():
    pair = (export("a", purpose="CRM sync"), export("b", purpose="ＣＲＭ Ｓｙｎｃ"))
    assert found(sent(90, 85), *pair)


@pytest.mark.parametrize(
    ("group", "name", "same"),
    [
        (("false", "false"), "Example Lab Pte", False),
        (("true", "true"), "Example Lab Pte", True),  # members of one group
        (("true", "false"), "Example Lab Pte", False),
        (("false", "false"), "Beispiel  handels gmbh", True),  # one recipient under two ids
    ],
)
def test_the_same_recipient_is_one_name_or_one_group(group, name, same):
    base = BASE.replace("Example Lab Pte", name)
    for one in group:
        base = base.replace("restricted = false\n", f"restricted = true\ngroup_member = {one}\n", 1)
    assert bool(found(sent(90, 85), export("a"), export("b", recipient="lab-sg"), base=base)) is same


def test_each_line_of_the_policy_is_looked_at():
    year = Year()
    year.send(date(2026, 3, 1), (), range(9_000), export="a")
    year.send(date(2026, 3, 2), (), range(9_000, 18_500), export="b")
    (split,) = splits(register(*TWO), year.entries, POLICY, ON)
    assert (split.line.counted, split.line.at, split.line.outcome) == (
        "sensitive",
        10_000,
        "security_assessment",
    )
    assert split.article == "SCCM 4"


def test_the_same_persons_in_both_are_no_split():
    assert found(sent(90, 90, overlap=90)) == ()
    (partly,) = found(sent(90, 90, overlap=50))  # 130 different persons
    assert (partly.at_least, partly.added_up) == (130, 130)


def test_runs_of_one_export_are_one_export():
    year = Year()
    for week in range(10):
        day = date(2026, 3, 1) + timedelta(days=7 * week)
        year.send(day, range(85), export="a")  # the same persons every week
        year.send(day, range(1000, 1090), export="b")
    (split,) = found(year)
    assert [part.persons for part in split.parts] == [85, 90]


def test_what_its_runs_add_is_an_exports_too():
    year = Year()
    for week in range(9):
        year.send(date(2026, 3, 1) + timedelta(days=week), range(10 * week, 10 * week + 10), export="a")
    year.send(date(2026, 5, 1), range(1000, 1090), export="b")
    (split,) = found(year)
    assert [part.persons for part in split.parts] == [90, 90]


def test_exempt_exports_are_pointed_out_and_not_added_run_to_run():
    year = sent(90, 85, counted=False)
    year.send(date(2026, 4, 1), range(88), export="a", counted=False)  # persons of the first again
    (split,) = found(year)
    assert split.parts == (Part(HANDLER, "a", 90, counted=False), Part(HANDLER, "b", 85, counted=False))
    assert (
        "Some are exempt and not counted: what the exemption rests on has to hold for each" in split.text_en
    )
    assert "counted together" not in split.text_en
    assert "豁免依据须逐项成立" in split.text


def test_an_exempt_export_beside_a_counted_one_is_pointed_out():
    year = sent(90)
    year.send(date(2026, 4, 1), range(500, 585), export="b", counted=False)
    (split,) = found(year)
    assert [part.counted for part in split.parts] == [True, False]
    assert split.added_up == 175


def test_another_handler_with_the_same_export_is_pointed_out():
    year, other = sent(90), sent(95, handler=OTHER)
    (split,) = found([*year.entries, *other.entries])
    assert split.parts == (Part(HANDLER, "a", 90, counted=True), Part(OTHER, "a", 95, counted=True))
    assert "Some are another handler's, whose year is counted apart" in split.text_en
    assert "其中有其他数据处理者的项目" in split.text
    assert split.text_en.startswith("exports a: ")


def test_another_handlers_other_export_is_none_of_ours():
    assert found([*sent(90).entries, *sent(95, names="x", handler=OTHER).entries]) == ()


def test_voided_exports_and_other_years_are_passed_over():
    year = sent(90, 85)
    assert found(year, on=date(2027, 1, 1)) == ()
    year.void(year.entries[1])
    assert found(year) == ()


def test_a_policy_that_forbids_no_splitting_points_out_none():
    silent = replace(policy(100), cites=Cites())
    assert splits(register(*TWO), sent(90, 85).entries, silent, ON) == ()


def test_for_critical_infrastructure_there_is_no_line_to_stay_below():
    base = BASE.replace("ciio = false", "ciio = true")
    assert splits(register(*TWO, base=base), sent(99_000, 98_000).entries, POLICY, ON) == ()
    assert splits(register(*TWO), sent(99_000, 98_000).entries, POLICY, ON)


def test_ids_alone_are_told():
    (split,) = found(sent(90, 85), export("a", purpose="王小明的订单"), export("b", purpose="王小明的订单"))
    said = str(split.to_json())
    assert "王小明" not in said
    assert "Beispiel" not in said
    assert split.to_json()["parts"] == [
        {"handler": HANDLER, "export": "a", "persons": 90, "counted": True},
        {"handler": HANDLER, "export": "b", "persons": 85, "counted": True},
    ]


sizes = st.lists(st.integers(0, 120), min_size=2, max_size=5)


@given(sizes, st.integers(0, 120))
def test_what_is_pointed_out_reaches_the_line_together_and_not_alone(numbers, overlap):
    tables = [export(name) for name in "abcde"]
    for split in found(sent(*numbers, overlap=overlap), *tables):
        assert len(split.parts) > 1
        assert all(80 <= part.persons < 100 for part in split.parts)
        assert split.added_up >= 100
        assert split.at_least <= split.added_up <= sum(part.persons for part in split.parts)


@given(sizes, st.randoms(use_true_random=False))
def test_the_order_of_the_exports_in_the_ledger_does_not_matter(numbers, random):
    tables = [export(name) for name in "abcde"]
    year = sent(*numbers)
    shuffled = [swap(entry) for entry in year.entries]
    random.shuffle(shuffled)
    assert found(year, *tables) == found(shuffled, *tables)
