"""Random tables about people, scanned as the gate does: what copies of them would show is held against scans."""

from datetime import date
from importlib import import_module

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import strategies as st
from people_kit import card, mobile, name, resident_id

from tongguan.detector import builtin
from tongguan.engine import local
from tongguan.law.catalogue import load_catalogue
from tongguan.reading import open_sources

ON = date(2026, 6, 30)
KEY = bytes(range(32))
RULES = {
    "sensitive": lambda _, level: level == "sensitive",
    "numbers": lambda kind, _: kind in {"cn_mobile", "email"},
    "all": lambda _, level: level != "none",
}


def scanned(*tables, profile="conservative", rules=RULES, name_with=frozenset()):
    """Scan *tables* under a key that is always the same."""
    catalogue = load_catalogue(profile, ON)
    return local.scan(
        [source for table in tables for source in open_sources(pa.table(table))],
        detectors=builtin(),
        levels=catalogue.levels(),
        profile_name=profile,
        key=KEY,
        on=ON,
        leave_out=rules,
        name_with=name_with,
        combinations=catalogue.combinations,
    )


def without(table, names):
    return {column: values for column, values in table.items() if column not in names}


def born(i):
    """Return a birthday; of every eighth, one under 14."""
    return f"20{15 + i % 5:02d}0{1 + i % 9}11" if i % 8 == 3 else f"19{60 + i % 40}0{1 + i % 9}11"


def _said(i):
    return [
        "包装很好，下次再来",
        f"送货前请打{mobile(i)}谢谢",
        f"客户身份证{resident_id(born(i), i)}，已核对",
        f"{name(i)}先生来电，要求尽快发货，联系人：{name(i + 3)}。",
        f"备用 0571-8{i:07d}，晚上在家",
        f"邮件发到user{i}@example.com即可",
        f"送到浙江省杭州市西湖区文三路{i + 1}号1幢1单元502室，多谢。",
    ][i % 7]


KINDS = {
    "buyer_phone": mobile,
    "receiver_phone": lambda i: mobile(i + 2),
    "phone2": lambda i: f"{mobile(i)}/{mobile(i + 5)}" if i % 4 == 0 else mobile(i + 1),
    "c1": lambda i: mobile(2 * i),
    "c2": lambda i: mobile(i + 40),
    "buyer_name": name,
    "收货人": lambda i: name(i + 2),
    "c3": lambda i: name(i + 1),
    "姓名": lambda i: f"{name(i)}、{name(i + 1)}" if i % 5 == 0 else name(i // 2),
    "id_card": lambda i: resident_id(born(i), i),
    "guardian_id": lambda i: resident_id("19800101", i),
    "bank_card": card,
    "email": lambda i: f"user{i // 2}@example.com",
    "会员编号": lambda i: f"M{i:07d}",
    "出生日期": lambda i: f"{born(i)[:4]}-{born(i)[4:6]}-{born(i)[6:]}",
    "年龄": lambda i: 9 if i % 9 == 0 else 20 + i,
    "gender": lambda i: "男女"[i % 2],
    "address": lambda i: f"浙江省杭州市西湖区文三路{i + 1}号{i % 9 + 1}幢{i % 5 + 1}单元50{i % 4}室",
    "receiver_address": lambda i: f"北京市海淀区中关村大街{i + 1}号{i % 9 + 1}幢{i % 5 + 1}单元30{i % 4}室",
    "tel": lambda i: f"0571-8{i:07d}",
    "诊断": lambda i: ["高血压2级", "2型糖尿病", "无"][i % 3],
    "身高": lambda i: 150 + i % 40,
    "职业": lambda i: ["教师", "会计", "高级工程师"][i % 3],
    "工作单位": lambda i: ["杭州某某网络科技有限公司", "市第一人民医院"][i % 2],
    "c9": lambda i: f"E{10000000 + i * 37}",
    "remark": _said,
    "note": lambda i: _said(i + 4),
    "city": lambda i: ["杭州市", "北京市", "石家庄市", "金华市"][i % 4],
    "order_no": lambda i: f"A{i:06d}B",
    "pay_time": lambda i: f"2026-0{i % 6 + 1}-{i % 28 + 1:02d} 10:{i % 60:02d}:00",
    "xm": lambda i: name(i + 7),
    "sjh": lambda i: mobile(i + 70),
    "xb": lambda i: "男女"[i % 2],
}
"""By header, the value of the person, or of the thing, with that number."""


@st.composite
def tables(draw, *, most=6, rows=(12, 40)):
    """Draw a table of up to *most* columns: of few people, so that they share, and with gaps."""
    count = draw(st.integers(*rows))
    names = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=most, unique=True))
    people = draw(st.sampled_from([3, 9, 400]))
    table = {}
    for column in names:
        shift, gaps = draw(st.integers(0, 2)), draw(st.sampled_from([0, 0, 3, 7]))
        step = draw(st.sampled_from([1, 1, 2, 3]))
        table[column] = [
            None if gaps and i % gaps == shift else KINDS[column]((i // step + shift) % people)
            for i in range(count)
        ]
    return table


def young(table):
    """Tell in which rows somebody under 14 is known, by means of our own."""
    rows = np.zeros(table.num_rows, dtype=bool)
    for column in table.column_names:
        if pa.types.is_integer(table[column].type):
            rows |= (column == "年龄") & (np.asarray(pc.fill_null(table[column], 99)) < 14)
        if not pa.types.is_string(table[column].type):
            continue
        for digits in (r"\d{6}(?P<day>\d{8})\d{3}[\dX]", r"^(?P<day>\d{4}-\d\d-\d\d)$"):
            found = pc.struct_field(pc.extract_regex(table[column], digits), "day")
            days = pc.fill_null(pc.replace_substring(found, "-", ""), "0").cast(pa.int64())
            rows |= np.asarray(days) > 20120630
    return rows


def copied(table, kinds, *, leave_out=(), mask=(), without_minors=False):
    """Return the copy of *table*, whose columns are of *kinds*: masked as ``tongguan minimise`` does it."""
    rest = pa.table(table)
    stay = ~young(rest)
    for column in mask:
        masking = pytest.importorskip("presidio_anonymizer") and import_module("tongguan.minimising.masking")
        masked = masking.mask(rest[column].combine_chunks(), kinds[column])
        rest = rest.set_column(rest.column_names.index(column), column, masked)
    rest = rest.drop_columns([column for column in leave_out if column in rest.column_names])
    return rest.filter(pa.array(stay)) if without_minors else rest
