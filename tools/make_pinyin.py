"""Make detectors/tables/pinyin_*.txt: syllables of Mandarin, surnames and places, without tones.

Source: pypinyin, MIT, applied to every Chinese character of Unicode's basic block (``pinyin_syllables.txt``),
to ``surnames.txt`` with the readings that surnames have (``pinyin_surnames.txt``), to ``regions.txt``
(``pinyin_regions.txt``), and to the counties of cpca, MIT, as well (``pinyin_places.txt``). The u with two
dots is written v, u and yu, as people do. The tables of this folder must be there.
Needs: ``pip install pypinyin cpca==0.5.5``.
"""

from __future__ import annotations

from importlib.metadata import version

from make_name_scores import entries
from make_words_like_names import places
from pypinyin import Style, lazy_pinyin, pinyin
from table import MIT, write_table

PYPINYIN = "MIT, Copyright (c) 2016 mozillazg, 闲耘; " + MIT
# No syllable of a name: interjections.
INTERJECTIONS = {
    "m",
    "n",
    "ng",
    "hm",
    "hng",
    "a",
    "o",
    "ei",
    "yo",
    "lo",
    "den",
    "nou",
    "kei",
    "tei",
    "zhei",
    "cei",
    "sei",
}
# Readings that characters have as surnames, and that a dictionary gives second.
AS_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "朴": "piao", "盖": "ge",
    "区": "ou", "任": "ren", "乐": "yue", "华": "hua", "燕": "yan", "翟": "zhai", "缪": "miao",
    "覃": "qin", "尉迟": "yuchi", "万俟": "moqi", "单于": "chanyu", "澹台": "tantai", "长孙": "zhangsun",
    "召": "shao", "冼": "xian", "洗": "xian", "逄": "pang", "繁": "po", "折": "she", "黑": "he",
    "员": "yun", "秘": "bi", "重": "chong", "种": "chong", "能": "nai", "谌": "chen", "过": "guo",
    "宁": "ning", "晁": "chao", "令狐": "linghu",
}  # fmt: skip


def spellings(syllables: str) -> set[str]:
    """Return how *syllables*, with v for the u with two dots, are written."""
    return {syllables, syllables.replace("v", "u"), syllables.replace("v", "yu")}


def syllables() -> set[str]:
    """Return the syllables of every character, as written without tones."""
    characters = (chr(code) for code in range(0x4E00, 0xA000))
    read = {
        p
        for c in characters
        for p in pinyin(c, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        if p.isascii()
    }
    return {w for syllable in read - INTERJECTIONS for w in spellings(syllable) if len(w) > 1 or w == "e"}


def surnames() -> set[str]:
    """Return how surnames are read."""
    read = {AS_SURNAMES.get(name, "".join(lazy_pinyin(name))) for name in entries("surnames.txt")}
    return {w for name in read if name.isascii() for w in spellings(name) if len(w) > 1}


def letters(names: list[str]) -> set[str]:
    """Return how *names* are read."""
    return {"".join(lazy_pinyin(name)) for name in names}


if __name__ == "__main__":
    cpca = f"; cpca {version('cpca')}, MIT, Copyright (c) 2018 QinYuan Du"
    for name, what, made, more in (
        ("pinyin_syllables.txt", "syllables of Mandarin without tones", syllables(), ""),
        ("pinyin_surnames.txt", "Chinese surnames in pinyin without tones", surnames(), "; surnames.txt"),
        (
            "pinyin_regions.txt",
            "provinces and prefectures in pinyin, letters only",
            letters(entries("regions.txt")),
            "; regions.txt",
        ),
        ("pinyin_places.txt", "provinces to counties in pinyin, letters only", letters(places()), cpca),
    ):
        write_table(
            name,
            sorted(made),
            what=what,
            source=f"pypinyin {version('pypinyin')}{more}",
            licence=PYPINYIN,
            order="alphabetical",
            script="tools/make_pinyin.py",
        )
