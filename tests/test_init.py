"""A first register: what is asked, what a scan adds to it, and what is written."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from people_kit import name, resident_id
from test_no_value_escapes import BROKEN, CANARIES, TABLES

from tongguan import api
from tongguan.clearance import Clearance
from tongguan.cli import main
from tongguan.commands import asking
from tongguan.commands.init import _write
from tongguan.errors import RegisterError
from tongguan.initial import (
    Found,
    about_kinds,
    choices,
    found_in,
    register_text,
    to_fill_in,
    toml_string,
    unknowns,
)
from tongguan.law.catalogue import KINDS, load_catalogue
from tongguan.law.loading import load_policy
from tongguan.law.policy import IMPORTANT_DATA, SCENARIOS, SPECIAL_REGIMES
from tongguan.register import (
    BASES,
    NEEDS_KINDS,
    NO_PERSONAL_INFORMATION,
    SCHEDULES,
    Duties,
    Export,
    Handler,
    LevelStatement,
    ListClaim,
    Recipient,
    Settings,
    parse_register,
    read_register,
)
from tongguan.register.reading import ID, USCC_TO_FILL_IN

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_data"
SKELETON = HERE / "registers" / "first.toml"
DAY = date(2026, 11, 23)
CATALOGUE = load_catalogue("conservative", DAY)
CHOICES = choices(load_policy(DAY))
STATED = {
    f'uscc = "{USCC_TO_FILL_IN}"': 'uscc = "91350100M000100Y43"',
    'ciio = "unknown"': "ciio = false",
    'state_organ = "unknown"': "state_organ = false",
    'restricted = "unknown"': "restricted = false",
    'important_data = "unknown"': 'important_data = "none"',
    'special_regime = "unknown"': 'special_regime = "none"',
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def run(*arguments, answers=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=answers)


def text_of(answers, found=None):
    about = about_kinds(answers[2].kinds or (), CATALOGUE)
    return register_text(*answers, scenarios=CHOICES, about=about, found=found)


def read_back(text):
    register = parse_register(text.encode(), "r.toml")
    (recipient,), (export,) = register.recipients.values(), register.exports.values()
    assert (register.settings, register.clearances, register.columns, register.levels) == (
        Settings(),
        {},
        (),
        (),
    )
    return register.handler, recipient, export


# --- What is written ---------------------------------------------------------------------------------------------


def test_the_register_to_fill_in_is_the_one_kept_here():
    assert text_of(to_fill_in()) == SKELETON.read_text(encoding="utf-8")


def test_every_key_of_the_register_stands_in_it_and_every_example_is_read(tmp_path):
    """Each line that begins with # and no blank is taken for what it says."""
    taken = re.sub(r"^#(?=\S)", "", SKELETON.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shutil.copy(HERE / "registers" / "own" / "locker.toml", tmp_path / "mine.toml")
    shutil.copy(HERE / "registers" / "own" / "example-list.toml", tmp_path / "list.toml")
    register = parse_register(taken.encode(), "r.toml", tmp_path)
    assert len(register.columns) == 3
    tables = tomllib.loads(taken)
    (recipient,), (export,) = tables["recipients"].values(), tables["exports"].values()
    (clearance,) = tables["clearances"].values()
    for struct, table in (
        (Handler, tables["handler"]),
        (Settings, tables["settings"]),
        (Recipient, recipient),
        (Export, export),
        (Duties, export["duties"]),
        (ListClaim, export["negative_list"]),
        (Clearance, clearance),
        (LevelStatement, tables["levels"][0]),
    ):
        assert table.keys() == set(struct.__struct_fields__) - {"id"}
    said = {key for table in tables["columns"] for key in table}
    assert said == {"column", "export", "source", "kind", "reason", "subject", "nobody"}


def test_the_defaults_it_shows_are_the_defaults():
    shown = re.findall(r"^#(\w+ = .*?) +#", SKELETON.read_text(encoding="utf-8"), flags=re.MULTILINE)
    settings = tomllib.loads("\n".join(dict.fromkeys(line for line in shown if line.split()[0] in DEFAULTS)))
    assert settings == DEFAULTS


DEFAULTS = {
    key: list(value) if isinstance(value, tuple) else value
    for key in Settings.__struct_fields__
    if key not in {"detectors", "negative_lists"}
    for value in (getattr(Settings(), key),)
}

ANY = st.text(max_size=40)
SAYING = ANY.filter(lambda text: re.search(r"\w", text))
IDS = st.text(st.sampled_from("abcXYZ012.-_订单é"), min_size=1, max_size=20).filter(ID.fullmatch)
COUNT = st.none() | st.integers(0, 10**12)


@st.composite
def answered(draw):
    """Any answers the register can hold."""
    handler = Handler(
        name=draw(SAYING),
        uscc=draw(st.text(st.sampled_from("0123456789ABCXYZ"), min_size=18, max_size=18)),
        ciio=draw(st.sampled_from([True, False, None])),
        state_organ=draw(st.sampled_from([True, False, None])),
        place=draw(ANY),
        processed_persons=draw(COUNT),
    )
    recipient = Recipient(
        id=draw(IDS),
        name=draw(SAYING),
        country=draw(st.sampled_from(["DE", "HK", "ZZ"])),
        restricted=draw(st.sampled_from([True, False, None])),
        group_member=draw(st.booleans()),
        address=draw(ANY),
    )
    kinds = st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=5).map(tuple)
    scenario = draw(st.sampled_from(SCENARIOS))
    regime = draw(st.sampled_from(["state_secret", None]))
    export = Export(
        id=draw(IDS),
        recipient=recipient.id,
        scenario=scenario,
        purpose=draw(SAYING),
        important_data=draw(st.sampled_from([*IMPORTANT_DATA, None])),
        important_since=draw(st.none() | st.dates()),
        special_regime=regime,
        special_permit="" if regime is None else draw(ANY),
        kinds=draw(kinds.filter(len) if scenario in NEEDS_KINDS else st.none() | kinds),
        evidence=draw(st.lists(SAYING, max_size=3).map(tuple)),
        off_list=draw(st.sampled_from([True, False, None])),
        system=draw(ANY),
        duties=Duties(
            basis=draw(st.sampled_from([*BASES, None])),
            impact_assessment=draw(st.none() | st.dates()),
            **{
                key: draw(ANY)
                for key in (
                    "notice",
                    "separate_consent",
                    "impact_assessment_report",
                    "records",
                    "security",
                    "incidents",
                )
            },
        ),
        schedule=draw(st.sampled_from([*SCHEDULES, None])),
        onward=draw(st.sampled_from([(), (recipient.id,)])),
        expected_persons=draw(COUNT),
        expected_sensitive_persons=draw(COUNT),
        **{key: draw(ANY) for key in ("method", "retention", "storage", "storage_abroad")},
    )
    return handler, recipient, export


@given(answered())
def test_whatever_is_answered_is_read_back(answers):
    assert read_back(text_of(answers)) == answers


@given(answered(), ANY, st.booleans())
def test_what_was_found_changes_no_answer(answers, title, counted):
    """What kinds and hints are called is a comment, also where somebody else's package calls it so."""
    found = Found(
        kinds={"cn_mobile": title, "locker_no": title},
        persons=5 if counted else None,
        sensitive_persons=1 if counted else None,
        unsure_columns=(("user_code", "account_id"),),
        unnamed=2,
        hints={"IH-10": title},
    )
    assert read_back(text_of(answers, found)) == answers


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_is_one_line_of_toml_or_refused(text):
    if any("\ud800" <= c <= "\udfff" for c in text):
        with pytest.raises(RegisterError, match="half of a character"):
            toml_string(text)
        return
    written = toml_string(text)
    assert written.isprintable()
    assert tomllib.loads(f"x = {written}") == {"x": text}


def test_what_nobody_knows_is_unknown():
    answers = to_fill_in()
    assert read_back(text_of(answers)) == answers
    assert unknowns(*answers) == (
        "handler.name",
        "handler.uscc",
        "handler.ciio",
        "handler.state_organ",
        "recipients.name",
        "recipients.country",
        "recipients.restricted",
        "exports.purpose",
        "exports.important_data",
        "exports.special_regime",
    )


def test_every_scenario_is_told_with_its_article_and_what_it_asks():
    told = {choice.scenario: str(choice) for choice in CHOICES}
    assert list(told) == list(SCENARIOS)
    assert "CBDF 5(1)(1)" in told["contract_necessity"]
    assert "evidence" in told["contract_necessity"]
    assert "necessary" in told["contract_necessity"]
    assert "prohibited" in told["foreign_judicial_request"]
    assert "number of persons" in told["other"]
    assert "statutory_duty_exempts" in told["statutory_duty"]
    assert all("no personal information" in told[scenario] for scenario in NO_PERSONAL_INFORMATION)
    before = {choice.scenario: choice for choice in choices(load_policy(date(2024, 6, 1)))}
    assert before["statutory_duty"].article == ""


# --- From a scan -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def orders():
    return api.scan(SAMPLES / "orders.parquet", on=DAY)


def test_every_kind_found_is_written_with_its_level_and_article(orders):
    found = found_in(orders, CATALOGUE)
    answers = to_fill_in(found)
    assert set(answers[2].kinds) == orders.kinds
    text = text_of(answers, found)
    assert read_back(text) == answers
    for kind in orders.kinds:
        (line,) = (line for line in text.splitlines() if line.startswith(f'  "{kind}",'))
        assert CATALOGUE.level(kind) in line
        assert CATALOGUE.group(kind).article in line
    assert f"At most {orders.people.high('all'):,} natural persons" in text


def test_no_value_of_the_data_is_written(orders):
    text = text_of(to_fill_in(found_in(orders, CATALOGUE)), found_in(orders, CATALOGUE))
    table = pq.read_table(SAMPLES / "orders.parquet")
    personal = {column.column for column in orders.columns if column.kind is not None}
    values = {value for column in personal for value in table[column].to_pylist() if value}
    assert len(values) > 1000
    assert [value for value in values if value in text] == []


@pytest.mark.parametrize("file", [*TABLES, *BROKEN])
def test_no_value_is_in_what_is_written_or_said(place, file):
    if file in TABLES:
        pq.write_table(pa.table(TABLES[file]), place / file)
    else:
        (place / file).write_text(BROKEN[file], encoding="utf-8")
    result = run("init", "--no-input", file)
    written = Path("tongguan.toml").read_text(encoding="utf-8") if result.exit_code == 0 else ""
    assert [canary for canary in CANARIES if canary in result.output + written] == []
    assert bool(written) == (file not in {"ragged.csv", "quotes.csv"})


@pytest.mark.parametrize("scenario", sorted(NO_PERSONAL_INFORMATION))
def test_kinds_found_are_not_declared_where_the_scenario_has_none(orders, scenario):
    found = found_in(orders, CATALOGUE)
    _, recipient, export = to_fill_in()
    answers = (
        to_fill_in()[0],
        recipient,
        Export(**{**export_fields(export), "scenario": scenario, "kinds": None}),
    )
    text = text_of(answers, found)
    assert read_back(text)[2].kinds is None
    assert "扫描发现个人信息" in text
    assert all(f"#   {kind} " in text for kind in found.kinds)


def export_fields(export):
    return {key: getattr(export, key) for key in export.__struct_fields__}


def test_columns_the_scan_is_not_sure_of_are_suggested_to_be_looked_at():
    table = {"身份证号": [f"旧证第{i:04d}" for i in range(50)], "name": [name(i) for i in range(50)]}
    scan = api.scan(pa.table(table), on=DAY)
    found = found_in(scan, CATALOGUE)
    assert found.unsure_columns == (("身份证号", "cn_resident_id"),)
    text = text_of(to_fill_in(found), found)
    assert '#[[columns]]\n#column = "身份证号"' in text
    assert '#kind = "cn_resident_id"' in text
    assert "旧证" not in text


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("user_code", True),
        ("收件人电话", True),
        ("a.b-c_1", True),
        ("张三", False),
        ("欧阳梓涵", False),
        ("phone 13917260485", False),
        ("p13917260485", False),
        ("电话\n[handler]", False),
        ('x" = 1', False),
        ("1a", False),
        ("x" * 65, False),
    ],
)
def test_a_column_is_named_if_its_name_is_a_plain_word_and_nobodys(column, written):
    scan = api.scan(pa.table({column: ["x"]}), on=DAY)
    unsure = [
        type(c)(**{**vars(c), "kind": "account_id", "level": "general", "review": True}) for c in scan.columns
    ]
    found = found_in(type(scan)(**{**vars(scan), "columns": tuple(unsure)}), CATALOGUE)
    assert found.unsure_columns == (((column, "account_id"),) if written else ())
    assert found.unnamed == (not written)


def test_hints_of_important_data_are_told(tmp_path):
    table = {"身份证号": [resident_id("19870605", i) for i in range(30)], "基因检测": ["AGCT"] * 30}
    pq.write_table(pa.table(table), tmp_path / "t.parquet")
    scan = api.scan(tmp_path / "t.parquet", on=DAY)
    assert scan.important
    found = found_in(scan, CATALOGUE)
    text = text_of(to_fill_in(found), found)
    for hint in scan.important:
        assert f"#   {hint.hint}: " in text
    assert f'#settled_hints = {{ "{scan.important[0].hint}"' in text
    assert read_back(text) == to_fill_in(found)


# --- The command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sample",
    ["vip_service.parquet", "marketing_statistics.csv", "hr_roster.csv", "factory_telemetry.parquet"],
)
def test_the_gate_never_opens_on_a_register_that_is_still_to_be_filled_in(place, sample):
    assert run("init", "--no-input", SAMPLES / sample).exit_code == 0
    assert run("check", SAMPLES / sample, "--export", "export").exit_code == 3
    assert run("gate", SAMPLES / sample, "--export", "export", "--run", "r").exit_code == 3


def test_with_the_unknowns_stated_it_is_judged_like_any_other(place):
    run("init", "--no-input", SAMPLES / "marketing_statistics.csv")
    text = Path("tongguan.toml").read_text(encoding="utf-8")
    for before, after in STATED.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    Path("tongguan.toml").write_text(text, encoding="utf-8")
    assert run("check", SAMPLES / "marketing_statistics.csv", "--export", "export").exit_code == 0


def test_half_filled_in_it_is_refused_before_anybody_is_counted(place):
    run("init", "--no-input")
    text = Path("tongguan.toml").read_text(encoding="utf-8")
    Path("tongguan.toml").write_text(
        text.replace('restricted = "unknown"', "restricted = false"), encoding="utf-8"
    )
    result = run("gate", SAMPLES / "hr_roster.csv", "--export", "export", "--run", "r")
    assert result.exit_code == 2
    assert "`uscc` is still to be filled in" in result.stderr
    assert not Path("tongguan.db").exists()


def test_the_commands_it_names_run_as_they_stand(place):
    odd = place / "-odd name's.csv"
    shutil.copy(SAMPLES / "hr_roster.csv", odd)
    result = run("init", "--no-input", "--register", "first one.toml", "--", odd.name)
    assert result.exit_code == 0
    assert result.stdout == ""
    check, gate = (line.strip() for line in result.stderr.splitlines() if line.startswith("  tongguan "))
    assert run(*shlex.split(check)[1:]).exit_code == 3
    assert run(*shlex.split(gate)[1:]).exit_code == 3
    assert shlex.split(gate)[1:3] == ["gate", f"./{odd.name}"]


def test_no_file_is_ever_overwritten(place):
    Path("tongguan.toml").write_text("mine", encoding="utf-8")
    Path("dangling").symlink_to(place / "nowhere")
    Path("folder").mkdir()
    for register in ("tongguan.toml", "dangling", "folder"):
        result = run("init", "--no-input", "--register", register)
        assert result.exit_code == 2
        assert "it is there already" in result.stderr
    with pytest.raises(RegisterError, match="it is there already"):
        _write(Path("tongguan.toml"), text_of(to_fill_in()))
    assert Path("tongguan.toml").read_text(encoding="utf-8") == "mine"
    assert {path.name for path in place.iterdir()} == {"tongguan.toml", "dangling", "folder"}


def test_what_cannot_be_written_leaves_nothing(place):
    for register, says in (("no/such/folder.toml", "no such folder"), ("x" * 300, "cannot be written")):
        result = run("init", "--no-input", "--register", register)
        assert result.exit_code == 2
        assert says in result.stderr
        assert "Nothing was written." in result.stderr
    with pytest.raises(RegisterError):
        _write(place / "bad.toml", "[handler]\n")
    assert list(place.iterdir()) == []


def test_who_may_read_it_is_what_the_umask_says(place):
    old = os.umask(0o027)
    try:
        run("init", "--no-input")
    finally:
        os.umask(old)
    assert Path("tongguan.toml").stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_read_leaves_nothing(place):
    result = run("init", "--no-input", "missing.csv")
    assert result.exit_code == 3
    assert list(place.iterdir()) == []


def test_in_a_pipe_it_does_not_wait_for_answers(place):
    result = run("init", answers="示例公司\n")
    assert result.exit_code == 2
    assert "this is no terminal" in result.stderr
    assert "--no-input" in result.stderr
    assert list(place.iterdir()) == []


# --- The questions -----------------------------------------------------------------------------------------------


def asked(question, *lines):
    """Return what *question* makes of the lines, and what was shown."""
    kept = []

    @click.command()
    def command():
        kept.append(question())

    result = CliRunner().invoke(command, input="".join(f"{line}\n" for line in lines))
    assert result.exception is None, result.output
    assert result.stdout == ""
    return kept[0], result.stderr


def test_a_handler_is_asked_for_until_it_is_right():
    handler, shown = asked(
        asking.ask_handler, "示例公司", "91350100", "91350100m000100y44", "maybe", "是", "", "上海"
    )
    assert handler == Handler(
        name="示例公司", uscc="91350100M000100Y44", ciio=True, state_organ=None, place="上海"
    )
    assert "check character does not fit" in shown
    assert shown.count("Error: ") == 2


def test_a_right_code_is_taken_without_a_word():
    _, shown = asked(asking.ask_handler, "示例公司", "91350100M000100Y43", "no", "no", "")
    assert "check character" not in shown
    assert "Error" not in shown


def test_a_recipient_on_the_mainland_is_none():
    recipient, shown = asked(
        asking.ask_recipient,
        "hq de",
        "13812345678",
        "hq-hk",
        "示例（香港）",
        "China",
        "CN",
        "hk",
        "unknown",
        "yes",
    )
    assert recipient == Recipient(
        id="hq-hk", name="示例（香港）", country="HK", restricted=None, group_member=True
    )
    assert "the mainland is inside the border" in shown
    assert "138" not in shown.replace("13812345678", "")


def test_an_export_is_asked_for_with_what_its_scenario_needs():
    number = [choice.scenario for choice in CHOICES].index("contract_necessity") + 1
    export, shown = asked(
        lambda: asking.ask_export("hq", CHOICES, None),
        *("orders", "contract", str(number), "用户协议第七条；必要性说明", "跨境购物", ""),
        *(
            "person_name，cn_mobil",
            "person_name，cn_mobile",
            "none",
            "",
            "consent",
            "隐私政策第五条",
            "弹窗记录",
        ),
        *("10.1.2026", "2026-01-10", "", "", "", "", "dayly", "daily", "两年"),
    )
    assert export == Export(
        id="orders",
        recipient="hq",
        scenario="contract_necessity",
        purpose="跨境购物",
        evidence=("用户协议第七条", "必要性说明"),
        kinds=("person_name", "cn_mobile"),
        important_data="none",
        special_regime=None,
        duties=Duties(
            basis="consent",
            notice="隐私政策第五条",
            separate_consent="弹窗记录",
            impact_assessment=date(2026, 1, 10),
        ),
        schedule="daily",
        retention="两年",
    )
    assert "Did you mean `cn_mobile`?" in shown
    assert "Did you mean `daily`?" in shown
    for scenario in SCENARIOS:
        assert scenario in shown
    for word in (*IMPORTANT_DATA, *SPECIAL_REGIMES, *BASES, *SCHEDULES):
        assert word in shown


def test_where_nothing_is_claimed_no_evidence_is_asked_for(orders):
    found = found_in(orders, CATALOGUE)
    export, shown = asked(lambda: asking.ask_export("hq", CHOICES, found), "", "", "会员服务", *[""] * 12)
    assert (export.id, export.scenario, export.evidence) == ("export", "other", ())
    assert export.kinds == tuple(found.kinds)
    assert (export.important_data, export.special_regime, export.duties) == (None, None, Duties())
    assert "Evidence" not in shown


def test_the_questions_are_in_both_languages():
    _, handler = asked(asking.ask_handler, "a", "91350100M000100Y43", "", "", "")
    _, recipient = asked(asking.ask_recipient, "", "a", "DE", "", "")
    _, export = asked(lambda: asking.ask_export("hq", CHOICES, None), "", "", "a", *[""] * 13)
    questions = [line for line in f"{handler}\n{recipient}\n{export}".splitlines() if " · " in line]
    assert len(questions) > 20
    assert [line for line in questions if not re.search(r"[\u4e00-\u9fff].*[A-Za-z]{3}", line)] == []


def on_a_terminal(place, *arguments, answers):
    """Run the command with a terminal of its own, type *answers*, and return exit code and what was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tongguan", "init", *arguments],
        cwd=place,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    shown, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, shown.decode()


def test_on_a_terminal_it_asks_and_writes_what_was_answered(place):
    shutil.copy(SAMPLES / "customers_gb18030.csv", place / "customers.csv")
    lines = ["示例公司", "91350100M000100Y43", "no", "no", "上海", "hq", "Beispiel GmbH", "DE", "no", "yes"]
    lines += ["customers", "other", "售后服务", "none", "none", "consent", *[""] * 7, "monthly", "一年"]
    code, shown = on_a_terminal(place, "customers.csv", answers="".join(f"{line}\n" for line in lines))
    assert code == 0, shown
    register = read_register(place / "tongguan.toml")
    assert register.handler == Handler(
        name="示例公司", uscc="91350100M000100Y43", ciio=False, state_organ=False, place="上海"
    )
    export = register.export("customers")
    assert (export.scenario, export.schedule, export.duties.basis) == ("other", "monthly", "consent")
    assert set(export.kinds) == api.scan(place / "customers.csv").kinds
    assert "Strike out of `kinds`" in shown
    assert run("check", "customers.csv", "--export", "customers").exit_code in {0, 1}


def test_questions_broken_off_leave_nothing(place):
    code, shown = on_a_terminal(place, answers="示例公司\n\x04")
    assert code == 2
    assert "Nothing was written." in shown
    assert list(place.iterdir()) == []
