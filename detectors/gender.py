"""Gender (性别).

男/女, male/female, and salutations. M and F, or 1, 2 and 9 of GB/T 2261.1, are gender under a header that
says so.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="gender",
    title="Gender",
    title_zh="性别",
    references=("GB/T 2261.1",),
    pattern=r"[男女](?:性|士|生)?|先生|女士|小姐|(?i:male|female|mr\.?|mrs\.?|ms\.?)|未知性别|未说明的性别|男性?\(1\)|女性?\(2\)|[12][-. ]?[男女]性?",
    lengths=(2, 21),
    first="男女先小未mfMF12",
    role="attribute",
    chance=0.05,
    # Codes of GB/T 2261.1 and of other lists, initials, and what forms offer besides.
    under_header=(
        r"[0-49](?:\.0+)?|[MFXUmfxu]|男.{0,2}\([MFmf]?[01]?\)|女.{0,2}\([MFmf]?[02]?\)|[MFmf][-/ ][男女]|(?i:man|woman|boy|girl|men|women|unknown|other|secret)"
        r"|男人|女人|男孩|女孩|其他|其它|未知|保密|不详|不明|未填写|未说明"
    ),
    headers=("性别", "性別", "称谓", "sex", "gender", "salutation", "xingbie", "xb", "xbm", "xsxb"),
    headers_against=(
        "target", "fit", "style", "款",
        "宠物", "动物", "商品", "适用", "产品", "pet", "animal", "product", "goods", "item", "category"),
    examples=("男", "女", "女性", "Male", "female", "先生", "Ms.", "男性", "1-男"),
    near_misses={
        "公": "of an animal",
        "M": "a size, a unit or a letter: its header tells",
        "男装": "menswear",
    },
)  # fmt: skip
