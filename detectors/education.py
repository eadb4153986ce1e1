"""Education (学历、学位、毕业院校, GB/T 4658, GB/T 6864).

Levels of schooling and degrees, a closed list, and names of schools. Courses and statistics have the same
words: only beside columns that show persons is it anybody's. Subjects of study are education under a
header that says so.
"""

from __future__ import annotations

from tongguan.detector import Detector, lettered

_LEVEL = (
    r"博士后|(?:博士|硕士|本科|大学|研究生|大专|专科|中专|高中|中学|初中|小学|学士|双学士|高职|职高|技校|中技|中职|专升本|研究生班|大学本科|大学专科|博士研究生|硕士研究生"
    r"|普通高中|职业高中|中等专科|中等职业|高等职业|技工学校|普通高级中学教育|高级技工|本硕连读|硕博连读)"
    r"(?:学历|学位|毕业|教育|在读|肄业|结业|文化|程度|文化程度|生|及?以上|及?以下|\((?:在读|肄业|毕业|全日制|非全日制|在职|统招|自考|成人)\))?"
    r"|(?:全日制|非全日制|在职|统招|自考|成人|函授|网络教育|普通高等教育)(?:博士|硕士|本科|大专|专科|研究生|中专)(?:研究生|学历|毕业)?"
    r"|(?:哲学|经济学|法学|教育学|文学|历史学|理学|工学|农学|医学|军事学|管理学|艺术学)(?:学士|硕士|博士)(?:学位)?"
    r"|文盲|半文盲|文盲(?:或|及)半文盲|学龄前|未上过学|幼儿园|中专/中技|中专/技校|高中/中专|大专/本科|硕士及?以上|博士及?以上|高中(?:及?以下|/中专/技校)|初中及?以下|其他学历|无学历"
)
_DEGREE = (
    r"(?i:(?:doctor(?:ate|al)?|ph\.? ?d\.?|master'?s?|bachelor'?s?|associate'?s?|postgraduate|undergraduate|graduate|high school|middle school"
    r"|primary school|secondary school|junior college|vocational school|mba|emba|bsc|msc|b\.?a\.?|b\.?s\.?|m\.?a\.?|m\.?s\.?)"
    r"(?: degree| of (?:science|arts|engineering|business administration|laws|medicine|philosophy|education))?(?: or above| and above)?)"
)
_SCHOOL = (
    r"[\p{Han}A-Za-z0-9（）()·\-—]{2,30}(?:大学|学院|中学|一中|附中|小学|学校|专科学校|党校|校区|师范|医专)(?:[\p{Han}]{1,12}(?:学院|分校|校区))?(?:\([\p{Han}]{1,8}\))?"
    r"|(?:[A-Z][\w.&'\-]*,? )*(?i:university|college|institute of technology|high school|academy)(?: (?i:of|at|for)?(?: ?[A-Z(][\w.&'()\-]*,?)+)*"
)

DETECTOR = Detector(
    id="education",
    title="Education",
    title_zh="教育程度",
    references=("GB/T 4658", "GB/T 6864", "GB/T 35273-2020 annex A"),
    pattern=f"{_LEVEL}|{_DEGREE}|{_SCHOOL}",
    lengths=(2, 120),
    gate=lettered,
    role="attribute",
    of_persons=True,
    # Schools are organisations: a little above org_name, so that without a header they are that.
    chance=0.12,
    # Codes of GB/T 4658, and any words: subjects, schools of other countries.
    under_header=r"[0-9]{1,2}(?:\.0+)?|[^{}<>@:]*\p{L}[^{}<>@:]*",
    headers=(
        "学历", "學歷", "学位", "文化程度", "教育程度", "受教育程度", "最高学历", "最高学位", "教育水平", "教育背景", "学历层次", "培养层次", "毕业院校", "毕业学校", "毕业学院",
        "毕业于", "院校", "就读学校", "就读院校", "所在学校", "学校", "学校名称", "所学专业", "专业", "专业名称", "主修专业",
        "education", "education level", "educational level", "education background", "educational background", "educational attainment", "edu", "edu level",
        "academic degree", "highest degree", "degree name", "diploma", "qualification", "school", "school name", "university", "college", "alma mater",
        "graduate school", "graduated from", "graduate institution",
        "xl", "xw", "whcd", "byyx", "byxx", "zgxl", "xueli", "xuewei", "wenhuachengdu", "biyeyuanxiao",
    ),
    headers_against=(
        "课程", "分类", "类目", "要求", "适用", "图书", "教材", "温度", "电话", "地址", "代码", "设备",
        "course", "category", "required", "requirement", "angle", "temperature", "phone", "address", "fee",
    ),
    examples=("本科", "硕士", "大专", "初中及以下", "硕士研究生", "工学学士", "全日制本科", "Bachelor", "PhD", "Master of Science", "浙江大学", "市第一中学",
              "Peking University", "University of Oxford", "大学本科毕业"),
    near_misses={
        "大学英语": "a course",
        "小学数学": "a course",
        "学士帽": "goods",
        "12": "a code: its header tells",
        "硕": "one character",
    },
)  # fmt: skip
