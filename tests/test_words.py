"""Identifiers with letters, and short ones, inside longer values: found where they are, and nowhere else."""

import json
import time

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_kit import hong_kong_id, taiwan_id

from tongguan.detector import builtin
from tongguan.kernels.tidy import tidy, unescape
from tongguan.scanning.cells import only_numbers, only_words
from tongguan.scanning.words import KINDS, words_inside

HK, TW, VIN, VIN2 = hong_kong_id(123456), taiwan_id(2345678), "LSVAU033372210098", "1M8GDM9AXKP042788"
HK_BARE = HK.replace("(", "").replace(")", "")
IMEI, ICCID, IMSI, USCC = "490154203237518", "89860012345678901234", "460001234567890", "91350100M000100Y43"


def words(*values, told=frozenset()):
    texts = unescape(tidy(pa.array(values, type=pa.string())))
    found = words_inside(texts, np.arange(len(values)) * 10, builtin(), told)
    return {
        kind: [
            (row // 10, value) for row, value in zip(hits.rows.tolist(), hits.values.to_pylist(), strict=True)
        ]
        for kind, hits in found.items()
    }


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        ("车牌京A12345", "vehicle_plate", "京A12345"),
        ("请按沪AD12345联系我，谢谢", "vehicle_plate", "沪AD12345"),
        ("客户来电说粤B·1234D有误", "vehicle_plate", "粤B1234D"),
        ("浙A-88Z88 备用", "vehicle_plate", "浙A88Z88"),
        ("苏E 5678F（本人）", "vehicle_plate", "苏E5678F"),
        ("粤Z1234港 过关", "vehicle_plate", "粤Z1234港"),
        ("京A12345学院路", "vehicle_plate", "京A12345"),
        ("京a12345张三", "vehicle_plate", "京A12345"),
        ("车牌：北京A12345", "vehicle_plate", "京A12345"),
        ('{"id":1,"plateNo":"沪A12345"}', "vehicle_plate", "沪A12345"),
        (json.dumps({"data": json.dumps({"v": "京A12345"}, ensure_ascii=False)}), "vehicle_plate", "京A12345"),
        (json.dumps({"data": json.dumps({"v": "京A12345"})}), "vehicle_plate", "京A12345"),
        ("https://m.example.cn/u?plate=%E4%BA%ACA12345&t=1", "vehicle_plate", "京A12345"),
        ("https://m.example.cn/user/%E4%BA%ACA12345/orders/1", "vehicle_plate", "京A12345"),
        ("电话0571-88886666", "cn_landline", "0571-88886666"),
        ("登记的是0571-88886666，麻烦核对", "cn_landline", "0571-88886666"),
        ("0571-88886666转801张三", "cn_landline", "0571-88886666转801"),
        ("座机057188886666", "cn_landline", "057188886666"),
        ("座机 0571 88886666 备用", "cn_landline", "0571 88886666"),
        ("请按01062345678联系我", "cn_landline", "01062345678"),
        ("tel:057188886666", "cn_landline", "057188886666"),
        ("tel057188886666 ok", "cn_landline", "057188886666"),
        ("(021)62345678-母亲", "cn_landline", "(021)62345678"),
        ("备用（021）62345678", "cn_landline", "(021)62345678"),
        ("请打+86-571-88886666", "cn_landline", "+86-571-88886666"),
        ("?q=0571-88886666&t=123456", "cn_landline", "0571-88886666"),
        ("13812345678/0571-88886666", "cn_landline", "0571-88886666"),
        ("护照E12345678", "cn_passport", "E12345678"),
        ("护照号码：e12345678，请核对", "cn_passport", "E12345678"),
        ("护照 141234567", "cn_passport", "141234567"),
        ("passport_no=E12345678&x=1", "cn_passport", "E12345678"),
        ('{"passportNo":"EA1234567"}', "cn_passport", "EA1234567"),
        (r'{"d":"{\"passport\":\"EA1234567\"}"}', "cn_passport", "EA1234567"),
        ("passportE12345678 ok", "cn_passport", "E12345678"),
        ("passportE12345678", "cn_passport", "E12345678"),
        ("证件号 G12345678 张三", "cn_passport", "G12345678"),
        ("通行证：H12345678", "travel_permit", "H12345678"),
        ("回乡证 M1234567801 过期", "travel_permit", "M1234567801"),
        ("永久居留证CAN110078112201", "travel_permit", "CAN110078112201"),
        (f"本人{HK}", "hk_id", HK_BARE),
        (f"登记的是{HK}，麻烦核对", "hk_id", HK_BARE),
        (f"港澳身份证{HK_BARE}", "hk_id", HK_BARE),
        (f"hkid={HK_BARE}&x=1", "hk_id", HK_BARE),
        ("澳门身份证 1234567(8)", "hk_id", "12345678"),
        (f"身份证号 {TW} 张三", "tw_id", TW),
        (f'{{"twId":"{TW}"}}', "tw_id", TW),
        (f"VIN:{VIN}", "vin", VIN),
        (f"车架号{VIN}过户", "vin", VIN),
        (f"IMEI {IMEI} 坏了", "imei", IMEI),
        (f"imei{IMEI}", "imei", IMEI),
        (f"imsi={IMSI}&x=1", "imsi", IMSI),
        (f"卡{ICCID}停机", "iccid", ICCID),
        ("军官证：军字第1234567号", "military_id", "军1234567"),
        ("证件南字第12345678号", "military_id", "南12345678"),
        ("军官证 军1234567 张三", "military_id", "军1234567"),
        ("MAC 00:1A:2B:3C:4D:5E ok", "mac_address", "001a2b3c4d5e"),
        ("from 203.0.113.7 login", "ip_address", "203.0.113.7"),
        (f"税号{USCC}，公司", "uscc", USCC),
    ],
)  # fmt: skip
def test_it_is_found_inside_a_longer_value(value, kind, found):
    assert words("请放门口", value, "周末送货").get(kind) == [(1, found)]


@pytest.mark.parametrize(
    "value",
    [
        "SKU E12345678 红色",
        "订单H12345678已发货",
        "型号M10000001",
        "型号 M10000001 黑色",
        "货号：C12345678；",
        "护照订单号E12345678",
        "护照夹 商品 E12345678",
        '{"passport":null,"code":"E12345678"}',
        '{"passport":"","sku":"E12345678"}',
        "护照有效期2026，请核对",
        "苏宁E12345",
        "北京A12345",
        "最新A12345",
        "京A座12345",
        "京A座",
        "沪太路12345号",
        "沪A123",
        "沪ABCDEF",
        f"货号{VIN}",
        "车架号LSVAU033472210098",  # the check digit
        "产品ABCDEFGH123456789",
        f"订单{IMEI}",
        f"产品{USCC}",
        "编号A1234563",
        f"本人{HK[:8]}{(int(HK[8], 16) + 1) % 10})",
        "合同A123456(1).jpg",
        "身份证 A123456788",
        "9f0571-88886666",
        "2023-0571-88886666",
        "0930-20241231",
        "营业0930-20241231休息",
        "单号057188886666",
        "400-820-6666 客服",
        "王军88886666",
        "京房权证字第1234567号",
        "（2014）海民初字第01234号",
        "Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36",
        "版本1.2.3.4",
        "v1.2.3.4 ok",
        "12:30:59 开始",
        "550e8400-e29b-41d4-a716-446655440000",
        "e3b0c44298fc1c149afbf4c8996fb924 md5",
        "请工作日送到门口，谢谢。",
        "E12345678",
    ],
)
def test_what_only_looks_like_it_is_not(value):
    assert words(value) == {}


@pytest.mark.parametrize("between", ["/", ";", "；", "、", ",", "，", " ", "\n", " / ", "|"])
@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("vehicle_plate", "京A12345", "沪AD12345"),
        ("cn_landline", "0571-88886666", "010-62345678"),
        ("cn_landline", "057188886666", "010-62345678"),
        ("cn_passport", "E12345678", "EA1234567"),
        ("travel_permit", "H12345678", "CA1234567"),
        ("hk_id", HK, hong_kong_id(654321)),
        ("tw_id", TW, taiwan_id(7654321)),
        ("vin", VIN, VIN2),
        ("imei", IMEI, "356938035643809"),
        ("iccid", ICCID, "8986001234567890123"),
    ],
)
def test_several_in_a_cell_are_several_and_the_cell_holds_nothing_else(between, kind, first, second):
    value = f"{first}{between}{second}"
    # Two articles look like two passports: there a header must say so.
    told = frozenset({kind} if builtin()[kind].needs_company else ())
    assert [row for row, _ in words(value, told=told)[kind]] == [0, 0]
    assert (kind in words(value)) is (not told)
    values = tidy(pa.array([value, f"{value} 备用的，麻烦核对"]))
    assert only_words(values, np.array([0, 1])).tolist() == [True, False]


@pytest.mark.parametrize(
    "value",
    [
        "E12345678/SKU123456",  # one of them is something else
        "H12345678/E12345678/X12345678",
        "141234567/151234567",  # digits alone
        f"{TW} A123456788",  # the check digit
    ],
)
def test_several_of_which_one_is_another_are_none(value):
    assert words(value) == {}


def test_a_header_that_names_the_kind_is_a_cue_for_the_whole_column():
    values = ("E12345678 备用 E87654321", "(换发)E12345678旧", "无")
    assert words(*values) == {}
    found = words(*values, told=frozenset({"cn_passport"}))
    assert found == {"cn_passport": [(0, "E12345678"), (0, "E87654321"), (1, "E12345678")]}


def test_telephone_numbers_of_both_kinds_fill_a_cell():
    values = pa.array(["13812345678/0571-88886666", "010-62345678、(021)62345678转12", "0571-88886666 备用"])
    assert only_numbers(values, np.arange(3)).tolist() == [True, True, False]


def test_rows_ascend_and_lengths_are_those_of_the_pieces():
    values = pa.array(["护照E12345678，备用E87654321", "无", "车牌京A12345和京A54321", "护照E11112222"])
    found = words_inside(values, np.array([3, 5, 7, 11]), builtin())
    assert found["cn_passport"].rows.tolist() == [3, 3, 11]
    assert found["cn_passport"].written.tolist() == [9, 9, 9]
    assert found["vehicle_plate"].rows.tolist() == [7, 7]
    assert found["vehicle_plate"].values.to_pylist() == ["京A12345", "京A54321"]


@pytest.mark.parametrize("before", ["", "无", "无无", "a", "无a", "无ab"])
def test_a_card_with_few_digits_is_found_wherever_it_stands_among_other_cells(before):
    assert words(before, "证件 军字第12E45")["military_id"] == [(1, "军12E45")]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("订单202605171745592044已发", "uscc"),  # digits of the length, and no check digit
        ("无线台灯 180x200cm", "travel_permit"),
        ("透气数据线 藏青XL码", "vehicle_plate"),
        ("编号 86123", "cn_landline"),
    ],
)
def test_what_only_begins_like_one_is_none(value, kind):
    assert kind not in words(value, told=frozenset({kind}))


def test_only_the_detectors_given_are_asked():
    detectors = {"cn_passport": builtin()["cn_passport"]}
    found = words_inside(pa.array(["护照E12345678 车牌京A12345"]), np.arange(1), detectors)
    assert set(found) == {"cn_passport"}


def test_every_kind_looked_for_has_a_detector():
    assert set(builtin()) >= KINDS


_ODD = '京A沪E0123456789-()（） .:/\\"u4eac字第军护照nullVINx\u200b😀\n,;|%é'


@given(st.lists(st.text(max_size=60) | st.text(alphabet=_ODD, max_size=60), max_size=20))
def test_any_text_is_taken_and_rows_ascend(values):
    for type_ in (pa.string(), pa.large_string()):
        array = pa.array(["pad", *values], type=type_)[1:]
        found = words_inside(array, np.arange(len(values)), builtin())
        for hits in found.values():
            assert (np.diff(hits.rows) >= 0).all()
            assert len(hits.rows) == len(hits.values) == len(hits.written)


@given(st.lists(st.text(alphabet=_ODD, max_size=40), max_size=20))
def test_a_value_says_the_same_whatever_stands_beside_it(values):
    array = pa.array(values, type=pa.string())
    together = words_inside(array, np.arange(len(values)), builtin())
    for row, value in enumerate(values):
        alone = words_inside(pa.array([value]), np.array([row]), builtin())
        mine = {
            kind: hits.filter(hits.rows == row).values.to_pylist()
            for kind, hits in together.items()
            if (hits.rows == row).any()
        }
        assert mine == {kind: hits.values.to_pylist() for kind, hits in alone.items()}


@pytest.mark.parametrize(
    "unit",
    ["E1234567 ", "0571-", "京A", "a", "(86)0", r"\u4eacA12345", "1.2.3.", "A123456(", "1234567890abc"],
)
def test_a_long_cell_takes_time_in_proportion_and_its_words_are_found(unit):
    size = 1 << 20
    value = unit * (size // len(unit)) + " 护照E12345678 "
    begin = time.process_time()
    found = words_inside(pa.array([value]), np.arange(1), builtin())
    assert time.process_time() - begin < 10
    assert found["cn_passport"].values.to_pylist() == ["E12345678"]
