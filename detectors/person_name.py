"""Personal name (姓名) in Chinese characters.

A surname of the table and one or two characters that given names are made of; or the dotted form
of minority and foreign names (买买提·吐尔逊). Brands, places and words may look like a name one by
one, so it is the column that decides: most of its values look like names. Many people share a
name, so two rows with one name and nothing else are two persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import HAN, Detector, holds
from tongguan.detectors._tables import entries
from tongguan.kernels.text import cut

if TYPE_CHECKING:
    from tongguan.kernels import checks
    from tongguan.kernels.text import Mask, Text


_SURNAMES = entries("surnames.txt")
_GIVEN = entries("given_name_characters.txt")

_PLAIN = (
    rf"(?:[{''.join(name for name in _SURNAMES if len(name) == 1)}]"
    rf"|{'|'.join(name for name in _SURNAMES if len(name) > 1)})[{''.join(_GIVEN)}]{{1,2}}"
)
_DOTTED = r"\p{Han}{1,8}(?:[·•‧・．.]\p{Han}{1,8}){1,3}"

_dotted = holds("·", "•", "‧", "・", "．", ".")
_LONGEST_PLAIN = 12  # bytes: two characters of surname, two of given name


def gate(text: Text) -> Mask:
    """Let pass what is short enough, or dotted."""
    return np.asarray((text.lengths <= _LONGEST_PLAIN) | _dotted(text))


def _characters(words: list[str]) -> Mask:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(word) for word in words]] = True
    return table


_IS_SURNAME = _characters([name for name in _SURNAMES if len(name) == 1])
_IS_GIVEN = _characters(_GIVEN)
_COMPOUND = np.array([ord(name[0]) << 16 | ord(name[1]) for name in _SURNAMES if len(name) == 2])


def quick(text: Text) -> Mask:
    """Match the pattern by tables of characters; dotted names, which are few, by RE2."""
    found = np.zeros(text.rows, dtype=bool)
    for length in (2, 3, 4):
        rows = np.flatnonzero(text.lengths == 3 * length)
        if len(rows):
            found[rows] = _is_plain(text.at(rows).matrix(3 * length))
    dotted = np.flatnonzero(_dotted(text))
    if len(dotted):
        values = cut(text, text.starts[dotted], text.lengths[dotted])
        found[dotted] = np.asarray(pc.match_substring_regex(values, f"^(?:{_DOTTED})$"))
    return found


def _is_plain(places: checks.Places) -> Mask:
    """Tell names among values of two to four three-byte characters, bytes (6, 9 or 12, n)."""
    wide = places.astype(np.int64)
    code = [
        (a & 15) << 12 | (b & 63) << 6 | c & 63
        for a, b, c in zip(wide[::3], wide[1::3], wide[2::3], strict=True)
    ]
    # Three bytes each: anything else with as many bytes begins a character elsewhere.
    sound = np.all((places[::3] & 0xF0) == 0xE0, axis=0)
    given = [_IS_GIVEN[c] for c in code]
    single = _IS_SURNAME[code[0]] & np.all(given[1:], axis=0) if len(code) < 4 else False
    compound = (
        np.isin(code[0] << 16 | code[1], _COMPOUND) & np.all(given[2:], axis=0) if len(code) > 2 else False
    )
    return np.asarray(sound & (single | compound))


_WORDS = pa.array(entries("words_like_names.txt"))


def check(values: pa.Array) -> Mask:
    """Check that it is no ordinary word: 高兴 is written like a name, and 周一 like Zhou Yi."""
    return ~np.asarray(pc.is_in(values, value_set=_WORDS.cast(values.type)))


DETECTOR = Detector(
    id="person_name",
    title="Personal name",
    title_zh="姓名",
    references=("GB/T 35273-2020 annex A",),
    pattern=f"{_PLAIN}|{_DOTTED}",
    lengths=(6, 100),
    first=HAN,
    gate=gate,
    quick=quick,
    check=check,
    role="name",
    chance=0.15,
    headers=(
        "姓名", "真实姓名", "名字", "联系人", "收货人", "收件人", "寄件人", "户主", "法人", "持卡人", "患者姓名",
        "客户姓名", "员工姓名", "经办人", "曾用名", "real name", "true name", "full name", "contact name", "linkman",
        "receiver", "consignee", "recipient", "employee name", "patient name", "customer name", "buyer name",
        "receiver name", "recipient name", "sender", "sender name", "card holder", "cardholder", "member name",
        "first name", "last name", "given name", "family name", "surname",
        "xm", "lxr", "xingming", "lianxiren",
    ),
    headers_against=(
        "商品", "产品", "活动", "类型", "公司", "企业", "部门", "店铺", "门店", "品牌", "文件", "角色", "昵称", "用户名", "电话", "手机",
        "地址", "product", "company", "dept", "department", "shop", "store", "brand", "file", "role", "nick",
        "nickname", "app", "phone", "tel", "mobile", "address", "id", "count",
    ),
    examples=("王芳", "李建国", "欧阳娜娜", "买买提·吐尔逊", "张伟"),
    near_misses={
        "北京市": "a place",
        "王": "a surname only",
        "连衣裙": "goods",
        "华为技术有限公司": "a company",
        "谢谢": "thanks",
        "高兴": "glad",
        "周一": "Monday",
    },
)  # fmt: skip
