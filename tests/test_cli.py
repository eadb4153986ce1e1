"""The command line as its users meet it: exit codes, JSON, errors, help."""

import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ledger_kit import by_hand
from people_kit import card, mobile, name, resident_id
from test_gate import REGISTER

from tongguan.cli import main
from tongguan.contract import SCAN, VERDICT, schema
from tongguan.detector import builtin

CANARY = resident_id("19870605", 417)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tongguan.toml").write_text(REGISTER.format(ciio="false", more=""), encoding="utf-8")
    table = {"name": [name(i) for i in range(30)], "mobile": [mobile(i) for i in range(30)]}
    pq.write_table(pa.table(table), tmp_path / "few.parquet")
    pq.write_table(pa.table(table | {"bank_card": [card(i) for i in range(30)]}), tmp_path / "cards.parquet")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def valid(document):
    Draft202012Validator(schema(document["schema"])).validate(document)
    return document


@pytest.mark.parametrize("name_", [SCAN, VERDICT])
def test_the_schemas_are_schemas(name_):
    Draft202012Validator.check_schema(schema(name_))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("scan", "few.parquet"), 0),
        (("check", "few.parquet", "--export", "volume"), 0),
        (("check", "cards.parquet", "--export", "volume"), 1),
        (("gate", "few.parquet", "--export", "volume", "--run", "r"), 0),
        (("gate", "cards.parquet", "--export", "volume", "--run", "r"), 1),
        (("gate", "cards.parquet", "--export", "volume", "--run", "r", "--on-shut", "tag"), 0),
        (("check", "few.parquet", "--export", "volum"), 2),
        (("check", "few.parquet", "--export", "volume", "--register", "no.toml"), 2),
        (("scan",), 2),
        (("post", "r"), 2),
        (("scan", "no.parquet"), 3),
        (("ledger", "show"), 0),
        (("ledger", "verify"), 0),
        (("detectors", "list"), 0),
        (("detectors", "test"), 0),
        (("policy", "show"), 0),
        (("policy", "test"), 0),
    ],
)
def test_the_exit_code_tells_the_answer(place, arguments, code):
    assert run(*arguments).exit_code == code


def test_scan_json_is_one_object_and_valid(place):
    result = run("scan", "few.parquet", "--json")
    document = valid(json.loads(result.stdout))
    assert document["persons"]["all"] == {"low": 30, "high": 30}
    assert result.stderr == ""


def test_verdict_json_is_one_object_and_valid(place):
    document = valid(json.loads(run("check", "cards.parquet", "--export", "volume", "--json").stdout))
    assert document["status"] == "shut"
    assert document["remedies"][0]["leave_out"] == ["bank_card"]
    valid(json.loads(run("gate", "few.parquet", "--export", "volume", "--run", "r", "--json").stdout))


def test_the_life_of_an_export(place):
    assert run("gate", "few.parquet", "--export", "volume", "--run", "r").exit_code == 0
    assert run("post", "r").exit_code == 0
    assert run("void", "r").exit_code == 2
    shown = json.loads(run("ledger", "show", "--json").stdout)
    (handler,) = shown["handlers"]
    assert handler["counted"]["all"] == 30
    assert [entry["kind"] for entry in handler["entries"]] == ["reserve", "post"]
    assert run("ledger", "verify").exit_code == 0


def test_a_tampered_ledger_is_found(place):
    run("gate", "few.parquet", "--export", "volume", "--run", "r")
    by_hand("sqlite:///tongguan.db", "UPDATE entry SET leaves_on = '2025-01-01'")
    assert run("ledger", "verify").exit_code == 1


def test_a_report_names_verdict_article_and_remedy(place):
    text = run("check", "cards.parquet", "--export", "volume").stdout
    for words in ("SHUT", "CBDF 8", "第八条", "leave out bank_card", "CBDF 5(1)(4)", "30"):
        assert words in text


def test_a_users_own_cases_are_run(place):
    (place / "cases.toml").write_text(
        "[[cases]]\nname = 'mine'\ngiven = { persons = 0, ciio = false, important_data = 'none' }\n"
        "expect = { outcome = 'exempt', article = 'CBDF 99' }\n"
    )
    result = run("policy", "test", "cases.toml")
    assert result.exit_code == 1
    assert "mine" in result.stdout


BAD = {
    "empty.csv": b"",
    "empty.parquet": b"",
    "cut.parquet": None,
    "ragged.csv": f"name,id\na,{CANARY}\nb,{CANARY},{CANARY}\n".encode(),
    "mixed.csv": "姓名\n张三\n".encode() + "李四\n".encode("gb18030") + b"\xff\xff" + CANARY.encode(),
    "words.docx": f"PK {CANARY}".encode(),
}


@pytest.mark.parametrize("file", BAD)
@pytest.mark.parametrize("command", [("scan",), ("gate", "--export", "volume", "--run", "r")])
def test_bad_input_is_a_clear_error_with_the_gate_shut_and_nothing_written(place, file, command):
    content = BAD[file]
    path = place / file
    if content is None:
        pq.write_table(pa.table({"id": [CANARY] * 9999}), path)
        content = path.read_bytes()[:-40]
    path.write_bytes(content)
    result = run(command[0], file, *command[1:])
    assert result.exit_code == 3
    assert file in result.stderr
    assert "Hint:" in result.stderr
    assert "Traceback" not in result.output
    assert CANARY not in result.output
    assert CANARY[:17] not in result.output
    assert json.loads(run("ledger", "show", "--json").stdout)["handlers"] == []


def test_a_wrong_register_key_is_named_with_its_nearest(place):
    register = place / "tongguan.toml"
    register.write_text(register.read_text().replace("scenario", "scenaro", 1))
    result = run("check", "few.parquet", "--export", "volume")
    assert result.exit_code == 2
    assert "scenaro" in result.stderr
    assert "scenario" in result.stderr


def test_hostile_column_names_do_nothing_to_the_terminal(place):
    pq.write_table(pa.table({"[red]\x1b[2Jx\n": [mobile(i) for i in range(9)]}), place / "hostile.parquet")
    text = run("scan", "hostile.parquet").stdout
    assert "\x1b" not in text
    assert "[red]" in text


def every_command(group, path=()):
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, (*path, word))
        else:
            yield (*path, word)


@pytest.mark.parametrize("command", list(every_command(main)), ids=" ".join)
def test_every_command_has_help(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()[2].strip()) > 10


def test_every_kind_is_listed():
    assert set(builtin()) == {
        d["kind"] for d in json.loads(run("detectors", "list", "--json").stdout)["detectors"]
    }


@pytest.mark.parametrize("heavy", ["pandas", "sqlalchemy", "airflow", "pyarrow", "rich", "numpy"])
def test_importing_and_asking_for_help_loads_nothing_heavy(heavy):
    code = f"import sys, tongguan, tongguan.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
