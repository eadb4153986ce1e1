"""From a table to what is inside and how many people."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people_kit import card, hong_kong_id, luhn, mobile, name, resident_id, taiwan_id

import tongguan
from tongguan.contract import scan_json
from tongguan.detector import builtin
from tongguan.engine import local
from tongguan.errors import Unreadable
from tongguan.law.catalogue import load_catalogue
from tongguan.persons.people import CLASSES
from tongguan.reading import open_sources

ON = date(2026, 6, 30)


def scan(table, **kwargs):
    return tongguan.scan(pa.table(table) if isinstance(table, dict) else table, on=ON, **kwargs)


def kinds(found):
    return {column.column: column.kind for column in found.columns}


def high(found):
    return {c: found.people.high(c) for c in CLASSES}


def low(found):
    return {c: found.people.low(c) for c in CLASSES}


# --- what a column is ---------------------------------------------------------------------------

N = 60
# What values show, under a header that says nothing; and what only a header shows, under one that does.
COLUMNS = {
    "cn_resident_id": ("c1", [resident_id(f"19{60 + i % 40}0{1 + i % 9}1{i % 9}", i) for i in range(N)]),
    "cn_mobile": ("c1", [mobile(i * 7919) for i in range(N)]),
    "cn_landline": ("c1", [f"0571-8{i:07d}" for i in range(N)]),
    "bank_card": ("c1", [card(i * 104729) for i in range(N)]),
    "email": ("c1", [f"user{i}@example.com" for i in range(N)]),
    "cn_passport": ("c1", [f"E{10000000 + i * 37}" for i in range(N)]),
    "travel_permit": ("c1", [f"H{10000000 + i * 37}" for i in range(N)]),
    "hk_id": ("c1", [hong_kong_id(i * 37) for i in range(N)]),
    "tw_id": ("c1", [taiwan_id(i * 7919) for i in range(N)]),
    "military_id": ("c1", [f"军字第{1000000 + i * 37}号" for i in range(N)]),
    "driving_licence": ("驾驶证号", [resident_id(f"19{60 + i % 40}0101", i) for i in range(N)]),
    "social_security_no": ("社会保障号码", [resident_id(f"19{60 + i % 40}0101", i) for i in range(N)]),
    "medical_insurance_no": ("医保卡号", [f"A{10000000 + i}" for i in range(N)]),
    "student_no": ("学号", [f"2023{i:06d}" for i in range(N)]),
    "employee_no": ("工号", [f"E{i:06d}" for i in range(N)]),
    "account_id": ("会员编号", [f"M{i:07d}" for i in range(N)]),
    "username": ("username", [f"fish_{i}" for i in range(N)]),
    "password": ("password", [f"pW{i}!x{i * 7}" for i in range(N)]),
    "bank_account": ("银行账号", [f"3301{i:011d}" for i in range(N)]),
    "alipay_id": ("c1", [f"2088{i * 7919:012d}" for i in range(N)]),
    "wechat_id": ("微信号", [f"wxid_{i:06d}ab" for i in range(N)]),
    "wechat_openid": ("c1", [f"o6_bmjrPT{i:02d}lm6_2sgVt7hMZ{i:04d}"[:28] for i in range(N)]),
    "qq": ("QQ号", [f"{10001 + i * 7919}" for i in range(N)]),
    "imei": ("imei", [luhn(f"35693803{i:06d}") for i in range(N)]),
    "imsi": ("imsi", [f"46000{i:010d}" for i in range(N)]),
    "iccid": ("iccid", [f"898600{i:014d}" for i in range(N)]),
    "ad_id": ("idfa", [f"6d92078a-8246-4ba4-ae5b-76104861{i:04x}" for i in range(N)]),
    "hashed_id": ("手机号", [f"{i * 2654435761 % 2**128:032x}" for i in range(1, N + 1)]),
    "masked_id": ("c1", [f"138****{i:04d}" for i in range(N)]),
    "vehicle_plate": ("c1", [f"浙A{10000 + i}" for i in range(N)]),
    "vin": ("车架号", ["LSVAU033372210098", "1M8GDM9AXKP042788", "LFV2A21K6A3000001"] * (N // 3)),
    "uscc": ("c1", ["91350100M000100Y43"] * N),
    "org_name": ("c1", ["杭州某某网络科技有限公司", "上海示例商贸有限公司"] * (N // 2)),
    "date_of_birth": ("c1", [f"{1950 + i}-0{1 + i % 9}-1{i % 9}" for i in range(N)]),
    "age": ("年龄", [18 + i for i in range(N)]),
    "gender": ("c1", ["男", "女"] * (N // 2)),
    "ethnicity": ("c1", ["汉族", "回族", "维吾尔族"] * (N // 3)),
    "nationality": ("国籍", ["中国", "日本", "法国"] * (N // 3)),
    "marital_status": ("c1", ["已婚", "未婚", "离异"] * (N // 3)),
    "religion": ("宗教信仰", ["佛教", "无", "伊斯兰教"] * (N // 3)),
    "political_affiliation": ("政治面貌", ["中共党员", "群众", "共青团员"] * (N // 3)),
    "occupation": ("职业", ["教师", "会计", "高级工程师"] * (N // 3)),
    "employer": ("工作单位", ["杭州某某网络科技有限公司", "市第一人民医院"] * (N // 2)),
    "education": ("学历", ["本科", "硕士", "大专"] * (N // 3)),
    "health": ("诊断", ["高血压2级", "2型糖尿病", "E11.900"] * (N // 3)),
    "body_measure": ("身高", ["172", "165", "180.5"] * (N // 3)),
    "biometric": ("人脸特征", ["0.0132,-0.2251,0.0987,0.1102,-0.0331,0.2210"] * N),
    "genetic": ("基因型", ["AG", "AA", "GG"] * (N // 3)),
    "income": ("月收入", [8000.5 + i for i in range(N)]),
    "credit": ("信用分", [600 + i for i in range(N)]),
    "criminal_record": ("犯罪记录", ["无犯罪记录", "盗窃罪"] * (N // 2)),
    "sexual_orientation": ("性取向", ["异性恋", "同性恋"] * (N // 2)),
    "disability": ("残疾类别", ["肢体", "视力", "听力"] * (N // 3)),
    "geo_point": ("c1", [f"116.39{i:04d},39.90{i:04d}" for i in range(N)]),
    "track": ("c1", ["116.397,39.908;116.398,39.909;116.399,39.910"] * N),
    "person_name": ("c1", [name(i) for i in range(N)]),
    "address": (
        "c1",
        [f"浙江省杭州市西湖区文三路{i + 1}号{i % 9 + 1}幢{i % 5 + 1}单元50{i % 4}室" for i in range(N)],
    ),
    "ip_address": ("c1", [f"203.0.113.{i}" for i in range(N)]),
    "mac_address": ("c1", [f"00:1a:2b:3c:4d:{i:02x}" for i in range(N)]),
}


def test_every_kind_has_a_column_here():
    assert set(COLUMNS) == set(builtin())
    assert set(builtin()) == set(load_catalogue("conservative", ON).levels())


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_column_of_every_kind_is_recognised(kind):
    # Beside a column of names, as it would be: a date alone is nobody's birthday.
    header, values = COLUMNS[kind]
    found = scan({"c0": COLUMNS["person_name"][1], header: values})
    assert kinds(found)[header] == kind
    assert found.columns[1].likelihood >= 0.9


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("order_id", [f"2026{i % 12 + 1:02d}15{i * 7919:010d}" for i in range(400)]),
        ("c1", [f"2026{i % 12 + 1:02d}15{i * 7919:010d}" for i in range(400)]),  # order numbers
        ("c1", [1_780_000_000_000 + i * 1009 for i in range(400)]),  # milliseconds
        ("c1", [f"2026-0{i % 6 + 1}-{i % 28 + 1:02d}" for i in range(400)]),  # recent dates
        ("c1", ["杭州市", "北京市", "石家庄市", "金华市"] * 100),
        ("c1", ["加厚连衣裙", "男装夹克", "儿童玩具", "手机壳"] * 100),
        ("c1", ["已发货", "待付款", "已完成", "已取消"] * 100),
        ("phone_model", ["13 Pro", "P60", "14 Ultra", "X100"] * 100),
        ("mobile", [True, False] * 200),
        ("email_count", [1, 2, 3, 0] * 100),
        ("c1", [f"SKU{i:08d}" for i in range(400)]),
        ("c1", [0.1 * i for i in range(400)]),
        ("weekday", ["周一", "周二", "周三", "周四", "周五"] * 20),
        ("mood", ["高兴", "成功", "安全", "文明"] * 20),
        ("founded", [f"{1950 + i}-05-01" for i in range(60)]),
    ],
)
def test_a_harmless_column_is_left_alone(header, values):
    found = scan({header: values})
    assert kinds(found) == {header: None}
    assert high(found)["all"] == 0


def test_a_company_is_nobody():
    found = scan({"c1": ["杭州某某网络科技有限公司", "上海示例商贸有限公司", "苏州样品机械厂"] * 100})
    assert kinds(found) == {"c1": "org_name"}
    assert found.columns[0].level == "none"
    assert high(found)["all"] == 0


def test_a_header_alone_carries_a_kind_and_asks_for_a_look():
    found = scan({"身份证号": [f"旧证第{i:04d}" for i in range(50)], "name": [name(i) for i in range(50)]})
    column = found.columns[0]
    assert (column.kind, column.review) == ("cn_resident_id", True)
    assert high(found)["all"] == 50


def test_every_row_is_read():
    values = ["无备注"] * 70_000
    values[69_999] = "请联系13900012345"
    found = scan({"remark": values})
    assert found.columns[0].mentions == {"cn_mobile": 1}
    assert high(found)["all"] == 1


def test_numbers_that_pass_by_chance_among_order_numbers_are_nobody():
    rng = np.random.default_rng(3)
    found = scan({"c1": [f"{n:018d}" for n in rng.integers(10**17, 8 * 10**17, 30_000)]})
    assert kinds(found) == {"c1": None}
    assert high(found)["all"] == 0


def test_a_column_of_two_kinds_identifies_by_both():
    papers = [resident_id("19900101", i) for i in range(30)] + [f"13900{i:06d}" for i in range(10)]
    found = scan({"c1": papers})
    assert found.columns[0].kind == "cn_resident_id"
    assert found.columns[0].mentions == {"cn_mobile": 10}
    assert high(found)["all"] == 40


# --- how many people ----------------------------------------------------------------------------


def test_the_same_person_in_many_rows_is_one():
    found = scan({"phone": [mobile(i % 25) for i in range(1000)]})
    assert (low(found)["all"], high(found)["all"]) == (25, 25)


@pytest.mark.parametrize(
    "written",
    [
        "13900000057",
        "139-0000-0057",
        "+86 139 0000 0057",
        "１３９００００００５７",
        "'13900000057",
        " 13900000057\t",
    ],
)
def test_one_number_written_in_several_ways_is_one_person(written):
    assert high(scan({"phone": [mobile(7), written, mobile(8), mobile(9)]}))["all"] == 3


def test_numbers_stored_as_integers_floats_and_decimals_are_the_same_numbers():
    digits = [int(mobile(i)) for i in range(30)]
    as_text = high(scan({"phone": [str(d) for d in digits]}))
    for kind in (pa.int64(), pa.float64(), pa.decimal128(20, 0)):
        assert high(scan(pa.table({"phone": pa.array(digits).cast(kind)}))) == as_text


def test_the_strongest_identifier_of_a_row_stands_for_the_person():
    table = {
        "id_card": [resident_id("19900101", 1), resident_id("19900101", 1), None],
        "mobile": [mobile(1), mobile(2), mobile(1)],
    }
    found = scan(table)
    # Two phones of one ID number are one person; the phone alone may be another's.
    assert high(found)["all"] == 2
    # It was seen beside the ID number: one at least.
    assert low(found)["all"] == 1


def test_rows_that_nothing_identifies_count_one_each():
    found = scan({"姓名": ["王伟明"] * 10})
    assert high(found)["all"] == 10
    assert low(found)["all"] == 1
    assert found.people.unidentified[0] == 10


def test_a_placeholder_makes_nobody_the_same_person():
    found = scan(
        {
            "name": [name(i) for i in range(20)],
            "mobile": ["13800138000"] * 10 + [mobile(i) for i in range(10)],
        }
    )
    assert high(found)["all"] == 20


@pytest.mark.parametrize("nothing", [None, "", " ", "无", "NULL", "-", "N/A"])
def test_what_says_nothing_is_no_item_of_anybody(nothing):
    found = scan(
        {"mobile": [mobile(i) for i in range(10)], "bank_card": [card(i) for i in range(5)] + [nothing] * 5}
    )
    assert high(found)["sensitive"] == 5


def test_a_person_with_any_sensitive_item_is_sensitive_and_stays_general():
    found = scan({"mobile": [mobile(i) for i in range(10)], "bank_card": [card(i) for i in range(10)]})
    assert high(found) == {"all": 10, "general": 10, "sensitive": 10, "minors": 0}


def test_the_profile_says_what_is_sensitive():
    table = {"id_card": [resident_id("19900101", i) for i in range(20)]}
    assert high(scan(table, profile="conservative"))["sensitive"] == 20
    assert high(scan(table, profile="gbt45574"))["sensitive"] == 0
    assert high(scan(table, profile="gbt45574"))["general"] == 20


@pytest.mark.parametrize(
    ("born", "minor"),
    [("20120630", 0), ("20120701", 1), ("20120629", 0)],  # fourteen on 30 June 2026, or a day short of it
)
def test_under_14_is_known_from_the_id_number(born, minor):
    grown_up = [resident_id("19800101", i) for i in range(10)]
    found = scan({"id_card": [resident_id(born, 1), *grown_up]}, profile="gbt45574")
    assert high(found)["minors"] == minor
    assert high(found)["sensitive"] == minor


def test_under_14_is_known_from_the_date_of_birth_and_makes_every_item_sensitive():
    days = [date(1960 + i, 5, 1) for i in range(60)]
    found = scan(pa.table({"mobile": [mobile(i) for i in range(60)], "出生日期": pa.array(days)}))
    assert high(found)["minors"] == 7  # born 2013 to 2019
    assert high(found)["sensitive"] == 7


def test_a_child_does_not_grow_up_when_a_column_is_left_out():
    table = pa.table(
        {
            "id_card": [resident_id(f"20{y:02d}0101", 1) for y in range(5, 25)],
            "mobile": [mobile(i) for i in range(20)],
        }
    )
    with_all = run(table)
    remainder = with_all.without["sensitive"]
    assert remainder.columns == ("id_card",)
    assert remainder.people.high("minors") == with_all.people.high("minors") > 0


def test_buyer_and_recipient_of_one_row_are_two():
    found = scan(
        {
            "buyer_phone": [mobile(i) for i in range(10)],
            "receiver_phone": [mobile(100 + i) for i in range(10)],
        }
    )
    assert high(found)["all"] == 20


def test_the_rows_own_number_in_its_remark_is_nobody_new():
    found = scan(
        {
            "name": [name(i) for i in range(30)],
            "mobile": [mobile(i) for i in range(30)],
            "remark": [f"送货前请打{mobile(i)}谢谢" for i in range(29)] + [f"或打{mobile(99)}找我爱人"],
        }
    )
    assert high(found)["all"] == 31


def test_a_copy_of_a_column_adds_nobody():
    found = scan({"phone": [mobile(i) for i in range(9)], "phone_copy": [mobile(i) for i in range(9)]})
    assert (low(found)["all"], high(found)["all"]) == (9, 9)


def test_a_guessed_part_of_a_row_is_in_the_higher_number_only():
    found = scan({"c1": [mobile(i) for i in range(9)], "c2": [mobile(100 + i) for i in range(9)]})
    assert (low(found)["all"], high(found)["all"]) == (9, 18)


def test_people_in_lists_structs_and_json_are_found():
    table = pa.table(
        {
            "buyer": [{"phone": mobile(1)}, {"phone": mobile(2)}],
            "guests": [[{"phone": mobile(3)}, {"phone": mobile(4)}], []],
            "raw": [f'{{"tel":"{mobile(5)}"}}', "{}"],
        }
    )
    found = scan(table)
    assert {c.column for c in found.columns} == {"buyer.phone", "guests[].phone", "raw"}
    assert high(found)["all"] == 5


def test_the_name_of_a_list_tells_whose_its_elements_are():
    row = {"name": name(1), "phone": mobile(1), "guardians": [{"phone": mobile(2)}]}
    found = scan(pa.Table.from_pylist([row] * 3))
    assert {c.column: c.subject for c in found.columns}["guardians[].phone"] == "guardian"
    assert high(found)["all"] == 2


def test_universal_identifiers_are_read_and_are_nobody():
    identifiers = pa.array([bytes([i] * 16) for i in range(1, 40)], pa.binary(16))
    found = scan(pa.table({"id": pa.ExtensionArray.from_storage(pa.uuid(), identifiers)}))
    assert found.complete
    assert high(found)["all"] == 0


@pytest.mark.parametrize("first", ["王明华,上海", "李建国,北京"])
def test_a_file_whose_first_row_is_data_is_refused_and_nobody_is_lost(tmp_path, first):
    rows = [first, *(f"{name(i)},杭州" for i in range(20))]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(Unreadable, match="first row looks like data") as problem:
        tongguan.scan(tmp_path / "a.csv", on=ON)
    assert "王明华" not in str(problem.value)


def test_an_attribute_alone_leaves_the_number_of_persons_unsure():
    found = scan({"gender": ["男", "女"] * 20, "clicks": list(range(40))})
    assert found.unsure
    assert high(found)["all"] == 0


def test_bytes_that_are_no_text_are_unread_and_said_so():
    found = scan(pa.table({"photo": pa.array([b"\xff\xd8\xff\xe0" * 5] * 3), "n": [1, 2, 3]}))
    assert not found.complete
    assert any("photo" in warning for warning in found.warnings)


# --- laws ---------------------------------------------------------------------------------------


def run(table, batch_rows=None, key=bytes(32)):
    """Scan with a fixed key and a chosen cutting of the rows."""
    (source,) = open_sources(table)
    if batch_rows:
        whole = source.batches
        source.batches = lambda: (  # cut anew what the source gives
            batch.slice(at, batch_rows) for batch in whole() for at in range(0, batch.num_rows, batch_rows)
        )
    return local.scan(
        [source],
        detectors=builtin(),
        levels=load_catalogue("conservative", ON).levels(),
        profile_name="conservative",
        key=key,
        on=ON,
        leave_out={"sensitive": lambda _, level: level == "sensitive"},
    )


cell = {
    "name": st.one_of(st.none(), st.integers(0, 40).map(name), st.just("无")),
    "mobile": st.one_of(st.none(), st.integers(0, 15).map(mobile), st.just("13800138000"), st.just("x")),
    "id_card": st.one_of(st.none(), st.integers(0, 12).map(lambda i: resident_id(f"20{i + 4:02d}0101", i))),
    "remark": st.one_of(st.none(), st.integers(0, 15).map(lambda i: f"打{mobile(i)}"), st.just("谢谢")),
}
tables = st.lists(st.fixed_dictionaries(cell), min_size=1, max_size=40).map(
    lambda rows: pa.Table.from_pylist(rows, schema=pa.schema([(c, pa.string()) for c in cell]))
)


@settings(max_examples=40, deadline=None)
@given(tables, st.integers(1, 17))
def test_any_cutting_of_the_rows_gives_the_same_scan(table, batch_rows):
    assert scan_json(run(table, batch_rows)) == scan_json(run(table))


@settings(max_examples=30, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(table, random):
    order = list(range(table.num_rows))
    random.shuffle(order)
    shuffled, straight = run(table.take(order)), run(table)
    assert high(shuffled) == high(straight)
    assert low(shuffled) == low(straight)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_the_key_changes_nobodys_number(table):
    assert scan_json(run(table, key=b"\x01" * 32)) == scan_json(run(table))


def test_files_with_the_same_columns_decide_together_what_a_column_is(tmp_path):
    for part, count in enumerate((3, 400)):
        pq.write_table(
            pa.table({"c": [mobile(part * 1000 + i) for i in range(count)]}), tmp_path / f"{part}.parquet"
        )
    found = tongguan.scan(tmp_path, on=ON)
    assert len(found.columns) == 1
    assert high(found)["all"] == 403


def test_the_same_people_in_two_files_count_once(tmp_path):
    for file, extra in (("a.parquet", {}), ("b.parquet", {"city": ["杭州市"] * 50})):
        pq.write_table(pa.table({"phone": [mobile(i) for i in range(50)]} | extra), tmp_path / file)
    assert high(tongguan.scan([tmp_path / "a.parquet", tmp_path / "b.parquet"], on=ON))["all"] == 50


def test_the_result_goes_into_a_data_frame():
    frame = scan({"phone": [mobile(i) for i in range(5)]}).to_pandas()
    assert frame.loc[0, "kind"] == "cn_mobile"
    assert frame.loc[0, "found"] == 5


def test_progress_tells_rows_read_and_rows_in_all(tmp_path):
    pq.write_table(pa.table({"n": list(range(1000))}), tmp_path / "a.parquet", row_group_size=100)
    told = []
    tongguan.scan(tmp_path / "a.parquet", on=ON, progress=lambda rows, total: told.append((rows, total)))
    assert sum(rows for rows, _ in told) == 1000
    assert {total for _, total in told} == {1000}


@settings(max_examples=40, deadline=None)
@given(tables)
def test_what_remains_without_columns_is_what_a_file_without_them_holds(table):
    whole = run(table)
    remainder = whole.without["sensitive"]
    really = run(table.drop_columns(list(remainder.columns)))
    for person_class in ("all", "general"):
        assert remainder.people.high(person_class) == really.people.high(person_class)
        assert remainder.people.low(person_class) == really.people.low(person_class)
    assert remainder.kinds == really.kinds
    assert remainder.people.high("sensitive") >= really.people.high("sensitive")  # children stay children


# --- what a second look found --------------------------------------------------------------------


@pytest.mark.parametrize("gap", [" ", "-", "/", ",", ";", "、", " 或 "])
def test_two_numbers_in_one_cell_are_two_people(gap):
    found = scan({"c1": [f"{mobile(2 * i)}{gap}{mobile(2 * i + 1)}" for i in range(50)]})
    assert high(found)["all"] >= 100


def test_a_resident_id_beside_a_phone_number_is_found():
    found = scan({"c1": [f"{resident_id('19900101', i)} {mobile(i)}" for i in range(20)]})
    assert found.kinds >= {"cn_resident_id", "cn_mobile"}
    assert high(found)["sensitive"] == 20


def test_real_numbers_among_others_of_their_length_are_counted():
    others = [f"{n}" for n in np.random.default_rng(1).integers(2 * 10**10, 10**11 - 1, 9000)]
    found = scan({"c1": [*others, *(mobile(i * 7919) for i in range(1000))]})
    assert high(found)["all"] >= 1000


def test_a_few_random_order_numbers_of_eleven_digits_are_nobody():
    found = scan({"c1": [int(n) for n in np.random.default_rng(2).integers(10**10, 10**11 - 1, 500)]})
    assert high(found)["all"] == 0


def test_random_numbers_of_fifteen_digits_are_nobody():
    found = scan({"c1": [f"{n}" for n in np.random.default_rng(2).integers(10**14, 10**15 - 1, 5000)]})
    assert high(found)["all"] == 0


@pytest.mark.parametrize("default", ["1900-01-01", "0000-00-00", "无", "", None])
def test_birthdays_under_their_header_are_birthdays_whatever_stands_for_nothing(default):
    days = [f"{1960 + i % 60}-05-01" for i in range(120)]
    days[::6] = [default] * 20
    found = scan({"手机": [mobile(i) for i in range(120)], "出生日期": days})
    assert kinds(found)["出生日期"] == "date_of_birth"
    assert high(found)["minors"] >= 10


def test_birthdays_that_cannot_be_read_leave_ages_unsure():
    found = scan(
        {"手机": [mobile(i) for i in range(30)], "出生日期": [f"属马的第{i % 9 + 1}月" for i in range(30)]}
    )
    assert any("dates of birth" in sentence for sentence in found.unsure)


def test_a_birthday_at_midnight_in_china_written_in_utc_stays_the_day_it_was():
    from datetime import UTC, datetime

    evenings = [datetime(1950 + i, 3, 4, 16, tzinfo=UTC) for i in range(62)] + [
        datetime(2012, 6, 30, 16, tzinfo=UTC)
    ]
    table = {"手机": [mobile(i) for i in range(63)], "生日": pa.array(evenings, pa.timestamp("us", "UTC"))}
    assert high(scan(pa.table(table)))["minors"] == 1  # born on 1 July 2012 in China


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("投保人手机号", "被保险人身份证号"),
        ("父亲姓名", "母亲电话"),
        ("doctor_name", "patient_phone"),
        ("推荐人邮箱", "手机号"),
        ("员工身份证", "直属领导手机"),
    ],
)
def test_people_of_different_parts_in_a_row_are_not_one(one, other):
    made = {
        "手": mobile,
        "身": lambda i: resident_id("19900101", i),
        "姓": name,
        "电": mobile,
        "邮": lambda i: f"u{i}@e.com",
    }
    made |= {"n": name, "p": mobile}

    def column(header, offset):
        clue = (
            header[-4]
            if header.isascii() and header.endswith("name")
            else header[-5]
            if header.isascii()
            else None
        )
        key = clue or next(c for c in header if c in made and not (c == "手" and "身" in header))
        return [made[key](i + offset) for i in range(30)]

    assert high(scan({one: column(one, 0), other: column(other, 500)}))["all"] == 60


def test_words_for_nothing_are_not_held_against_a_column():
    found = scan({"c1": [name(i) if i % 2 else "\\N" for i in range(100)]})
    assert kinds(found) == {"c1": "person_name"}
    assert high(found)["all"] == 50


def test_a_persons_number_as_the_name_of_a_column_is_unsure_and_not_shown():
    found = scan({mobile(1): [1, 2], mobile(2): [3, 4]})
    assert found.unsure
    assert mobile(1) not in str(scan_json(found))


def test_one_id_number_among_credit_codes_is_one_person():
    found = scan({"证照号": ["91350100M000100Y43"] * 99 + [resident_id("19900101", 1)]})
    assert high(found) == {"all": 1, "general": 0, "sensitive": 1, "minors": 0}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("machine_id", [f"M{10000000 + i}" for i in range(300)]),
        ("contract_no", [f"C{20260000 + i}" for i in range(300)]),
        ("id", list(range(140_000_001, 140_000_301))),
        ("unit", ["m"] * 50),
        ("version", ["2.4.1.0", "2.4.1.1"] * 30),
        ("email_campaign", ["spring sale", "autumn sale"] * 30),
        ("phone_color", ["black", "silver"] * 30),
        ("receiver_city", ["Hamburg", "Berlin"] * 30),
        ("memory_address", ["0x7ffd", "0x7ffe"] * 30),
        ("图片地址", ["https://example.com/a.png"] * 60),
        ("手机壳款式", ["透明磨砂", "皮质翻盖"] * 30),
        ("frying_pan", ["large", "small"] * 30),
        ("uuid", ["123e4567-e89b-12d3-a456-426614174000"] * 60),
    ],
)
def test_codes_and_words_of_harmless_columns_are_nobody(header, values):
    found = scan({header: values})
    assert high(found)["all"] == 0
    assert not found.unsure


def test_remarks_with_some_addresses_are_no_column_of_addresses():
    found = scan({"remark": [f"u{i}@example.com" if i % 3 == 0 else "谢谢老板，下次再来" for i in range(60)]})
    assert high(found)["all"] == 20


def test_columns_that_come_nested_and_plain_in_two_files_are_both_read(tmp_path):
    pq.write_table(pa.table({"buyer": [{"phone": mobile(1)}]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"buyer": [{"name": name(1)}]}), tmp_path / "b.parquet")
    pq.write_table(pa.table({"buyer": [mobile(2)]}), tmp_path / "c.parquet")
    assert high(tongguan.scan(tmp_path, on=ON))["all"] >= 2


def test_a_long_cell_with_an_at_sign_is_read_in_no_time():
    found = scan({"raw": ["a" * 400_000 + " @ " + "b" * 400_000, f"x {mobile(1)}"]})
    assert high(found)["all"] == 1


def test_no_year_of_birth_is_told():
    found = scan({"手机": [mobile(1)], "生日": ["1987-06-05"]})
    assert "1987" not in str(scan_json(found))


def test_a_column_of_mobile_and_landline_numbers_loses_nobody():
    found = scan({"c1": [mobile(i) if i % 2 else f"0571-8{i:07d}" for i in range(100)]})
    assert high(found)["all"] == 100


def test_a_column_of_phones_and_mail_addresses_counts_each_once():
    found = scan({"c1": [mobile(i) if i % 2 else f"u{i}@example.com" for i in range(100)]})
    assert (low(found)["all"], high(found)["all"]) == (100, 100)


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(1, 9))
def test_batches_are_gathered_in_their_order_and_none_is_lost(sizes, limit):
    from tongguan.reading import sound

    numbers = iter(range(1000))
    batches = [
        pa.record_batch({"n": pa.array([next(numbers) for _ in range(size)], pa.int64())}) for size in sizes
    ]
    whole = sound.ROWS
    sound.ROWS = limit
    try:
        gathered = list(sound.gathered(batches))
    finally:
        sound.ROWS = whole
    assert [n for batch in gathered for n in batch["n"].to_pylist()] == list(range(sum(sizes)))
    assert len(gathered) <= max(len(batches), 1)
    assert all(batch.num_rows <= max(limit // 2, 4) for batch in gathered)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("wechat_id", [f"wxid_{i:08d}abcdef" for i in range(N)]),
        ("student_no", ["G" + resident_id("20150101", i) for i in range(N)]),
        ("password", ["$2b$12$" + f"{i:053d}" for i in range(N)]),
    ],
)
def test_values_that_show_a_kind_need_no_header(kind, values):
    found = scan({"手机": [mobile(i) for i in range(N)], "c1": values})
    assert kinds(found)["c1"] == kind


def test_a_national_pupil_number_is_the_resident_ids_and_a_schools_own_is_the_schools():
    identity = [resident_id("20150101", i) for i in range(20)]
    found = scan({"学籍号": ["G" + number for number in identity], "身份证号": identity})
    assert high(found)["all"] == 20
    assert high(scan({"学号": [f"2023{i:04d}" for i in range(20)]}))["all"] == 20


def test_a_child_whose_number_stands_among_words_in_a_column_of_numbers_is_a_child():
    grown_up = [resident_id("19800101", i) for i in range(50)]
    children = [f"身份证：{resident_id('20200101', i)}" for i in range(5)]
    assert high(scan({"身份证号": grown_up + children}))["minors"] == 5


def test_plates_and_landlines_in_cells_of_their_own_among_remarks_are_somebodys():
    assert (
        high(scan({"备注": ["无"] * 10 + ["请尽快发货"] * 60 + [f"京A{10000 + i}" for i in range(30)]}))[
            "all"
        ]
        == 30
    )
    assert high(scan({"备注": ["请尽快发货"] * 70 + [f"0571-8{i:07d}" for i in range(30)]}))["all"] == 30


def test_texts_in_english_before_those_in_chinese_change_nothing():
    texts = [f"ok, order {i} was shipped" for i in range(3000)] + [
        f"第{i}单，收件人{name(i)}，请发" for i in range(300)
    ]
    one, other = (
        scan_json(run(pa.table({"remark": t}), rows)) for t, rows in ((texts, 500), (texts[::-1], 700))
    )
    assert (one["columns"], one["persons"]) == (other["columns"], other["persons"])


@pytest.mark.parametrize(
    "header", ["证件", "乘客证件", "证照", "身份", "旅客信息", "document", "doc_no", "identity", "c1"]
)
def test_passports_under_a_header_of_papers_or_travellers_are_passports(header):
    found = scan({header: [f"E{10000000 + i * 37}" for i in range(60)]})
    assert high(found)["all"] == 60


def test_a_persons_number_as_the_name_of_a_column_of_attributes_is_not_shown():
    found = scan({mobile(1): ["男", "女"] * 20})
    assert found.unsure
    assert mobile(1) not in str(scan_json(found))


def test_the_names_of_columns_are_forgotten_when_a_scan_fails_too(monkeypatch):
    """One of them may be somebody's number."""
    from tongguan.scanning import examine

    seen = []

    def fails(*_):
        seen.extend(examine._LOOKS)
        raise Unreadable("a.csv: cut off.", hint="Send it again.")

    monkeypatch.setattr(local.Group, "settle", fails)
    with pytest.raises(Unreadable):
        tongguan.scan(pa.table({"13912345670": ["a", "b"]}))
    assert seen
    assert examine._LOOKS == {}
