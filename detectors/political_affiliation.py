"""Political affiliation (政治面貌, GB/T 4762).

The thirteen entries of the standard, in full and as people write them. 群众 (of no party) is an everyday
word as well: without a header for it, a column is this only beside columns that show persons. The codes of
the standard (01 to 13) are political affiliation under a header that says so.
"""

from __future__ import annotations

from tongguan.detector import HAN, Detector

DETECTOR = Detector(
    id="political_affiliation",
    title="Political affiliation",
    title_zh="政治面貌",
    references=("GB/T 4762-1984",),
    words=(
        "中国共产党党员", "中国共产党预备党员", "中国共产主义青年团团员", "中国国民党革命委员会会员", "中国民主同盟盟员", "中国民主建国会会员",
        "中国民主促进会会员", "中国农工民主党党员", "中国致公党党员", "九三学社社员", "台湾民主自治同盟盟员", "无党派民主人士", "无党派人士", "无党派", "群众",
        "中共党员", "中共正式党员", "正式党员", "中共党员(正式)", "中共党员(预备)", "中共预备党员", "预备党员", "党员", "团员", "共青团员", "中国共青团员", "少先队员",
        "入党积极分子", "积极分子", "发展对象", "民革党员", "民革会员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "农工党员", "致公党党员", "台盟盟员",
        "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "民主党派", "普通群众", "群众(现称普通居民)", "普通居民",
        "cpc member", "ccp member", "cpc probationary member", "probationary party member", "party member", "communist party member",
        "communist youth league member", "youth league member", "league member", "non-party member", "nonpartisan",
    ),
    lengths=(6, 60),
    first=HAN + "cpylnCPYLN",
    role="attribute",
    needs_company=True,
    chance=0.005,
    # Codes of GB/T 4762, yes and no under 是否党员, and parties in words.
    under_header=(
        r"0?[1-9]|1[0-3]|[0-9]{1,2}\.0+|(?i:true|false|yes|no|y|n|none|other)|是|否|0|无|其他|其它|未知"
        r"|\p{Han}{0,16}(?:党|党员|团员|会员|盟员|社员|队员|人士|群众|居民|党派|分子)(?:\(.{1,12}\))?"
    ),
    headers=(
        "政治面貌", "政治面目", "政治身份", "政治状况", "党派", "是否党员", "党员", "入党情况", "党团关系",
        "political affiliation", "political status", "political party", "political outlook", "politics status", "politics", "political",
        "polity", "politic", "party affiliation", "party membership", "is party member", "party member",
        "zzmm", "zhengzhimianmao",
    ),
    headers_against=("活动", "文件", "类别", "activity", "news", "book"),
    examples=("中共党员", "预备党员", "共青团员", "群众", "民盟盟员", "九三学社社员", "Party member"),
    near_misses={
        "店员": "a job",
        "会员": "a customer",
        "群众路线": "a policy",
        "01": "a code: its header tells",
    },
)  # fmt: skip
