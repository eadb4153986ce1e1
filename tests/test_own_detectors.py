"""Detectors of one's own: written in TOML or Python, or brought by a package; proven like the built-in ones."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from people_kit import mobile, name, resident_id
from test_gate import REGISTER

from tongguan import api
from tongguan.cli import main
from tongguan.detector import builtin
from tongguan.errors import DetectorError
from tongguan.own_detectors import ENTRY_POINTS, detector_set, require_free
from tongguan.own_toml import CHECKS, skeleton
from tongguan.register import parse_register

ON = date(2026, 6, 30)

MEMBER = {
    "id": '"member_no"',
    "title": '"Member number"',
    "title_zh": '"会员号"',
    "level": '"general"',
    "identifies": "true",
    "headers": '["会员号", "member no"]',
    "pattern": "'MB[0-9]{8}'",
    "examples": '["MB00012345"]',
    "near_misses": '{ "MB0001234" = "seven digits" }',
}


def written(**changes):
    """A detector in TOML, with keys changed, added, or (None) taken away."""
    keys = {key: value for key, value in (MEMBER | changes).items() if value is not None}
    return "[[detector]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


@pytest.fixture
def file(tmp_path):
    def write(text, called="mine.toml"):
        path = tmp_path / called
        path.write_text(text, encoding="utf-8")
        return path

    return write


def only(*files):
    return detector_set(files, installed=False)


def members(path, n=40):
    table = {
        "name": [name(i) for i in range(n)],
        "member_no": [f"MB{i:08d}" for i in range(n)],
        "points": list(range(n)),
    }
    pq.write_table(pa.table(table), path)
    return path


def test_a_file_makes_the_same_object_as_a_module(file):
    found = only(file(written()))
    detector = found.detectors["member_no"]
    assert type(detector) is type(builtin()["email"])
    assert (detector.role, detector.strength, detector.title_zh) == ("identifier", 40, "会员号")
    assert found.kinds == ("member_no",)
    assert found.levels({"email": "general"}) == {"email": "general", "member_no": "general"}
    assert set(found.detectors) == {*builtin(), "member_no"}


def test_what_an_own_detector_finds_is_counted(tmp_path, file):
    found = api.scan(members(tmp_path / "m.parquet"), on=ON, detectors=[file(written())])
    column = next(c for c in found.columns if c.column == "member_no")
    assert (column.kind, column.level, column.found, column.distinct) == ("member_no", "general", 40, 40)
    assert found.people.high("all") == 40


def test_an_own_sensitive_kind_makes_its_persons_sensitive(tmp_path, file):
    path = members(tmp_path / "m.parquet")
    assert api.scan(path, on=ON).people.high("sensitive") == 0
    found = api.scan(path, on=ON, detectors=[file(written(level='"sensitive"'))])
    assert found.people.high("sensitive") == 40


def test_a_kind_of_level_none_takes_nobody_out_who_is_found_inside(tmp_path, file):
    text = written(id='"batch_no"', level='"none"', identifies=None, reason='"numbers of batches"')
    values = [f"MB{i:08d}" for i in range(30)] + [resident_id("19800101", i) for i in range(10)]
    pq.write_table(pa.table({"member_no": values}), tmp_path / "b.parquet")
    found = api.scan(tmp_path / "b.parquet", on=ON, detectors=[file(text)])
    assert found.people.high("all") == 10
    assert "batch_no" not in found.kinds


@pytest.mark.parametrize(
    ("changes", "values", "expected"),
    [
        ({}, ["MB12345678", "mb12345678", " MB12345678\t"], [True, False, True]),
        ({"words": '["Gold", "金卡"]'}, ["gold", "金卡", "MB12345678", "silver"], [True, True, True, False]),
        ({"lengths": "[10, 10]"}, ["MB12345678"], [True]),
        (
            {"compacted": "true", "pattern": "'77[0-9]{8}'", "examples": '["77 1234 5678"]'},
            ["77-1234-5678"],
            [True],
        ),
        (
            {"check": '"luhn"', "pattern": "'9[0-9]{9}'", "examples": '["9123456783"]'},
            ["9123456783", "9123456786"],
            [True, False],
        ),
    ],
)
def test_finds_what_it_says(file, changes, values, expected):
    from tongguan.kernels.tidy import compact, tidy

    detector = only(file(written(**changes))).detectors["member_no"]
    tidied = tidy(pa.array(values))
    assert detector.find(compact(tidied) if detector.compacted else tidied).tolist() == expected


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("luhn", "79927398713", "79927398714"),
        ("luhn", "18", "1x"),
        ("mod_11_2", "11010519491231002X", "110105194912310021"),
        ("mod_31_3", "91350100M000100Y43", "91350100M000100Y44"),
    ],
)
def test_a_named_check_is_the_standards(check, good, bad):
    assert CHECKS[check][0](pa.array([good, bad, "", "短", good])).tolist() == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_words_may_stand_in_a_file_beside_it(file, tmp_path):
    file("# our clubs\n红山会\n\n  Blue Club \n", "clubs.txt")
    text = written(
        pattern=None, words_file='"clubs.txt"', examples='["红山会", "blue club"]', near_misses=None
    )
    first = only(file(text))
    assert first.detectors["member_no"].words == ("红山会", "Blue Club")
    file("红山会\nblue club\n白沙会\n", "clubs.txt")
    assert only(tmp_path / "mine.toml").sha256 != first.sha256


def test_a_built_in_detector_gets_more_header_words_and_keeps_its_own(file):
    found = only(file('[[detector]]\nextends = "cn_mobile"\nheaders = ["Fernruf", "call me"]\n'))
    assert found.kinds == ()
    headers = found.detectors["cn_mobile"].headers
    assert headers == (*builtin()["cn_mobile"].headers, "fernruf", "call me")
    assert "fernruf" not in builtin()["cn_mobile"].headers


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": '"Member"'}, "`id` is not of the form"),
        ({"id": '"m"'}, "`id` is not of the form"),
        ({"id": '"email"'}, '`email` is taken|extends = "email"'),
        ({"id": '"harmless"'}, "`harmless` is taken"),
        ({"level": '"secret"'}, "a word that is not known at `$.level`"),
        ({"level": None}, "the key `level` is missing"),
        ({"level": '"none"', "identifies": None}, "`reason` is missing"),
        ({"level": '"none"', "reason": '"ours"'}, '`level` is "none" for what belongs to a person'),
        ({"examples": "[]"}, "length >= 1"),
        ({"examples": None}, "the key `examples` is missing"),
        ({"examples": '["MB00012345", "X1"]'}, "example 2 is not found"),
        ({"near_misses": '{ "MB00012345" = "no" }'}, "near miss 1 is found"),
        ({"near_misses": '{ "x" = " " }'}, "text that is not blank"),
        ({"pattern": "'M[0-9'"}, "`pattern` does not compile"),
        ({"pattern": "'(?=M)MB[0-9]{8}'"}, "`pattern` does not compile|RE2"),
        ({"pattern": "'MB[0-9]{8})|(?:.'"}, "`pattern` does not compile"),
        ({"pattern": "'[0-9]*|MB[0-9]{8}'"}, "`pattern` matches the empty value"),
        ({"pattern": None}, "it says nothing of the values|needs_header"),
        ({"pattern": None, "needs_header": "true", "headers": None}, "`needs_header` without `headers`"),
        ({"lengths": "[9, 1]"}, "`lengths` is no range"),
        ({"lengths": "[9]"}, "expected `array` of length 2"),
        ({"check": '"lun"'}, "unknown check `lun`|`luhn`"),
        ({"role": '"trait"'}, "`identifies` and `role` are both given"),
        ({"identifies": None, "strength": "40"}, "`strength` is given without `identifies`"),
        ({"strength": "60"}, "<= 59"),
        ({"in_text": "true"}, "`in_text` for values that are not numbers"),
        ({"in_text": "true", "identifies": None}, "`in_text` for what does not identify"),
        ({"words_file": '"../words.txt"'}, "`words_file` is not a plain file name"),
        ({"words_file": '"words.txt"'}, "words.txt: there is no such file"),
        ({"patern": '"M"'}, "unknown key `patern`|`pattern`"),
        ({"pattern": "'[0-9]{11}'", "examples": '["12345678901"]'}, "built-in `cn_mobile`|needs_header"),
        ({"pattern": "'[0-9X]{18}'", "examples": '["123456789012345678"]'}, "`cn_resident_id`"),
    ],
)
def test_refuses_each_mistake_and_says_where_and_what_to_do(file, changes, says):
    with pytest.raises(DetectorError) as caught:
        only(file(written(**changes)))
    told = str(caught.value)
    assert [part for part in says.split("|") if part not in told] == []
    assert caught.value.message.startswith(("mine.toml, [[detector]] 1", "words.txt"))
    assert caught.value.message.endswith("Nothing was scanned or recorded.")
    assert caught.value.hint or "at `$" in told or "is missing" in told
    assert "MB00012345" not in told
    assert "12345678901" not in told
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "called", "says"),
    [
        ("", "mine.toml", "there is no [[detector]]"),
        ("[detector]\nid = 'x'\n", "mine.toml", "there is no [[detector]]"),
        ("[[detectors]]\n", "mine.toml", "`detector`"),
        ("[[detector]\n", "mine.toml", "not valid TOML"),
        ("x", "mine.txt", "neither a .toml nor a .py file"),
        ("[[detector]]\nextends = 'mobile'\nheaders = ['x']\n", "mine.toml", "unknown kind `mobile`"),
        ("[[detector]]\nextends = 'cn_mobile'\n", "mine.toml", "`headers` is missing"),
        (
            "[[detector]]\nextends = 'cn_mobile'\nheaders = ['x']\nheaders_against = ['y']\n",
            "mine.toml",
            "unknown key `headers_against`",
        ),
        ("1/0\n", "mine.py", "it fails with ZeroDivisionError"),
        ("x = 1\n", "mine.py", "it holds no DETECTOR"),
    ],
)
def test_refuses_a_file_as_a_whole(file, text, called, says):
    with pytest.raises(DetectorError) as caught:
        only(file(text, called))
    assert says in str(caught.value)
    assert caught.value.message.startswith(called)


def test_a_missing_file_is_refused_by_its_name_alone(tmp_path):
    with pytest.raises(DetectorError, match=r"^no\.toml: there is no such file") as caught:
        only(tmp_path / "no.toml")
    assert caught.value.exit_code == 2


def test_a_kind_has_one_detector(file):
    with pytest.raises(DetectorError, match="two are called `member_no`"):
        only(file(written() + written()))


def test_what_looks_like_anything_needs_its_header(tmp_path, file):
    text = written(pattern="'[0-9]{11}'", examples='["12345678901"]', near_misses=None, needs_header="true")
    table = {"mobile": [mobile(i) for i in range(30)], "points": list(range(30))}
    pq.write_table(pa.table(table), tmp_path / "m.parquet")
    found = api.scan(tmp_path / "m.parquet", on=ON, detectors=[file(text)])
    assert found.columns[0].kind == "cn_mobile"


PYTHON = """
from tongguan.detector import Detector

LEVEL = "general"
DETECTOR = Detector(
    id="locker_no", title="Locker", title_zh="柜号", references=(), role="identifier", strength=40,
    headers=("locker",), pattern="L[0-9]{{5}}", examples=("{example}",), near_misses={{}},
)
"""


def test_a_python_file_holds_a_detector_and_its_level(file):
    found = only(file(PYTHON.format(example="L12345"), "locker.py"))
    assert found.kinds == ("locker_no",)
    assert found.levels({})["locker_no"] == "general"
    assert found.sources[0][0] == "locker.py"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('LEVEL = "general"', "", "it does not say how much the law minds"),
        ('LEVEL = "general"', 'LEVEL = "high"', "it does not say how much the law minds"),
        ('LEVEL = "general"', 'LEVEL = "none"', "`reason` is missing"),
        ("L[0-9]{5}", "L[0-9]{6}", "example 1 is not found"),
        ("L[0-9]{5}", ".*", "`pattern` matches the empty value"),
        ('"L12345",', "", "there is no example"),
        ('"locker_no"', '"email"', "`email` is taken"),
    ],
)
def test_python_is_held_to_the_same(file, old, new, says):
    text = PYTHON.format(example="L12345")
    assert old in text
    with pytest.raises(DetectorError) as caught:
        only(file(text.replace(old, new), "locker.py"))
    assert says in str(caught.value)
    assert "L12345" not in str(caught.value)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a package that brings a detector: its module, and its entry point."""

    def install(module):
        site = tmp_path / "site"
        info = site / "lockers-1.2.dist-info"
        info.mkdir(parents=True)
        (site / "lockers_tongguan.py").write_text(module, encoding="utf-8")
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lockers\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\nlocker_no = lockers_tongguan\n")
        monkeypatch.syspath_prepend(str(site))

    yield install
    sys.modules.pop("lockers_tongguan", None)


def test_an_installed_package_brings_its_detectors(installed):
    installed(PYTHON.format(example="L12345"))
    assert detector_set().kinds == ("locker_no",)
    assert detector_set().sources[0][0] == "lockers 1.2"
    assert detector_set(installed=False).kinds == ()
    assert detector_set().sha256 != detector_set(installed=False).sha256


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("raise RuntimeError('13812340000')", "it does not load (RuntimeError)"),
        (PYTHON.format(example="L1"), "example 1 is not found"),
        ("DETECTOR = 1", "it holds no DETECTOR"),
    ],
)
def test_a_package_whose_detector_fails_is_refused_never_skipped(installed, tmp_path, module, says):
    installed(module)
    with pytest.raises(DetectorError) as caught:
        api.scan(members(tmp_path / "m.parquet"), on=ON)
    assert says in str(caught.value)
    assert "lockers 1.2" in str(caught.value)
    assert "1381234" not in str(caught.value)
    assert api.scan(tmp_path / "m.parquet", on=ON, installed_detectors=False).complete


@pytest.fixture
def place(tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    more = '[settings]\ndetectors = ["mine.toml"]\n'
    text = REGISTER.format(ciio="false", more=more)
    (tmp_path / "tongguan.toml").write_text(
        text.replace('kinds = ["person_name",', 'kinds = ["member_no", "person_name",'), encoding="utf-8"
    )
    file(written())
    members(tmp_path / "m.parquet")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_the_register_names_detectors_and_its_exports_their_kinds(place):
    result = run("check", "m.parquet", "--export", "orders", "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["status"]) == (0, "open")
    assert document["scan"]["detectors"]["own"] == ["member_no"]
    assert document["scan"]["detectors"]["sha256"] == document["detectors"]["sha256"]


def test_a_clearance_may_name_an_own_kind_and_nothing_unknown(place):
    data = (place / "tongguan.toml").read_bytes()
    assert parse_register(data, "tongguan.toml", place).detectors.kinds == ("member_no",)
    with pytest.raises(Exception, match="unknown kind `member_n`"):
        parse_register(data.replace(b'kinds = ["member_no"', b'kinds = ["member_n"'), "tongguan.toml", place)


def test_the_gate_stays_shut_while_a_detector_of_the_register_fails(place, file):
    file(written(examples='["X"]'))
    result = run("gate", "m.parquet", "--export", "orders", "--run", "r")
    assert result.exit_code == 2
    assert "example 1 is not found" in result.stderr
    assert not (place / "tongguan.db").exists()


def test_the_ledger_keeps_by_which_detectors_was_looked(place):
    first = json.loads(run("gate", "m.parquet", "--export", "orders", "--run", "r", "--json").stdout)
    with api.open_ledger() as ledger:
        recorded = json.loads(ledger.entries()[0].verdict_text)
    assert recorded["detectors"] == first["detectors"]


def test_the_report_names_own_kinds_by_their_title(place):
    assert "会员号 member_no" in run("scan", "m.parquet", "--detectors", "mine.toml").stdout


def test_the_command_line_lists_and_tests_own_detectors(place, file):
    listed = json.loads(run("detectors", "list", "--detectors", "mine.toml", "--json").stdout)["detectors"]
    assert [d["kind"] for d in listed if d["own"]] == ["member_no"]
    assert run("detectors", "test", "--detectors", "mine.toml").exit_code == 0
    file(written(examples='["X"]'), "broken.toml")
    assert run("detectors", "test", "--detectors", "broken.toml").exit_code == 2


def test_a_file_to_begin_with_is_a_file_that_works(file):
    printed = run("detectors", "new", "locker_no")
    assert printed.stdout == skeleton("locker_no")
    assert only(file(printed.stdout)).kinds == ("locker_no",)
    assert run("detectors", "new", "email").exit_code == 2


def test_a_kind_that_is_free_is_not_refused():
    require_free("member_no_2", "here")


def test_the_digest_is_of_what_the_files_hold_not_where_they_lie(file, tmp_path):
    first = only(file(written()))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.toml").write_bytes((tmp_path / "mine.toml").read_bytes())
    assert only(tmp_path / "elsewhere" / "mine.toml").sha256 == first.sha256
    assert only(file(written() + "# \n")).sha256 != first.sha256
    assert only().sha256 == only().sha256 != first.sha256


DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("page", ["detectors.md", "detectors.zh.md"])
def test_the_detectors_in_the_docs_are_detectors_and_the_registers_registers(page, file, tmp_path):
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    (own,) = [block for block in blocks if "[[detector]]" in block]
    assert "member_no" in only(file(own, "detectors.toml")).kinds
    for block in blocks:
        if "[[detector]]" not in block and "[project." not in block:
            register = REGISTER.format(ciio="false", more=block)
            assert parse_register(register.encode(), "tongguan.toml", tmp_path).exports


def test_the_python_in_the_docs_is_a_detector(file):
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "detectors.md").read_text("utf-8"), flags=re.DOTALL)
    assert only(file(code, "locker.py")).kinds == ("locker_no",)


def test_every_key_of_a_detector_is_in_the_docs():
    from tongguan.own_toml import _Written

    english = (DOCS / "detectors.md").read_text(encoding="utf-8")
    assert [key for key in _Written.__struct_fields__ if f"`{key}`" not in english] == []
