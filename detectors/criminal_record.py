"""Criminal record (违法犯罪记录).

Offences, sentences, supervision: words, or that there is or is none. No value shows it; the header tells.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import WORDS, YES_NO

DETECTOR = Detector(
    id="criminal_record",
    title="Criminal record",
    title_zh="违法犯罪记录",
    references=("PIPL 28", "GB/T 35273-2020 annex A", "GB/T 45574-2025 annex A"),
    pattern=rf"{WORDS}|{YES_NO}|[0-9]{{1,4}}",
    lengths=(1, 2_000),
    role="attribute",
    needs_header=True,
    chance=0.5,
    headers=(
        "犯罪记录", "违法记录", "违法犯罪记录", "违法犯罪", "违法犯罪情况", "无犯罪记录", "无犯罪记录证明", "有无犯罪记录", "犯罪前科", "前科", "犯罪史", "刑事记录", "刑事处罚", "刑事处分", "刑事犯罪", "服刑",
        "服刑情况", "服刑记录", "罪名", "刑期", "判决结果", "社区矫正", "社区矫正情况", "拘留记录", "案底", "吸毒史", "涉毒记录",
        "criminal", "criminal record", "criminal history", "criminal background", "criminal offence", "criminal offense", "criminal conviction",
        "conviction", "convictions", "prior convictions", "police record", "arrest record", "arrests", "felony", "felonies", "has criminal record",
        "parole", "probation record", "sentence term",
        "qianke", "fanzuijilu", "fzjl",
    ),
    headers_against=("统计", "数据", "地区", "预警", "规则", "statistics", "rate", "region", "law", "rule", "dataset"),
    examples=("无犯罪记录", "盗窃罪", "有期徒刑三年", "有", "false", "0", "theft", "none"),
    near_misses={"{'a': 1}": "JSON", "13800001234": "a number", "2024-01-31": "a date"},
)  # fmt: skip
