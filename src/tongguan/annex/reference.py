"""The tables of the law that annexes are made with: classes of kinds, and what each form asks for.

They ship as TOML in ``law/classes`` and ``law/filings``, each with its source and its confidence. What a form
asks for is either an ``answer`` that is known here or something for a person to ``fill``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, get_args

from msgspec import Struct

from tongguan.errors import PolicyError, UsageError
from tongguan.law.strict_toml import convert, parse, refuse, require_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Form: TypeAlias = Literal["pipia", "contract", "assessment"]
FORMS: tuple[Form, ...] = get_args(Form)

Confidence: TypeAlias = Literal["V", "V~", "S", "S-", "M", "A"]
CONFIDENCE: Mapping[Confidence, str] = MappingProxyType(
    {
        "V": "据所读官方文本",
        "V~": "据所读官方文本的一部分",
        "S": "据二手资料",
        "S-": "据较弱的二手资料",
        "M": "凭记忆，待核",
        "A": "本工具的分析，待核",
    }
)


class PiClass(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A class of personal information, and the kinds of it: named by the standard, or like what it names."""

    title: str
    listed: tuple[str, ...]
    by_analogy: tuple[str, ...] = ()


class Unlisted(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kinds whose class does not follow from the standard, and why."""

    kinds: tuple[str, ...]
    note: str


class Category(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A category of sensitive personal information."""

    title: str
    confidence: Confidence
    kinds: tuple[str, ...]


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing a form asks for. ``confidence`` is that of the form where it is left out."""

    item: str
    answer: str = ""
    fill: str = ""
    confidence: Confidence | None = None


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a form."""

    title: str
    items: tuple[Item, ...]


class FormText(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a form asks for, and how well that is known."""

    id: Form
    title: str
    source: str
    confidence: Confidence
    parts: tuple[Part, ...]


class _Classes(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    source: str
    classes: tuple[PiClass, ...]
    unlisted: tuple[Unlisted, ...]


class _Categories(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    source: str
    categories: tuple[Category, ...]


class ClassOf(Struct, frozen=True):
    """The class of one kind: its title ("" where none follows), how well that is known, and a note."""

    title: str
    confidence: Confidence
    note: str = ""


_S = TypeVar("_S", bound=Struct)


def _shipped(folder: str, name: str, struct: type[_S]) -> _S:
    data = resources.files("tongguan.law").joinpath(folder, f"{name}.toml").read_bytes()
    return convert(parse(data, name, PolicyError), struct, where=name, error=PolicyError)


@cache
def classes() -> Mapping[str, ClassOf]:
    """Return the class of every kind under GB/T 35273-2020 annex A."""
    written = _shipped("classes", "gbt35273-2020", _Classes)
    return _once(
        written.id,
        (
            *((kind, ClassOf(each.title, "V")) for each in written.classes for kind in each.listed),
            *((kind, ClassOf(each.title, "A")) for each in written.classes for kind in each.by_analogy),
            *((kind, ClassOf("", "A", each.note)) for each in written.unlisted for kind in each.kinds),
        ),
    )


@cache
def categories() -> Mapping[str, Category]:
    """Return the category of sensitive personal information of each kind that is of one."""
    written = _shipped("classes", "sensitive-categories", _Categories)
    return _once(written.id, ((kind, each) for each in written.categories for kind in each.kinds))


@cache
def form_text(form: Form) -> FormText:
    """Return what *form* asks for."""
    require_known(form, FORMS, of="form", where="annex", error=UsageError)
    written = _shipped("filings", form, FormText)
    for part in written.parts:
        for item in part.items:
            if bool(item.answer) == bool(item.fill):
                raise refuse(PolicyError, written.id, "an item is neither or both of answer and fill")
    return written


def _once(where: str, pairs: Iterable[tuple[str, _S]]) -> Mapping[str, _S]:
    found: dict[str, _S] = {}
    for kind, each in pairs:
        if kind in found:
            raise refuse(PolicyError, where, f"`{kind}` is there twice")
        found[kind] = each
    return MappingProxyType(found)
