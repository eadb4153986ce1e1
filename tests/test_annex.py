"""The tables of annexes: what they say, and that they say it of this export, this register and this ledger."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from annex_kit import NOW, ON, REGISTER, SAMPLES, a_year, called, judged, said
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from people_kit import card, mobile, name, resident_id

from tongguan import api
from tongguan.annex import FORMS, Fill, Table, markdown, tables, title
from tongguan.annex.answers import answers
from tongguan.annex.dossier import Dossier
from tongguan.annex.person_tables import _percent
from tongguan.annex.reference import categories, classes, form_text
from tongguan.errors import LedgerError, UsageError
from tongguan.law.catalogue import KINDS
from tongguan.scanning.scan import Important

GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    with a_year(tmp_path_factory.mktemp("year")) as url:
        yield url


@pytest.fixture(scope="module")
def vip(year):
    return judged(SAMPLES / "vip_service.parquet", year)


def people(path, persons=5, **more):
    columns = {"name": [name(i) for i in range(persons)], "mobile": [mobile(i) for i in range(persons)]}
    pq.write_table(pa.table(columns | more), path)
    return path


# --- Each form, as it is written ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_annex_of_each_form_is_what_it_was(form, vip):
    """To write them anew: TONGGUAN_GOLDEN=write pytest tests/test_annex.py, and read the difference."""
    verdict, case, year = vip
    text = markdown.render(tables(form, verdict, case, year), title(form, case))
    told = re.sub(r"\b[0-9a-f]{64}\b", "…", text)  # digests change with every file they are of
    file = GOLDEN / f"annex-{form}.md"
    if os.environ.get("TONGGUAN_GOLDEN") == "write":
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


# --- The tables of the law ------------------------------------------------------------------------------------


def test_every_kind_of_the_catalogue_has_its_class_or_a_reason_for_none():
    known = classes()
    assert set(known) == set(KINDS)
    assert all(each.title or each.note for each in known.values())


@pytest.mark.parametrize(
    ("kind", "class_"),
    [
        ("person_name", "个人基本资料"),
        ("ethnicity", "个人基本资料"),
        ("cn_resident_id", "个人身份信息"),
        ("social_security_no", "个人身份信息"),
        ("biometric", "个人生物识别信息"),
        ("ip_address", "网络身份标识信息"),
        ("health", "个人健康生理信息"),
        ("education", "个人教育工作信息"),
        ("credit", "个人财产信息"),
        ("imei", "个人常用设备信息"),
        ("track", "个人位置信息"),
        ("religion", "其他信息"),
    ],
)
def test_what_the_standard_names_is_of_its_class(kind, class_):
    assert (classes()[kind].title, classes()[kind].confidence) == (class_, "V")


def test_no_kind_is_of_a_sensitive_category_that_no_catalogue_knows():
    assert set(categories()) <= set(KINDS)


@pytest.mark.parametrize("form", FORMS)
def test_every_item_of_a_form_is_answered_or_left_to_a_person(form, vip):
    known = answers(Dossier(*vip))
    for part in form_text(form).parts:
        for item in part.items:
            assert item.fill or item.answer in known


# --- Persons --------------------------------------------------------------------------------------------------


def test_persons_are_those_of_the_verdict(vip):
    verdict, case, year = vip
    rows = {row[0]: row[1:] for row in called(tables("pipia", verdict, case, year), "自然人数量").rows}
    for of, row in (("general", "其中：含一般个人信息"), ("sensitive", "其中：含敏感个人信息")):
        count = verdict.counts[of]
        assert (rows[row][1], rows[row][3], rows[row][5]) == (count.new, count.before, count.after)
    assert rows["其中：不满十四周岁"][:2] == (3, 3)


def test_exempt_exports_are_counted_apart(vip, year):
    verdict, case, summary = vip
    row = called(tables("pipia", verdict, case, summary), "自然人数量").rows[0]
    before, shadow = row[4], row[7]
    assert (before, shadow) == (summary.counted.high("all"), summary.shadow.high("all"))
    assert shadow > before


def test_somebody_of_an_earlier_run_is_one_person_in_the_year(tmp_path):
    url = f"sqlite:///{tmp_path / 'l.db'}"
    register = tmp_path / "tongguan.toml"
    register.write_text(REGISTER, encoding="utf-8")
    file = people(tmp_path / "a.parquet", 50)
    api.gate(file, export="vip", run="r1", register=register, ledger=url, at=NOW)
    api.post("r1", ledger=url, at=NOW)
    later = people(tmp_path / "b.parquet", 70)
    row = called(tables("contract", *judged(later, url)), "自然人数量").rows[0]
    assert row[1:7] == (70, 70, 50, 50, 70, 70)


def test_an_exempt_export_adds_nobody_to_the_year(year):
    verdict, case, summary = judged(SAMPLES / "customers_gb18030.csv", year, export="service")
    assert not verdict.counted
    row = called(tables("pipia", verdict, case, summary), "自然人数量").rows[0]
    assert row[5:7] == row[3:5]
    assert row[8] == row[7]  # the same people have left already


def test_only_runs_that_are_live_are_listed(tmp_path):
    url = f"sqlite:///{tmp_path / 'l.db'}"
    register = tmp_path / "tongguan.toml"
    register.write_text(REGISTER, encoding="utf-8")
    file = people(tmp_path / "a.parquet")
    for run in ("left", "stayed", "waits"):
        api.gate(file, export="vip", run=run, register=register, ledger=url, at=NOW)
    api.post("left", ledger=url, at=NOW)
    api.void("stayed", ledger=url, at=NOW)
    api.add(
        "opening", export="vip", general=7, sensitive=0, left_on=ON, reason="before", by="dpo",
        register=register, ledger=url, at=NOW,
    )  # fmt: skip
    rows = called(tables("contract", *judged(file, url)), "当年批次").rows
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("left", "已出境", 5),
        ("waits", "已预留，未出境", 5),
        ("opening", "补录", 7),
    ]


def test_a_number_that_is_not_known_is_not_filed(vip):
    verdict, case, year = vip
    unsure = replace(verdict, scan=replace(verdict.scan, unsure=("a column was not read",)))
    made = tables("assessment", unsure, case, year)
    filled = {row[1]: row[2] for row in called(made, "填报数据").rows}
    for item in ("本次自然人数量（去重，至多）", "个人信息项数量", "敏感个人信息种类"):
        assert isinstance(filled[item], Fill)
    assert "不得用于填报" in called(made, "自然人数量").notes[0]


@pytest.mark.parametrize(
    ("approved", "expected", "shown"),
    [
        (1000, 1200, "20.0%"),
        (1000, 1201, "20.1%"),
        (3, 4, "33.4%"),  # never less than it is
        (1_000_000, 1_200_001, "20.1%"),
        (1000, 1000, "0.0%"),
        (1000, 995, "-0.5%"),
        (1000, 0, "-100.0%"),
        (0, 0, "0.0%"),
        (0, 1, ""),
    ],
)
def test_growth_is_told_in_percent_and_rounded_up(approved, expected, shown):
    assert _percent(approved, expected) == shown


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_growth_above_a_line_is_never_shown_on_it(approved, expected):
    assert (float(_percent(approved, expected)[:-1]) > 20) == (expected * 5 > approved * 6)


@pytest.mark.parametrize(("expected", "fits"), [(1320, "是"), (1321, "否")])
def test_an_extension_allows_a_fifth_more_and_no_person_above(year, expected, fits):
    register = REGISTER.replace("expected_persons = 1300", f"expected_persons = {expected}")
    made = tables("assessment", *judged(SAMPLES / "vip_service.parquet", year, register=register))
    table = called(made, "延期：人数增长")
    assert table.heads[5] == "不超过20%"
    assert table.rows[0][5] == fits


def test_what_is_expected_and_already_exceeded_is_said(vip):
    rows = called(tables("contract", *vip), "预计人数").rows
    assert [row[3] for row in rows] == ["", "已超过预计"]


# --- Data items -----------------------------------------------------------------------------------------------


def items(made):
    table = called(made, "个人信息项")
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def test_a_column_is_told_with_class_level_article_and_need(vip):
    by_name = {item["字段"]: item for item in items(tables("pipia", *vip))}
    card_ = by_name["bank_card"]
    assert card_["种类"] == "银行卡号"
    assert card_["类别（35273附录A）"] == "个人财产信息"
    assert card_["级别"] == "敏感个人信息"
    assert "第二十八条" in card_["级别依据"]
    assert card_["敏感类别"] == "金融账户信息"
    assert (card_["检查的值"], card_["识别的值"]) == (100, 100)
    assert card_["目的所需"] == "是"
    assert by_name["id_card"]["目的所需"] == "否"
    assert by_name["passport_no"]["备注"] == "登记册声明：护照号（会员登记的护照）"


def test_a_kind_inside_texts_is_an_item_of_its_own(year):
    made = items(tables("pipia", *judged(SAMPLES / "customers_gb18030.csv", year, export="service")))
    (inside,) = [item for item in made if item["备注"] == "文本中识别"]
    assert (inside["字段"], inside["种类"], inside["识别的值"]) == ("备注", "手机号", 24)


def test_files_of_one_dataset_are_one_item(year):
    made = tables("pipia", *judged(SAMPLES / "loyalty", year))
    (phone,) = [item for item in items(made) if item["种类"] == "手机号"]
    assert (phone["检查的值"], phone["识别的值"]) == (400, 400)
    assert len(called(made, "文件").rows) == 2


def test_the_same_item_of_different_files_is_one_and_says_so(tmp_path, year):
    files = [
        people(tmp_path / "a.parquet", 30),
        people(tmp_path / "b.parquet", 40, bank_card=[card(i) for i in range(40)]),
    ]
    by_name = {item["字段"]: item for item in items(tables("pipia", *judged(files, year)))}
    mobile_, card_ = by_name["mobile"], by_name["bank_card"]
    assert (mobile_["检查的值"], mobile_["识别的值"], mobile_["备注"]) == (70, 70, "见于 2 组文件")
    assert (card_["检查的值"], card_["备注"]) == (40, "")


def test_masked_and_hashed_values_are_told_as_de_identified(tmp_path, year):
    masked = [f"138****{i:04}" for i in range(1000, 1040)]
    file = people(tmp_path / "a.parquet", 40, phone_masked=masked)
    by_name = {item["字段"]: item for item in items(tables("pipia", *judged(file, year)))}
    assert by_name["phone_masked"]["形态"] == "去标识化"
    assert isinstance(by_name["phone_masked"]["类别（35273附录A）"], Fill)
    assert by_name["mobile"]["形态"] == "原值"


def test_masked_values_stay_so_whatever_the_register_calls_them(tmp_path, year):
    register = REGISTER + '\n[[columns]]\ncolumn = "phone_masked"\nkind = "cn_mobile"\n'
    masked = [f"138****{i:04}" for i in range(1000, 1040)]
    file = people(tmp_path / "a.parquet", 40, phone_masked=masked)
    by_name = {item["字段"]: item for item in items(tables("pipia", *judged(file, year, register=register)))}
    assert (by_name["phone_masked"]["种类"], by_name["phone_masked"]["形态"]) == ("手机号", "去标识化")


def test_a_kind_inside_texts_is_of_its_own_level(tmp_path, year):
    notes = [f"证件 {resident_id('19870605', i)} 已核" for i in range(30)]
    made = items(tables("pipia", *judged(people(tmp_path / "a.parquet", 30, notes=notes), year)))
    (inside,) = [item for item in made if item["备注"] == "文本中识别"]
    assert (inside["字段"], inside["种类"], inside["级别"]) == ("notes", "公民身份号码", "敏感个人信息")


def test_what_the_register_says_of_a_column_counts_and_is_marked(tmp_path, year):
    register = REGISTER + (
        '\n[[columns]]\ncolumn = "mobile"\nnobody = true\nreason = "客服热线"\n'
        '\n[[levels]]\nkind = "person_name"\nlevel = "sensitive"\nreason = "本行业从严"\n'
    )
    made = items(tables("pipia", *judged(people(tmp_path / "a.parquet"), year, register=register)))
    by_name = {item["字段"]: item for item in made}
    assert by_name["mobile"]["种类"] == "未发现个人信息"
    assert by_name["mobile"]["备注"] == "登记册声明：与特定个人无关（客服热线）；扫描识别为手机号"
    assert by_name["name"]["级别"] == "敏感个人信息"
    assert by_name["name"]["级别依据"] == "登记册 [[levels]] 声明：本行业从严"


def test_where_no_kinds_are_declared_need_is_left_to_a_person(tmp_path, year):
    register = re.sub(r'(purpose = "海外礼宾服务"\n)kinds = .*\n', r"\1", REGISTER)
    made = tables("pipia", *judged(people(tmp_path / "a.parquet"), year, register=register))
    assert all(isinstance(item["目的所需"], Fill) for item in items(made))
    assert isinstance(
        {row[1]: row[2] for row in called(made, "填报数据").rows}["必要性：目的不需要的种类"], Fill
    )


def test_what_is_sensitive_only_in_company_cites_the_combination(vip):
    verdict, case, year = vip
    column = replace(verdict.scan.columns[0], column="weight", kind="body_measure", level="sensitive")
    scan = replace(verdict.scan, columns=(column,))
    (item,) = items(tables("pipia", replace(verdict, scan=scan), case, year))
    assert item["级别"] == "敏感个人信息"
    assert item["级别依据"] == "《个人信息保护法》第二十八条（医疗健康）；与同表的其他字段组合"


def test_a_kind_of_your_own_has_no_class_but_what_you_give_it(tmp_path, year):
    (tmp_path / "own.toml").write_text(
        '[[detector]]\nid = "member_no"\ntitle = "Member"\ntitle_zh = "会员编码"\nlevel = "sensitive"\n'
        'identifies = true\nheaders = ["会员编码"]\npattern = "MB[0-9]{8}"\nexamples = ["MB00012345"]\n',
        encoding="utf-8",
    )
    register = REGISTER + '\n[settings]\ndetectors = ["own.toml"]\n'
    file = people(tmp_path / "a.parquet", 30, 会员编码=[f"MB{i:08}" for i in range(30)])
    made = items(tables("pipia", *judged(file, year, register=register, folder=tmp_path)))
    item = next(each for each in made if each["字段"] == "会员编码")
    assert (item["种类"], item["级别"], item["级别依据"]) == (
        "会员编码",
        "敏感个人信息",
        "登记册自定义的种类",
    )
    assert isinstance(item["类别（35273附录A）"], Fill)


def test_hints_of_important_data_are_listed_and_those_not_settled_left_to_a_person(vip):
    verdict, case, year = vip
    hints = (Important("IH-10", "a", "why"), Important("IH-11", "b", "why"), Important("IH-10", "c", "why"))
    scan = replace(verdict.scan, important=hints)
    settled = replace(case, export=structs.replace(case.export, settled_hints={"IH-11": "本公司停车场"}))
    table = called(tables("assessment", replace(verdict, scan=scan), settled, year), "出境活动")
    assert said(table, "扫描提示的重要数据线索") == "IH-10、IH-11"
    assert isinstance(said(table, "线索 IH-10"), Fill)
    assert said(table, "线索 IH-11") == "登记册说明不是：本公司停车场"


# --- What nobody but a person knows ---------------------------------------------------------------------------

BARE = """
[handler]
name = "h"
uscc = "91310000MA1SAMPLE0"
ciio = "unknown"
state_organ = false

[recipients.hq]
name = "r"
country = "DE"
restricted = "unknown"

[exports.vip]
recipient = "hq"
scenario = "other"
purpose = "p"
important_data = "unknown"
"""

NEVER_GUESSED = {
    "handler_place", "processed_persons", "recipient_address", "onward", "scenario", "system", "method",
    "schedule", "retention", "storage", "storage_abroad", "evidence", "basis", "notice", "separate_consent",
    "impact_assessment", "impact_assessment_report", "records", "security", "incidents", "not_needed",
    "expected_all", "expected_sensitive",
}  # fmt: skip


def test_what_the_register_leaves_out_is_marked_and_never_guessed(tmp_path):
    url = f"sqlite:///{tmp_path / 'l.db'}"
    known = answers(Dossier(*judged(people(tmp_path / "a.parquet"), url, register=BARE)))
    assert {key for key, cell in known.items() if isinstance(cell, Fill)} == NEVER_GUESSED
    assert (known["handler_ciio"], known["recipient_restricted"], known["important_data"]) == ("不明",) * 3


def test_consent_is_not_asked_for_where_it_is_not_the_basis(tmp_path, year):
    register = REGISTER.replace('basis = "consent"', 'basis = "human_resources"')
    known = answers(Dossier(*judged(people(tmp_path / "a.parquet"), year, register=register)))
    assert "不需取得" in known["separate_consent"]


def test_duties_are_shown_by_the_register_or_left_to_a_person(vip):
    rows = {row[0]: row[2:4] for row in called(tables("pipia", *vip), "义务与证明").rows}
    assert rows["履行告知义务"] == ("已证明", "会员协议第三条，2026-01-05 版")
    assert rows["进行个人信息保护影响评估"] == ("已证明", "2026-05-20 PIA-2026-03")
    state, evidence = rows["履行数据安全保护义务，采取技术措施和其他必要措施，保障数据出境安全"]
    assert (state, type(evidence)) == ("待证明", Fill)


# --- To decide the same again ---------------------------------------------------------------------------------


def test_the_decision_names_all_that_it_rests_on(vip):
    verdict, case, year = vip
    table = called(tables("contract", verdict, case, year), "判定")
    assert said(table, "规则摘要") == verdict.policy_sha256 == case.policy.sha256
    assert said(table, "敏感目录摘要") == verdict.catalogue_sha256
    assert said(table, "登记册摘要") == verdict.register_sha256
    assert said(table, "检测器摘要") == verdict.detectors_sha256
    assert said(table, "台账末条摘要") == year.entries[-1].digest
    assert said(table, "判定日") == ON
    assert said(table, "法律要求") == "应当订立标准合同或者通过认证"
    assert "《促进和规范数据跨境流动规定》第八条" in said(table, "条款")


def test_a_ledger_without_entries_says_so(tmp_path):
    url = f"sqlite:///{tmp_path / 'l.db'}"
    table = called(tables("contract", *judged(people(tmp_path / "a.parquet"), url)), "判定")
    assert said(table, "台账末条（本处理者当年）") == "当年尚无记录"


@pytest.mark.parametrize("form", ["dpia", "PIPIA", ""])
def test_an_unknown_form_is_refused(form, vip):
    with pytest.raises(UsageError, match="unknown form"):
        tables(form, *vip)


def test_a_verdict_of_something_else_is_refused(vip, year):
    verdict, case, summary = vip
    other = replace(verdict, export="service")
    with pytest.raises(UsageError, match="another export"):
        tables("pipia", other, case, summary)
    with pytest.raises(UsageError, match="holds no scan"):
        tables("pipia", replace(verdict, scan=None), case, summary)
    with pytest.raises(UsageError, match="another handler"):
        tables("pipia", verdict, case, replace(summary, year=2025))


def test_a_ledger_that_moved_on_is_told(tmp_path):
    url = f"sqlite:///{tmp_path / 'l.db'}"
    register = tmp_path / "tongguan.toml"
    register.write_text(REGISTER, encoding="utf-8")
    file = people(tmp_path / "a.parquet")
    verdict, case, _ = judged(file, url)
    api.gate(file, export="vip", run="r1", register=register, ledger=url, at=NOW)
    with api.open_ledger(url) as opened:
        year = opened.show(case.register.handler.uscc, ON.year)
    with pytest.raises(LedgerError, match="written to while"):
        tables("pipia", verdict, case, year)


# --- What it must never hold ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_no_value_of_the_data_is_in_an_annex(form, tmp_path, year):
    numbers = range(30)
    values = {
        "cards": [card(i) for i in numbers],
        "ids": [resident_id("19870605", i) for i in numbers],
        "notes": [f"联系 {mobile(i + 500)} 谢谢" for i in numbers],
    }
    file = people(tmp_path / "a.parquet", 30, **values)
    verdict, case, summary = judged(file, year)
    text = markdown.render(tables(form, verdict, case, summary), title(form, case))
    held = [name(i) for i in numbers] + [mobile(i) for i in numbers] + [mobile(i + 500) for i in numbers]
    assert not [value for value in (*held, *values["cards"], *values["ids"]) if value in text]
    assert "cards" in text  # names of columns are


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="2 cells wide"):
        Table("t", ("a", "b"), (("1",),))
