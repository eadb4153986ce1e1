"""Numbers and accounts that identify a person, against independent generators and by their headers."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st
from people_kit import resident_id
from stdnum import imei as stdnum_imei
from stdnum import imsi as stdnum_imsi
from stdnum import luhn

import tongguan
from tongguan.detector import builtin
from tongguan.kernels import checks
from tongguan.kernels.text import Text
from tongguan.kernels.tidy import compact, tidy
from tongguan.scanning.headers import says

ON = date(2026, 6, 30)
MINE = (
    "hk_id",
    "tw_id",
    "military_id",
    "driving_licence",
    "social_security_no",
    "medical_insurance_no",
    "student_no",
    "employee_no",
    "bank_account",
    "alipay_id",
    "vin",
    "imei",
    "imsi",
    "iccid",
    "ad_id",
    "wechat_id",
    "wechat_openid",
    "qq",
    "username",
    "account_id",
    "password",
)


def found(kind, values):
    detector = builtin()[kind]
    tidied = tidy(pa.array(values, type=pa.string()))
    return detector.find(compact(tidied) if detector.compacted else tidied).tolist()


def canon(kind, *values):
    return builtin()[kind].canon(pa.array(values)).to_pylist()


def places(values):
    return Text.of(pa.array(values)).matrix(len(values[0]))


# --- check digits, one value at a time, by code that shares nothing with the kernels -----------------


def vin_is_right(number):
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(int(values.get(c, c)) * w for c, w in zip(number, weights, strict=True))
    return number[8] == ("X" if total % 11 == 10 else str(total % 11))


def hong_kong_is_right(number):
    padded = number if len(number) == 9 else f" {number}"
    total = 0
    for c, weight in zip(padded, range(9, 0, -1), strict=True):
        total += weight * (36 if c == " " else int(c, 36))
    return total % 11 == 0


def taiwan_is_right(number):
    letters = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
    second = str(letters[number[1]] % 10) if number[1].isalpha() else number[1]
    digits = str(letters[number[0]]) + second + number[2:]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def several(pattern):
    return st.lists(st.from_regex(rf"\A{pattern}\Z"), min_size=1, max_size=40)


@given(several(r"[0-9A-HJ-NPR-Z]{8}[0-9X][0-9A-HJ-NPR-Z]{8}"))
def test_the_check_digit_of_vehicles_agrees_with_a_plain_one(numbers):
    assert checks.vin(places(numbers)).tolist() == [vin_is_right(n) for n in numbers]


@given(several(r"[A-Z]{2}[0-9]{6}[0-9A]"))
def test_the_check_character_of_hong_kong_agrees_with_a_plain_one(numbers):
    assert checks.hong_kong(places(numbers)).tolist() == [hong_kong_is_right(n) for n in numbers]
    one_letter = [n[1:] for n in numbers]
    assert found("hk_id", one_letter) == [hong_kong_is_right(n) for n in one_letter]


@given(several(r"[A-Z][1289A-D][0-9]{8}"))
def test_the_check_digit_of_taiwan_agrees_with_a_plain_one(numbers):
    assert checks.taiwan(places(numbers)).tolist() == [taiwan_is_right(n) for n in numbers]


def test_exactly_one_check_character_is_right():
    bodies = [f"K{n:06d}" for n in range(0, 999_999, 997)]
    assert {sum(found("hk_id", [f"{b}({c})" for c in "0123456789A"])) for b in bodies[:50]} == {1}
    assert {sum(found("tw_id", [f"A1{n:07d}{c}" for c in "0123456789"])) for n in range(50)} == {1}


def test_every_vehicle_another_program_makes_is_found():
    faker = Faker()
    Faker.seed(20260630)
    numbers = [faker.vin() for _ in range(1000)]
    numeric_end = [
        n for n in numbers if n[13:].isdigit()
    ]  # the standard's last four, which Faker does not keep
    assert len(numeric_end) > 3
    assert all(found("vin", numeric_end))


def test_every_number_of_taiwan_another_program_makes_is_found():
    faker = Faker("zh_TW")
    Faker.seed(20260630)
    assert all(found("tw_id", [faker.ssn() for _ in range(1000)]))


def test_what_is_found_as_a_telephone_is_one_for_stdnum_too():
    rng = np.random.default_rng(7)
    bodies = [
        f"{body}{''.join(map(str, rng.integers(0, 10, 12)))}" for body in ("35", "86", "01", "99") * 200
    ]
    numbers = [b + luhn.calc_check_digit(b) for b in bodies] + [b + "0" for b in bodies]
    assert found("imei", numbers) == [stdnum_imei.is_valid(n) for n in numbers]


def test_mainland_networks_are_those_of_stdnum():
    told = {f"{n:02d}" for n in range(100) if "operator" in stdnum_imsi.info(f"460{n:02d}1234567890")}
    passed = {f"{n:02d}" for n in range(100) if found("imsi", [f"460{n:02d}1234567890"])[0]}
    assert len(told) > 8
    assert told <= passed
    assert len(passed) <= 14


# --- chance ------------------------------------------------------------------------------------------

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
BASE64 = LETTERS + LETTERS.lower() + DIGITS + "-_"
SHAPES = {
    "hk_id": [LETTERS, *[DIGITS] * 7],
    "tw_id": [LETTERS, *[DIGITS] * 9],
    "vin": ["SG", "NB", *[DIGITS] * 15],
    "imei": ["3", "5", *[DIGITS] * 13],
    "imsi": ["123456789", *[DIGITS] * 14],
    "iccid": ["123456789", *[DIGITS] * 19],
    "alipay_id": ["123456789", *[DIGITS] * 15],
    "wechat_openid": [BASE64] * 28,
    "driving_licence": ["123456789", *[DIGITS] * 17],
    "social_security_no": ["123456789", *[DIGITS] * 17],
    "travel_permit": [LETTERS, *[DIGITS] * 8],
    "cn_passport": [LETTERS, *[DIGITS] * 8],
}


@pytest.mark.parametrize("kind", SHAPES)
def test_random_values_of_the_shape_pass_no_oftener_than_stated(kind):
    rng = np.random.default_rng(20260630)
    tries = 20_000
    drawn = [np.array(list(letters))[rng.integers(0, len(letters), tries)] for letters in SHAPES[kind]]
    values = ["".join(row) for row in zip(*drawn, strict=True)]
    chance = builtin()[kind].chance
    assert np.mean(found(kind, values)) <= chance + 4 * np.sqrt(chance / tries)


# --- one person, one number ----------------------------------------------------------------------------

ID = resident_id("20141005", 7, "440113")
OLD_ID = "110105491231002"


@pytest.mark.parametrize("kind", ["driving_licence", "social_security_no"])
def test_a_number_borrowed_from_the_resident_id_is_the_same_person(kind):
    detector, register = builtin()[kind], builtin()["cn_resident_id"]
    assert detector.numbered_as == "cn_resident_id"
    assert detector.strength < register.strength
    assert all(found(kind, [ID, OLD_ID, ID.lower()]))
    assert canon(kind, ID, OLD_ID, ID.lower()) == canon("cn_resident_id", ID, OLD_ID, ID.lower())
    assert detector.born(pa.array(canon(kind, ID))).tolist() == [20141005]
    other = ID[:17] + ("1" if ID[17] != "1" else "2")
    assert found(kind, [other]) == [False]


def test_a_file_number_and_a_regional_number_hold_no_birthday():
    assert builtin()["driving_licence"].born(pa.array(["330100123456", ID])).tolist() == [0, 20141005]
    assert builtin()["social_security_no"].born(pa.array(["A12345678", ID])).tolist() == [0, 20141005]


def test_a_pupil_number_with_g_is_the_pupils_id_number_and_with_l_its_own():
    assert canon("student_no", f"G{ID}", f"g{ID.lower()}", f"L{ID}", "2023041501") == [
        ID,
        ID,
        f"L{ID}",
        "2023041501",
    ]
    born = builtin()["student_no"].born(pa.array([ID, f"L{ID}", "2023041501", "S1", "999999999999999999"]))
    assert born.tolist() == [20141005, 20141005, 0, 0, 0]


def test_ways_to_write_a_number_are_one_number():
    assert canon("hk_id", "a123456(3)", "A123456 (3)", "A1234563") == ["A1234563"] * 3
    assert canon("military_id", "军字第1234567号", "军字第 1234567号", "军1234567") == ["军1234567"] * 3
    assert canon("ad_id", "6D92078A-8246-4BA4-AE5B-76104861E7DC") == ["6d92078a-8246-4ba4-ae5b-76104861e7dc"]
    assert canon("account_id", "12345.0", "12345", "a1", "A1") == ["12345", "12345", "a1", "A1"]


def test_a_european_vehicle_needs_no_check_digit_but_a_serial_number_does():
    rng = np.random.default_rng(7)
    serials = [f"SN26{''.join(map(str, rng.integers(0, 10, 13)))}" for _ in range(2000)]
    assert all(found("vin", [f"WVWZZZ1JZXW{n:06d}" for n in range(200)]))
    assert 0.05 < np.mean(found("vin", serials)) < 0.13
    assert not any(found("vin", [f"{n:017d}" for n in range(10**16, 10**16 + 500)]))


def test_a_telephone_number_of_the_kind_is_no_payment_card_and_no_resident_id():
    rng = np.random.default_rng(7)
    cards = [f"37{''.join(map(str, rng.integers(0, 10, 12)))}" for _ in range(200)]
    assert not any(found("imei", [c + luhn.calc_check_digit(c) for c in cards]))


# --- headers -------------------------------------------------------------------------------------------

NAMED = {
    "hk_id": "香港身份证号 hkid hk_id_no hkidNo",
    "tw_id": "台湾身份证号 tw_id taiwanIdNo",
    "military_id": "军官证号 士兵证号 military_id officerNo junguanzheng jgzh",
    "driving_licence": "驾驶证号 驾驶证号码 驾照号 驾驶证档案编号 driver_license_no drivingLicence jszh",
    "social_security_no": "社保号 社会保障号码 社保卡号 social_security_no ssn",
    "medical_insurance_no": "医保卡号 医保编号 medicalInsuranceNo ybkh",
    "student_no": "学号 学籍号 全国学籍号 考生号 student_no studentId xuehao",
    "employee_no": "工号 员工编号 警号 employee_no employeeId emp_no job_number gonghao",
    "bank_account": "银行账号 收款账号 工资账号 存折号 bank_account bankAccountNo iban yhzh",
    "alipay_id": "支付宝账号 alipay_user_id alipayId",
    "vin": "车架号 车辆识别代号 vin VIN vin_code frame_no chejiahao",
    "imei": "IMEI imei device_imei 手机串号 imei1",
    "imsi": "IMSI sim_imsi",
    "iccid": "ICCID sim_iccid SIM卡号",
    "ad_id": "idfa OAID gaid advertising_id androidId device_id",
    "wechat_id": "微信号 微信 wechat wechat_id wxid weixinhao",
    "wechat_openid": "openid open_id wx_openid 微信openid unionId",
    "qq": "qq QQ QQ号 qq_no qqNumber user_qq",
    "username": "用户名 登录名 登录账号 昵称 买家昵称 username user_name nickName login_name account nick",
    "account_id": (
        "会员号 会员编号 用户ID 会员ID 会员卡号 客户编号 客户号 病历号 住院号 user_id userId uid member_id memberNo customer_no buyer_uid vip_no patient_id "
        "medical_record_no openid order_user_id user_id_2"
    ),
    "password": "密码 登录密码 支付密码 password user_password pwd passwd password_hash",
    "travel_permit": "台胞证号 回乡证 港澳通行证 永久居留身份证",
    "cn_passport": "护照号 passport_no passportNumber",
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in NAMED.items() for name in names.split()]
)
def test_a_column_of_this_name_is_one(kind, name):
    assert says(builtin()[kind], name)


NOT_ANYBODYS = {
    "things": (
        "product_id goods_id sku_id order_id order_no trade_no wx_pay_no wx_refund_no 微信支付单号 machine_id bike_frame_no frame_rate "
        "guid uuid session_id token 档案编号 医保目录编码 车辆通行证 mqtt_client_id oauth_client_id"
    ),
    "organisations": (
        "shop_id store_id dept_id role_id company_id tenant_id group_id merchant_id supplier_id opening_bank 开户行 微信公众号 微信群 qq_group "
        "qq群 企业客户编号 公司統一編號 单位社保号 店铺昵称"
    ),
    "accounts of nobody": "对公账号 对公银行账号 企业银行账号 科目账号 gl_account",
    "how many, of what kind, when": (
        "user_id_type user_num people_num member_count staff_num 用户数 会员等级 会员类型 会员卡类型 account_type account_balance 账户余额 customer_type "
        "student_count login_count login_ip driver_license_type 准驾车型 身份证类型 password_rule 密码策略 社保基数 医保支付金额 客户名称 receiver_code"
    ),
    "words that are in other words": "编制号 施工工号 加工号 报警号 入学号",
    "animals": "horse_passport_no 马匹护照号 pet_nickname 宠物昵称",
}


@pytest.mark.parametrize("name", [name for names in NOT_ANYBODYS.values() for name in names.split()])
def test_a_column_of_another_name_is_none_of_these(name):
    assert [kind for kind in MINE if says(builtin()[kind], name)] == []


@pytest.mark.parametrize("kind", MINE)
def test_roles_and_need_of_a_header_are_as_decided(kind):
    detector = builtin()[kind]
    assert detector.role == ("attribute" if kind == "password" else "identifier")
    told_by_value = {
        "hk_id",
        "tw_id",
        "military_id",
        "alipay_id",
        "vin",
        "imei",
        "imsi",
        "iccid",
        "wechat_openid",
    }
    assert detector.needs_header == (kind not in told_by_value)
    assert 0 < detector.chance < 1


# --- from a table to people ------------------------------------------------------------------------------

N = 120


def scan(**columns):
    return tongguan.scan(pa.table(columns), on=ON)


def kind_of(seen, name):
    return next(column.kind for column in seen.columns if column.column == name)


@pytest.mark.parametrize(
    "values",
    [
        [10_000 + i for i in range(N)],
        [f"M{i:07d}" for i in range(N)],
        [f"{i:08x}-8246-4ba4-ae5b-76104861e7dc" for i in range(N)],
        [float(i) for i in range(1, N + 1)],
    ],
    ids=["integers", "codes", "UUIDs", "floats"],
)
def test_a_file_of_member_numbers_alone_counts_its_members(values):
    seen = scan(member_id=values * 3, points=[i % 7 for i in range(3 * N)])
    assert kind_of(seen, "member_id") == "account_id"
    assert (seen.people.high("all"), seen.people.low("all")) == (N, N)


def test_a_driving_licence_beside_the_id_number_adds_nobody():
    numbers = [resident_id("19900101", i) for i in range(N)]
    seen = scan(身份证号=numbers, 驾驶证号=[n.lower() for n in numbers])
    assert kind_of(seen, "驾驶证号") == "driving_licence"
    assert seen.people.high("all") == N


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("hk_id", [n for i in range(0, 999_999, 61) if hong_kong_is_right(n := f"K{i:06d}{i % 10}")][:N]),
        ("tw_id", [n for i in range(0, 9_999_999, 701) if taiwan_is_right(n := f"A1{i:07d}{i % 10}")][:N]),
        ("vin", [n for i in range(20_000) if vin_is_right(n := f"LSVAU033{i % 10}722{i:05d}")][:N]),
        ("imei", [n + luhn.calc_check_digit(n) for n in (f"86{i * 7919:012d}" for i in range(N))]),
        ("imsi", [f"46000{i * 104_729:010d}" for i in range(N)]),
        ("iccid", [f"898600{i * 104_729:014d}" for i in range(N)]),
        ("alipay_id", [f"2088{i * 104_729:012d}" for i in range(N)]),
        ("wechat_openid", [f"oUpF8uMuAJO_M2pxb1Q9zNj{i:05d}" for i in range(N)]),
        ("military_id", [f"军字第{1_000_000 + i * 37}号" for i in range(N)]),
    ],
)
def test_a_number_with_a_form_of_its_own_is_known_without_a_header(kind, values):
    assert len(values) == N
    assert kind_of(scan(c7=values), "c7") == kind


def test_old_id_numbers_of_hainan_are_no_subscribers():
    numbers = [f"4600{i % 3:02d}{50 + i % 40}0{1 + i % 9}1{i % 9}{i:03d}" for i in range(N)]
    assert all(found("imsi", [n for n in numbers if n[4] == "0"]))
    assert kind_of(scan(c7=numbers), "c7") == "cn_resident_id"
