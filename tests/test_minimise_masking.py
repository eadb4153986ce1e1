"""A masked value has the ordinary form of its kind, says nothing it should not, and its person still counts."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_kit import card, mobile, name, resident_id

import tongguan
from tongguan.errors import UsageError
from tongguan.minimising import minimise
from tongguan.minimising.masking import mask

FORMS = [
    ("cn_mobile", "13812345678", "138****5678"),
    ("cn_mobile", "+86 138-1234-5678", "138****5678"),
    ("cn_mobile", "１３８１２３４５６７８", "138****5678"),
    ("cn_mobile", "010-88886666", "****6666"),
    ("cn_mobile", "12345", "****"),
    ("cn_resident_id", resident_id("19900101", 2), "************" + resident_id("19900101", 2)[-4:]),
    ("cn_resident_id", "110105491231002", "****"),
    ("cn_resident_id", "护照", "****"),
    ("bank_card", card(77), "************" + card(77)[-4:]),
    ("bank_card", "6222 0202 0011 2230 004", "************0004"),
    ("person_name", "张三", "张*"),
    ("person_name", "欧阳梓涵", "欧*"),
    ("person_name", "Li Wei", "L***i"),
    ("person_name", "Bo", "****"),
    ("email", "zhang.san@example.com", "z***@example.com"),
    ("email", "nobody", "****"),
    ("cn_landline", "021-61234567", "****4567"),
    ("cn_passport", "E12345678", "****5678"),
    ("address", "浙江省杭州市西湖区文三路1号", "浙江省杭州市****"),
    ("address", "北京市", "****"),
    ("address", "No. 1 Road", "****"),
    ("account_id", "member-00417", "m****7"),
    ("account_id", "417", "****"),
    ("vehicle_plate", "京A12345", "京****5"),
    (None, "随便一句话", "****"),
    ("date_of_birth", "2015-06-05", "****"),
]


@pytest.mark.parametrize(("kind", "value", "masked"), FORMS)
def test_a_value_keeps_the_form_of_its_kind(kind, value, masked):
    assert mask(pa.array([value]), kind).to_pylist() == [masked]


def test_null_stays_null_and_blank_stays_blank():
    assert mask(pa.array(["13812345678", None, "", " "]), "cn_mobile").to_pylist() == [
        "138****5678",
        None,
        "",
        "",
    ]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([13812345678, None]),
        pa.array([13812345678.0, None]),
        pa.array([13812345678, None], pa.decimal128(20, 0)),
        pa.array(["13812345678", None], pa.large_string()),
        pa.array(["13812345678", None], pa.string_view()),
        pa.array(["13812345678", None]).dictionary_encode().dictionary_decode(),
    ],
    ids=lambda array: str(array.type),
)
def test_a_number_is_masked_as_the_text_it_stands_for(array):
    assert mask(array, "cn_mobile").to_pylist() == ["138****5678", None]


@pytest.mark.parametrize(
    "array", [pa.array([b"\xff\x00"]), pa.array([True]), pa.array([0], pa.timestamp("s"))], ids=str
)
def test_what_is_no_text_is_covered_whole(array):
    assert mask(array, "cn_mobile").to_pylist() == ["****"]


@given(
    st.dates().filter(lambda day: 1900 <= day.year <= 2026),
    st.integers(0, 999),
    st.sampled_from(["110105", "440113"]),
)
def test_of_a_resident_id_neither_area_nor_birthday_is_left(day, sequence, area):
    number = resident_id(f"{day:%Y%m%d}", sequence, area)
    masked = mask(pa.array([number]), "cn_resident_id")[0].as_py()
    assert masked.lstrip("*") == number[14:]
    assert mask(pa.array([number[:6] + number[8:17]]), "cn_resident_id")[0].as_py() == "****"


@given(st.text(max_size=30), st.sampled_from(sorted({kind or "" for kind, _, _ in FORMS})))
def test_whatever_is_masked_has_lost_something(value, kind):
    (masked,) = mask(pa.array([value]), kind).to_pylist()
    assert "*" in masked or not value.strip() or not masked
    assert len([c for c in masked if c != "*"]) <= max(len(value), 8)


PERSONS = 60
COLUMNS = {
    "姓名": [name(i) for i in range(PERSONS)],
    "手机": [mobile(i) for i in range(PERSONS)],
    "身份证": [resident_id("20150605" if i % 4 == 0 else "19870605", i) for i in range(PERSONS)],
    "银行卡": [card(i) for i in range(PERSONS)],
}


@pytest.mark.parametrize("column", COLUMNS)
def test_masking_a_column_takes_nobody_out_of_the_count(tmp_path, column):
    pq.write_table(pa.table({column: COLUMNS[column]}), tmp_path / "a.parquet")
    before = tongguan.scan(tmp_path / "a.parquet")
    done = minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=[column])
    after = tongguan.scan(done.out)
    assert after.people.high("all") >= before.people.high("all")
    assert any("counted all the same" in note for note in done.notes)


def test_masking_mail_takes_nobody_out_of_the_count(tmp_path):
    mails = [f"{'abc'[i % 3]}{i}@example.com" for i in range(PERSONS)]
    pq.write_table(pa.table({"email": mails}), tmp_path / "a.parquet")
    minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=["email"])
    assert tongguan.scan(tmp_path / "out").people.high("all") >= PERSONS


def test_the_scan_of_masked_ids_shows_no_id_and_no_child(tmp_path):
    pq.write_table(pa.table({"身份证": COLUMNS["身份证"]}), tmp_path / "a.parquet")
    assert tongguan.scan(tmp_path / "a.parquet").people.high("minors") == PERSONS // 4
    minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=["身份证"])
    found = tongguan.scan(tmp_path / "out")
    assert found.kinds == {"masked_id"}
    assert found.people.high("minors") == 0


def test_columns_of_numbers_become_text_and_it_is_said(tmp_path):
    table = pa.table({"phone": [int(mobile(i)) for i in range(9)], "n": range(9)})
    pq.write_table(table, tmp_path / "a.parquet")
    done = minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=["phone"])
    after = pq.read_table(tmp_path / "out/a.parquet")
    assert after.schema.types == [pa.string(), pa.int64()]
    assert after["phone"].to_pylist()[0] == "139****0050"
    assert any("`phone` was int64 and is text" in note for note in done.notes)


def test_leaves_of_structs_and_lists_and_dictionaries_are_masked_in_their_place(tmp_path):
    phones = [mobile(i) for i in range(8)]
    table = pa.table(
        {
            "buyer": [{"phone": p, "n": 1} if i else None for i, p in enumerate(phones)],
            "all": [[{"phone": p}, None] for p in phones],
            "phones": [[p, None] for p in phones],
            "手机": pa.array(phones).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    columns = ["buyer.phone", "all[].phone", "phones", "手机"]
    minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=columns)
    after = pq.read_table(tmp_path / "out/a.parquet")
    masked = [f"139****{50 + i:04d}" for i in range(8)]
    assert after["buyer"].to_pylist() == [{"phone": m, "n": 1} if i else None for i, m in enumerate(masked)]
    assert after["all"].to_pylist() == [[{"phone": m}, None] for m in masked]
    assert after["phones"].to_pylist() == [[m, None] for m in masked]
    assert after["手机"].to_pylist() == masked
    assert pa.types.is_dictionary(after.schema.field("手机").type)


def test_without_presidio_masking_is_refused_before_anything_is_read(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "presidio_anonymizer", None)
    pq.write_table(pa.table({"a": ["x"], "b": ["y"]}), tmp_path / "a.parquet")
    with pytest.raises(UsageError, match="presidio-anonymizer") as caught:
        minimise(tmp_path / "a.parquet", out=tmp_path / "out", mask=["a"])
    assert "tongguan[text]" in caught.value.hint
    minimise(tmp_path / "a.parquet", out=tmp_path / "out", leave_out=["a"])
