"""Tables of trades, with the number of natural persons in them known.

Everybody in a table comes from one population; the truth is the number of different persons the rows
speak of, by whatever identifies them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from . import words
from .harmless import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .values import World


@dataclass(frozen=True)
class Known:
    """A table, and how many natural persons are in it."""

    name: str
    table: pa.Table
    persons: int


def orders(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Orders: a buyer known by account, name and mobile; a recipient; now and then a name in the remark."""
    buyers, recipients = w.people(rows // 2), w.people(rows // 3)
    seen: set[str] = set()
    data: dict[str, list[object]] = {
        k: []
        for k in (
            "order_no",
            "buyer_name",
            "buyer_mobile",
            "receiver_name",
            "receiver_mobile",
            "receiver_address",
            "amount",
            "remark",
        )
    }
    for _ in range(rows):
        buyer = w.pick(buyers)
        recipient = buyer if w.random.random() < 0.6 else w.pick(recipients)
        seen |= {buyer.mobile, recipient.mobile}
        remark = w.pick(("", "尽快发货", w.pick(ARTICLES)))
        if w.random.random() < 0.05:
            third = w.mobile()
            seen.add(third)
            remark = f"打不通就打{third}"
        row = (
            w.digits(18, "2"),
            buyer.name,
            buyer.mobile,
            recipient.name,
            recipient.mobile,
            recipient.address,
            w.random.randint(1, 999),
            remark,
        )
        for values, value in zip(data.values(), row, strict=True):
            values.append(value)
    return data, len(seen)


def _of(people_rows: list[tuple[object, ...]], names: str) -> dict[str, list[object]]:
    return {
        name: list(values) for name, values in zip(names.split(), zip(*people_rows, strict=True), strict=True)
    }


def roster(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """HR: every employee once, with an emergency contact."""
    people, contacts = w.people(rows), w.people(rows)
    data = _of(
        [
            (f"E{i:06d}", p.name, p.resident_id, p.gender, p.mobile, p.email, w.pick(words.DEPARTMENTS), w.pick(words.JOBS), c.name, c.mobile)
            for i, (p, c) in enumerate(zip(people, contacts, strict=True))
        ],
        "工号 姓名 身份证号 性别 手机号 邮箱 部门 职务 紧急联系人 紧急联系人电话",
    )  # fmt: skip
    return data, 2 * rows


def hospital(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Hospital visits: patients come again; the doctor is named, known by name only."""
    people = w.people(rows // 3)
    doctors = sorted({w.name() for _ in range(8)})
    visits = [(w.pick(people), w.pick(doctors)) for _ in range(rows)]
    data = _of(
        [(f"MZ{w.digits(8)}", p.name, p.resident_id, p.mobile, w.pick(words.DIAGNOSES), d, w.pick(words.DEPARTMENTS)) for p, d in visits],
        "就诊号 患者姓名 身份证号 联系电话 诊断结果 医生姓名 科室",
    )  # fmt: skip
    return data, len({p.resident_id for p, _ in visits}) + len({d for _, d in visits})


def bank(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Transfers: payer and payee by name and card."""
    people = w.people(rows // 2)
    pairs = [(w.pick(people), w.pick(people)) for _ in range(rows)]
    data = _of(
        [
            (w.digits(20, "2"), a.name, a.bank_card, b.name, b.bank_card, w.random.randint(1, 99_999))
            for a, b in pairs
        ],
        "流水号 付款人 付款卡号 收款人 收款卡号 金额",
    )
    return data, len({p.bank_card for pair in pairs for p in pair})


def logistics(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Waybills: sender, consignee, the driver by his plate."""
    senders, receivers, plates = w.people(rows // 4), w.people(rows), [w.plate() for _ in range(10)]
    picked = [(w.pick(senders), r, w.pick(plates)) for r in receivers]
    data = _of(
        [("SF" + w.digits(13), s.name, s.mobile, s.address, r.name, r.mobile, r.address, plate) for s, r, plate in picked],
        "waybill_no sender_name sender_phone sender_address consignee consignee_phone consignee_address plate_no",
    )  # fmt: skip
    return data, len({s.mobile for s, _, _ in picked}) + len(receivers) + len({p for _, _, p in picked})


def education(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Pupils with a guardian; pupils have no number of their own."""
    guardians = w.people(rows)
    data = _of(
        [(i + 1, w.name(), w.gender(), f"{w.day(2012, 2017):%Y-%m-%d}", f"三年级{i % 6 + 1}班", g.name, g.mobile, g.address) for i, g in enumerate(guardians)],
        "序号 学生姓名 性别 出生日期 班级 监护人姓名 监护人电话 家庭住址",
    )  # fmt: skip
    return data, 2 * rows


def government(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Petitions: opaque headers, the same people again, ID numbers of both lengths."""
    people = w.people(rows // 2)
    picked = [w.pick(people) for _ in range(rows)]
    data = _of(
        [
            (p.name, p.resident_id, p.mobile, p.address, w.pick(ARTICLES), w.pick(("已办结", "办理中")))
            for p in picked
        ],
        "c1 c2 c3 c4 c5 c6",
    )
    return data, len({p.resident_id for p in picked})


def marketing(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Statistics of shops: nobody."""
    data = _of(
        [(w.pick(words.SHOPS), w.region()[1], w.random.randint(0, 9999), w.random.randint(0, 9999), f"{w.random.uniform(0, 9):.2f}%", w.pick(words.BRANDS)) for _ in range(rows)],
        "门店 城市 user_count phone_count 转化率 品牌",
    )  # fmt: skip
    return data, 0


def names_only(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Signatures: a name a row, and nothing else; every row is another person."""
    return _of([(w.name(), w.pick(words.STATUSES)) for _ in range(rows)], "签名 状态"), rows


def partly(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Members: an ID number for some, only a mobile for others, only an e-mail for the rest."""
    people = w.people(rows)
    shown = [w.random.randrange(3) for _ in people]
    data = _of(
        [(p.name, p.resident_id if s == 0 else None, p.mobile if s < 2 else None, p.email) for p, s in zip(people, shown, strict=True)],
        "real_name id_card phone email",
    )  # fmt: skip
    return data, rows


def again(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Logins: each person in several rows, once by ID number and later by mobile alone."""
    people = w.people(rows // 3)
    data = _of(
        [(p.resident_id if visit == 0 else None, p.mobile, w.ip(), f"{w.day(2025, 2025)}") for p in people for visit in range(3)],
        "id_no mobile login_ip login_date",
    )  # fmt: skip
    return data, len(people)


def nested(w: World, rows: int) -> tuple[dict[str, list[object]], int]:
    """Orders as an API gives them: a struct for the buyer, a list of contacts."""
    people, others = w.people(rows), w.people(2 * rows)
    data: dict[str, list[object]] = {
        "buyer": [{"name": p.name, "phone": p.mobile} for p in people],
        "contacts": [[others[2 * i].mobile, others[2 * i + 1].mobile] for i in range(rows)],
        "amount": [w.random.randint(1, 99) for _ in people],
    }
    return data, 3 * rows


MAKERS: tuple[Callable[[World, int], tuple[dict[str, list[object]], int]], ...] = (
    orders, roster, hospital, bank, logistics, education, government, marketing, names_only, partly, again, nested,
)  # fmt: skip


def known(w: World, make: Callable[[World, int], tuple[dict[str, list[object]], int]], rows: int) -> Known:
    """Return the table of *make*, with its truth."""
    data, persons = make(w, rows)
    return Known(
        make.__name__.replace("_", " "), pa.table({name: pa.array(v) for name, v in data.items()}), persons
    )
