"""One person's number, put everywhere a number can be, must be nowhere in what comes out."""

import logging
import urllib.parse

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from people_kit import resident_id
from test_gate import REGISTER

from tongguan.cli import main

NUMBER = resident_id("19870605", 417)
PHONE = "13917260485"
NAME = "欧阳梓涵"
CANARIES = {
    NUMBER,
    NUMBER[:17],
    PHONE,
    NAME,
    urllib.parse.quote(NAME),
    PHONE.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
    f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
}

TABLES = {
    "plain.parquet": {"id": [NUMBER] * 3, "phone": [PHONE, "139-1726-0485", "x"], "name": [NAME] * 3},
    "text.parquet": {"remark": [f"身份证{NUMBER}", f"打{PHONE}找{NAME}", "无"], "n": [1, 2, 3]},
    "numbers.parquet": {"phone": [int(PHONE), 1, 2], "f": [float(PHONE), 0.5, 1.0]},
    "nested.parquet": {"who": [{"id": NUMBER, "phones": [PHONE]}] * 3},
    "bytes.parquet": {"photo": [NUMBER.encode() + b"\xff"] * 3},
    "mixed.parquet": {"id": [NUMBER, PHONE, NAME], "gender": ["男", "女", NUMBER]},
}
BROKEN = {
    "ragged.csv": f"name,phone\n{NAME},{PHONE}\n{NAME},{PHONE},{NUMBER}\n",
    "quotes.csv": f'name,phone\n"{NAME},{PHONE}\n',
    "header_is_data.csv": f"{NAME},{PHONE},{NUMBER}\n{NAME},{PHONE},{NUMBER}\n",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tongguan.toml").write_text(REGISTER.format(ciio="false", more=""), encoding="utf-8")
    for name, table in TABLES.items():
        pq.write_table(pa.table(table), tmp_path / name)
    for name, text in BROKEN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def causes(error):
    while error is not None:
        yield repr(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("file", [*TABLES, *BROKEN])
@pytest.mark.parametrize(
    "command",
    [
        ("scan",),
        ("scan", "--json"),
        ("check", "--export", "volume"),
        ("check", "--export", "orders", "--json"),
        ("gate", "--export", "statistics", "--run", "r"),
        ("gate", "--export", "volume", "--run", "r", "--on-shut", "tag", "--json"),
    ],
    ids=" ".join,
)
def test_no_value_is_in_any_output_error_log_or_in_the_ledger(place, caplog, file, command):
    caplog.set_level(logging.DEBUG)
    result = CliRunner().invoke(main, [command[0], file, *command[1:]])
    said = [result.output, caplog.text, *causes(result.exception)]
    left = {path: path.read_bytes() for path in place.iterdir() if path.name.startswith("tongguan.db")}
    for canary in CANARIES:
        assert all(canary not in text for text in said)
        assert all(canary.encode() not in content for content in left.values())


def test_a_canary_would_be_seen(place):
    """The files do hold what is looked for: the scan counts it."""
    result = CliRunner().invoke(main, ["scan", "plain.parquet", "text.parquet", "--json"])
    assert '"cn_resident_id"' in result.stdout
    assert '"cn_mobile"' in result.stdout
