"""Religious belief (宗教信仰).

Religions and their followers, by the names that forms have. Books and sights are sorted by religion
as well: without a header for it, a column is a belief only beside columns that show persons.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="religion",
    title="Religious belief",
    title_zh="宗教信仰",
    references=("PIPL 28", "GB/T 35273-2020 annex B"),
    words=(
        "佛教", "藏传佛教", "汉传佛教", "南传佛教", "道教", "伊斯兰教", "回教", "基督教", "基督教新教", "新教", "天主教", "东正教", "犹太教",
        "印度教", "锡克教", "神道教", "儒教", "喇嘛教", "萨满教", "东巴教", "苯教", "巴哈伊教", "摩门教", "耆那教", "一贯道", "民间信仰", "妈祖信仰",
        "佛教徒", "道教徒", "基督徒", "基督教徒", "天主教徒", "东正教徒", "伊斯兰教徒", "穆斯林", "犹太教徒", "印度教徒", "信佛", "信道", "信基督",
        "无宗教信仰", "无宗教", "不信教", "不信仰宗教", "无信仰", "无神论", "无神论者", "其他宗教",
        "buddhism", "buddhist", "taoism", "taoist", "daoism", "islam", "muslim", "christianity", "catholicism", "roman catholic",
        "protestantism", "protestant", "eastern orthodox", "orthodox christian", "judaism", "jewish", "hinduism", "hindu", "sikhism", "sikh",
        "shinto", "bahai", "atheism", "atheist", "agnostic", "no religion", "non-religious", "no religious belief",
    ),
    lengths=(4, 40),
    role="attribute",
    needs_company=True,
    chance=0.001,
    headers=(
        "宗教信仰", "宗教", "信仰", "信教情况", "教派", "宗教信仰情况", "是否信教", "宗教活动", "宗教职务",
        "religion", "religious belief", "religious affiliation", "religious", "faith", "staff religion", "denomination of faith",
        "zjxy", "zjxx", "zongjiao", "zongjiaoxinyang",
    ),
    headers_against=("节日", "场所", "图书", "书籍", "建筑", "holiday", "festival", "site", "building", "book"),
    examples=("佛教", "伊斯兰教", "天主教", "无宗教信仰", "Buddhism", "muslim", "no religion"),
    near_misses={
        "无": "nothing is said",
        "家教": "a tutor",
        "高教": "a press",
        "Christian": "a given name as well: its header tells",
        "佛教音乐": "a sort of music",
    },
)  # fmt: skip
