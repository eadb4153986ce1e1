"""Gender (性别).

男/女, male/female. M and F, or 1, 2 and 9 of GB/T 2261.1, are gender under a header that says so.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="gender",
    title="Gender",
    title_zh="性别",
    references=("GB/T 2261.1",),
    pattern=r"男|女|男性|女性|男士|女士|(?i:male|female)",
    lengths=(1, 6),
    first="男女mfMF",
    role="attribute",
    chance=0.05,
    headers=("性别", "sex", "gender", "xingbie", "xb", "xbm"),
    headers_against=("宠物", "商品", "pet", "product"),
    examples=("男", "女", "女性", "Male", "female"),
    near_misses={
        "公": "of an animal",
        "M": "a size, a unit or a letter: its header tells",
        "男装": "menswear",
    },
)
