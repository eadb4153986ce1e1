"""What an analyst does: hand in a frame, look at the answer."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from people_kit import mobile, name, resident_id
from test_gate import REGISTER

import tongguan
from tongguan.errors import TongguanError

ON = date(2026, 6, 30)
PEOPLE = {"姓名": [name(i) for i in range(30)], "手机": [mobile(i) for i in range(30)]}

FRAMES = {
    "pandas": lambda: pd.DataFrame(PEOPLE),
    "pandas, phones in the index": lambda: pd.DataFrame(PEOPLE).set_index("手机"),
    "pandas, categorical": lambda: pd.DataFrame(PEOPLE).astype("category"),
    "pandas, mixed objects": lambda: pd.DataFrame(PEOPLE | {"x": [1, "a", None] * 10}),
    "pandas, duplicate names": lambda: pd.concat(
        [pd.DataFrame(PEOPLE), pd.DataFrame({"x": range(30)})], axis=1
    ),
    "arrow table": lambda: pa.table(PEOPLE),
    "arrow batch": lambda: pa.RecordBatch.from_pydict(PEOPLE),
    "arrow dictionary": lambda: pa.table({k: pa.array(v).dictionary_encode() for k, v in PEOPLE.items()}),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_frame_gives_the_same_people(kind):
    found = tongguan.scan(FRAMES[kind](), on=ON)
    assert found.people.high("all") == 30
    assert {"person_name", "cn_mobile"} <= found.kinds


def test_a_frame_is_left_as_it_was():
    frame = pd.DataFrame(PEOPLE)
    tongguan.scan(frame, on=ON)
    pd.testing.assert_frame_equal(frame, pd.DataFrame(PEOPLE))


def test_the_answer_says_itself_in_a_line():
    found = tongguan.scan(pd.DataFrame(PEOPLE), on=ON)
    assert repr(found) == (
        "Scan of 1 source(s): 30 rows, 2 of 2 columns hold personal information; "
        "persons: all 30, general 30, sensitive 0, minors 0"
    )


def test_a_frame_is_checked_like_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TONGGUAN_LEDGER", raising=False)
    Path("tongguan.toml").write_text(REGISTER.format(ciio="false", more=""), encoding="utf-8")
    frame = pd.DataFrame(PEOPLE | {"身份证号": [resident_id("19900101", i) for i in range(30)]})
    verdict = tongguan.check(frame, export="volume", on=ON)
    assert repr(verdict).startswith("SHUT: contract_or_certification under CBDF 8; 2026: general 0 + 30 → 30")
    assert tongguan.check(frame.drop(columns="身份证号"), export="volume", on=ON).status == "open"


@pytest.mark.parametrize("what", [42, None, {"a": [1]}])
def test_what_is_no_file_and_no_frame_is_refused(what):
    with pytest.raises(TongguanError):
        tongguan.scan(what, on=ON)
