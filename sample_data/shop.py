"""Files of a shop: orders, statistics, members, loyalty; each a pure function of a random stream."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import people as p
import pyarrow as pa
import words as w
from sample import Found, Sample

if TYPE_CHECKING:
    from collections.abc import Iterable


def moments(rng: p.Rng, n: int, first: dt.datetime, seconds: int) -> list[dt.datetime]:
    """Return *n* moments within *seconds* after *first*, in order."""
    return [first + dt.timedelta(seconds=int(s)) for s in sorted(rng.integers(0, seconds, n))]


def remark_with(rng: p.Rng, mobile: str) -> str:
    """Return a remark that holds *mobile*, written as people write it."""
    a, b, c = mobile[:3], mobile[3:7], mobile[7:]
    forms = (
        f"联系{mobile}",
        f"请打{a} {b} {c}，谢谢",
        f"电话：{a}-{b}-{c}",
        f"到了打+86{mobile}",
        f"代收人手机{mobile}，放门卫",
    )
    return p.pick(rng, forms, 1)[0]


def order_numbers(rng: p.Rng, paid: Iterable[dt.datetime]) -> list[str]:
    """Return 18 digits each: the moment of payment and four more; no ID, for no province is 20."""
    return [f"{moment:%Y%m%d%H%M%S}{i % 100:02d}{rng.integers(0, 100):02d}" for i, moment in enumerate(paid)]


def remarks(rng: p.Rng, numbers: list[str], mobile: list[str]) -> tuple[list[str | None], Found]:
    """Return a remark or none for each order, and the mobile numbers (3 %) written in them."""
    texts: list[str | None] = []
    found: Found = []
    for i, share in enumerate(rng.random(len(numbers))):
        if share < 0.35:
            texts.append(None)
        elif share < 0.38:
            texts.append(remark_with(rng, mobile[i]))
            found.append(("cn_mobile", mobile[i]))
        elif share < 0.48:
            texts.append(f"与订单{numbers[int(rng.integers(0, len(numbers)))]}一起发货")
        else:
            texts.append(p.pick(rng, w.REMARKS, 1)[0])
    return texts, found


def orders(rng: p.Rng, rows: int) -> Sample:
    """Return orders of a shop, 18 columns: buyers who order again, recipients who are often somebody else."""
    buyers = max(rows * 2 // 5, 1)
    crowd = p.population(rng, buyers + buyers // 3)
    mail = p.emails(rng, buyers)
    mailed = p.some(rng, buyers, 0.8)
    buyer = p.pick(rng, range(buyers), rows)
    elsewhere = p.some(rng, rows, 0.3)
    other = p.pick(rng, range(len(crowd)), rows)
    to = [other[i] if elsewhere[i] else buyer[i] for i in range(rows)]
    third = p.pick(rng, range(len(crowd)), rows)
    paid = moments(rng, rows, dt.datetime(2026, 1, 1), 181 * 86400)  # noqa: DTZ001 - local time, as shops export it
    numbers = order_numbers(rng, paid)
    remark, mentioned = remarks(rng, numbers, [crowd.mobiles[i] for i in third])
    goods = p.pick(rng, w.GOODS, rows)
    titles = zip(p.pick(rng, w.ADJECTIVES, rows), goods, p.pick(rng, w.SPECIFICATIONS, rows), strict=True)
    places = [w.PLACES[crowd.homes[i]] for i in to]
    coupons = zip(p.pick(rng, w.COUPONS, rows), p.some(rng, rows, 0.3), strict=True)
    # Addresses of RFC 5737, which belong to no machine.
    nets = p.pick(rng, ("192.0.2", "198.51.100", "203.0.113"), rows)
    table = pa.table(
        {
            "order_id": numbers,
            "buyer_name": [crowd.names[i] for i in buyer],
            "buyer_phone": [crowd.mobiles[i] for i in buyer],
            "recipient_name": [crowd.names[i] for i in to],
            "recipient_phone": [crowd.mobiles[i] for i in to],
            "province": [place[0] for place in places],
            "city": [place[1] for place in places],
            "address": p.addresses(rng, [crowd.homes[i] for i in to]),
            "email": pa.array([mail[i] if mailed[i] else None for i in buyer], pa.string()),
            "sku": [f"SK{w.GOODS.index(item):03d}-{p.digits(rng, 4)}" for item in goods],
            "title": [f"{adjective}{item} {size}" for adjective, item, size in titles],
            "quantity": pa.array(1 + rng.integers(0, 4, rows) * rng.integers(0, 2, rows), pa.int16()),
            "price": [float(x) / 100 for x in rng.integers(990, 89900, rows)],
            "coupon": pa.array([coupon if given else None for coupon, given in coupons], pa.string()),
            "pay_time": pa.array(paid, pa.timestamp("s")),
            "ip": [f"{net}.{host}" for net, host in zip(nets, rng.integers(1, 255, rows), strict=True)],
            "remark": pa.array(remark, pa.string()),
            "is_gift": p.some(rng, rows, 0.08),
        }
    )
    named = dict(zip(crowd.mobiles, range(len(crowd)), strict=True))
    return Sample(
        table,
        kinds={
            "buyer_name": "person_name",
            "buyer_phone": "cn_mobile",
            "recipient_name": "person_name",
            "recipient_phone": "cn_mobile",
            "address": "address",
            "email": "email",
            "ip": "ip_address",
        },
        found={"remark": mentioned},
        people=len({*buyer, *to, *(named[mobile] for _, mobile in mentioned)}),
    )


def orders_opaque(rng: p.Rng, rows: int) -> Sample:
    """Return orders again, the columns in another order and their headers c1 … c18."""
    sample = orders(rng, rows)
    order = p.shuffled(rng, sample.table.num_columns)
    old = [sample.table.column_names[i] for i in order]
    new = {name: f"c{i}" for i, name in enumerate(old, 1)}
    return Sample(
        sample.table.select(old).rename_columns(list(new.values())),
        kinds={new[name]: kind for name, kind in sample.kinds.items()},
        found={new[name]: found for name, found in sample.found.items()},
        people=sample.people,
    )


def marketing_statistics(rng: p.Rng, rows: int) -> Sample:
    """Return figures by day, province and channel: nobody in them, but long dates and sums."""
    provinces = sorted({place[0] for place in w.PLACES})
    per_day = len(provinces) * len(w.CHANNELS)
    days = [f"{dt.date(2026, 1, 1) + dt.timedelta(days=i // per_day):%Y%m%d}" for i in range(rows)]
    impressions = rng.integers(20_000, 4_000_000, rows)
    clicks = impressions * rng.integers(5, 90, rows) // 1000
    bought = clicks * rng.integers(3, 60, rows) // 1000
    return Sample(
        pa.table(
            {
                "stat_date": days,
                "province": [provinces[i // len(w.CHANNELS) % len(provinces)] for i in range(rows)],
                "channel": [w.CHANNELS[i % len(w.CHANNELS)] for i in range(rows)],
                "impressions": impressions,
                # Eleven digits that begin with 1 and are no mobile number.
                "impressions_to_date": 10_000_000_000 + impressions.cumsum() % 2_900_000_000,
                "clicks": clicks,
                "orders": bought,
                "revenue_cents": bought * rng.integers(2_000, 60_000, rows),
                "conversion": (bought / clicks).round(5),
            }
        )
    )


def members(rng: p.Rng, rows: int, part: int, again: int) -> Sample:
    """Return part 0, 1 or 2 of a membership, *rows* each: *again* people of a part are in the next too.

    The stream must be the same for all parts: the whole membership is made, then cut.
    """
    step = rows - again
    crowd = p.population(rng, 3 * step + again)
    points = [int(x * x * x * 400) * 50 for x in rng.random(len(crowd))]
    joined = sorted(p.dates(rng, len(crowd), dt.date(2019, 1, 1), dt.date(2026, 6, 29)))
    cut = slice(part * step, part * step + rows)
    table = pa.table(
        {
            "member_id": [f"M{i:07d}" for i in range(len(crowd))][cut],
            "name": crowd.names[cut],
            "mobile": crowd.mobiles[cut],
            "city": [w.PLACES[home][1] for home in crowd.homes[cut]],
            "joined_on": joined[cut],
            "points": pa.array(points[cut], pa.int32()),
        }
    )
    return Sample(
        table, kinds={"member_id": "account_id", "name": "person_name", "mobile": "cn_mobile"}, people=rows
    )


def loyalty(rng: p.Rng, rows: int) -> Sample:
    """Return two days of a loyalty programme, *rows* in all; two in five of the first day come again."""
    first = rows // 2
    again = first * 2 // 5
    crowd = p.population(rng, rows - again)
    who = [*range(first), *range(first - again, rows - again)]
    table = pa.table(
        {
            "card_no": [f"L{10_000 + i}" for i in who],
            "phone": [crowd.mobiles[i] for i in who],
            "action": p.pick(rng, ("earn", "redeem", "expire"), rows),
            "points": pa.array(rng.integers(1, 500, rows), pa.int32()),
            "dt": ["2026-01-01"] * first + ["2026-01-02"] * (rows - first),
        }
    )
    return Sample(table, kinds={"phone": "cn_mobile"}, people=len(crowd))
