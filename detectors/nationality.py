"""Nationality and native place (国籍、籍贯).

A country or a region, by its name or its code (GB/T 2659, GB/T 2260). No value shows it: goods, ships and
warehouses have a country too. Its header tells, and only beside columns that show persons.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="nationality",
    title="Nationality or native place",
    title_zh="国籍、籍贯",
    references=("GB/T 2659", "GB/T 2260", "GB/T 35273-2020 annex A"),
    # 中国, 中国香港, 湖南省长沙市, 美籍华人; CN, CHN, Chinese, United States of America; 156, 430100
    pattern=r"[\p{Han}·（）()、/\- ]{2,30}|[A-Za-z][A-Za-z .,'()\-]{1,50}|[0-9]{3}|[1-8][0-9]{5}",
    lengths=(2, 90),
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.5,
    headers=(
        "nationality name", "nation name", "citizenship name", "国籍名称", "国籍代码",
        "国籍", "國籍", "国别", "国籍地区", "籍贯", "祖籍", "原籍", "出生地", "出生国", "户籍地", "户籍所在地", "户口所在地", "生源地",
        "nationality", "nation", "citizenship", "citizen of", "country of citizenship", "country of birth",
        "native place", "birth place", "birthplace", "place of birth", "home country", "hometown", "place of origin",
        "jg", "gj", "csd", "guoji", "jiguan",
    ),
    headers_against=(
        "商品", "产品", "货物", "原产", "船", "品牌", "仓库", "发货", "目的", "贸易", "进口", "出口", "公司", "企业",
        "goods", "product", "vessel", "ship", "brand", "warehouse", "trade", "import", "export", "company", "origin country",
    ),
    examples=("中国", "中国香港", "湖南省长沙市", "CN", "CHN", "Chinese", "United States of America", "156", "430100", "浙江杭州"),
    near_misses={
        "1": "a number",
        "中国制造2025": "a programme",
        "https://example.com": "an address on the web",
    },
)  # fmt: skip
