"""The register: one good example, and a folder with one file for each mistake."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tongguan.clearance import Clearance
from tongguan.errors import RegisterError, UsageError
from tongguan.law.catalogue import KINDS, LEVELS, PROFILES, load_catalogue
from tongguan.law.loading import load_policy, shipped_policies
from tongguan.law.policy import SCENARIOS, Facts, decide
from tongguan.law.zone_rows import read_zone_lists
from tongguan.register import (
    NEEDS_KINDS,
    NO_PERSONAL_INFORMATION,
    Duties,
    Export,
    Handler,
    LevelStatement,
    ListClaim,
    Recipient,
    Register,
    Settings,
    parse_register,
    read_register,
)
from tongguan.register.reading import USCC_TO_FILL_IN

FOLDER = Path(__file__).parent / "registers"
FULL = FOLDER / "full.toml"
HANDLER = """
[handler]
name = "示例公司"
uscc = "91350100M000100Y43"
ciio = false
state_organ = false
"""
RECIPIENT = """
[recipients.hq-de]
name = "Beispiel GmbH"
country = "DE"
restricted = false
"""
TEXTS = ("示例公司", "Beispiel", "跨境购物", "用户协议", "91350100M", "Germany", "批复", "执照", "隐私政策")
INVALID = sorted((FOLDER / "invalid").glob("*.toml"))


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(FULL)


def parsed(*texts: str) -> Register:
    return parse_register("\n".join(texts).encode(), "r.toml", FOLDER)


def test_the_full_register_uses_every_key() -> None:
    tables = tomllib.loads(FULL.read_text(encoding="utf-8"))
    exports = list(tables["exports"].values())
    for struct, used in (
        (Handler, [tables["handler"]]),
        (Settings, [tables["settings"]]),
        (Recipient, tables["recipients"].values()),
        (Export, exports),
        (Duties, [export["duties"] for export in exports if "duties" in export]),
        (ListClaim, [export["negative_list"] for export in exports if "negative_list" in export]),
        (Clearance, tables["clearances"].values()),
        (LevelStatement, tables["levels"]),
    ):
        assert {key for table in used for key in table} == set(struct.__struct_fields__) - {"id"}
    said = {key for table in tables["columns"] for key in table}
    assert said == {"column", "export", "source", "kind", "reason", "subject", "nobody"}


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
    assert parsed(HANDLER).settings == Settings()


def test_the_duties_that_stay_are_read(register: Register) -> None:
    duties = register.export("orders").duties
    assert (duties.basis, duties.impact_assessment) == ("contract", date(2026, 1, 10))
    assert (duties.notice, duties.records) == ("隐私政策第五条", "法务档案 3-12")
    assert register.export("statistics").duties == Duties()


def test_what_filings_ask_is_read(register: Register) -> None:
    orders = register.export("orders")
    assert (orders.schedule, orders.method, orders.onward) == ("daily", "专线", ("warehouse-hk",))
    assert (orders.expected_persons, orders.expected_sensitive_persons) == (80_000, 0)
    assert register.export("roster").expected_persons is None
    assert register.handler.processed_persons == 1_200_000


def test_a_special_regime_is_none_or_unknown_or_named_with_its_permit(register: Register) -> None:
    assert register.export("statistics").special_regime == "none"
    assert register.export("telemetry").special_regime is None
    maps = register.export("maps")
    assert (maps.special_regime, maps.important_since) == ("surveying_secret", date(2026, 3, 2))
    assert maps.special_permit.startswith("测绘主管部门批复")


def test_a_negative_list_has_sectors_and_scenarios_of_its_own(register: Register) -> None:
    claim = register.export("loyalty").negative_list
    assert claim is not None
    lists = read_zone_lists(FOLDER / file for file in register.settings.negative_lists)
    rows = lists.rows[claim.list].rows
    assert [(row.sector, row.scenario) for row in rows] == [(claim.sector, claim.scenario)]
    assert claim.scenario not in SCENARIOS


def test_an_assessment_needs_no_last_day_and_may_be_asked_to_last_longer(register: Register) -> None:
    held = register.clearances["assessment-2023"]
    assert (held.expires, held.extension_requested) == (None, date(2026, 8, 20))


@pytest.mark.parametrize("profile", PROFILES)
def test_to_mind_a_kind_less_takes_a_reason_and_to_mind_it_more_none(profile: str) -> None:
    catalogue = load_catalogue(profile, date(2026, 11, 23))
    settings = f'[settings]\nprofile = "{profile}"'
    refused = set()
    for level in LEVELS:
        statements = {kind: f'[[levels]]\nkind = "{kind}"\nlevel = "{level}"' for kind in sorted(KINDS)}
        with_reasons = [
            f'{statement}\nreason = "因为"'
            for kind, statement in statements.items()
            if level != "none" or catalogue.level(kind) == "none"
        ]
        assert {each.level for each in parsed(HANDLER, settings, *with_reasons).levels} == {level}
        for kind, statement in statements.items():
            try:
                parsed(HANDLER, settings, statement)
            except RegisterError:
                refused.add((kind, level))
    assert refused == {
        (kind, level)
        for kind in KINDS
        for level in LEVELS
        if LEVELS.index(level) < LEVELS.index(catalogue.level(kind))
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_no_reason_makes_personal_information_none(profile: str) -> None:
    """Whoever is in such columns would be counted by nobody, whatever they are."""
    none = '[[levels]]\nkind = "gender"\nlevel = "none"\nreason = "因为"'
    with pytest.raises(RegisterError, match="is no kind of `none`"):
        parsed(HANDLER, f'[settings]\nprofile = "{profile}"', none)


def test_the_levels_are_apart_where_the_profiles_are() -> None:
    number = '[[levels]]\nkind = "cn_resident_id"\nlevel = "general"'
    assert parsed(HANDLER, '[settings]\nprofile = "gbt45574"', number).levels[0].reason == ""
    with pytest.raises(RegisterError, match="`reason` is missing"):
        parsed(HANDLER, '[settings]\nprofile = "conservative"', number)


def test_a_code_to_fill_in_is_taken_only_while_the_gate_holds() -> None:
    """Whatever else is stated: while nobody knows whether the recipient is restricted, no policy opens."""
    handler = HANDLER.replace("91350100M000100Y43", USCC_TO_FILL_IN)
    unknown = RECIPIENT.replace("false", '"unknown"')
    assert parsed(handler, unknown).handler.uscc == USCC_TO_FILL_IN
    for stated in ("false", "true"):
        with pytest.raises(RegisterError, match="still to be filled in"):
            parsed(handler, unknown, RECIPIENT.replace("hq-de", "other").replace("false", stated))
    lightest = {"ciio": False, "state_organ": False, "special_regime": "none", "important_data": "none"}
    lightest |= {
        "evidenced": True,
        "necessary": True,
        "domestic_added": False,
        "statutory_duty_exempts": True,
    }
    nobody = dict.fromkeys(
        ("persons", "processed_persons", "all_persons", "general_persons", "sensitive_persons"), 0
    )
    for policy in shipped_policies():
        for scenario in SCENARIOS:
            facts = Facts(scenario=scenario, off_list=True, list_outcome="exempt", **lightest, **nobody)
            assert decide(policy, facts).outcome in {"hold", "prohibited"}


def test_an_unknown_export_names_the_nearest(register: Register) -> None:
    with pytest.raises(UsageError, match=r"unknown export `order`(.|\n)*`orders`"):
        register.export("order")


def test_the_digest_is_that_of_the_bytes(register: Register) -> None:
    data = FULL.read_bytes()
    assert parse_register(data, "other-name.toml", FOLDER).sha256 == register.sha256
    assert parse_register(data + b"\n", "r.toml", FOLDER).sha256 != register.sha256


def test_is_read_only(register: Register) -> None:
    with pytest.raises(TypeError):
        register.exports["more"] = register.export("orders")
    with pytest.raises(AttributeError):
        register.export("orders").scenario = "other"


def test_there_is_a_folder_of_mistakes() -> None:
    assert len(INVALID) >= 80


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
    assert [text for text in TEXTS if text in str(caught.value)] == []
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
        HANDLER + '[exports.a]\nschedule = "13812345678"',
        HANDLER + '[exports.a.duties]\nbasis = "13812345678"',
        HANDLER + '[exports.a.duties]\n"13812345678" = "x"',
        HANDLER + '[[levels]]\nkind = "13812345678"\nlevel = "general"',
        HANDLER + '[[levels]]\nkind = "cn_mobile"\nlevel = "13812345678"',
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
    assert parse_register(data, "tongguan.toml", FOLDER).export("orders")


def test_the_scenarios_named_here_are_those_of_the_policy() -> None:
    asked = [dict(rule.when.tests()) for rule in load_policy(date(2026, 11, 23)).rules]
    assert {when["scenario"] for when in asked if "necessary" in when} == NEEDS_KINDS
    assert {
        word for when in asked if isinstance(when.get("scenario"), tuple) for word in when["scenario"]
    } == (NO_PERSONAL_INFORMATION)


def test_says_what_single_columns_are(register: Register) -> None:
    first, second = register.statements("orders")
    assert (first.column, first.nobody, first.reason, first.source) == (
        "shop_phone",
        True,
        "门店总机",
        "orders_*",
    )
    assert (first.kind, first.subject) == (None, None)
    assert (second.column, second.kind, second.subject) == ("user_code", "account_id", "buyer")
    assert register.statements("roster") == (second,)


def test_settles_hints_with_a_reason(register: Register) -> None:
    assert register.export("orders").settled_hints == {"IH-11": "园区内的统计"}
    assert register.export("roster").settled_hints == {}


def test_names_own_detectors_beside_itself(register: Register) -> None:
    assert register.detectors.kinds == ("locker_no",)
    assert "locker_no" in (register.export("roster").kinds or ())
    with pytest.raises(UsageError, match="no such file"):
        parse_register(FULL.read_bytes(), "r.toml", FOLDER / "own")


def test_installed_detectors_are_used_unless_it_says_no(register: Register) -> None:
    assert register.settings.installed_detectors
