"""Values as files really have them, counted as what they are."""

from datetime import date
from hashlib import md5, sha256
from urllib.parse import quote

import pyarrow as pa
import pytest
from people_kit import card, mobile, name, resident_id

import tongguan

ON = date(2026, 6, 30)
N = 40


def scan(table):
    return tongguan.scan(pa.table(table) if isinstance(table, dict) else table, on=ON)


def column(values, header="c1"):
    found = scan({header: values})
    return found.columns[0], found.people.high("all")


def grouped(number):
    return f"{number[:3]}-{number[3:7]}-{number[7:]}"


MOBILES = [mobile(i * 7919) for i in range(N)]
IDS = [resident_id(f"19{60 + i % 40}0{1 + i % 9}1{i % 9}", i) for i in range(N)]
CARDS = [card(i * 104_729) for i in range(N)]
WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("full width", [v.translate(WIDE) for v in MOBILES]),
        ("spaces", [f"{v[:3]} {v[3:7]} {v[7:]}" for v in MOBILES]),
        ("dashes", [grouped(v) for v in MOBILES]),
        ("+86", ["+86" + v for v in MOBILES]),
        ("+86 and a space", ["+86 " + v for v in MOBILES]),
        ("0086", ["0086" + v for v in MOBILES]),
        ("86-", ["86-" + v for v in MOBILES]),
        ("(+86)", ["(+86)" + v for v in MOBILES]),
        ("(86) ", ["(86) " + v for v in MOBILES]),
        ("brackets", [f"（{v}）" for v in MOBILES]),
        ("a leading apostrophe", ["'" + v for v in MOBILES]),
        ("a trailing tab", [v + "\t" for v in MOBILES]),
        ("an extension", [v + "-801" for v in MOBILES]),
        ("an extension in Chinese", [v + "转801" for v in MOBILES]),
        ("an extension in English", [v + " ext. 12" for v in MOBILES]),
        ("a point and a nought", [v + ".0" for v in MOBILES]),
        ("a power of ten", [f"{v[0]}.{v[1:]}E+10" for v in MOBILES]),
        ("categorical", pa.array(MOBILES).dictionary_encode()),
        ("integers", pa.array([int(v) for v in MOBILES])),
        ("floats", pa.array([float(v) for v in MOBILES])),
        (
            "decimals",
            pa.array([int(v) for v in MOBILES]).cast(pa.decimal128(20, 0)).cast(pa.decimal128(22, 2)),
        ),
    ],
)
def test_a_mobile_number_is_one_however_it_is_written(what, written):
    found, persons = column(written)
    assert (found.kind, found.found, persons) == ("cn_mobile", N, N), what


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("a small x", [v.lower() for v in IDS]),
        ("full width", [v.translate(WIDE) for v in IDS]),
        ("groups", [f"{v[:6]} {v[6:14]} {v[14:]}" for v in IDS]),
        ("fifteen digits", [v[:6] + v[8:17] for v in IDS]),
        ("a leading apostrophe", ["'" + v for v in IDS]),
        ("brackets", [f"({v})" for v in IDS]),
    ],
)
def test_a_resident_id_number_is_one_however_it_is_written(what, written):
    found, persons = column(written)
    assert (found.kind, persons) == ("cn_resident_id", N), what


@pytest.mark.parametrize("between", ["/", ";", "；", "、", ",", "，", " ", "\n", " / ", "|"])
def test_several_numbers_in_a_cell_are_several_and_the_column_is_of_their_kind(between):
    found, persons = column([f"{mobile(i)}{between}{mobile(1000 + i)}" for i in range(N)])
    assert found.kind == "cn_mobile"
    assert found.found == N
    assert persons == 2 * N


def test_mail_addresses_in_one_cell_are_several():
    found, persons = column([f"a{i}@example.com;b{i}@example.com" for i in range(N)])
    assert (found.kind, persons) == ("email", 2 * N)


def test_names_in_one_cell_are_several():
    _, persons = column([f"{name(i)}、{name(i + 300)}" for i in range(N)], "收件人")
    assert persons == 2 * N


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("JSON", [f'{{"buyer": {{"tel": "{v}"}}}}' for v in MOBILES]),
        ("JSON with numbers", [f'{{"tel": {v}, "n": 1}}' for v in MOBILES]),
        ("a URL", [f"https://example.com/u?tel={v}&from=app" for v in MOBILES]),
        ("an escaped URL", [quote(f"https://example.com/u?tel=+86{v}", safe="") for v in MOBILES]),
        ("a sentence", [f"请打{v}联系我" for v in MOBILES]),
        ("a log line", [f"2026-06-30 12:00:00 INFO uid=7 tel={v} ok" for v in MOBILES]),
    ],
)
def test_a_number_inside_something_longer_is_found_and_its_person_counted(what, written):
    found, persons = column(written)
    assert found.mentions.get("cn_mobile") == N, what
    assert persons == N, what


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"c": pa.array([[v] for v in MOBILES])}),
        pa.table({"c": pa.array([{"a": {"b": v}} for v in MOBILES])}),
        pa.table({"c": pa.array([[("k", v)] for v in MOBILES], pa.map_(pa.string(), pa.string()))}),
    ],
)
def test_numbers_in_lists_structs_and_maps_are_found(table):
    assert scan(table).people.high("all") == N


def test_a_mail_address_in_a_query_string_is_found_without_what_is_around_it():
    written = [f"https://example.com/?m=u{i}%40example.org&x=1" for i in range(N)]
    found, persons = column([*written, *(f"u{i}@example.org" for i in range(N))])
    assert persons == N
    assert found.mentions.get("email") or found.kind == "email"


MASKED = {
    "mobile": [f"{v[:3]}****{v[7:]}" for v in MOBILES],
    "resident id": [f"{v[:4]}**********{v[14:]}" for v in IDS],
    "card": [f"{v[:4]} **** **** {v[-4:]}" for v in CARDS],
    "name": [name(i)[0] + "**" for i in range(N)],
}


@pytest.mark.parametrize("what", MASKED)
@pytest.mark.parametrize("header", ["c1", "手机号", "姓名"])
def test_masked_values_are_personal_information_and_every_row_is_somebody(what, header):
    found, persons = column(MASKED[what], header)
    assert found.kind == "masked_id"
    assert found.level == "general"
    assert persons == N


def test_masked_and_clear_values_in_one_column_lose_nobody():
    found, persons = column([*MOBILES[:20], *MASKED["mobile"][20:]])
    assert found.kind in {"cn_mobile", "masked_id"}
    assert persons == N


@pytest.mark.parametrize("header", ["手机号", "phone_md5", "身份证号_sha256", "idcard_hash", "user_id"])
@pytest.mark.parametrize("hashed", [md5, sha256])
def test_hashes_under_a_persons_header_are_persons(header, hashed):
    values = [hashed(mobile(i % 30).encode(), usedforsecurity=False).hexdigest() for i in range(90)]
    found, persons = column(values, header)
    assert found.kind == "hashed_id"
    assert persons == 30


@pytest.mark.parametrize("header", ["c1", "trace_id", "file_md5", "etag", "order_hash"])
def test_hashes_of_something_else_are_nobody(header):
    values = [md5(str(i).encode(), usedforsecurity=False).hexdigest() for i in range(90)]
    found, persons = column(values, header)
    assert (found.kind, persons) == (None, 0)


def test_resident_ids_ruined_by_floating_point_are_said_to_be_and_count_by_row():
    found, persons = column(pa.array([float(v[:17] + "1") for v in IDS]))
    assert (found.kind, found.level, found.review) == ("cn_resident_id", "sensitive", True)
    assert any("floating point" in line for line in found.why)
    assert persons == N


def test_resident_ids_ruined_by_a_spreadsheet_are_said_to_be_and_count_by_row():
    found, persons = column([f"{v[0]}.{v[1:6]}E+17" for v in IDS], "身份证号")
    assert (found.kind, found.review) == ("cn_resident_id", True)
    assert persons == N


def test_large_floats_that_are_no_identity_numbers_are_nobody():
    found, persons = column(pa.array([2.026e17 + i * 1e12 for i in range(200)]))
    assert (found.kind, persons) == (None, 0)


def test_order_numbers_in_pairs_are_nobody():
    values = [f"2026{i:012d},6{i * 7919:015d}" for i in range(400)]
    found, persons = column(values)
    assert (found.kind, persons) == (None, 0)


def test_landlines_in_one_cell_are_of_their_kind():
    found, persons = column([f"0571-8{i:07d}/0571-6{i:07d}" for i in range(N)])
    assert found.kind == "cn_landline"
    assert persons == N  # a line says that somebody is there, not how many
