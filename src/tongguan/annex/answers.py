"""What Tongguan knows of what a form asks: each answer by its name in ``law/filings``.

What the register leaves blank is a :class:`Fill` that says what belongs there and by which key; it is never
guessed. A number of persons that the scan could not settle is one too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.reference import classes
from tongguan.annex.table import Cell, Fill, stated
from tongguan.annex.words import BASES, SCHEDULES, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.annex.dossier import Dossier
    from tongguan.annex.items import DataItem
    from tongguan.register import Recipient

NONE_FOUND = "未发现"


def answers(dossier: Dossier) -> Mapping[str, Cell]:
    """Return every answer, by name."""
    return {
        **_parties(dossier),
        **_export(dossier),
        **_duties(dossier),
        **_data(dossier),
        **_numbers(dossier),
    }


def named(recipient: Recipient) -> str:
    """Return a recipient's name, with country or region."""
    return f"{recipient.name}（{recipient.country}）"


def _parties(d: Dossier) -> dict[str, Cell]:
    persons = d.handler.processed_persons
    return {
        "handler_name": d.handler.name,
        "handler_uscc": d.handler.uscc,
        "handler_place": stated(d.handler.place, "注册地（登记册 [handler] place）"),
        "handler_ciio": word(d.handler.ciio),
        "handler_state_organ": word(d.handler.state_organ),
        "processed_persons": Fill("处理个人信息的自然人总数（登记册 [handler] processed_persons）")
        if persons is None
        else persons,
        "recipient_name": d.recipient.name,
        "recipient_country": d.recipient.country,
        "recipient_address": stated(d.recipient.address, "地址（登记册 recipients 的 address）"),
        "recipient_group": word(d.recipient.group_member),
        "recipient_restricted": word(d.recipient.restricted),
        "onward": "；".join(named(d.case.register.recipients[each]) for each in d.export.onward)
        or Fill("境外接收方再提供给谁；没有的写“无”（登记册 onward）"),
    }


def _export(d: Dossier) -> dict[str, Cell]:
    export = d.export
    return {
        "purpose": export.purpose,
        "claimed": word(export.scenario),
        "scenario": Fill("业务场景（登记册未主张豁免场景）")
        if export.scenario == "other"
        else word(export.scenario),
        "system": stated(export.system, "数据所在的信息系统（登记册 system）"),
        "method": stated(export.method, "传输方式，如专线、API（登记册 method）"),
        "schedule": Fill("出境频次（登记册 schedule）")
        if export.schedule is None
        else SCHEDULES[export.schedule],
        "retention": stated(export.retention, "境外保存期限（登记册 retention）"),
        "storage": stated(export.storage, "境内存储的系统平台、数据中心（登记册 storage）"),
        "storage_abroad": stated(
            export.storage_abroad, "境外存储的系统平台、数据中心（登记册 storage_abroad）"
        ),
        "evidence": "；".join(export.evidence) or Fill("场景和必要性的证明材料（登记册 evidence）"),
        "important_data": word(export.important_data),
        "special_regime": word(export.special_regime),
    }


def _duties(d: Dossier) -> dict[str, Cell]:
    duties = d.export.duties
    consent = stated(duties.separate_consent, "单独同意的取得方式和记录（登记册 duties.separate_consent）")
    if isinstance(consent, Fill) and duties.basis not in {None, "consent"}:
        consent = "处理依据不是个人同意，不需取得（国家网信办2026年7月政策问答，S）"
    return {
        "basis": Fill("处理依据（登记册 duties.basis）") if duties.basis is None else BASES[duties.basis],
        "notice": stated(duties.notice, "告知的方式、文本、时间（登记册 duties.notice）"),
        "separate_consent": consent,
        "impact_assessment": duties.impact_assessment
        or Fill("影响评估完成日期（登记册 duties.impact_assessment）"),
        "impact_assessment_report": stated(
            duties.impact_assessment_report, "影响评估报告（登记册 duties.impact_assessment_report）"
        ),
        "records": stated(duties.records, "报告和处理情况记录的保存处（登记册 duties.records）"),
        "security": stated(duties.security, "技术措施和其他必要措施（登记册 duties.security）"),
        "incidents": stated(duties.incidents, "安全事件的处置和报告（登记册 duties.incidents）"),
    }


def _data(d: Dossier) -> dict[str, Cell]:
    sensitive = [item for item in d.personal if item.level == "sensitive"]
    unneeded = [item for item in d.personal if not _needed(d, item)]
    return {
        "kinds_by_class": _all_of(d, "；".join(_by_class(d))),
        "sensitive_kinds": _all_of(d, "、".join(_kinds(d, sensitive))),
        "not_needed": Fill("目的需要哪些种类（登记册 kinds）")
        if d.case.declared is None
        else _all_of(d, "、".join(_kinds(d, unneeded))),
        "item_count": _known(d, len({item.column for item in d.personal})),
        "sensitive_item_count": _known(d, len({item.column for item in sensitive})),
    }


def _known(d: Dossier, number: int) -> Cell:
    return Fill("未能确定：先读完、读懂全部内容") if d.uncertain else number


def _all_of(d: Dossier, found: str) -> Cell:
    """Return what was found; where something was not read, that there may be more."""
    if d.uncertain:
        return Fill(f"可能不全，先读完、读懂全部内容；已发现：{found or '无'}")
    return found or NONE_FOUND


def _needed(d: Dossier, item: DataItem) -> bool:
    return d.case.declared is None or item.kind in d.case.declared


def _kinds(d: Dossier, items: list[DataItem]) -> list[str]:
    return list(dict.fromkeys(d.kinds[item.kind or ""] for item in items))


def _by_class(d: Dossier) -> list[str]:
    """Return each class that is in the export with its kinds; kinds of no class last."""
    known = classes()
    titles: dict[str, list[DataItem]] = {}
    for item in d.personal:
        found = known.get(item.kind or "")
        titles.setdefault(found.title if found is not None else "", []).append(item)
    unlisted = titles.pop("", [])
    said = [f"{title}：{'、'.join(_kinds(d, items))}" for title, items in titles.items()]
    return [*said, f"类别待定：{'、'.join(_kinds(d, unlisted))}"] if unlisted else said


def _numbers(d: Dossier) -> dict[str, Cell]:
    persons = d.persons
    expected = {"all": d.export.expected_persons, "sensitive": d.export.expected_sensitive_persons}
    return {
        "export_all": _known(d, persons.in_export("all")),
        "export_sensitive": _known(d, persons.in_export("sensitive")),
        "export_minors": _known(d, persons.in_export("minors")),
        "year_all": _known(d, persons.in_year("all")),
        "year_sensitive": _known(d, persons.in_year("sensitive")),
    } | {
        f"expected_{of}": Fill("预计当年人数，去重（登记册 expected_persons、expected_sensitive_persons）")
        if number is None
        else number
        for of, number in expected.items()
    }
