"""The register: one good example, and a folder with one file for each mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tongguan.errors import RegisterError, UsageError
from tongguan.law.loading import load_policy
from tongguan.register import (
    NEEDS_KINDS,
    NO_PERSONAL_INFORMATION,
    Register,
    parse_register,
    read_register,
)

FOLDER = Path(__file__).parent / "registers"
FULL = FOLDER / "full.toml"
HANDLER = """
[handler]
name = "示例公司"
uscc = "91350100M000100Y43"
ciio = false
state_organ = false
"""
INVALID = sorted((FOLDER / "invalid").glob("*.toml"))


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(FULL)


def test_reads_the_handler_and_the_settings(register: Register) -> None:
    assert (register.handler.uscc, register.handler.ciio) == ("91350100M000100Y43", False)
    settings = register.settings
    assert (settings.profile, settings.count_exempt_exports, settings.decide_on) == (
        "conservative",
        False,
        "high",
    )


def test_gives_every_table_its_id(register: Register) -> None:
    for tables in (register.recipients, register.exports, register.clearances):
        assert tables
        assert all(key == table.id for key, table in tables.items())


def test_reads_an_export_and_its_clearance(register: Register) -> None:
    orders = register.export("orders")
    assert (orders.scenario, orders.recipient) == ("contract_necessity", "hq-de")
    assert orders.kinds == ("person_name", "cn_mobile", "address")
    assert register.clearances["scc-2026"].expires == date(2029, 1, 14)


def test_unknown_is_none(register: Register) -> None:
    telemetry = register.export("telemetry")
    assert telemetry.important_data is None
    assert telemetry.off_list is None
    assert register.recipients["warehouse-hk"].restricted is None


def test_off_list_is_claimed_only_by_saying_so(register: Register) -> None:
    assert register.export("orders").off_list is False


def test_evidence_is_there_or_not(register: Register) -> None:
    assert register.export("orders").evidenced
    assert not register.export("statistics").evidenced


def test_settings_may_be_left_out() -> None:
    text = FULL.read_text(encoding="utf-8")
    without = text[: text.index("[settings]")] + text[text.index("[recipients.hq-de]") :]
    assert parse_register(without.encode(), "r.toml").settings == read_register(FULL).settings


def test_an_unknown_export_names_the_nearest(register: Register) -> None:
    with pytest.raises(UsageError, match=r"unknown export `order`(.|\n)*`orders`"):
        register.export("order")


def test_the_digest_is_that_of_the_bytes(register: Register) -> None:
    data = FULL.read_bytes()
    assert parse_register(data, "other-name.toml").sha256 == register.sha256
    assert parse_register(data + b"\n", "r.toml").sha256 != register.sha256


def test_is_read_only(register: Register) -> None:
    with pytest.raises(TypeError):
        register.exports["more"] = register.export("orders")
    with pytest.raises(AttributeError):
        register.export("orders").scenario = "other"


def test_there_is_a_folder_of_mistakes() -> None:
    assert len(INVALID) >= 40


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_refuses_each_mistake_and_says_what_to_do(path: Path) -> None:
    with pytest.raises(RegisterError) as caught:
        read_register(path)
    says = [
        line.removeprefix("# says: ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# says: ")
    ]
    assert says
    assert [part for part in says if part not in str(caught.value)] == []
    assert caught.value.message.startswith(path.name)
    assert caught.value.message.endswith("Nothing was scanned or recorded.")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_no_message_quotes_a_name_a_purpose_or_an_evidence(path: Path) -> None:
    with pytest.raises(RegisterError) as caught:
        read_register(path)
    told = str(caught.value)
    assert not [
        text
        for text in ("示例公司", "Beispiel", "跨境购物", "用户协议", "91350100M", "Germany")
        if text in told
    ]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "text",
    [
        '13812345678 = "x"',
        '"张三 13812345678" = 1',
        "handler = 13812345678",
        'handler = {name = "13812345678"}',
        '[settings]\nprofile = "13812345678"\n[handler]\nname = "a"',
        HANDLER + "[exports.'13812345678 a']",
        HANDLER + "[exports.13812345678]\nrecipient = 1",
        HANDLER + "[recipients.13812345678]\nname = 1",
    ],
)
def test_a_number_pasted_by_mistake_is_not_repeated(text: str) -> None:
    with pytest.raises(RegisterError) as caught:
        parse_register(text.encode(), "tongguan.toml")
    assert "138" not in str(caught.value)


def test_a_missing_register_is_a_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no such file") as caught:
        read_register(tmp_path / "tongguan.toml")
    assert caught.value.exit_code == 2
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        read_register(tmp_path)


def test_a_dataset_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"x" * (2 << 20))
    with pytest.raises(RegisterError, match="larger than"):
        read_register(path)


def test_a_register_saved_by_notepad_is_read() -> None:
    data = b"\xef\xbb\xbf" + FULL.read_bytes().replace(b"\n", b"\r\n")
    assert parse_register(data, "tongguan.toml").export("orders")


def test_the_scenarios_named_here_are_those_of_the_policy() -> None:
    asked = [dict(rule.when.tests()) for rule in load_policy(date(2026, 11, 23)).rules]
    assert {when["scenario"] for when in asked if "necessary" in when} == NEEDS_KINDS
    assert {
        word for when in asked if isinstance(when.get("scenario"), tuple) for word in when["scenario"]
    } == (NO_PERSONAL_INFORMATION)


def test_says_what_single_columns_are() -> None:
    more = '[[columns]]\ncolumn = "shop_phone"\nexport = "orders"\nnobody = true\nreason = " 门店 "\nsource = "a*"\n'
    shown = parse_register(FULL.read_bytes() + more.encode(), "r.toml")
    (statement,) = shown.statements("orders")
    assert (statement.column, statement.nobody, statement.reason) == ("shop_phone", True, "门店")
    assert (statement.kind, statement.subject, statement.source) == (None, None, "a*")
    assert shown.statements("roster") == ()


def test_settles_hints_with_a_reason() -> None:
    text = FULL.read_text(encoding="utf-8")
    settled = text.replace("[exports.roster]", '[exports.roster]\nsettled_hints = { "IH-11" = "园区" }')
    assert parse_register(settled.encode(), "r.toml").export("roster").settled_hints == {"IH-11": "园区"}
    assert parse_register(text.encode(), "r.toml").export("roster").settled_hints == {}


def test_names_own_detectors_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[detector]]\nid = "locker_no"\ntitle = "Locker"\nlevel = "general"\nexamples = ["L-1"]\n'
        "pattern = 'L-[0-9]+'\n"
    )
    text = FULL.read_text(encoding="utf-8").replace("[settings]", '[settings]\ndetectors = ["mine.toml"]')
    text = text.replace('"employee_no", "occupation"]', '"employee_no", "locker_no"]')
    (tmp_path / "tongguan.toml").write_text(text, encoding="utf-8")
    shown = read_register(tmp_path / "tongguan.toml")
    assert shown.detectors.kinds == ("locker_no",)
    assert "locker_no" in (shown.export("roster").kinds or ())


def test_installed_detectors_are_used_unless_it_says_no() -> None:
    assert read_register(FULL).settings.installed_detectors
