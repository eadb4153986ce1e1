"""What was decided, by which article, and all that it takes to decide the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.table import Cell, Table
from tongguan.annex.words import PROFILES, cited
from tongguan.law.words import OUTCOMES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.annex.dossier import Dossier


def decision_table(d: Dossier) -> Table:
    """Return the decision and the digests of all it rests on."""
    notes = ("同样的文件、登记册、规则、目录、检测器和台账，得出同样的判定；摘要均为 SHA-256。",)
    return Table("判定", ("项目", "内容"), tuple(_decision(d)), notes)


def _decision(d: Dossier) -> Iterator[tuple[Cell, Cell]]:
    verdict, policy = d.verdict, d.case.policy
    yield "判定日", d.case.on
    yield "法律要求", OUTCOMES[verdict.outcome]
    yield "条款", "；".join(_articles(d))
    yield "能否出境", STATUSES[verdict.status]
    if verdict.clearance is not None:
        held = d.case.register.clearances[verdict.clearance]
        yield "所依据的评估、合同或者认证", held.reference or held.id
    if verdict.approval is not None:
        yield "人工批准", f"{verdict.approval.by}，{verdict.approval.on}：{verdict.approval.reason}"
    yield "规则", f"{policy.title}（{verdict.policy_id}）"
    yield "规则摘要", verdict.policy_sha256
    yield "敏感目录", f"{PROFILES[d.case.catalogue.profile]}（{d.case.catalogue.id}）"
    yield "敏感目录摘要", verdict.catalogue_sha256
    yield "登记册摘要", verdict.register_sha256
    yield "检测器摘要", verdict.detectors_sha256 or ""
    yield "计数口径", "；".join(_counting(d))
    last = d.year.entries[-1] if d.year.entries else None
    yield "台账末条（本处理者当年）", "当年尚无记录" if last is None else f"第 {last.seq:,} 条"
    yield "台账末条摘要", "" if last is None else last.digest


def _articles(d: Dossier) -> Iterator[str]:
    """Return what the verdict cites, in Chinese."""
    chinese = {reason.article: reason.article_zh for reason in d.verdict.reasons}
    title = d.case.policy.title
    yield from (cited(article, chinese.get(article, article), title) for article in d.verdict.articles)


def _counting(d: Dossier) -> Iterator[str]:
    settings = d.verdict.counting
    yield f"按“{'至多' if settings.decide_on == 'high' else '至少'}”判定"
    both = "两类都计" if settings.general_includes_sensitive_persons else "只计敏感"
    yield f"既有一般又有敏感个人信息的人{both}"
    yield f"豁免出境{'计入' if settings.count_exempt_exports else '不计入'}累计"
    if settings.name_with:
        with_ = "、".join(
            {"date_of_birth": "出生日期", "address": "地址"}[each] for each in settings.name_with
        )
        yield f"姓名加{with_}视为能识别一人"


_HOLDS = {True: "成立", None: "事实不明"}


def reason_table(d: Dossier) -> Table:
    """Return the reasons that hold, and those that an unknown fact leaves open."""
    means = {rule.id: rule.means for rule in d.case.policy.rules}
    rows = tuple(
        (
            cited(reason.article, reason.article_zh, d.case.policy.title),
            means.get(reason.rule, ""),
            _HOLDS[reason.holds],
            reason.because_zh or reason.because,
        )
        for reason in d.verdict.reasons
        if reason.holds in _HOLDS
    )
    notes = ("只列成立的和因事实不明而未决的；全部规则见 tongguan check。规则一列为转述，不是原文。",)
    return Table("判定理由", ("条款", "规则", "是否成立", "理由"), rows, notes)


def source_table(d: Dossier) -> Table:
    """Return the files that were read, with their digests."""
    rows = tuple((s.name, s.format, s.rows, s.bytes, s.sha256) for s in d.scan.sources)
    return Table("文件", ("文件", "格式", "行数", "字节", "SHA-256"), rows, ("摘要是所读取内容的。",))
