"""The vectorised primitives against independent implementations."""

import shutil
import subprocess
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as stdnum_luhn
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_2 as stdnum_mod_11_2

from tongguan.kernels import checks, dates, keys
from tongguan.kernels.siphash import siphash128
from tongguan.kernels.text import Text, cut, digit_runs
from tongguan.kernels.tidy import compact, tidy, ungroup

KEY = bytes(range(16))


def places(values):
    return Text.of(pa.array(values)).matrix(len(values[0]))


# The first vectors of the authors' reference code for the 128-bit variant (vectors_sip128).
@pytest.mark.parametrize(
    ("length", "digest"),
    [(0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45")],
)
def test_siphash_gives_the_reference_vectors(length, digest):
    value = bytes(range(length)).decode("ascii")
    assert siphash128(pa.array([value]), KEY).astype("<u8").tobytes().hex() == digest


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
@pytest.mark.parametrize("value", ["a", "1234567", "12345678", "11010519491231002X", "王小明" * 9, "x" * 200])
def test_siphash_agrees_with_openssl(value):
    command = ["openssl", "mac", "-macopt", f"hexkey:{KEY.hex()}", "-macopt", "size:16", "SIPHASH"]
    told = subprocess.run(command, input=value.encode(), capture_output=True, check=True).stdout
    assert siphash128(pa.array([value]), KEY).astype("<u8").tobytes().hex() == told.decode().strip().lower()


@given(st.lists(st.text(max_size=40), max_size=60), st.integers(0, 5))
def test_a_value_hashes_alike_wherever_it_stands(values, offset):
    array = pa.array([*(["pad"] * offset), *values], type=pa.string())[offset:]
    together = siphash128(array, KEY)
    for value, key in zip(values, together, strict=True):
        assert (siphash128(pa.array([value], type=pa.large_string()), KEY)[0] == key).all()


@given(st.lists(st.from_regex(r"\A[0-9]{17}\Z"), min_size=1, max_size=50))
def test_mod_11_2_agrees_with_stdnum(bodies):
    digits = checks.mod_11_2_digit(places(bodies))
    assert [chr(d) for d in digits] == [stdnum_mod_11_2.calc_check_digit(body) for body in bodies]
    whole = [body + chr(d) for body, d in zip(bodies, digits, strict=True)]
    assert checks.mod_11_2(places(whole)).all()
    assert not checks.mod_11_2(places([w[:17] + ("1" if w[17] != "1" else "2") for w in whole])).any()


@given(
    st.integers(13, 19).flatmap(
        lambda n: st.lists(st.from_regex(rf"\A[0-9]{{{n}}}\Z"), min_size=1, max_size=50)
    )
)
def test_luhn_agrees_with_stdnum(numbers):
    assert checks.luhn(places(numbers)).tolist() == [stdnum_luhn.is_valid(number) for number in numbers]


@given(st.lists(st.from_regex(r"\A[0-9A-HJ-NP-RT-UW-Y]{17}\Z"), min_size=1, max_size=50))
def test_uscc_check_agrees_with_stdnum(bodies):
    whole = [body + stdnum_uscc.calc_check_digit(body) for body in bodies]
    assert checks.mod_31_3(places(whole)).all()
    assert not checks.mod_31_3(places([w[:17] + ("0" if w[17] != "0" else "1") for w in whole])).any()


@given(st.lists(st.dates(date(1800, 1, 1), date(2099, 12, 31)), min_size=1, max_size=30))
def test_dates_are_read_in_every_way_they_are_written(days):
    wanted = [dates.number_of(day) for day in days]
    forms = [
        "{:%Y-%m-%d}",
        "{0.year}/{0.month}/{0.day}",
        "{:%Y%m%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{:%Y-%m-%d} 08:30:00",
    ]
    for form in forms:
        assert dates.of_text(pa.array([form.format(day) for day in days])).tolist() == wanted
    assert dates.of_temporal(pa.array(days)).tolist() == wanted


@pytest.mark.parametrize("text", ["1990-02-30", "1900-02-29", "2021-04-31", "1990-00-10", "19901301"])
def test_days_no_calendar_has_are_no_dates(text):
    assert dates.of_text(pa.array([text])).tolist() == [dates.NO_DATE]


@pytest.mark.parametrize(
    ("born", "under"),
    [
        (date(2012, 6, 30), False),  # fourteen today
        (date(2012, 7, 1), True),  # fourteen tomorrow
        (date(2012, 6, 29), False),
    ],
)
def test_a_person_is_fourteen_from_the_birthday_on(born, under):
    assert (dates.number_of(born) > dates.years_before(date(2026, 6, 30), 14)) is under


def test_who_is_born_on_29_february_comes_of_age_on_1_march():
    born = dates.number_of(date(2012, 2, 29))
    assert born > dates.years_before(date(2026, 2, 28), 14)
    assert born <= dates.years_before(date(2026, 3, 1), 14)
    assert not dates.number_of(date(2010, 2, 28)) > dates.years_before(date(2024, 2, 29), 14)
    assert dates.number_of(date(2010, 3, 1)) > dates.years_before(date(2024, 2, 29), 14)


small = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60)


def array(pairs):
    return np.array(pairs, dtype=np.uint64).reshape(-1, 2)


@given(small)
def test_a_key_set_is_sorted_and_holds_each_key_once(pairs):
    assert [tuple(key) for key in keys.distinct(array(pairs)).tolist()] == sorted(set(pairs))


@given(small, small)
def test_a_key_set_holds_what_was_put_in_and_nothing_else(inside, wanted):
    held = keys.distinct(array(inside))
    assert keys.contains(held, array(wanted)).tolist() == [pair in set(inside) for pair in wanted]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 7)), max_size=60))
def test_flags_of_one_key_add_up(triples):
    held, flags = keys.distinct_flagged(
        array([t[:2] for t in triples]), np.array([t[2] for t in triples], dtype=np.uint8)
    )
    wanted = {}
    for high, low, flag in triples:
        wanted[high, low] = wanted.get((high, low), 0) | flag
    assert dict(zip(map(tuple, held.tolist()), flags.tolist(), strict=True)) == wanted


@given(small)
def test_keys_survive_being_written_down(pairs):
    assert (keys.from_bytes(keys.to_bytes(array(pairs))) == array(pairs)).all()


def runs_of(*values):
    text = Text.of(pa.array(values, type=pa.string()))
    found = digit_runs(text, 11)
    pieces = cut(text, found.starts, found.lengths).to_pylist()
    return list(zip(found.rows.tolist(), pieces, found.whole.tolist(), strict=True))


@pytest.mark.parametrize(
    ("value", "piece"),
    [
        ("身份证11010519491231002X。", "11010519491231002X"),  # beside Chinese characters
        ("请打13812345678谢谢", "13812345678"),
        ('{"tel":"13812345678"}', "13812345678"),
        ("?id=110105194912310021&x=1", "110105194912310021"),
        ("user_13812345678", "13812345678"),
        ("13812345678_1.jpg", "13812345678"),
        ("tel13812345678", "13812345678"),
        ("id110105194912310021", "110105194912310021"),
        (r"\u7535\u8bdd13812345678", "13812345678"),  # JSON, escaped
        (r"x\n13812345678", "13812345678"),
        ("%E8%AF%9D13812345678", "13812345678"),  # a URL, escaped
    ],
)
def test_a_number_inside_a_text_is_found(value, piece):
    assert runs_of(value) == [(0, piece, False)]


@pytest.mark.parametrize(
    "value",
    [
        "9f13812345678",  # part of a hexadecimal code
        "13812345678a",
        "31.13812345678",  # decimals
        "1381234567",  # too short
    ],
)
def test_a_part_of_something_else_is_no_number(value):
    assert runs_of(value) == []


def test_a_number_ends_where_its_cell_ends():
    assert runs_of("138123", "45678901234", "1") == [(1, "45678901234", True)]


@given(st.lists(st.text(alphabet="0123456789aX._，一", max_size=30), max_size=30))
def test_runs_agree_with_a_scan_by_hand(values):
    import re

    wanted = []
    for row, value in enumerate(values):
        for run in re.finditer(r"[0-9]+", value):
            start, end = run.span()
            if end - start < 11:
                continue
            if end - start == 17 and value[end : end + 1] in {"X", "x"}:
                end += 1
            before, after = value[:start], value[end : end + 1]
            if re.search(r"[A-Za-z]$", before) and not re.search(r"[G-Zg-z]", before[-3:]):
                continue
            if re.search(r"[0-9]\.$", before) or re.match(r"[A-Za-z]", after):
                continue
            wanted.append((row, value[start:end], (start, end) == (0, len(value))))
    assert runs_of(*values) == wanted


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  13812345678\t", "13812345678"),
        ("'13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("　张三　", "张三"),
        ("\ufeff张三", "张三"),
        ("张 三", "张 三"),
        ("ＡＢＣ＠example．com", "ABC@example.com"),
        ("(A123456(3))", "A123456(3)"),
        ("（A123456(3)）", "A123456(3)"),
        ("【沪A12345】", "沪A12345"),
        ("[E12345678]", "E12345678"),
        ("<a@example.com>", "a@example.com"),
        ("「张三」", "张三"),
        ("(021)62345678", "(021)62345678"),  # the brackets are not around the whole
        ("(021)62345678(12)", "(021)62345678(12)"),
        ("(86) 13812345678", "(86) 13812345678"),
        ("A123456(3)", "A123456(3)"),
        ("(E12345678]", "(E12345678]"),
        ('="E12345678"', "E12345678"),
        ('="E12345678', "E12345678"),
        ("\u202dE12345678\u202c", "E12345678"),
        ("E1234\u200b5678", "E12345678"),
        ("E1234\u00ad5678\u2060", "E12345678"),
        ("\u2009E12345678\u2028", "E12345678"),
        ("«E12345678»", "E12345678"),
        ("„E12345678“", "E12345678"),
        ("E12345678。", "E12345678"),
        ("沪A12345，", "沪A12345"),
        ("张三；", "张三"),
        ("E12345678,;", "E12345678"),
        ("E12345678.", "E12345678"),
        ("A123456(3).", "A123456(3)"),
        ("10.0.0.1.", "10.0.0.1"),
        ("a@example.com.", "a@example.com"),
        ("12.50.", "12.50."),  # no stop behind a value that has others
        ("J. Smith Jr.", "J. Smith Jr."),
        ("#E12345678", "E12345678"),
        ("：张三", "张三"),
        (":E12345678", "E12345678"),
        ("::1", "::1"),
        ("fe80::", "fe80::"),
        ("请工作日送到门口，谢谢。", "请工作日送到门口，谢谢。"),  # a sentence keeps its stop
    ],
)
def test_values_are_tidied(dirty, clean):
    assert tidy(pa.array(["same", dirty, "same"])).to_pylist() == ["same", clean, "same"]


_AROUND = "()（）[]【】<>「」=\"'“”#:：.。,，;、 \t\u3000\u200b\u202d\ufeff\u00ad1a张Ａ＠"


@given(
    st.lists(st.text(max_size=40) | st.text(alphabet=_AROUND, max_size=30), max_size=40), st.integers(0, 3)
)
def test_a_tidy_value_is_not_changed_again(values, offset):
    once = tidy(pa.array([*(["pad"] * offset), *values], type=pa.string())[offset:])
    assert tidy(once).to_pylist() == once.to_pylist()
    assert [tidy(pa.array([v], type=pa.large_string()))[0].as_py() for v in values] == once.to_pylist()


@given(
    st.text(alphabet="AE0123456789-", min_size=1, max_size=18),
    st.lists(st.sampled_from(_AROUND[:10:2]), max_size=4),
)
def test_brackets_come_off_whatever_number_they_are_around(value, openings):
    closing = {"(": ")", "（": "）", "[": "]", "【": "】", "<": ">"}
    dirty = "".join(openings) + value + "".join(closing[o] for o in reversed(openings))
    assert tidy(pa.array([dirty])).to_pylist() == [value]


@pytest.mark.parametrize(
    ("written", "compacted"),
    [
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("6222 0202 0011 2230 004", "6222020200112230004"),
        ("1990-01-31", "1990-01-31"),  # a date stays
        ("1990-01-31 12:00", "1990-01-31 12:00"),
        ("10.0.0.1", "10.0.0.1"),
        ("文三路 12-3", "文三路 12-3"),
        ("0086 13812345678", "13812345678"),
        ("013812345678", "13812345678"),
        ("13812345678.0", "13812345678"),  # as a data frame writes it beside a gap
        ("13812345678 13912345678", "13812345678 13912345678"),  # two numbers stay two
        ("11010519491231002X 13912345678", "11010519491231002X 13912345678"),
        ("13812345678 0571-88886666", "13812345678 0571-88886666"),
        ("20260615 13812345678", "20260615 13812345678"),
    ],
)
def test_separators_and_country_codes_are_taken_off_numbers(written, compacted):
    assert compact(tidy(pa.array(["x", written]))).to_pylist() == ["x", compacted]


def test_slices_and_large_strings_are_read_from_where_they_begin():
    values = pa.array(["zz", "13812345678", "a", "99999999999"])
    for view in (values[1:], values.cast(pa.large_string())[1:], values[1:3]):
        text = Text.of(view)
        assert [
            bytes(text.data[s : s + n]).decode() for s, n in zip(text.starts, text.lengths, strict=True)
        ] == view.to_pylist()


def test_leap_days_are_counted():
    start = date(1899, 12, 25)
    days = [start + timedelta(days=i) for i in range(1500)]
    assert dates.of_text(pa.array([f"{d:%Y-%m-%d}" for d in days])).tolist() == [
        dates.number_of(d) for d in days
    ]


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("请打138 1234 5678，谢谢", "请打13812345678，谢谢"),
        ("电话：138-1234-5678", "电话：13812345678"),
        ("证件110105 19491231 002X。", "证件11010519491231002X。"),
        ("卡6222 0202 0011 2230 004。", "卡6222020200112230004。"),
        ("2026-11-23 13812345678", "2026-11-23 13812345678"),  # two numbers stay two
        ("9138 1234 5678", "9138 1234 5678"),
        ("3-4-5 楼", "3-4-5 楼"),
    ],
)
def test_numbers_in_groups_are_joined_inside_a_text(written, joined):
    assert ungroup(pa.array(["x", written])).to_pylist() == ["x", joined]
