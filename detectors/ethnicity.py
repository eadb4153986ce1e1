"""Ethnicity (民族, GB/T 3304).

The 56 peoples of China, with or without 族, and what registers write for those who belong to none.
A people of one character counts without 族 only if it is no everyday word: 白 is a colour, 京 Beijing,
满 full, 土 soil; so do 高山, 保安, and what is a country as well (俄罗斯, 朝鲜, 蒙古). The codes of the
standard (01 to 56, or two letters) are ethnicity under a header that says so.
"""

from __future__ import annotations

from tongguan.detector import HAN, Detector

_LISTED = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 "
    "土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 "
    "赫哲 门巴 珞巴 基诺"
)
_PEOPLES = _LISTED.split()
_EVERYDAY_WORDS = {
    "白",
    "京",
    "满",
    "土",
    "水",
    "怒",
    "苗",
    "藏",
    "高山",
    "保安",
    "俄罗斯",
    "朝鲜",
    "蒙古",
    "东乡",
    "布朗",
}
# Older spellings that registers still have.
_ALSO = (
    "维族", "哈族", "蒙族", "柯族", "佧佤族", "毛难族", "崩龙族", "乌兹别克族", "么佬族",
    "穿青人", "革家人", "亻革家人", "摩梭人", "僜人", "夏尔巴人", "未识别民族", "少数民族", "外国血统", "外国血统中国籍人士", "外国血统中国籍",
    "Han Chinese", "Uyghur", "Uighur", "Zhuang", "Manchu", "Tujia", "Kazak", "Mongolian ethnicity",
)  # fmt: skip

DETECTOR = Detector(
    id="ethnicity",
    title="Ethnicity",
    title_zh="民族",
    references=("GB/T 3304-1991", "GB/T 35273-2020 annex A"),
    words=(
        *(f"{people}族" for people in _PEOPLES),
        *(people for people in _PEOPLES if people not in _EVERYDAY_WORDS),
        *_ALSO,
    ),
    lengths=(3, 30),
    first=HAN + "亻HUZMTK" + "huzmtk",
    role="attribute",
    needs_company=True,
    of_persons=True,
    chance=0.001,
    # Codes of GB/T 3304 and of the census, everyday words, other peoples.
    under_header=(
        r"0?[1-9]|[1-4][0-9]|5[0-9]|9[78]|" + "|".join(sorted(_EVERYDAY_WORDS)) + r"|\p{Han}{1,10}[族人裔]|其他|其它|未知"
        "|(?:HA|MG|HU|ZA|UG|MH|YI|ZH|BY|CS|MA|DO|YA|BA|TJ|HN|KZ|DA|LI|LS|VA|SH|GS|LH|SU|DX|NX|JP|KG|TU|DU|ML|QI|BL|SL|MN|GL|XB|AC|PM"
        "|TA|NU|UZ|RS|EW|DE|BN|YG|GI|TT|DR|OR|HZ|MB|LB|JN)"
        "|(?i:(?:asian|white|black|hispanic|latino|caucasian|african|arab|indian|mixed|native|pacific|other|jewish)[a-z /-]{0,30})"
    ),
    headers=(
        "民族", "族别", "民族成分", "民族名称", "族裔", "种族", "ethnicity", "ethnic group", "ethnic", "nation", "minzu", "mz", "mzmc", "mzm",
    ),
    headers_against=("菜系", "品牌", "乐器", "服饰", "节日", "instrument", "costume", "cuisine", "festival", "节"),
    examples=("汉族", "汉", "维吾尔族", "维吾尔", "土家族", "白族", "满族", "Uyghur", "穿青人"),
    near_misses={
        "白": "a colour",
        "京": "Beijing, on a plate",
        "满": "full",
        "保安": "a guard",
        "高山": "a landscape",
        "俄罗斯": "a country",
        "01": "a code: its header tells",
        "上班族": "office workers",
        "王族": "a royal house",
    },
)  # fmt: skip
