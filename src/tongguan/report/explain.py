"""A verdict explained rule by rule, in English or in Chinese: what was asked of which fact, and what decided.

Everything in it is in the verdict and in the policy it names, so it can be printed again years later from
what the ledger keeps. It names kinds, ids and numbers of persons, never a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tongguan.law import words
from tongguan.report.plain import plain
from tongguan.verdict import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tongguan.law.policy import Policy, Reason, Rule
    from tongguan.verdict import Remedy, Verdict

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_LONGEST = 2000


@dataclass(frozen=True)
class _Words:
    """What the explanation is written with, in one language."""

    statuses: Mapping[str, str]
    outcomes: Mapping[str, str]
    classes: Mapping[str, str]
    holds: Mapping[bool | None, str]
    decided: str
    decided_by: str
    open: str
    under: str
    export: str
    year: str
    rules: str
    besides: str
    remedies: str
    duties: str
    leave_out: str
    mask: str
    without_minors: str
    obtain: str
    then: str
    semicolon: str


_ENGLISH = _Words(
    statuses={
        "open": "open: it may leave",
        "review": "review: a person has to decide",
        "shut": "shut: it stays",
    },
    outcomes={
        "not_regulated": "not regulated",
        "exempt": "exempt",
        "contract_or_certification": "a standard contract or certification is needed",
        "security_assessment": "a security assessment is needed",
        "hold": "held: it is not decided yet",
        "prohibited": "prohibited",
    },
    classes={"all": "persons", "general": "general", "sensitive": "sensitive"},
    holds={True: "holds", False: "does not hold", None: "unknown"},
    decided="this decides",
    decided_by="What decided",
    open="What is unknown",
    under="under",
    export="Export {export} on {on}; policy {policy}, sha256 {sha256}; profile {profile}.",
    year="{name} in {year}: {before:,} before, {new:,} in this export, {after:,} if it leaves.",
    rules="Every rule, in its order",
    besides="Beside the rules",
    remedies="What would change it",
    duties="Due all the same",
    leave_out="leave out {columns}",
    mask="mask {columns} (their persons stay counted)",
    without_minors="leave out the rows of persons under 14",
    obtain="obtain what the law asks for",
    then="then {status}, {outcome}, {articles}",
    semicolon="; ",
)
_CHINESE = _Words(
    statuses=words.STATUSES,
    outcomes=words.OUTCOMES,
    classes={"all": "人数", "general": "个人信息人数", "sensitive": "敏感个人信息人数"},
    holds={True: "成立", False: "不成立", None: "不明"},
    decided="据此决定",
    decided_by="决定所依据的规则",
    open="不明之处",
    under="依据",
    export="出境项目{export}，{on}；政策{policy}，SHA-256 {sha256}；分级方案{profile}。",
    year="{year}年{name}：此前{before:,}，本次{new:,}，如果出境共{after:,}。",
    rules="全部规则，按顺序",
    besides="规则之外",
    remedies="怎样可以改变",
    duties="仍须履行",
    leave_out="去掉{columns}",
    mask="遮蔽{columns}（仍计入人数）",
    without_minors="去掉不满十四周岁的人的行",
    obtain="取得法律要求的手续",
    then="则{status}，{outcome}，{articles}",
    semicolon="；",
)
_IN: Mapping[Language, _Words] = {"en": _ENGLISH, "zh": _CHINESE}


def explanation(verdict: Verdict, policy: Policy, language: Language) -> RenderableType:
    """Render *verdict*, every rule of the *policy* it was decided by, and what would change it.

    Raises ValueError where *policy* is not the one the verdict names, byte for byte.
    """
    if policy.sha256 != verdict.policy_sha256:
        raise ValueError("the policy is not the one the verdict was decided by")
    said = _IN[language]
    rules = {rule.id: rule for rule in policy.rules}
    deciding = _deciding(verdict, rules)
    of_rules = [reason for reason in verdict.reasons if reason.rule in rules]
    others = [reason for reason in verdict.reasons if reason.rule not in rules]
    first = [reason for reason in of_rules if reason.rule == deciding]
    unknown = [] if first else [reason for reason in of_rules if reason.holds is None]
    parts: list[RenderableType] = [
        _headline(verdict, said, language),
        *_year(verdict, said),
        *([_section(said.decided_by), _reasons(first, rules, None, language)] if first else []),
        *([_section(said.open), _reasons(unknown, rules, None, language)] if unknown else []),
        *([_section(said.besides), _reasons(others, rules, None, language)] if others else []),
        _section(said.rules),
        _reasons(of_rules, rules, deciding, language),
    ]
    if verdict.remedies:
        parts += [_section(said.remedies), *(_remedy(remedy, said) for remedy in verdict.remedies)]
    if verdict.duties:
        due = [
            f"{duty.article}: {duty.text_en}" if language == "en" else f"{duty.article_zh}：{duty.text}"
            for duty in policy.duties
            if duty.when == "any_pi"
        ]
        parts += [_section(said.duties), *(_line(each) for each in due)]
    return Group(*parts)


def _deciding(verdict: Verdict, rules: Mapping[str, Rule]) -> str | None:
    """Return the rule that decided: the first that is not refuted, if it holds."""
    if any(reason.rule == UNREAD for reason in verdict.reasons):
        return None
    open_rules = (reason for reason in verdict.reasons if reason.rule in rules and reason.holds is not False)
    first = next(open_rules, None)
    return first.rule if first is not None and first.holds else None


def _headline(verdict: Verdict, said: _Words, language: Language) -> RenderableType:
    status, outcome = said.statuses[verdict.status], said.outcomes[verdict.outcome]
    articles = ", ".join(verdict.articles)
    if language == "zh":
        in_chinese = {reason.article: reason.article_zh for reason in reversed(verdict.reasons)}
        articles = "；".join(in_chinese.get(article, article) for article in verdict.articles)
    first = f"{status}{said.semicolon}{outcome}{said.semicolon}{said.under} {articles}"
    about = said.export.format(
        export=plain(verdict.export),
        on=verdict.on,
        policy=verdict.policy_id,
        sha256=verdict.policy_sha256,
        profile=verdict.profile,
    )
    return Group(Text(first, "bold", overflow="fold"), Text(about, overflow="fold"))


def _year(verdict: Verdict, said: _Words) -> Iterable[RenderableType]:
    for name, count in verdict.counts.items():
        yield Text(
            said.year.format(
                name=said.classes[name],
                year=verdict.year,
                before=count.before,
                new=count.new,
                after=count.after,
            )
        )


def _reasons(
    reasons: Sequence[Reason], rules: Mapping[str, Rule], deciding: str | None, language: Language
) -> RenderableType:
    said = _IN[language]
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(overflow="fold")
    for reason in reasons:
        rule = rules.get(reason.rule)
        mark = said.holds[reason.holds] + (f" · {said.decided}" if reason.rule == deciding else "")
        name, style = _article(reason, language), _STYLE[reason.holds]
        head = Text.assemble((name, "bold"), "  ", (mark, style), overflow="fold")
        lines: list[RenderableType] = [head]
        if rule is not None:
            means = rule.means_en if language == "en" else rule.means
            lines.append(Text(f"{means} → {said.outcomes[rule.outcome]}", "dim", overflow="fold"))
        because = reason.because if language == "en" else reason.because_zh or reason.because
        lines.append(Text(plain(because, _LONGEST), overflow="fold"))
        table.add_row(Group(*lines))
    return Padding(table, (0, 0, 0, 2))


_STYLE = {True: "green", False: "dim", None: "yellow"}


def _article(reason: Reason, language: Language) -> str:
    return (
        f"{reason.article} ({reason.rule})" if language == "en" else f"{reason.article_zh}（{reason.rule}）"
    )


def _remedy(remedy: Remedy, said: _Words) -> RenderableType:
    steps = []
    if remedy.leave_out:
        steps.append(said.leave_out.format(columns=", ".join(plain(name) for name in remedy.leave_out)))
    if remedy.mask:
        steps.append(said.mask.format(columns=", ".join(plain(name) for name in remedy.mask)))
    if remedy.without_minors:
        steps.append(said.without_minors)
    if remedy.obtain:
        steps.append(said.obtain)
    then = said.then.format(
        status=said.statuses[remedy.status],
        outcome=said.outcomes[remedy.outcome],
        articles=", ".join(remedy.articles),
    )
    return _line(said.semicolon.join([*steps, then]))


def _section(title: str) -> RenderableType:
    return Padding(Text(title, "bold"), (1, 0, 0, 0))


def _line(text: str) -> RenderableType:
    return Padding(Text(text, overflow="fold"), (0, 0, 0, 2))
