"""The questions of ``tongguan init``, and what counts as an answer. A wrong answer is asked for again."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click

from tongguan.initial import NOWHERE, Choice, Found
from tongguan.law import catalogue
from tongguan.law.policy import IMPORTANT_DATA, SPECIAL_REGIMES
from tongguan.law.strict_toml import did_you_mean, shown
from tongguan.own_detectors import detector_set
from tongguan.register import (
    BASES,
    NEEDS_KINDS,
    NO_PERSONAL_INFORMATION,
    SCHEDULES,
    Duties,
    Export,
    Handler,
    Recipient,
)
from tongguan.register.reading import ID, USCC_TO_FILL_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_T = TypeVar("_T")

_ANSWERS = {
    "yes": True, "y": True, "是": True,
    "no": False, "n": False, "否": False,
    "unknown": None, "u": None, "不明": None,
}  # fmt: skip
_USCC = re.compile(r"[0-9A-Z]{18}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SEVERAL = re.compile(r"[,，、;；\s]+")
_OPTIONAL = "(blank 空: not stated)"


def ask_handler() -> Handler:
    """Ask who provides the data abroad."""
    click.echo("\n数据处理者 · Handler: the legal entity whose year is counted", err=True)
    return Handler(
        name=_ask("名称 · Name", text),
        uscc=_ask("统一社会信用代码 · Unified social credit code, 18 characters", uscc),
        ciio=_known("关键信息基础设施运营者 · Operator of critical information infrastructure"),
        state_organ=_known("国家机关 · State organ"),
        place=_ask(f"注册地 · Place of registration, as 上海 {_OPTIONAL}", line, default=""),
    )


def ask_recipient() -> Recipient:
    """Ask who gets the data."""
    click.echo("\n境外接收方 · Recipient: who gets the data", err=True)
    return Recipient(
        id=_ask("编号 · A short id for it, as hq-de", id_, default="recipient"),
        name=_ask("名称 · Name", text),
        country=_ask("国家或地区 · Country or region, ISO 3166: DE, US, HK, MO, TW, …", country),
        restricted=_known("列入限制或者禁止个人信息提供清单 · On the list of restricted recipients, PIPL 42"),
        group_member=_ask("集团成员 · Member of the handler's group? yes or no", yes_or_no, default="no"),
    )


def ask_export(recipient: str, scenarios: Sequence[Choice], found: Found | None) -> Export:
    """Ask what is provided to *recipient*, and why; *found* is what a scan found in it."""
    click.echo("\n向境外提供 · Export: one act of providing data abroad", err=True)
    export_id = _ask("编号 · A short id for it, as orders", id_, default="export")
    choice = _ask_scenario(scenarios)
    evidence = "证据 · Evidence for the scenario, several with ; (blank 空: then it is not claimed)"
    return Export(
        id=export_id,
        recipient=recipient,
        scenario=choice.scenario,
        evidence=_ask(evidence, several_texts, default="") if choice.evidence else (),
        purpose=_ask("目的 · Purpose", text),
        kinds=_ask_kinds(choice, found),
        important_data=_one_of("重要数据 · Important data", IMPORTANT_DATA, unknown=True),
        special_regime=_one_of(
            "其他专门制度 · A regime outside the Provisions", SPECIAL_REGIMES, unknown=True
        ),
        duties=_ask_duties(),
        schedule=_one_of("频率 · How often", SCHEDULES),
        retention=_ask(f"境外保存期限 · How long the recipient keeps them {_OPTIONAL}", line, default=""),
    )


def _ask_scenario(scenarios: Sequence[Choice]) -> Choice:
    click.echo("场景 · Scenario: what is claimed for the export", err=True)
    for number, choice in enumerate(scenarios, 1):
        click.echo(f"  {number:>2}  {choice.scenario}: {choice}", err=True)
    named: dict[str, Choice] = {choice.scenario: choice for choice in scenarios}
    numbered = {str(number): choice for number, choice in enumerate(scenarios, 1)}

    def chosen(answer: str) -> Choice:
        word = answer.strip()
        return numbered[word] if word in numbered else named[_word(word, named, "scenario")]

    return _ask("场景 · Scenario, by number or word", chosen, default="other")


def _ask_kinds(choice: Choice, found: Found | None) -> tuple[str, ...] | None:
    if choice.scenario in NO_PERSONAL_INFORMATION:
        return None
    if found is not None and found.kinds:
        return tuple(found.kinds)
    question = "个人信息种类 · Kinds the purpose needs, as person_name, cn_mobile"
    if choice.scenario in NEEDS_KINDS:
        return _ask(question, _kinds_required)
    return _ask(f"{question} {_OPTIONAL}", several_kinds, default="") or None


def _ask_duties() -> Duties:
    click.echo(f"合规义务 · Due for every export of personal information {_OPTIONAL}", err=True)
    basis = _one_of("处理依据 · Legal basis, PIPL 13", BASES)
    consent = "单独同意 · Where separate consent is shown, PIPL 39"
    return Duties(
        basis=basis,
        notice=_ask("告知 · Where the individuals were told, PIPL 39", line, default=""),
        separate_consent=_ask(consent, line, default="") if basis in {None, "consent"} else "",
        impact_assessment=_ask("影响评估 · Day the impact assessment was finished, PIPL 55", day, default=""),
        impact_assessment_report=_ask("影响评估报告 · Its report", line, default=""),
        records=_ask("处理记录 · Where report and records are kept, PIPL 56", line, default=""),
        security=_ask("安全保护 · Security measures, CBDF 11", line, default=""),
        incidents=_ask("安全事件 · Plan for incidents, CBDF 11", line, default=""),
    )


def _ask(question: str, read: Callable[[str], _T], *, default: str | None = None) -> _T:
    answer: _T = click.prompt(
        question, default=default, show_default=bool(default), value_proc=read, err=True
    )
    return answer


def _known(question: str) -> bool | None:
    return _ask(f"{question}? yes, no or unknown (不明则不放行: held)", yes_no_unknown, default="unknown")


def _one_of(question: str, words: Collection[_T], *, unknown: bool = False) -> _T | None:
    """Ask for one of *words*, or for none of them; None where nobody knows, or nothing is stated."""
    by_word = {str(word): word for word in words}
    silence = "unknown" if unknown else ""

    def chosen(answer: str) -> _T | None:
        word = answer.strip()
        return None if word == silence else by_word[_word(word, by_word, "word")]

    note = ", unknown (不明则不放行: held)" if unknown else ""
    return _ask(f"{question}: {', '.join(by_word)}{note}", chosen, default=silence)


def _word(word: str, known: Collection[str], of: str) -> str:
    if word not in known:
        raise click.BadParameter(f"unknown {of} {shown(word)}. {did_you_mean(word, known)}")
    return word


def line(answer: str) -> str:
    """Return a text that may be blank."""
    try:
        answer.encode()
    except UnicodeEncodeError:
        raise click.BadParameter("it is not text: is the terminal set to UTF-8?") from None
    return answer.strip()


def text(answer: str) -> str:
    """Return a text that says something."""
    if not re.search(r"\w", line(answer)):
        raise click.BadParameter("it must be stated")
    return line(answer)


def several_texts(answer: str) -> tuple[str, ...]:
    """Return the texts between semicolons."""
    return tuple(part.strip() for part in re.split("[;；]", line(answer)) if re.search(r"\w", part))


def several_kinds(answer: str) -> tuple[str, ...]:
    """Return the kinds that are named, each once."""
    known = {*catalogue.KINDS, *detector_set().kinds}
    named = dict.fromkeys(word for word in _SEVERAL.split(answer) if word)
    return tuple(_word(word, known, "kind") for word in named)


def _kinds_required(answer: str) -> tuple[str, ...]:
    kinds = several_kinds(answer)
    if not kinds:
        raise click.BadParameter("this scenario allows only what is necessary: name it")
    return kinds


def id_(answer: str) -> str:
    """Return an id that the register takes."""
    if not ID.fullmatch(answer.strip()):
        raise click.BadParameter("letters, digits, `.`, `_` and `-`, 64 at most, never nine digits in a row")
    return answer.strip()


def uscc(answer: str) -> str:
    """Return a unified social credit code. A wrong check character is told, and taken."""
    code = answer.strip().upper()
    if not _USCC.fullmatch(code) or code == USCC_TO_FILL_IN:
        raise click.BadParameter("18 digits and capital letters, as on the business licence")
    if not _passes(code):
        click.echo("  Its check character does not fit (GB 32100-2015): is there a slip in it?", err=True)
    return code


def _passes(code: str) -> bool:
    import pyarrow as pa

    from tongguan.detector import builtin

    return bool(builtin()["uscc"].find(pa.array([code]))[0])


def country(answer: str) -> str:
    """Return a country or region outside the border."""
    code = answer.strip().upper()
    if not _COUNTRY.fullmatch(code) or code == NOWHERE:
        raise click.BadParameter("two letters, ISO 3166")
    if code == "CN":
        raise click.BadParameter("the mainland is inside the border; HK, MO and TW are outside it")
    return code


def yes_no_unknown(answer: str) -> bool | None:
    """Return yes, no, or None for unknown."""
    word = answer.strip().lower()
    if word not in _ANSWERS:
        raise click.BadParameter("yes, no or unknown")
    return _ANSWERS[word]


def yes_or_no(answer: str) -> bool:
    """Return yes or no."""
    said = _ANSWERS.get(answer.strip().lower())
    if said is None:
        raise click.BadParameter("yes or no")
    return said


def day(answer: str) -> date | None:
    """Return a day, or None for a blank."""
    if not answer.strip():
        return None
    try:
        return date.fromisoformat(answer.strip())
    except ValueError:
        raise click.BadParameter("a day, as 2026-01-31") from None
