"""Who is who in the year: what the register decides, across files, exports and recipients."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from people_kit import card, mobile, name, resident_id
from test_gate import ON, gate, place, write_register  # noqa: F401  (a fixture)

import tongguan
from tongguan import api
from tongguan.contract import verdict_from_record, verdict_json, verdict_record

DAYS = [f"19{60 + n % 40}-0{1 + n % 9}-1{n % 10}" for n in range(40)]
HOMES = [f"浙江省杭州市西湖区文三路{100 + n}号3幢{n + 101}室" for n in range(40)]


def write(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def new(verdict, of="all"):
    return verdict.counts[of].new


def persons(table, of="all"):
    people = tongguan.scan(pa.table(table)).people
    return people.low(of), people.high(of)


# ---- who is who in a row ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        pytest.param(
            {
                "身份证号": [resident_id(sequence=n) for n in range(30)],
                "手机": [mobile(n) for n in range(30)],
            },
            30,
            30,
            id="an ID number and a phone are one person's",
        ),
        pytest.param(
            {"手机": [mobile(n // 2) for n in range(60)], "姓名": [name(n) for n in range(60)]},
            30,
            60,
            id="a family's phone, with a name each",
        ),
        pytest.param(
            {"手机": [mobile(7)] * 60, "姓名": [name(n) for n in range(60)]},
            60,
            60,
            id="a hotline in every row, with a name each",
        ),
        pytest.param(
            {"手机": [mobile(7)] * 60, "邮箱": [f"u{n}@example.com" for n in range(60)]},
            60,
            60,
            id="a hotline in every row, with a mailbox each",
        ),
        pytest.param(
            {"身份证号": [resident_id()] * 60, "银行卡号": [card(n) for n in range(60)]},
            60,
            60,
            id="an agent's ID number in every row, with a card each",
        ),
        pytest.param(
            {
                "身份证号": [resident_id(sequence=n // 3) for n in range(60)],
                "银行卡号": [card(n) for n in range(60)],
            },
            20,
            20,
            id="three cards are one holder's",
        ),
        pytest.param(
            {"手机": [mobile(n) for n in range(30)], "姓名": [" ".join(name(n)) for n in range(30)]},
            30,
            30,
            id="a name with spaces in it",
        ),
        pytest.param(
            {"手机": ["00000000000"] * 30, "姓名": [name(n) for n in range(30)], "性别": ["男"] * 30},
            30,
            30,
            id="a placeholder is nobody's number",
        ),
    ],
)
def test_what_stands_beside_a_number_tells_whose_it_is(table, low, high):
    assert persons(table) == (low, high)


# ---- nobody is missed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("出生日期", DAYS),
        ("家庭住址", HOMES),
        ("座机", [f"0571-8765{n:04d}" for n in range(40)]),
    ],
)
def test_what_sets_callers_of_a_hotline_apart_counts_them(header, values):
    assert persons({"手机": [mobile(7)] * 40, header: values}) == (40, 40)


def test_callers_by_name_and_callers_by_mailbox_are_all_callers():
    half = [None] * 30
    calls = {
        "姓名": [name(n) for n in range(30)] + half,
        "邮箱": half + [f"u{n}@example.com" for n in range(30)],
    }
    assert persons({"手机": [mobile(7)] * 60} | calls)[1] == 60


def test_who_is_ill_of_those_with_one_number_may_be_any_of_them():
    callers = pa.table({"手机": [mobile(7)] * 60, "姓名": [name(n) for n in range(60)]})
    ill = pa.table({"手机": [mobile(7)], "诊断": ["糖尿病"]})
    both = tongguan.scan(callers).people, tongguan.scan(ill).people
    assert both[1].high("sensitive") == 1
    together = tongguan.scan(pa.concat_tables([callers, ill], promote_options="default")).people
    assert together.high("sensitive") == 60


@pytest.mark.parametrize("share", [3, 1.5])
def test_a_second_number_of_a_kind_in_a_row_is_another_person_whatever_else_its_column_holds(share):
    others = [mobile(500 + n) if n % 3 < 3 / share else f"u{n}@example.com" for n in range(60)]
    table = {"phone": [mobile(n) for n in range(60)], "contact": others}
    numbers = sum("@" not in each for each in others)
    low, high = persons(table)
    assert low <= 60
    assert high >= 60 + numbers


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_file_without_values_does_not_decide_what_another_is(tmp_path, order):
    write(tmp_path / "0.parquet", 身份证号=pa.nulls(3))
    write(tmp_path / "1.parquet", 身份证号=[f"外籍#{n}!" for n in range(60)])
    found = tongguan.scan([str(tmp_path / f"{each}.parquet") for each in order])
    assert found.people.high("all") == 60


@pytest.mark.parametrize(
    ("values", "high"),
    [
        ([f"Nguyễn Văn {letter}" for letter in "ABCDEFGHIJ"] * 4 + [name(n) for n in range(25)], 65),
        (["Иван Петров"] * 40, 40),
        (["محمد علي"] * 40, 40),
        ([f"{name(n)}\n{name(n + 500)}" for n in range(40)], 80),
        ([f"{name(n)} {name(n + 500)}" for n in range(40)], 80),
        ([f"{name(n)}&{name(n + 500)}" for n in range(40)], 80),
        ([f"{name(n)}与{name(n + 500)}" for n in range(40)], 80),
    ],
)
def test_names_of_any_script_and_several_in_a_cell_are_persons_under_their_header(values, high):
    assert persons({"姓名": values})[1] == high


def test_a_column_called_names_whose_values_are_none_is_for_a_person_to_look_at():
    found = tongguan.scan(pa.table({"姓名": [f"#{n}/12" for n in range(40)], "数量": list(range(40))}))
    assert found.people.high("all") == 0
    assert any("called like names" in sentence for sentence in found.unsure)


def test_an_id_inside_a_longer_cell_of_a_column_that_is_nobodys_is_somebodys():
    codes = [f"9131000{n}" for n in range(3)]
    whole = [resident_id(sequence=n) for n in range(40)]
    inside = [f"身份证{resident_id(sequence=100 + n)}备注" for n in range(30)]
    assert persons({"code": codes + whole + inside})[1] >= 70


def test_what_is_left_in_remarks_counts_when_the_column_that_said_it_too_is_left_out(place):  # noqa: F811
    """The remedy must not be to leave out a column whose numbers and names the remarks hold as well."""
    ids = [resident_id(sequence=n) for n in range(40)]
    remarks = [f"客户身份证{each}，已核对" for each in ids]
    verdict = api.check(write(place / "a.parquet", 驾驶证号=ids, 备注=remarks), export="volume", on=ON)
    assert all("备注" in remedy.leave_out for remedy in verdict.remedies if remedy.leave_out)
    names = [f"{name(n)}先生来电，要求尽快发货，联系人：{name(n)}。" for n in range(40)]
    scanned = api.check(
        write(place / "b.parquet", 姓名=[name(n) for n in range(40)], 备注=names), export="volume", on=ON
    ).scan
    everything_but_remarks = [rest for rest in scanned.without.values() if rest.columns == ("姓名",)]
    assert all(rest.people.high("all") >= 40 for rest in everything_but_remarks)


def test_the_order_of_files_the_register_speaks_of_does_not_matter(place, tmp_path):  # noqa: F811
    write_register(place, more='[[columns]]\ncolumn = "QQ"\nkind = "qq"\nsource = "a.parquet"')
    write(tmp_path / "a.parquet", QQ=[str(10000 + n) for n in range(40)] + ["同上"] * 20)
    write(tmp_path / "b.parquet", QQ=[str(90000 + n) for n in range(60)])
    paths = [str(tmp_path / each) for each in ("a.parquet", "b.parquet")]
    counts = {api.check(some, export="volume", on=ON).counts["all"].new for some in (paths, paths[::-1])}
    assert len(counts) == 1


def test_a_number_with_and_without_its_name_is_one_person():
    both = {"手机": [mobile(n) for n in range(30)] * 2, "姓名": [name(n) for n in range(30)] + [None] * 30}
    assert persons(both) == (30, 30)


def test_names_go_with_the_numbers_they_belong_to_whatever_the_order_of_columns():
    buyers, recipients = [n % 7 for n in range(84)], [100 + n % 12 for n in range(84)]
    columns = {
        "c1": [mobile(n) for n in recipients],
        "c2": [name(n) for n in buyers],
        "c3": [mobile(n) for n in buyers],
        "c4": [name(n) for n in recipients],
    }
    found = tongguan.scan(pa.table(columns))
    assert {c.column: c.subject for c in found.columns} == {
        "c1": "person",
        "c4": "person",
        "c2": "person_2",
        "c3": "person_2",
    }
    assert found.people.high("all") == 7 + 12


def test_columns_are_paired_alike_however_the_rows_are_cut(tmp_path):
    buyers, recipients = [n % 70 for n in range(840)], [100 + n % 120 for n in range(840)]
    columns = {
        "c1": [mobile(n) for n in recipients],
        "c2": [name(n) for n in buyers],
        "c3": [mobile(n) for n in buyers],
        "c4": [name(n) for n in recipients],
    }
    whole = pa.table(columns)
    for size in (840, 100, 7):
        pq.write_table(whole, tmp_path / "t.parquet", row_group_size=size)
        found = tongguan.scan(str(tmp_path / "t.parquet"))
        assert found.people.high("all") == 70 + 120, size
        assert found.people.low("all") == tongguan.scan(whole).people.low("all")


@pytest.mark.parametrize(
    ("header", "items", "sensitive"),
    [
        ("银行卡号", [card(n) for n in range(10)] + [None] * 30, 10),
        ("银行卡号", [card(n) for n in range(10)] + ["****"] * 30, 10),
        ("身份证号", [resident_id(sequence=n) for n in range(10)] + ["*" * 18] * 30, 10),
        ("诊断", ["糖尿病"] * 10 + [""] * 30, 10),
        ("诊断", ["糖尿病"] * 10 + ["无"] * 30, 10),
        ("银行卡号", [f"6222 **** **** {n:04d}" for n in range(40)], 0),  # de-identified: counts, as general
    ],
)
def test_who_has_nothing_sensitive_in_it_is_not_sensitive(header, items, sensitive):
    people = tongguan.scan(pa.table({"手机": [mobile(n) for n in range(40)], header: items})).people
    assert (people.high("all"), people.high("general"), people.high("sensitive")) == (40, 40, sensitive)


# ---- names with something of their own -------------------------------------------------------------------


def named(**more):
    return {"姓名": [name(n) for n in range(40)], **more}


@pytest.mark.parametrize(
    ("setting", "more", "again"),
    [
        ("", {"出生日期": DAYS}, 80),  # in doubt two: so people share a name and a birthday
        ('name_with = ["date_of_birth"]', {"出生日期": DAYS}, 40),
        ('name_with = ["address"]', {"出生日期": DAYS}, 80),
        ("", {"家庭住址": HOMES}, 80),
        ('name_with = ["address"]', {"家庭住址": HOMES}, 40),
        ('name_with = ["date_of_birth", "address"]', {"家庭住址": HOMES}, 40),
    ],
)
def test_a_name_identifies_with_what_the_register_says(place, setting, more, again):  # noqa: F811
    write_register(place, more=f"[settings]\n{setting}")
    first = gate(write(place / "a.parquet", **named(**more)), "r1")
    second = gate(write(place / "b.parquet", **named(**more)), "r2")
    assert (new(first), second.counts["all"].after) == (40, again)


def test_a_name_identifies_in_large_strings_too(place):  # noqa: F811
    write_register(place, more='[settings]\nname_with = ["date_of_birth", "address"]')
    table = {name: pa.array(values, pa.large_string()) for name, values in named(出生日期=DAYS).items()}
    gate(write(place / "a.parquet", **table), "r1")
    assert gate(write(place / "b.parquet", **named(出生日期=DAYS)), "r2").counts["all"].after == 40


def test_a_birthday_is_one_whichever_way_it_is_written(place):  # noqa: F811
    write_register(place, more='[settings]\nname_with = ["date_of_birth"]')
    gate(write(place / "a.parquet", **named(出生日期=DAYS)), "r1")
    days = [date.fromisoformat(day) for day in DAYS]
    second = gate(write(place / "b.parquet", **named(出生日期=pa.array(days))), "r2")
    assert second.counts["all"].after == 40


def test_low_knows_a_name_with_two_birthdays_for_two():
    assert persons({"姓名": ["王伟"] * 40, "出生日期": [DAYS[n % 2] for n in range(40)]}) == (2, 40)


# ---- readings of the law ---------------------------------------------------------------------------------


def test_who_is_sensitive_may_be_left_out_of_the_general_persons(place):  # noqa: F811
    columns = {"mobile": [mobile(n) for n in range(40)], "bank_card": [card(n) for n in range(40)]}
    path = write(place / "a.parquet", **columns)
    strict = api.check(path, export="volume", on=ON)
    write_register(place, more="[settings]\ngeneral_includes_sensitive_persons = false")
    other = api.check(path, export="volume", on=ON)
    assert (new(strict, "general"), new(strict, "sensitive")) == (40, 40)
    assert (new(other, "general"), new(other, "sensitive")) == (0, 40)
    assert other.outcome == strict.outcome == "contract_or_certification"  # one sensitive person is enough


def test_the_lower_number_links_what_was_seen_together_in_another_export(place):  # noqa: F811
    write_register(place, more='[settings]\ndecide_on = "low"')
    ids, phones = [resident_id(sequence=n) for n in range(40)], [mobile(n) for n in range(40)]
    phones_alone = write(place / "a.parquet", mobile=phones)
    together = write(place / "b.parquet", 身份证号=ids, 手机=phones)
    assert gate(phones_alone, "r1").counts["all"].after == 40
    assert api.check(together, export="volume", on=ON).counts["all"].after == 40
    write_register(place)
    assert api.check(together, export="volume", on=ON).counts["all"].after == 80


def test_a_verdict_records_how_was_counted(place):  # noqa: F811
    path = write(place / "a.parquet", mobile=[mobile(n) for n in range(40)])
    strict = api.check(path, export="volume", on=ON)
    assert verdict_json(strict)["counting"] == {
        "decide_on": "high",
        "general_includes_sensitive_persons": True,
        "count_exempt_exports": False,
        "name_with": [],
    }
    settings = 'decide_on = "low"\ncount_exempt_exports = true\nname_with = ["date_of_birth", "address"]'
    write_register(place, more=f"[settings]\n{settings}\ngeneral_includes_sensitive_persons = false")
    verdict = gate(path, "r1")
    assert verdict.counting.decide_on == "low"
    assert verdict_from_record(verdict_record(verdict)).counting == verdict.counting
    with api.open_ledger(None, create=False) as ledger:
        (entry,) = ledger.entries()
        assert entry.totals.reading.number == "low"
        assert ledger.verify() == []


# ---- across recipients and exports -----------------------------------------------------------------------


def test_one_person_sent_to_two_recipients_is_one_person_of_the_year(place):  # noqa: F811
    path = write(place / "a.parquet", mobile=[mobile(n) for n in range(40)])
    gate(path, "r1")
    verdict = gate(path, "r2", export="lab")
    assert (verdict.counts["all"].before, verdict.counts["all"].after) == (40, 40)


def test_one_person_written_in_many_ways_is_one_person_of_the_year(place):  # noqa: F811
    numbers = [mobile(n) for n in range(40)]
    ways = (
        numbers,
        [f"+86 {n}" for n in numbers],
        [f"0086-{n[:3]}-{n[3:7]}-{n[7:]}" for n in numbers],
        ["".join(chr(ord(d) + 0xFEE0) for d in n) for n in numbers],
        [float(n) for n in numbers],
        [int(n) for n in numbers],
    )
    for turn, way in enumerate(ways):
        verdict = gate(write(place / f"{turn}.parquet", mobile=way), f"r{turn}")
        assert verdict.counts["all"].after == 40


def test_addresses_of_one_mailbox_are_one_person_and_others_are_not():
    one = ["li.wei@gmail.com", "LiWei+shop@googlemail.com", "l.i.w.e.i@gmail.com"]
    tagged = ["wang+a@outlook.com", "wang+b@outlook.com", "wang@outlook.com"]
    others = ["li.wei@example.com", "liwei@example.com", "wang+a@example.com", "wang@example.com"]
    assert persons({"email": one * 10}) == (1, 1)
    assert persons({"email": tagged * 10}) == (1, 1)
    assert persons({"email": others * 10}) == (4, 4)


def test_last_years_person_counts_again(place):  # noqa: F811
    path = write(place / "a.parquet", mobile=[mobile(n) for n in range(40)])
    gate(path, "r1")
    verdict = api.gate(path, export="volume", run="r2", at=datetime(2027, 1, 1, 0, 30, tzinfo=UTC))
    assert (verdict.year, verdict.counts["all"].before, verdict.counts["all"].after) == (2027, 0, 40)
