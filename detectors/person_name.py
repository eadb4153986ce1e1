"""Personal name (姓名) in Chinese characters.

A surname of the table and one or two characters that given names are made of; or the dotted form
of minority and foreign names (买买提·吐尔逊). Brands, places and words may look like a name one by
one, so it is the column that decides: most of its values look like names. Many people share a
name, so two rows with one name and nothing else are two persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.detectors._tables import entries

from tongguan.detector import HAN, Detector, holds

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask, Text


def _pattern() -> str:
    surnames = entries("surnames.txt")
    single = "".join(name for name in surnames if len(name) == 1)
    compound = "|".join(name for name in surnames if len(name) > 1)
    given = "".join(entries("given_name_characters.txt"))
    return (
        rf"(?:[{single}]|{compound})[{given}]{{1,2}}"
        r"|\p{Han}{1,8}(?:[·•‧・．.]\p{Han}{1,8}){1,3}"
    )


_DOTTED = holds("·", "•", "‧", "・", "．", ".")
_LONGEST_PLAIN = 12  # bytes: two characters of surname, two of given name


def gate(text: Text) -> Mask:
    """Let pass what is short enough, or dotted."""
    return (text.lengths <= _LONGEST_PLAIN) | _DOTTED(text)


DETECTOR = Detector(
    id="person_name",
    title="Personal name",
    title_zh="姓名",
    references=("GB/T 35273-2020 annex A",),
    pattern=_pattern(),
    lengths=(6, 100),
    first=HAN,
    gate=gate,
    role="name",
    chance=0.15,
    headers=(
        "姓名", "真实姓名", "名字", "联系人", "收货人", "收件人", "寄件人", "户主", "法人", "持卡人", "患者姓名",
        "客户姓名", "员工姓名", "经办人", "曾用名", "real name", "true name", "full name", "contact name", "linkman",
        "receiver", "consignee", "recipient", "employee name", "patient name", "customer name", "buyer name",
        "receiver name", "recipient name", "sender", "sender name", "card holder", "cardholder", "member name",
        "xm", "lxr", "xingming", "lianxiren",
    ),
    headers_against=(
        "商品", "产品", "公司", "企业", "部门", "店铺", "门店", "品牌", "文件", "角色", "昵称", "用户名", "电话", "手机",
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
    },
)  # fmt: skip
