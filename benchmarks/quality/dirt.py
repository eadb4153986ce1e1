"""Clean values made dirty, as exports, forms and programmers do it (issue: dirty values).

Each dirt takes values of one kind and returns a column and how many values of the kind are in it.
``expected`` says what they are to be counted as; persons must not get lost either, unless the dirt
destroys the number itself.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyarrow as pa

from .kinds import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .values import World

FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})

VALUES: dict[str, Callable[[World], str]] = {
    "cn_resident_id": lambda w: w.resident_id(),
    "cn_mobile": lambda w: w.mobile(),
    "bank_card": lambda w: w.bank_card(),
    "email": lambda w: w.email(),
    "cn_landline": lambda w: w.landline().replace(" ", "-"),
    "vehicle_plate": lambda w: w.plate(),
    "cn_passport": lambda w: w.passport(),
    "travel_permit": lambda w: w.travel_permit(),
    "hk_id": lambda w: w.hk_id(),
    "tw_id": lambda w: w.tw_id(),
    "student_no": lambda w: w.student_no(),
    "vin": lambda w: w.vin(),
    "imei": lambda w: w.imei(),
    "uscc": lambda w: w.uscc(),
    "ip_address": lambda w: w.ip(),
}


def ordinary(w: World, kind: str) -> str:
    """Return a value of *kind* to stand clean among dirty ones: only those are to be measured."""
    return w.bank_card(w.pick((16, 19))) if kind == "bank_card" else VALUES[kind](w)


DIGITS = frozenset({"cn_resident_id", "cn_mobile", "bank_card", "imei"})
LONG_DIGITS = frozenset({"cn_resident_id", "bank_card"})
TELEPHONES = frozenset({"cn_mobile"})
IDENTIFYING = frozenset(VALUES) - {"uscc", "cn_landline", "ip_address"}
WEAK = frozenset({"cn_passport", "travel_permit"})
"""A letter and eight digits could be any code: asked only under a helpful header."""
SHOWN = frozenset(VALUES) - WEAK - {"uscc"}
"""Kinds to be told inside other text; a company is nobody."""


@dataclass(frozen=True)
class Dirt:
    """One way of being dirty.

    ``apply`` gets a world, values and the kind. ``kinds`` are those it happens to. ``counted_as`` are kinds
    that are right beside the kind itself. ``ruins`` marks what destroys the number: then only a doubt
    (review, or a scan that is unsure) is asked for. ``persons``: whether the persons can be told.
    """

    name: str
    apply: Callable[[World, Sequence[str], str], pa.Array]
    kinds: frozenset[str] = frozenset(VALUES)
    counted_as: tuple[str, ...] = ()
    ruins: bool = False
    persons: bool = True
    each: int = 1  # values of the kind in a cell
    headed: bool = False  # only a header can tell what it was


def _each(change: Callable[[World, str], str]) -> Callable[[World, Sequence[str], str], pa.Array]:
    return lambda w, values, _kind: pa.array([change(w, value) for value in values], type=pa.string())


def _typed(
    type_: pa.DataType, change: Callable[[str], object]
) -> Callable[[World, Sequence[str], str], pa.Array]:
    return lambda _w, values, _kind: pa.array(
        [change(v) if v.isdigit() else None for v in values], type=type_
    )


def _several(separator: str) -> Callable[[World, Sequence[str], str], pa.Array]:
    return lambda _w, values, _kind: pa.array(
        [separator.join(pair) for pair in zip(values[::2], values[1::2], strict=True)]
    )


def _grouped(value: str, separator: str) -> str:
    if len(value) == 11:
        return separator.join((value[:3], value[3:7], value[7:]))
    if len(value) == 18:
        return separator.join((value[:6], value[6:14], value[14:]))
    return separator.join(value[at : at + 4] for at in range(0, len(value), 4))


_KEYS = {
    "cn_resident_id": "idCard",
    "cn_mobile": "phone",
    "bank_card": "cardNo",
    "email": "email",
    "vehicle_plate": "plateNo",
}


def _json(w: World, value: str, kind: str) -> str:
    key = w.pick((_KEYS.get(kind, "value"), _KEYS.get(kind, "value"), "v", "extra"))
    return json.dumps({"id": w.random.randrange(10**6), key: value, "status": "ok"}, ensure_ascii=False)


def _in_json(w: World, values: Sequence[str], kind: str) -> pa.Array:
    return pa.array([_json(w, value, kind) for value in values])


def _in_escaped_json(w: World, values: Sequence[str], kind: str) -> pa.Array:
    return pa.array([json.dumps({"data": _json(w, value, kind)}) for value in values])


def _in_url(form: str) -> Callable[[World, Sequence[str], str], pa.Array]:
    def apply(w: World, values: Sequence[str], kind: str) -> pa.Array:
        key = _KEYS.get(kind, "q")
        return pa.array(
            [
                form.format(key=key, value=value, quoted=quote(value, safe=""), n=w.digits(6))
                for value in values
            ]
        )

    return apply


def _in_list(_w: World, values: Sequence[str], _kind: str) -> pa.Array:
    return pa.array(
        [[*pair] for pair in zip(values[::2], values[1::2], strict=True)], type=pa.list_(pa.string())
    )


def _in_struct(w: World, values: Sequence[str], _kind: str) -> pa.Array:
    return pa.array([{"no": value, "n": w.random.randrange(99)} for value in values])


def _in_map(_w: World, values: Sequence[str], _kind: str) -> pa.Array:
    return pa.array([[("a", "x"), ("b", value)] for value in values], type=pa.map_(pa.string(), pa.string()))


def _hashed(algorithm: str, *, base64: bool = False) -> Callable[[World, Sequence[str], str], pa.Array]:
    def apply(_w: World, values: Sequence[str], _kind: str) -> pa.Array:
        digests = [hashlib.new(algorithm, value.encode()).digest() for value in values]
        return pa.array([b64encode(d).decode() if base64 else d.hex() for d in digests])

    return apply


def _sm3_known() -> bool:
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


def _ruined(_w: World, values: Sequence[str], _kind: str) -> pa.Array:
    return pa.array([float(v) if v.isdigit() else None for v in values], type=pa.float64())


def _extension(w: World, value: str) -> str:
    return value + w.pick(("转", "-", "转", " 转 ", "#")) + w.digits(w.random.randint(2, 4), "123456789")


def _masked(w: World, values: Sequence[str], _kind: str) -> pa.Array:
    return pa.array([mask(w, value) for value in values])


_TEXTUAL = SHOWN
_PAIRED = frozenset(VALUES) - {"uscc"}
_MASKABLE = frozenset({"cn_resident_id", "cn_mobile", "bank_card"})
_HASHABLE = frozenset({"cn_resident_id", "cn_mobile", "bank_card", "email"})
_LETTERED = frozenset(
    {"vehicle_plate", "cn_passport", "travel_permit", "hk_id", "tw_id", "vin", "uscc", "student_no"}
)

DIRTS: tuple[Dirt, ...] = (
    Dirt("clean", _each(lambda _w, v: v)),
    Dirt("full-width", _each(lambda _w, v: v.translate(FULL_WIDTH))),
    Dirt("leading and trailing spaces", _each(lambda w, v: w.pick((" {}", "{} ", "  {}  ", "\u3000{}", "\u00a0{}")).format(v))),
    Dirt("grouped by spaces", _each(lambda _w, v: _grouped(v, " ")), DIGITS),
    Dirt("grouped by dashes", _each(lambda _w, v: _grouped(v, "-")), DIGITS),
    Dirt("+86", _each(lambda w, v: w.pick(("+86{}", "+86 {}", "+86-{}")).format(v)), TELEPHONES),
    Dirt("0086", _each(lambda w, v: w.pick(("0086{}", "0086-{}", "0086 {}")).format(v)), TELEPHONES),
    Dirt("86-", _each(lambda w, v: w.pick(("86-{}", "86{}", "86 {}", "(86){}", "(+86){}")).format(v)), TELEPHONES),
    Dirt("leading 0", _each(lambda _w, v: "0" + v), TELEPHONES),
    Dirt("+86 landline", _each(lambda _w, v: "+86-" + v[1:]), frozenset({"cn_landline"})),
    Dirt("brackets", _each(lambda w, v: w.pick(("({})", "（{}）", "[{}]", "【{}】")).format(v))),
    Dirt("leading apostrophe", _each(lambda _w, v: "'" + v)),
    Dirt("trailing tab", _each(lambda w, v: w.pick(("{}\t", "\t{}", "{}\r", "{}\n")).format(v))),
    Dirt("quoted", _each(lambda w, v: w.pick(('"{}"', "“{}”", "'{}'")).format(v))),
    Dirt('="…"', _each(lambda _w, v: f'="{v}"')),
    Dirt("zero-width characters", _each(lambda w, v: w.pick(("\ufeff{}", "{}\u200b", "\u202d{}\u202c", "\u200e{}")).format(v))),
    Dirt("trailing punctuation", _each(lambda w, v: v + w.pick(("。", ",", ".", ";", "；", "，")))),
    Dirt("lower case", _each(lambda _w, v: v.lower()), _LETTERED | {"cn_resident_id"}),
    Dirt("upper case", _each(lambda _w, v: v.upper()), frozenset({"email"})),
    Dirt("full-width X", _each(lambda w, v: v[:17] + w.pick("Ｘｘ") if v[17] == "X" else v), frozenset({"cn_resident_id"})),
    Dirt("15 digits", lambda w, values, _k: pa.array([w.resident_id_15() for _ in values]), frozenset({"cn_resident_id"})),
    Dirt("int64", _typed(pa.int64(), int), DIGITS),
    Dirt("uint64", _typed(pa.uint64(), int), DIGITS),
    Dirt("float64, exact", _typed(pa.float64(), float), TELEPHONES | {"imei"}),
    Dirt("text with .0", _each(lambda _w, v: v + ".0" if v.isdigit() else v), DIGITS),
    Dirt("text in scientific notation, exact", _each(lambda _w, v: f"{int(v):.10E}"), TELEPHONES),
    Dirt("decimal", _typed(pa.decimal128(20, 0), Decimal), DIGITS),
    Dirt("categorical", lambda _w, values, _k: pa.array(list(values)).dictionary_encode()),
    Dirt("large_string", lambda _w, values, _k: pa.array(list(values), type=pa.large_string())),
    Dirt("binary", lambda _w, values, _k: pa.array([v.encode() for v in values], type=pa.binary())),
    Dirt("extension", _each(_extension), TELEPHONES | {"cn_landline"}),
    Dirt("several: /", _several("/"), _PAIRED, each=2),
    Dirt("several: ;", _several(";"), _PAIRED, each=2),
    Dirt("several: 、", _several("、"), _PAIRED, each=2),
    Dirt("several: ,", _several(","), _PAIRED, each=2),
    Dirt("several: space", _several(" "), _PAIRED, each=2),
    Dirt("several: line break", _several("\n"), _PAIRED, each=2),
    Dirt("label before it", _each(lambda w, v: w.pick(("号码：{}", "本人{}", "No.{}", "tel:{}", "编号{}")).format(v)), _TEXTUAL),
    Dirt("note behind it", _each(lambda w, v: w.pick(("{}（本人）", "{} 备用", "{}张三", "{}微信同号", "{}-母亲")).format(v)), _TEXTUAL),
    Dirt("in a sentence", _each(lambda w, v: w.pick(("请按{}联系我，谢谢", "登记的是{}，麻烦核对", "客户来电说{}有误需要修改")).format(v)), _TEXTUAL),
    Dirt("in JSON", _in_json, _TEXTUAL),
    Dirt("in JSON inside JSON", _in_escaped_json, _TEXTUAL),
    Dirt("in lists", _in_list, _PAIRED, each=2),
    Dirt("in structs", _in_struct),
    Dirt("in maps", _in_map),
    Dirt("in query strings", _in_url("https://m.example.cn/u?{key}={quoted}&t={n}"), _TEXTUAL),
    Dirt("in paths", _in_url("https://m.example.cn/user/{quoted}/orders/{n}"), _TEXTUAL),
    Dirt("in form data", _in_url("a={n}&{key}={quoted}"), _TEXTUAL),
    Dirt("percent-encoded JSON", lambda w, values, kind: pa.array(["d=" + quote(_json(w, v, kind)) for v in values]), _TEXTUAL),
    Dirt("masked", _masked, _MASKABLE, counted_as=("masked_id",), persons=False),
    Dirt("MD5, hex", _hashed("md5"), _HASHABLE, counted_as=("hashed_id",), headed=True),
    Dirt("MD5, base64", _hashed("md5", base64=True), _HASHABLE, counted_as=("hashed_id",), headed=True),
    Dirt("SHA-1, hex", _hashed("sha1"), _HASHABLE, counted_as=("hashed_id",), headed=True),
    Dirt("SHA-256, hex", _hashed("sha256"), _HASHABLE, counted_as=("hashed_id",), headed=True),
    Dirt("SHA-256, base64", _hashed("sha256", base64=True), _HASHABLE, counted_as=("hashed_id",), headed=True),
    *((Dirt("SM3, hex", _hashed("sm3"), _HASHABLE, counted_as=("hashed_id",), headed=True),) if _sm3_known() else ()),
    Dirt("ruined by float64", _ruined, LONG_DIGITS, ruins=True),
    Dirt("ruined: 1.10105E+17", _each(lambda _w, v: f"{float(v.replace('X', '0')):.5E}"), LONG_DIGITS, ruins=True),
    Dirt("ruined: last digits 000", _each(lambda _w, v: v[:-3] + "000"), LONG_DIGITS, ruins=True),
)  # fmt: skip
