"""The first register: answers in, the text of a commented ``tongguan.toml`` out. Pure.

What is written holds what was answered, the kinds a scan found, and names of columns that are plain words: no
value of the data. ``"unknown"`` stands for what nobody knows yet; the gate holds where the law asks for it.
In the text a ``#`` with no blank behind it stands before an example: without the ``#`` it is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from rich.cells import cell_len

from tongguan.clearance import CLEARANCE_TYPES
from tongguan.detector import builtin
from tongguan.errors import RegisterError
from tongguan.law.catalogue import PROFILES
from tongguan.law.policy import IMPORTANT_DATA, SCENARIOS, SPECIAL_REGIMES, Bounds, Scenario
from tongguan.law.words import CLEARANCES, LEVELS
from tongguan.law.words import SCENARIOS as SCENARIOS_ZH
from tongguan.register import BASES, NO_PERSONAL_INFORMATION, SCHEDULES, Export, Handler, Recipient
from tongguan.register.reading import USCC_TO_FILL_IN
from tongguan.scanning.important import shipped_hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tongguan.law.catalogue import Catalogue, Level
    from tongguan.law.policy import Policy
    from tongguan.scanning.scan import Scan

TO_FILL_IN = "请填写 (to be filled in)"
NOWHERE = "ZZ"
"""The country that ISO 3166 will never give to anybody."""

_ASKED = (
    ("evidenced", True, "evidence 证据"),
    ("necessary", True, "only what is necessary 确需"),
    ("domestic_added", False, "nothing domestic added 未引入境内个人信息"),
    ("statutory_duty_exempts", True, "[settings] statutory_duty_exempts"),
    ("persons", Bounds(below=1), "no personal information inside 不含个人信息"),
)
"""What a rule asks of what is declared: the fact, what it must be, and in words."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_NAME = re.compile(r"(?!.*\d{9})[^\W\d][\w.-]{0,63}")
_COMMENTS_AT = 43


class Choice(NamedTuple):
    """A scenario, the article it rests on (blank for none), and what the policy asks of it."""

    scenario: Scenario
    article: str
    asks: tuple[str, ...]
    """In both languages; empty where the number of persons decides."""
    evidence: bool
    """Evidence must be named."""

    def __str__(self) -> str:
        asks = ", ".join(self.asks) or "the number of persons decides 按人数判定"
        return " · ".join(part for part in (SCENARIOS_ZH[self.scenario], self.article, asks) if part)


@dataclass(frozen=True)
class Found:
    """What a scan found, as far as it is written down. ``persons`` are at most so many; None is unknown."""

    kinds: Mapping[str, str]
    """Each with what it is called, its level and the article."""
    persons: int | None
    sensitive_persons: int | None
    unsure_columns: tuple[tuple[str, str], ...]
    """Names of columns of which the scan is not sure, each with the kind it takes them for."""
    unnamed: int
    """How many more there are, whose names are no plain words."""
    hints: Mapping[str, str]
    """Hints of possible important data, by id."""


def choices(policy: Policy) -> tuple[Choice, ...]:
    """Return every scenario, with what the policy asks of it."""
    return tuple(_choice(policy, scenario) for scenario in SCENARIOS)


def _choice(policy: Policy, scenario: Scenario) -> Choice:
    for rule in policy.rules:
        asked = dict(rule.when.tests())
        said = asked.get("scenario")
        if said == scenario or (isinstance(said, tuple) and scenario in said):
            prohibited = ("prohibited 不得提供",) if rule.outcome == "prohibited" else ()
            asks = (*prohibited, *(text for fact, test, text in _ASKED if asked.get(fact) == test))
            return Choice(scenario, rule.article, asks, asked.get("evidenced") is True)
    return Choice(scenario, "", (), evidence=False)


def about_kinds(kinds: Iterable[str], catalogue: Catalogue) -> dict[str, str]:
    """Return for each built-in kind what it is called, its level and the article."""
    return {
        kind: _about(builtin()[kind].title_zh, group.level, group.article)
        for kind in kinds
        if (group := catalogue.groups.get(kind)) is not None and kind in builtin()
    }


def _about(title: str, level: Level, article: str = "") -> str:
    return " · ".join(part for part in (title, f"{LEVELS[level]} {level}", article) if part)


def found_in(scan: Scan, catalogue: Catalogue) -> Found:
    """Return what of *scan* goes into a register."""
    own = scan.detectors.own if scan.detectors is not None else {}
    levels = {column.counts_as: column.level for column in scan.columns}
    about = about_kinds(scan.kinds, catalogue)
    known = scan.complete and not scan.unsure
    unsure = {
        column.column: column.counts_as
        for column in scan.columns
        if column.review and column.level != "none" and column.counts_as is not None
    }
    named = {name: kind for name, kind in unsure.items() if _may_be_written(name)}
    hints = shipped_hints().hints
    return Found(
        kinds={
            kind: about.get(kind) or _about(own.get(kind, kind), levels.get(kind, "sensitive"))
            for kind in sorted(scan.kinds)
        },
        persons=scan.people.high("all") if known else None,
        sensitive_persons=scan.people.high("sensitive") if known else None,
        unsure_columns=tuple(named.items()),
        unnamed=len(unsure) - len(named),
        hints={hint.hint: f"{hints[hint.hint].what_zh} · {hints[hint.hint].what}" for hint in scan.important},
    )


def _may_be_written(name: str) -> bool:
    """Tell whether the name of a column is a plain word. Of a pivoted table it may be somebody's name."""
    is_a_name = builtin()["person_name"].find(pa.array([name])).any()
    return _PLAIN_NAME.fullmatch(name) is not None and not is_a_name


def to_fill_in(found: Found | None = None) -> tuple[Handler, Recipient, Export]:
    """Return the answers of somebody who knows nothing yet: the reader takes them, and the gate holds."""
    return (
        Handler(name=TO_FILL_IN, uscc=USCC_TO_FILL_IN, ciio=None, state_organ=None),
        Recipient(id="recipient", name=TO_FILL_IN, country=NOWHERE, restricted=None),
        Export(
            id="export",
            recipient="recipient",
            scenario="other",
            purpose=TO_FILL_IN,
            important_data=None,
            special_regime=None,
            kinds=tuple(found.kinds) if found is not None and found.kinds else None,
        ),
    )


def unknowns(handler: Handler, recipient: Recipient, export: Export) -> tuple[str, ...]:
    """Return the keys that are still to be filled in, each with its section."""
    sections = (("handler", handler), ("recipients", recipient), ("exports", export))
    tri_state = {"ciio", "state_organ", "restricted", "important_data", "special_regime", "off_list"}
    empty = (TO_FILL_IN, USCC_TO_FILL_IN, NOWHERE)
    return tuple(
        f"{section}.{key}"
        for section, struct in sections
        for key in struct.__struct_fields__
        if (value := getattr(struct, key)) in empty or (value is None and key in tri_state)
    )


def register_text(
    handler: Handler,
    recipient: Recipient,
    export: Export,
    *,
    scenarios: Sequence[Choice],
    about: Mapping[str, str],
    found: Found | None = None,
) -> str:
    """Return the text of a register with these tables; *about* says of kinds what they are.

    Read back by ``parse_register``, it is these tables again; of settled hints and of a negative list only
    examples are written. Raises ``RegisterError`` for text that is none (half of a character, as a terminal
    of another encoding gives).
    """
    sections = (
        [_HEAD],
        _handler(handler),
        _SETTINGS,
        _recipient(recipient),
        _export(export, scenarios, about, found),
        _duties(export),
        _negative_list(export),
        _clearance(recipient),
        _columns(export, found),
        _LEVELS,
    )
    return "\n".join("\n".join(section) + "\n" for section in sections)


def toml_string(text: str) -> str:
    r"""Return *text* as a TOML basic string on one line; what does not print is escaped.

    JSON's escapes are TOML's, but TOML has more characters that must be escaped, and no surrogates.

    >>> print(toml_string('a "b"' + chr(127)))
    "a \"b\"\U0000007F"
    """
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise RegisterError(
            "register: an answer holds half of a character. Nothing was written.",
            hint="Set the terminal to UTF-8 and answer again.",
        )
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)


def _value(value: bool | int | str | date | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_string, value))}]"
    return str(value)  # ISO 8601, which is TOML's, for a day


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml_string(name)


def _beside(line: str, note: str) -> str:
    blanks = " " * max(1, _COMMENTS_AT - cell_len(line))
    return f"{line}{blanks}{_comment(note)}" if note else line


def _comment(note: str) -> str:
    """Return a comment, one line whatever is in it: titles of kinds may be somebody else's."""
    return "# " + "".join(c if c.isprintable() else " " for c in note)


def _is(key: str, value: bool | str | tuple[str, ...] | None, note: str = "") -> str:
    """Return the line of a key that must be stated; None is unknown."""
    return _beside(f"{key} = {_value('unknown' if value is None else value)}", note)


def _may(
    key: str, value: bool | int | str | date | tuple[str, ...] | None, example: str, note: str = ""
) -> str:
    """Return the line of a key that may be left out: an example, if *value* says nothing."""
    if value is None or value in {"", ()}:
        return _example(key, example, note)
    return _beside(f"{key} = {_value(value)}", note)


def _example(key: str, example: str, note: str = "") -> str:
    return _beside(f"#{key} = {example}", note)


_HEAD = """\
# 数据出境登记 · The register of exports: who sends what abroad to whom, why, and what is held for it.
#
# A scan sees the data and not the facts behind them: they are stated here. 事实由登记人填写。
# "unknown" 不明: where nobody knows yet. The gate holds where the law asks for it. 依法须知而不明的，不放行。
# A line that begins with # and no blank is an example: take the # away to use it. 去掉行首 # 即可启用。
# Try it: tongguan check PATH --export ID"""


def _handler(handler: Handler) -> list[str]:
    return [
        _beside("[handler]", "数据处理者: the legal entity whose year is counted"),
        _is("name", handler.name, "名称"),
        _is("uscc", handler.uscc, "统一社会信用代码"),
        _is("ciio", handler.ciio, "关键信息基础设施运营者: operator of critical information infrastructure?"),
        _is("state_organ", handler.state_organ, "国家机关或法律法规授权的组织? PIPL 36-37"),
        _may(
            "place", handler.place, '"上海"', "注册地: lists of zones and the Greater Bay Area contract ask"
        ),
        _may(
            "processed_persons",
            handler.processed_persons,
            "0",
            "处理个人信息总人数: the policies of 2022 and 2023 ask",
        ),
    ]


_SETTINGS = [
    _beside("[settings]", "判定口径: readings of the law; what stands here are the defaults"),
    _example("profile", '"conservative"', f"敏感个人信息口径: {' or '.join(PROFILES)}"),
    _example("decide_on", '"high"', '按上限判定; "low": identifiers seen together are one person\'s'),
    _example("count_exempt_exports", "false", "豁免出境是否计入当年: CBDF 3, 4, 5(1)(1)-(3), 6"),
    _example("general_includes_sensitive_persons", "true", "兼有敏感信息的人是否同时计入一般人数"),
    _example("name_with", "[]", '姓名与何项合并识别: "date_of_birth", "address"'),
    _example("statutory_duty_exempts", "false", "法定义务是否免除三种机制: NDSMR 35(6); ask counsel first"),
    _example("detectors", '["mine.toml"]', "自定义识别器: files with own detectors, beside this one"),
    _example("installed_detectors", "true", "是否使用已安装软件包的识别器"),
    _example("negative_lists", '["list.toml"]', "负面清单: files with the rows of a zone's list"),
]


def _recipient(recipient: Recipient) -> list[str]:
    return [
        _beside(f"[recipients.{_key(recipient.id)}]", "境外接收方: who gets the data"),
        _is("name", recipient.name, "名称"),
        _is("country", recipient.country, "国家或地区, ISO 3166; HK, MO and TW are outside the border too"),
        _is("restricted", recipient.restricted, "列入限制或者禁止个人信息提供清单? PIPL 42"),
        _may("group_member", recipient.group_member or None, "true", "集团成员"),
        _may("address", recipient.address, '"Beispielstraße 1, Hamburg"', "地址: filings ask"),
    ]


def _export(
    export: Export, scenarios: Sequence[Choice], about: Mapping[str, str], found: Found | None
) -> Iterator[str]:
    yield _beside(f"[exports.{_key(export.id)}]", "向境外提供: one act of providing data abroad")
    yield _is("recipient", export.recipient, "境外接收方")
    yield "# 场景 · scenario: what is claimed, and what it needs"
    yield from (_comment(f"  {choice.scenario:<26} {choice}") for choice in scenarios)
    yield _is("scenario", export.scenario, "场景")
    yield _is("purpose", export.purpose, "目的")
    yield from _kinds(export, about, found)
    yield from _contents(export, found)
    yield _may(
        "evidence", export.evidence, '["用户协议第七条"]', "证据: without it, the scenario is not claimed"
    )
    yield _off_list(export)
    yield _may("schedule", export.schedule, '"monthly"', f"频率: {', '.join(SCHEDULES)}")
    yield _may("method", export.method, '"API"', "传输方式")
    yield _may("retention", export.retention, '"两年后删除"', "境外保存期限")
    yield _may("storage", export.storage, '"上海数据中心"', "境内存储: system and data centre")
    yield _may("storage_abroad", export.storage_abroad, '"Frankfurt"', "境外存储")
    yield _may("onward", export.onward, _value((export.recipient,)), "向第三方再提供: ids of recipients")
    yield _may("expected_persons", export.expected_persons, "0", "预计人数（去重）: filings ask")
    yield _may("expected_sensitive_persons", export.expected_sensitive_persons, "0", "预计敏感个人信息人数")
    yield _may(
        "system", export.system, '"crm"', "编号所属系统: exports that name it share its member numbers"
    )


def _off_list(export: Export) -> str:
    note = "负面清单外: a list applies, and the data are not on it, CBDF 6"
    if export.off_list is False:
        return _example("off_list", "false", note)
    return _is("off_list", export.off_list, note)


def _kinds(export: Export, about: Mapping[str, str], found: Found | None) -> Iterator[str]:
    if found is not None and found.kinds and export.scenario in NO_PERSONAL_INFORMATION:
        yield "# 扫描发现个人信息，与所选场景不符 · Personal information was found; this scenario has none:"
        yield from (_comment(f"  {kind:<20} {what}") for kind, what in found.kinds.items())
    if export.kinds is None:
        yield _example("kinds", '["person_name", "cn_mobile"]', "个人信息种类: those the purpose needs")
        return
    if found is not None:
        yield "# 删去目的不需要的种类 · As the scan found them. Strike out what the purpose does not need."
    yield _beside("kinds = [", "个人信息种类: those the purpose needs")
    told = {**about, **(found.kinds if found is not None else {})}
    yield from (_beside(f"  {toml_string(kind)},", told.get(kind, "")) for kind in export.kinds)
    yield "]"


def _contents(export: Export, found: Found | None) -> Iterator[str]:
    """Yield what is said of persons and of important data, with what the scan has to say about it."""
    if found is not None and found.persons is not None:
        yield (
            f"# 扫描人数上限 · At most {found.persons:,} natural persons in the files that were scanned, "
            f"{found.sensitive_persons:,} of them with sensitive items."
        )
    if found is not None and found.hints:
        yield "# 可能的重要数据 · Hints of possible important data (NDSMR 29). Look at each:"
        yield from (_comment(f"  {hint}: {what}") for hint, what in found.hints.items())
    yield _is("important_data", export.important_data, f"重要数据: {', '.join(IMPORTANT_DATA)}, unknown")
    yield _may("important_since", export.important_since, "2026-01-15", "告知或者公开发布之日")
    hint = next(iter(found.hints), "IH-10") if found is not None else "IH-10"
    settled = f'{{ "{hint}" = "自有停车场的统计" }}'
    yield _example("settled_hints", settled, "提示已核实: why each is none")
    yield f"#   {', '.join(SPECIAL_REGIMES)}, unknown"
    yield _is("special_regime", export.special_regime, "其他专门制度: a regime outside the Provisions")
    yield _may("special_permit", export.special_permit, '""', "主管部门的许可")


def _duties(export: Export) -> list[str]:
    duties = export.duties
    return [
        _beside(
            f"[exports.{_key(export.id)}.duties]", "合规义务: due for every export of personal information"
        ),
        f"#   {', '.join(BASES)}",
        _may("basis", duties.basis, '"consent"', "处理依据, PIPL 13"),
        _may("notice", duties.notice, '"隐私政策第五条"', "告知, PIPL 39: where the individuals were told"),
        _may(
            "separate_consent", duties.separate_consent, '"弹窗记录"', "单独同意: where consent is the basis"
        ),
        _may("impact_assessment", duties.impact_assessment, "2026-01-10", "影响评估报告完成之日, PIPL 55"),
        _may("impact_assessment_report", duties.impact_assessment_report, '"PIA-2026-01"', "影响评估报告"),
        _may("records", duties.records, '"法务档案 3-12"', "报告和处理记录的保存, PIPL 56"),
        _may("security", duties.security, '"TLS, 访问控制"', "安全保护措施, CBDF 11"),
        _may("incidents", duties.incidents, '"应急预案 2026"', "安全事件应急, CBDF 11"),
    ]


def _negative_list(export: Export) -> list[str]:
    return [
        _beside(f"#[exports.{_key(export.id)}.negative_list]", "负面清单, CBDF 6: tongguan policy lists"),
        _example("list", '"shanghai-2025"', "清单"),
        _example("sector", '"汽车"', "行业"),
        _example("scenario", '"售后服务"', "清单中的场景"),
        _example("evidence", '["营业执照"]', "注册地、出境地和清单要求的备案"),
        _example("absent_fields", '["工况数据"]', "未出境、且扫描看不出的清单字段"),
    ]


def _clearance(recipient: Recipient) -> list[str]:
    return [
        "# 已取得的手续 · What is held, and for what it was given",
        *(f"#   {type_:<24} {CLEARANCES[type_]}" for type_ in CLEARANCE_TYPES),
        "#[clearances.contract-2026]",
        _example("type", '"standard_contract"'),
        _example("recipients", _value((recipient.id,)), "境外接收方"),
        _example("kinds", '["person_name", "cn_mobile"]', "个人信息种类"),
        _example("sensitive", "false", "含敏感个人信息?"),
        _example("important_data", "false", "含重要数据?"),
        _example("persons_max", "500_000", "获准人数"),
        _example("sensitive_persons_max", "0", "获准敏感个人信息人数"),
        _example("effective", "2026-01-15", "生效之日; of an assessment, the day of its result"),
        _example("expires", "2029-01-14", "最后有效之日"),
        _example("filed", "2026-01-20", "备案之日, SCCM 7"),
        _example("extension_requested", "2028-10-01", "申请延期之日, CBDF 9"),
        _example("reference", '"备案编号"', "编号"),
    ]


def _columns(export: Export, found: Found | None) -> Iterator[str]:
    yield "# 对单列的说明 · What single columns are, where you know better than the scan: a kind, or with a"
    yield '# reason "harmless" (of no kind) or nobody = true (the shop\'s own phone); subject: whose it is.'
    if found is not None and found.unnamed:
        yield f"# The scan is not sure of {found.unnamed:,} more; their names are no plain words."
    example = (("user_code", "account_id"),)
    for column, kind in found.unsure_columns if found is not None and found.unsure_columns else example:
        yield "#[[columns]]"
        yield _example("column", toml_string(column), "列名" if found is None else "列名: look at this one")
        yield _example("kind", toml_string(kind))
        yield _example("export", toml_string(export.id))
        yield _example("reason", '"会员编号"', "理由")
    yield "#[[columns]]"
    yield _example("column", '"shop_phone"')
    yield _example("source", '"*"', "文件名: which files")
    yield _example("nobody", "true", "不关乎任何个人")
    yield _example("reason", '"门店总机"', "理由: asked for")
    yield "#[[columns]]"
    yield _example("column", '"contact"')
    yield _example("subject", '"recipient"', "何人的")


_LEVELS = [
    "# 级别 · Where you mind a kind more than the catalogue does, or, with a reason, less.",
    "#[[levels]]",
    _example("kind", '"cn_mobile"', "种类"),
    _example("level", '"sensitive"', "none, general, sensitive"),
    _example("reason", '"客户要求"', "理由: asked for where the level is lower"),
]
