"""Values masked in the ordinary form of their kind: 138****5678, 张*, a***@example.com.

What is masked stays personal information (PIPL 73(3): de-identified is not anonymised), so its persons stay
in the count; the forms are those by which the scan knows a masked value (``detectors/masked_id.py``). Of a
resident ID nothing is left of area, birthday or length. What has no form of its own is covered whole.

The operator is Presidio's ``Mask``, used once a different value.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tongguan.errors import UsageError
from tongguan.kernels.tidy import compact, tidy
from tongguan.scanning.examine import numbers_as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from presidio_anonymizer.operators import Mask

    Form = Callable[[str], str]

_COVER = "*"
_COVERED = 4 * _COVER

_MOBILE = re.compile(r"1[0-9]{10}")
_LONG = 8  # characters: of a shorter number the last four are most of it
_ENDS_IN_DIGITS = re.compile(r"[0-9]{4}\Z", re.ASCII)
_OLD_ID = re.compile(r"[0-9]{15}")  # its last four digits begin with one of the birthday
_MAIL = re.compile(r"([A-Za-z0-9]?)[^@]*@([^@]+)")
_RESIDENT_ID = re.compile(r"[0-9]{17}[0-9Xx]")
_CARD = re.compile(r"[0-9]{16,19}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_NAME = re.compile(r"[A-Za-z].{2,}[A-Za-z]")
_ACCOUNT = re.compile(r"[A-Za-z0-9\u3400-\u9fff].{4,}[A-Za-z0-9\u3400-\u9fff]")
_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区))|"
    r"[\u4e00-\u9fff]{2,8}?(?:省|自治区)"
)


def require_presidio() -> None:
    """Raise UsageError where the operators are not installed."""
    try:
        import presidio_anonymizer
    except ImportError:
        raise UsageError(
            "Masking needs presidio-anonymizer, which is not installed. Nothing was written.",
            hint="pip install 'tongguan[text]', or leave the columns out.",
        ) from None
    del presidio_anonymizer


def mask(array: pa.Array, kind: str | None) -> pa.Array:
    """Return *array*, flat and of any type, as text with its values masked as those of *kind* are.

    Null stays null, and a blank text blank. The result is ``large_string`` where *array* is.
    """
    text = _as_text(array)
    encoded = text.dictionary_encode()
    tidied = tidy(encoded.dictionary)
    dense = compact(tidied) if kind in _NUMBERS else tidied
    form = _FORMS.get(kind or "", _whole)
    masked = [form(value) if value.strip() else "" for value in dense.to_pylist()]
    return pa.array(masked, text.type).take(encoded.indices)


def _as_text(array: pa.Array) -> pa.Array:
    """Return *array* as text: numbers as people write them, anything else unreadable but not null."""
    types, kind = pa.types, array.type
    if types.is_string(kind) or types.is_large_string(kind):
        return array
    if types.is_string_view(kind):
        return array.cast(pa.string())
    there = np.flatnonzero(np.asarray(array.is_valid()))
    written = None if types.is_boolean(kind) else numbers_as_text(array.take(pa.array(there)), small=True)
    out: list[str | None] = [None] * len(array)
    for row in there.tolist():
        out[row] = _COVERED
    if written is not None:
        for row, value in zip(there[written[0]].tolist(), written[1].to_pylist(), strict=True):
            out[row] = value
    return pa.array(out, pa.string())


@cache
def _operator() -> Mask:
    from presidio_anonymizer.operators import Mask

    return Mask()


def _operate(text: str, covered: int, *, from_end: bool = False) -> str:
    asked = {"masking_char": _COVER, "chars_to_mask": covered, "from_end": from_end}
    done: str = _operator().operate(text, asked)
    return done


def _whole(_: str) -> str:
    """Cover all of it, its length too."""
    return _COVERED


def _mobile(value: str) -> str:
    return value[:3] + _operate(value[3:], 4) if _MOBILE.fullmatch(value) else _last_four(value)


def _last_four(value: str) -> str:
    """Show the last four digits of a number long enough for them to be its lesser part."""
    if len(value) < _LONG or _OLD_ID.fullmatch(value) or not _ENDS_IN_DIGITS.search(value):
        return _whole(value)
    return _operate(value[-_LONG:], _LONG - 4)


def _document(value: str) -> str:
    """Show the last four characters of a resident ID: sequence and check character, no area and no day."""
    return _operate(value[-16:], 12) if _RESIDENT_ID.fullmatch(value) else _last_four(value)


def _card(value: str) -> str:
    return _operate(value[-16:], 12) if _CARD.fullmatch(value) else _last_four(value)


def _mail(value: str) -> str:
    parts = _MAIL.fullmatch(value)
    return f"{parts[1]}***@{parts[2]}" if parts else _whole(value)


def _name(value: str) -> str:
    """Show of a Chinese name the first character, of another the first and the last letter."""
    if _HAN.match(value):
        return _operate(f"{value[0]}*", 1, from_end=True)
    return f"{value[0]}***{value[-1]}" if _LATIN_NAME.fullmatch(value) else _whole(value)


def _address(value: str) -> str:
    city = _CITY.match(value)
    return city[0] + _COVERED if city and len(city[0]) < len(value) else _whole(value)


def _account(value: str) -> str:
    """Show first and last character of what is long enough."""
    return f"{value[0]}{_COVERED}{value[-1]}" if _ACCOUNT.fullmatch(value) else _whole(value)


_FORMS: dict[str, Form] = {
    "cn_mobile": _mobile,
    "cn_landline": _last_four,
    "cn_resident_id": _document,
    "driving_licence": _document,
    "social_security_no": _document,
    "medical_insurance_no": _document,
    "student_no": _document,
    "bank_card": _card,
    "bank_account": _card,
    "cn_passport": _last_four,
    "travel_permit": _last_four,
    "person_name": _name,
    "email": _mail,
    "address": _address,
    "account_id": _account,
    "employee_no": _account,
    "username": _account,
    "qq": _account,
    "wechat_id": _account,
    "vehicle_plate": _account,
}
_NUMBERS = frozenset(
    {"cn_mobile", "cn_landline", "cn_resident_id", "driving_licence", "social_security_no"}
    | {"medical_insurance_no", "student_no", "bank_card", "bank_account", "cn_passport", "travel_permit"}
)
