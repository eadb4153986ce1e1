"""``tongguan minimise`` as its users meet it: remedies by number, the copy, the verdict on the copy."""

import hashlib
import json
from datetime import date
from importlib import resources

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from people_kit import card, mobile, name, resident_id
from test_gate import REGISTER

from tongguan import api
from tongguan.commands.minimise import minimise as command
from tongguan.contract import VERDICT, schema
from tongguan.errors import TongguanError, UsageError
from tongguan.minimising import apply

ROWS = 30
ON = date(2026, 6, 30)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tongguan.toml").write_text(REGISTER.format(ciio="false", more=""), encoding="utf-8")
    table = {"name": [name(i) for i in range(ROWS)], "mobile": [mobile(i) for i in range(ROWS)]}
    pq.write_table(
        pa.table(table | {"bank_card": [card(i) for i in range(ROWS)]}), tmp_path / "cards.parquet"
    )
    (tmp_path / "cards.csv").write_text(
        "name,mobile,bank_card\n" + "".join(f"{name(i)},{mobile(i)},{card(i)}\n" for i in range(ROWS)),
        "gb18030",
    )
    ids = [resident_id("20150605" if i % 10 == 0 else "19870605", i) for i in range(ROWS)]
    pq.write_table(pa.table({"id_no": ids}), tmp_path / "ids.parquet")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, [str(a) for a in (*arguments, "--export", "volume", "--on", ON)])


def document(*arguments):
    """Return the JSON of a run, valid, and its exit code."""
    result = run(*arguments, "--json")
    assert result.stdout, result.exception
    found = json.loads(result.stdout)
    text = resources.files("tongguan").joinpath("schema/minimise-1.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(text)).validate(found)
    Draft202012Validator(schema(VERDICT)).validate(found["verdict"])
    return found, result.exit_code


def refused(*arguments):
    problem = run(*arguments).exception
    assert isinstance(problem, TongguanError)
    return problem


def number_of(verdict, columns):
    """Return the number of the remedy that leaves out just these columns."""
    return 1 + [remedy["leave_out"] for remedy in verdict["remedies"]].index(columns)


def test_without_a_number_the_remedies_are_shown_and_nothing_is_written(place):
    before = set(place.iterdir())
    result = run("cards.parquet", "--out", "out")
    assert result.exit_code == 1
    assert "--apply 1" in result.stdout
    assert "leave out bank_card" in result.stdout
    assert set(place.iterdir()) == before
    assert api.check("cards.parquet", export="volume", on=ON).status == "shut"


@pytest.mark.parametrize("file", ["cards.parquet", "cards.csv"])
def test_the_copy_of_a_remedy_is_checked_and_its_verdict_is_the_exit_code(place, file):
    shown, code = document(file)
    assert (code, shown["verdict"]["status"], shown["files"]) == (1, "shut", [])
    found, code = document(file, "--out", "out", "--apply", number_of(shown["verdict"], ["bank_card"]))
    assert (code, found["verdict"]["status"]) == (0, "open")
    assert found["left_out"] == ["bank_card"]
    (source,), (written,) = found["sources"], found["files"]
    assert source["sha256"] == hashlib.sha256((place / file).read_bytes()).hexdigest()
    assert written["sha256"] == hashlib.sha256((place / "out" / file).read_bytes()).hexdigest()
    assert found["verdict"]["scan"]["sources"] == [written]
    assert found["verdict"]["scan"]["persons"]["all"] == {"low": ROWS, "high": ROWS}
    assert (written["rows"], found["rows_left_out"]) == (ROWS, 0)


def test_nothing_is_recorded(place):
    number = number_of(document("cards.parquet")[0]["verdict"], ["bank_card"])
    run("cards.parquet", "--out", "out", "--apply", number)
    assert not list(place.glob("tongguan.db*"))
    assert not list(place.glob("*pepper*"))


def test_columns_may_be_named_instead_of_a_number(place):
    found, code = document("cards.parquet", "--out", "out", "--leave-out", "bank_card", "--mask", "mobile")
    assert code == 0
    assert (found["remedy"], found["left_out"], found["masked"]) == (None, ["bank_card"], ["mobile"])
    assert pq.read_table("out/cards.parquet")["mobile"][0].as_py() == "139****0050"
    assert found["verdict"]["scan"]["persons"]["all"]["high"] >= ROWS


def test_named_columns_are_joined_to_those_of_a_remedy(place):
    number = number_of(document("cards.parquet")[0]["verdict"], ["bank_card"])
    found, _ = document("cards.parquet", "--out", "out", "--apply", number, "--leave-out", "name")
    assert found["left_out"] == ["bank_card", "name"]
    assert pq.read_schema("out/cards.parquet").names == ["mobile"]


def mixed(folder):
    """Grown-ups and children, with cards, a nested phone, and mail: some of everything a remedy may take."""
    table = {
        "name": [name(i) for i in range(ROWS)],
        "id_no": [resident_id("20150605" if i % 10 == 0 else "19870605", i) for i in range(ROWS)],
        "buyer": [{"phone": mobile(i), "bank_card": card(i)} for i in range(ROWS)],
        "children": [[{"id_no": resident_id("20160605", i)}] if i % 7 == 0 else [] for i in range(ROWS)],
    }
    pq.write_table(pa.table(table), folder / "mixed.parquet")
    return "mixed.parquet"


def kids(folder):
    """Children whom only a column of birthdays tells."""
    birthdays = ["2015-06-05" if i % 10 == 0 else "1987-06-05" for i in range(ROWS)]
    table = {
        "name": [name(i) for i in range(ROWS)],
        "birthday": birthdays,
        "mobile": [mobile(i) for i in range(ROWS)],
    }
    pq.write_table(pa.table(table), folder / "kids.parquet")
    return "kids.parquet"


def test_a_child_does_not_grow_up_because_its_birthday_is_left_out(place):
    found, code = document(kids(place), "--out", "out", "--leave-out", "birthday")
    assert (found["unknown_minors"], found["verdict"]["status"]) == (3, "open")
    assert code == 3, "open by a count that misses them"
    assert "3 persons under 14" in run("kids.parquet", "--out", "o2", "--leave-out", "birthday").stdout
    found, code = document("kids.parquet", "--out", "o3", "--leave-out", "birthday", "--without-minors")
    assert (found["unknown_minors"], found["rows_left_out"], code) == (0, 3, 0)


@pytest.mark.parametrize("file", ["cards.parquet", "kids.parquet", "mixed.parquet"])
@pytest.mark.parametrize("export", ["volume", "orders"])
def test_the_copy_of_every_remedy_is_what_the_remedy_promised(place, file, export):
    mixed(place)
    kids(place)
    promised = [
        (number, remedy)
        for number, remedy in enumerate(api.check(file, export=export, on=ON).remedies, 1)
        if not remedy.obtain
    ]
    assert promised, "else nothing is tested here"
    for number, remedy in promised:
        done = apply(file, export=export, out=f"{export} {number}", remedy=number, on=ON)
        assert (done.after.status, done.after.outcome) == (remedy.status, remedy.outcome)
        for of, most in (remedy.at_most or {}).items():
            assert done.after.counts[of].after <= most


def test_a_copy_that_is_still_shut_ends_as_shut(place):
    found, code = document("cards.parquet", "--out", "out", "--leave-out", "name")
    assert (code, found["verdict"]["status"]) == (1, "shut")
    assert (place / "out/cards.parquet").exists()


def test_persons_under_14_go_and_the_copy_shows_none(place):
    found, _ = document("ids.parquet", "--out", "out", "--without-minors")
    assert (found["without_minors"], found["rows_left_out"]) == (True, 3)
    assert found["verdict"]["scan"]["persons"]["minors"]["high"] == 0


def test_the_report_says_what_masking_does_not_do(place):
    text = run("cards.parquet", "--out", "out", "--mask", "bank_card").stdout
    assert "masked: bank_card" in text
    assert "counted all the same" in " ".join(text.split())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--out", "out", "--apply", "99"), "There is no remedy 99"),
        (("--out", "out", "--apply", "0"), "There is no remedy 0"),
        (("--apply", "1"), "Where the copy is to go is not said"),
        (("--leave-out", "name"), "Where the copy is to go is not said"),
        (("--out", "out", "--leave-out", "nmae"), "Did you mean `name`?"),
        (("--out", ".", "--leave-out", "name"), "lies where the files to read are"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(place, arguments, sentence):
    before = set(place.iterdir())
    problem = refused("cards.parquet", *arguments)
    assert isinstance(problem, UsageError)
    assert sentence in str(problem)
    assert set(place.iterdir()) == before


def test_a_clearance_to_obtain_is_no_copy(place):
    verdict = document("cards.parquet")[0]["verdict"]
    number = 1 + next(at for at, remedy in enumerate(verdict["remedies"]) if remedy["obtain"])
    assert "clearance to obtain" in str(refused("cards.parquet", "--out", "out", "--apply", number))


def test_the_file_that_was_judged_is_the_file_that_is_copied(place, monkeypatch):
    from tongguan.minimising import applying

    check = applying.check

    def and_then_changed(*arguments):
        verdict = check(*arguments)
        content = (place / "cards.csv").read_bytes()
        (place / "cards.csv").write_bytes(content.replace(mobile(3).encode(), mobile(4).encode()))
        return verdict

    monkeypatch.setattr(applying, "check", and_then_changed)
    problem = refused("cards.csv", "--out", "out", "--leave-out", "bank_card")
    assert "changed while it was read" in str(problem)
    assert not (place / "out").exists()


def test_a_partitioned_folder_is_checked_as_it_lies(place):
    for day in ("2026-01-01", "2026-01-02"):
        folder = place / f"in/dt={day}"
        folder.mkdir(parents=True)
        (folder / "a.parquet").write_bytes((place / "cards.parquet").read_bytes())
    found, code = document("in", "--out", "out", "--leave-out", "bank_card")
    assert code == 0
    assert [file["name"] for file in found["files"]] == ["dt=2026-01-01/a.parquet", "dt=2026-01-02/a.parquet"]
    assert "dt" in {column["column"] for column in found["verdict"]["scan"]["columns"]}


def test_python_has_it_too(place):
    done = apply("cards.parquet", export="volume", out="out", leave_out="bank_card", on=ON)
    assert done.before.status == "shut"
    assert (done.verdict.status, done.verdict) == ("open", done.after)
    assert done.copy.files[0].rows == ROWS


@pytest.mark.parametrize(
    "arguments", [(), ("--out", "out", "--mask", "bank_card"), ("--out", "out", "--leave-out", "x")]
)
def test_no_value_is_in_what_is_said(place, arguments):
    result = run("cards.parquet", *arguments)
    for value in (card(1), mobile(1), name(1), card(1)[:12]):
        assert value not in result.output + str(result.exception)
