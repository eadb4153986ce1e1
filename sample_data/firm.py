"""Files of other firms: employees, special customers, machines, cars, parcels."""

from __future__ import annotations

import datetime as dt

import people as p
import pyarrow as pa
import words as w
from sample import Found, Sample

UNDER_14_ON = dt.date(2026, 6, 30)


def is_under_14(born: dt.date) -> bool:
    """Whether somebody born on that day has not had the fourteenth birthday on ``UNDER_14_ON``."""
    return (born.year + 14, born.month, born.day) > (UNDER_14_ON.year, UNDER_14_ON.month, UNDER_14_ON.day)


def full_width(text: str) -> str:
    """Return *text* with the digits of Chinese typesetting (１３８)."""
    return text.translate({ord("0") + i: ord("０") + i for i in range(10)})


def hr_roster(rng: p.Rng, rows: int) -> Sample:
    """Return employees and all that is kept of them; a few hold residence permits (81/82/83)."""
    crowd = p.population(rng, 2 * rows)
    born = p.dates(rng, len(crowd), dt.date(1964, 1, 1), dt.date(2004, 12, 31))
    numbers = p.resident_ids(rng, crowd, born)[:rows]
    for i, area in zip(range(0, rows, 100), ("810000", "820000", "830000"), strict=False):
        numbers[i] = p.resident_id(area, born[i], int(numbers[i][14:17]))
    # The emergency contact is somebody outside, save for a couple who both work here.
    contact = [rows + i for i in range(rows)]
    contact[:2] = [1, 0]
    table = pa.table(
        {
            "工号": [f"E{i:05d}" for i in range(1, rows + 1)],
            "姓名": crowd.names[:rows],
            "性别": ["女" if woman else "男" for woman in crowd.women[:rows]],
            "出生日期": [f"{day:%Y-%m-%d}" for day in born[:rows]],
            "身份证号": numbers,
            "手机号": crowd.mobiles[:rows],
            "邮箱": p.emails(rng, rows),
            "部门": p.pick(rng, w.DEPARTMENTS, rows),
            "职务": p.pick(rng, w.POSTS, rows),
            "紧急联系人": [crowd.names[i] for i in contact],
            "紧急联系电话": [crowd.mobiles[i] for i in contact],
            "工资卡卡号": p.bank_cards(rng, rows),
            "住址": p.addresses(rng, crowd.homes[:rows]),
        }
    )
    kinds = {
        "工号": "employee_no",
        "姓名": "person_name",
        "性别": "gender",
        "出生日期": "date_of_birth",
        "身份证号": "cn_resident_id",
        "手机号": "cn_mobile",
        "邮箱": "email",
        "职务": "occupation",
        "紧急联系人": "person_name",
        "紧急联系电话": "cn_mobile",
        "工资卡卡号": "bank_card",
        "住址": "address",
    }
    people = len({*range(rows), *contact})
    return Sample(table, kinds=kinds, people=people, resident_ids=frozenset(numbers))


def vip_service(rng: p.Rng, rows: int) -> Sample:
    """Return sensitive items of a few people, some of whom come more than once; three are under 14."""
    some_people = rows * 4 // 5
    crowd = p.population(rng, some_people)
    born = p.dates(rng, some_people, dt.date(1950, 1, 1), dt.date(2008, 6, 30))
    # Two days either side of the fourteenth birthday, so that no way of counting ages can differ.
    edge = [dt.date(2012, 6, 28), dt.date(2012, 7, 2), dt.date(2015, 3, 9), dt.date(2019, 11, 20)]
    born[: len(edge)] = edge
    numbers = p.resident_ids(rng, crowd, born)
    without = [*p.some(rng, some_people, 0.06)]
    without[: len(edge)] = [False] * len(edge)
    ids = [None if without[i] else number for i, number in enumerate(numbers)]
    # Somebody without an ID here always has a mobile number, so that everybody can be told apart.
    mobiles = [
        mobile if without[i] or keep else None
        for i, (mobile, keep) in enumerate(zip(crowd.mobiles, p.some(rng, some_people, 0.9), strict=True))
    ]
    cards, passports = p.bank_cards(rng, some_people), p.passports(rng, some_people)
    has_card, has_passport = p.some(rng, some_people, 0.8), p.some(rng, some_people, 0.6)
    who = [*range(some_people), *p.pick(rng, range(some_people), rows - some_people)]
    who = [who[i] for i in p.shuffled(rng, rows)]
    table = pa.table(
        {
            "name": [crowd.names[i] for i in who],
            "mobile": pa.array([mobiles[i] for i in who], pa.string()),
            "id_card": pa.array([ids[i] for i in who], pa.string()),
            "bank_card": pa.array([cards[i] if has_card[i] else None for i in who], pa.string()),
            "passport_no": pa.array([passports[i] if has_passport[i] else None for i in who], pa.string()),
        }
    )
    kinds = {
        "name": "person_name",
        "mobile": "cn_mobile",
        "id_card": "cn_resident_id",
        "bank_card": "bank_card",
        "passport_no": "cn_passport",
    }
    present = frozenset(number for number in ids if number)
    under_14 = sum(is_under_14(day) for day, number in zip(born, ids, strict=True) if number)
    return Sample(table, kinds=kinds, people=some_people, resident_ids=present, under_14=under_14)


def factory_telemetry(rng: p.Rng, rows: int) -> Sample:
    """Return readings of machines: nobody in them, but epoch milliseconds and serials of 15 digits."""
    start = 1_778_457_600_000
    machine = rng.integers(1, 25, rows)
    table = pa.table(
        {
            "timestamp": pa.array(start + (rng.integers(0, 900, rows) + 1000).cumsum(), pa.int64()),
            "line": [f"L{(m - 1) // 6 + 1}" for m in machine],
            "machine_id": [f"CNC-{m:02d}" for m in machine],
            "temperature": (40 + rng.integers(0, 300, rows) / 10).round(1),
            "pressure": (0.4 + rng.integers(0, 300, rows) / 1000).round(3),
            "vibration": (rng.integers(0, 900, rows) / 100).round(2),
            "spindle_rpm": pa.array(rng.integers(600, 12000, rows), pa.int32()),
            # 86, machine, production month, piece: as long as an old resident ID or an IMEI.
            "serial_no": [f"86{m:02d}2605{i:07d}" for i, m in enumerate(machine, 1_203_118)],
            "status": p.pick(rng, ("RUN", "RUN", "RUN", "IDLE", "ALARM"), rows),
            "firmware": p.pick(rng, ("4.12.0", "4.12.3", "5.0.1"), rows),
        }
    )
    return Sample(table)


def customers(rng: p.Rng, rows: int) -> Sample:
    """Return customers of a car dealer; some remarks hold a second number in full-width digits."""
    crowd = p.population(rng, 2 * rows)
    names = crowd.names[:rows]
    names[rows // 2] = "王䶮"  # U+4DAE: in GB18030, not in GBK
    has_car, tells = p.some(rng, rows, 0.85), rng.random(rows)
    notes: list[str | None] = []
    found: Found = []
    people = rows
    for i in range(rows):
        if tells[i] < 0.08:
            other = crowd.mobiles[rows + i]
            notes.append(f"配偶电话{full_width(other)}")
            found.append(("cn_mobile", other))
            people += 1
        elif tells[i] < 0.2:
            notes.append(f"保养里程{full_width(str(rng.integers(1000, 90000)))}公里")
        else:
            notes.append(
                None if tells[i] < 0.6 else p.pick(rng, ("老客户", "转介绍", "试驾未成交", "已提车"), 1)[0]
            )
    plates = [
        p.plate(rng, w.PLACES[home][5]) if has_car[i] else None for i, home in enumerate(crowd.homes[:rows])
    ]
    table = pa.table(
        {
            "姓名": names,
            "手机": crowd.mobiles[:rows],
            "地址": p.addresses(rng, crowd.homes[:rows]),
            "车牌号": pa.array(plates, pa.string()),
            "备注": pa.array(notes, pa.string()),
        }
    )
    kinds = {"姓名": "person_name", "手机": "cn_mobile", "地址": "address", "车牌号": "vehicle_plate"}
    return Sample(table, kinds=kinds, found={"备注": found}, people=people)


def service_calls(rng: p.Rng, rows: int) -> Sample:
    """Return calls to a service desk: people with an ID card, families with one phone, callers by a hotline.

    A fifth each: with ID and phone; the same people again, by phone alone; two of a family with one phone;
    callers whose phone was written down as the shop's; people who left a name and nothing else.
    """
    part = rows // 5
    crowd = p.population(rng, 4 * part)
    ids = p.resident_ids(rng, crowd, p.dates(rng, len(crowd), dt.date(1950, 1, 1), dt.date(2005, 12, 31)))[
        :part
    ]
    shop = p.mobiles(rng, 1)[0]
    mail = p.emails(rng, part)
    own, family = crowd.mobiles[:part], [crowd.mobiles[part + n // 2] for n in range(part)]
    calls = [
        *zip(crowd.names[:part], own, ids, [None] * part, strict=True),
        *zip([None] * part, own, [None] * part, [None] * part, strict=True),
        *zip(crowd.names[part : 2 * part], family, [None] * part, [None] * part, strict=True),
        *zip(crowd.names[2 * part : 3 * part], [shop] * part, [None] * part, mail, strict=True),
        *zip(crowd.names[3 * part :], [None] * part, [None] * part, [None] * part, strict=True),
    ]
    calls = [calls[n] for n in p.shuffled(rng, len(calls))]
    kinds = {"姓名": "person_name", "手机": "cn_mobile", "身份证号": "cn_resident_id", "邮箱": "email"}
    columns = zip(*calls, strict=True)
    table = pa.table(
        {name: pa.array(values, pa.string()) for name, values in zip(kinds, columns, strict=True)}
    )
    topics = p.pick(rng, ("安装", "退换", "报修", "咨询"), len(calls))
    return Sample(
        table.append_column("事由", pa.array(topics)),
        kinds=kinds,
        people=4 * part,
        resident_ids=frozenset(ids),
    )


def logistics(rng: p.Rng, rows: int) -> Sample:
    """Return waybills: three in ten senders give a landline; a sender has many parcels, a receiver a few."""
    senders, receivers = max(rows // 6, 1), max(rows * 4 // 5, 1)
    crowd = p.population(rng, senders + receivers)
    fixed = p.some(rng, senders, 0.3)
    lines = [p.landline(rng, w.PLACES[h][4]) for h in crowd.homes[:senders]]
    phone = [lines[i] if fixed[i] else crowd.mobiles[i] for i in range(senders)]
    sent_by = p.pick(rng, range(senders), rows)
    to = p.pick(rng, range(senders, senders + receivers), rows)
    carriers = p.pick(rng, ("SF1", "YT", "78", "43"), rows)
    table = pa.table(
        {
            "waybill_no": [f"{carrier}{p.digits(rng, 12)}" for carrier in carriers],
            "sender": [crowd.names[i] for i in sent_by],
            "sender_tel": [phone[i] for i in sent_by],
            "receiver": [crowd.names[i] for i in to],
            "receiver_tel": [crowd.mobiles[i] for i in to],
            "receiver_address": p.addresses(rng, [crowd.homes[i] for i in to]),
            "weight": [float(x) / 100 for x in rng.integers(10, 3000, rows)],
        }
    )
    kinds = {
        "sender": "person_name",
        "sender_tel": "cn_mobile",
        "receiver": "person_name",
        "receiver_tel": "cn_mobile",
        "receiver_address": "address",
    }
    tel: Found = [("cn_landline" if fixed[i] else "cn_mobile", phone[i]) for i in sent_by]
    return Sample(table, kinds=kinds, found={"sender_tel": tel}, people=len({*sent_by, *to}))
