"""Sexual orientation (性取向).

A closed list of words, each telling by itself. Codes are sexual orientation under a header that says so; the
orientation of a screen is none.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="sexual_orientation",
    title="Sexual orientation",
    title_zh="性取向",
    references=("PIPL 28", "GB/T 35273-2020 annex A"),
    words=(
        "异性恋", "同性恋", "双性恋", "无性恋", "泛性恋", "异性恋者", "同性恋者", "双性恋者", "男同性恋", "女同性恋", "男同", "女同", "喜欢异性", "喜欢同性",
        "heterosexual", "homosexual", "bisexual", "asexual", "pansexual", "gay", "lesbian", "queer", "lgbt", "lgbtq", "lgbtq+",
    ),
    lengths=(3, 20),
    role="attribute",
    needs_company=True,
    chance=0.001,
    headers=(
        "性取向", "性向", "性倾向", "性偏好", "恋爱取向", "性生活", "性生活史", "sexual orientation", "sexual preference", "sexuality", "sex orientation",
        "sexual history", "xingquxiang", "xqx",
    ),
    headers_against=("方向性向量", "属性向量", "个性向", "特性向", "图书", "题材", "book", "genre", "plant"),
    examples=("异性恋", "同性恋", "双性恋", "Heterosexual", "gay"),
    near_misses={
        "异性": "a word for the other sex",
        "straight": "a line, or a cut of trousers: its header tells",
        "portrait": "of a screen",
        "同性": "a word",
    },
)  # fmt: skip
