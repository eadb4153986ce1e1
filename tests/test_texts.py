"""Names and addresses in free text: who is counted, who is not, and what is said of what was not read."""

from datetime import date

import pyarrow as pa
import pytest
from people_kit import mobile, name
from test_scan import run

import tongguan
from tongguan.contract import scan_json
from tongguan.scanning.sample import SIZE

ON = date(2026, 6, 30)


def scan(table):
    return tongguan.scan(pa.table(table), on=ON)


def test_a_name_that_something_beside_it_confirms_is_a_person():
    found = scan(
        {"remark": [f"请联系收件人{name(i)}，放门卫处" for i in range(20)] + ["谢谢老板，下次再来"] * 20}
    )
    (column,) = found.columns
    assert column.kind is None
    assert column.mentions["person_name"] >= 18
    assert found.people.high("all") == column.mentions["person_name"]
    assert found.people.low("all") == 1


@pytest.mark.parametrize("text", ["{}女士来电，催促发货", "客户{}反映收到的商品破损", "联系人：{}"])
def test_the_rows_own_name_in_its_remark_is_nobody_new(text):
    people = [name(i) for i in range(40)]
    table = {
        "姓名": people,
        "手机": [mobile(i) for i in range(40)],
        "remark": [text.format(p) for p in people],
    }
    assert scan(table).people.high("all") == 40


def test_somebody_elses_name_in_a_remark_is_one_more():
    table = {
        "姓名": [name(i) for i in range(40)],
        "手机": [mobile(i) for i in range(40)],
        "remark": [f"由同事{name(i + 500)}先生代收" for i in range(10)] + ["尽快发货"] * 30,
    }
    assert scan(table).people.high("all") >= 49


def test_the_same_remark_in_many_rows_may_be_about_as_many_persons():
    assert scan({"remark": ["已电话联系张建国先生确认"] * 25}).people.high("all") == 25


@pytest.mark.parametrize(
    "texts",
    [
        ["质量很好，物流也快，下次还会再来。", "包装完好，送货上门，好评！", "有点小，颜色和图片一样。"],
        ["林清轩网红面霜保湿2025", "张小泉女士剪刀不锈钢", "陈克明高筋挂面900克"],
        ["孙记炒货", "方林装饰", "老王家常菜馆", "红姐花店"],
        ["马到成功", "司空见惯", "白手起家", "江郎才尽"],
    ],
)
def test_reviews_goods_shops_and_idioms_name_nobody(texts):
    found = scan({"c1": texts * 30})
    assert found.people.high("all") == 0
    assert not found.unsure


def test_of_more_texts_than_are_read_the_bound_is_counted_and_said():
    texts = [
        f"第{i}单，收件人{name(i)}，请尽快发出" if i % 10 == 0 else f"第{i}单，请尽快发出"
        for i in range(6000)
    ]
    found = scan({"remark": texts})
    (column,) = found.columns
    assert any("99% confidence" in line and f"{SIZE:,} different texts" in line for line in column.why)
    assert 600 <= found.people.high("all") < 1200


def test_where_no_text_that_was_read_names_anybody_nobody_is_counted_and_the_bound_is_said():
    found = scan({"remark": [f"第{i}单已于昨日发出，请注意查收" for i in range(6000)]})
    assert found.people.high("all") == 0
    assert any("no more than 0.45%" in line for line in found.columns[0].why)


def test_an_address_in_a_text_without_anybody_else_is_somebody():
    found = scan(
        {"remark": [f"送到杭州市西湖区文三路{i + 1}号3幢501室" for i in range(10)] + ["谢谢，辛苦了"] * 30}
    )
    assert found.people.high("all") >= 10


def test_any_cutting_of_the_rows_reads_the_same_texts():
    table = pa.table({"remark": [f"第{i}单，收件人{name(i)}，请发出" for i in range(3000)]})
    assert scan_json(run(table, 701)) == scan_json(run(table))


@pytest.mark.parametrize(
    "cells",
    [
        [
            "华为",
            "小米",
            "李宁",
            "马可波罗",
            "张小泉",
            "王老吉",
            "方太",
            "安踏",
            "海尔",
            "花西子",
            "蒙牛",
            "苏泊尔",
            "联想",
            "格力",
        ],
        ["北京", "上海", "杭州", "安庆", "石家庄", "马鞍山", "乐山", "常州", "高邮", "金华"],
        ["语文", "数学", "高等数学", "大学英语", "线性代数", "毛泽东思想概论", "有机化学", "体育"],
        ["经理", "会计", "司机", "程序员", "高级工程师", "文员", "仓管员", "店长"],
    ],
)
def test_brands_places_courses_and_posts_are_no_names(cells):
    found = scan({"c1": cells * 20})
    assert [column.kind for column in found.columns] == [None]
    assert found.people.high("all") == 0


@pytest.mark.parametrize(
    "names",
    [
        [name(i) for i in range(60)],
        ["張偉", "陳麗華", "劉建國", "黃曉明", "趙雅芝", "葉問", "鄭少秋", "謝霆鋒", "馮寶寶", "譚詠麟"] * 6,
        ["买买提·吐尔逊", "古丽娜尔·热合曼", "阿不都·克里木", "迪丽热巴·迪力木拉提"] * 10,
        ["Zhang Weimin", "Wang Xiaoli", "Liu Jianguo", "Chen Meihua", "Zhao Lei"] * 10,
        ["欧阳娜娜", "司马相如", "诸葛孔明", "上官婉儿", "慕容博"] * 10,
    ],
)
def test_names_of_all_forms_are_names_under_a_header_that_says_nothing(names):
    found = scan({"c1": names})
    assert found.columns[0].kind == "person_name"
    assert found.people.high("all") == len(names)
