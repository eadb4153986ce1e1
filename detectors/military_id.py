"""Number of an officer's, civil cadre's or soldier's card (军官证、文职干部证、士兵证号).

A character for the body that issued it (of an older card, the region or service: 南, 海, 政, ...; of a newer
one, the class: 军, 士, 兵, 文), mostly 字第 or 字, a number of four to eight digits or letters, and 号. The
newer ones are also written as the character and seven or eight digits. There is no check digit and no
published standard. The police's card (警官证: 警 and a number) is written alike.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

# Regions and services before 2016 and after, general departments, armed police; classes of newer cards.
_BODIES = "军士兵文职官政参后装联海空陆火炮南北沈兰成济广京东西中武警国科战信"

DETECTOR = Detector(
    id="military_id",
    title="Military identity card number",
    title_zh="军官证、士兵证号",
    references=("Administrative practice; no published standard",),
    pattern=rf"[{_BODIES}]字(?:第 ?)?[0-9A-Za-z]{{4,8}}号?|[军士兵文武警][0-9]{{7,8}}号?",
    lengths=(10, 23),
    first=_BODIES,
    canonical=lambda values: pc.replace_substring_regex(pc.utf8_upper(values), "[字第号 ]", ""),
    by_form=True,
    role="identifier",
    strength=80,
    # Values of this form in files are these cards or, rarely, references of documents.
    chance=0.001,
    # The number by itself, or with a body that is not listed.
    under_header=r"[0-9]{6,8}|\p{Han}{1,8}(?:第 ?)?[0-9A-Za-z]{4,10}号?",
    headers=(
        "军官证", "军官证号", "军人证", "军人证件号", "军人证号", "士兵证", "士兵证号", "士官证", "文职干部证", "文职人员证", "军人保障卡号",
        "军队证件号", "警官证", "警官证号", "人民警察证", "military id", "military no", "military id no", "military card", "officer id", "officer no",
        "officer card", "soldier id", "soldier no", "police id", "junguanzheng", "shibingzheng", "jgzh", "jgz", "sbzh",
    ),
    headers_against=("档案", "文号", "文件", "document"),
    examples=("军字第1234567号", "南字第12345678号", "海字第0123456号", "军1234567", "士字第20051234号", "政字第 123456号"),
    near_misses={
        "京房权证字第123456号": "a title to a house",
        "甲字第1234567号": "no such body",
        "军字第123号": "three digits",
        "军12345": "five digits",
        "军字第123456789号": "nine digits",
    },
)  # fmt: skip
