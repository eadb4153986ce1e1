"""Personal name (姓名), in Chinese characters and in pinyin.

Forms:

* a surname of the table and one or two characters whose scores say that names are made of them
  (:mod:`tongguan.detectors._han_names`), simplified or traditional, with spaces after the surname or
  without; two surnames and two characters (陈冯富珍);
* the dotted form of minority and foreign names (买买提·吐尔逊), and the same without a dot where it is made
  of known parts (阿依古丽, 扎西次仁, 其其格);
* pinyin and the spellings of Hong Kong and Taiwan (:mod:`tongguan.detectors._latin_names`);
* any of the first with a title behind it (张伟先生);
* several of them in one cell (张伟、李娜), if every part is one.

* Western names with a known given name (:mod:`tongguan.detectors._western_names`): John Smith, SMITH John.
  Titles, brands and places are written the same way; under a header for names, other Western forms count too.

Masked ones (张**, 王先生) are of kind ``masked_id``.

Brands, places and words may look like a name one by one, so it is the column that decides: most of its
values look like names. Many people share a name, so two rows with one name and nothing else are two persons.

Measured cell by cell. The scores come from jieba's dictionary alone, but not every figure is of unseen data:

* chosen on these lists, so on the high side: the threshold and the weight of surnames were set for a recall of
  97 % of the names of People's Daily 1998 and of invented names with given names in fashion (now 96.7 % of
  7,145, 97.7 % of those not in the dictionary; 97.3 %). Some rare surnames were added after seeing those missed;
* looked at, not fitted: 97.7 % of Faker's zh_CN names and 99.6 % of its zh_TW; in pinyin, 98.5 to 99.4 % of the
  same People's Daily names, read by pypinyin;
* taken for names: 9 % of 1,985 words of pypinyin's phrases that jieba lacks (never looked at before), 2.6 % of
  the 23,887 it has; 20 % of 3,384 rare words of another dictionary, most of which begin with a surname; 36 % of
  the bare names of towns and villages, which are named after families; 10 % of short company names; 0.3 % of posts,
  0.2 % of cities; 0.1 % of pairs of English words, 0.5 % of Japanese names;
* in sample, so worth little: 0.6 % of jieba's words of two characters and 1 % of three, of which the table of
  words is made (4.5 % and 3.6 % without it). Of brands, goods and shops listed by hand 24 % passed before the most
  frequent brands were put into that table; what is not in it must be expected to pass as often.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import HAN as HAN_BYTES
from tongguan.detector import Detector
from tongguan.detectors import _han_names as han
from tongguan.detectors import _latin_names as latin
from tongguan.detectors import _western_names as western
from tongguan.detectors._tables import entries
from tongguan.kernels.text import BEYOND, Text, cut

if TYPE_CHECKING:
    from tongguan.kernels.text import Ints, Mask

_SPACED = rf"{han.SURNAME}[ \x{{3000}}]{{1,4}}[{han.HAN}]{{1,2}}"
_ONE = rf"(?:{han.PLAIN}|{han.DOTTED}|{han.OTHER}|{_SPACED})"
_BETWEEN = r"(?:[ ]?[、,，;；/|][ ]?| {1,4})"
# What is said of somebody in brackets: 王芳(女), 张伟(妻子).
_NOTE = r" ?[(（][^()（）]{1,12}[)）]"
_SEVERAL = rf"{_ONE}(?:{_BETWEEN}{_ONE})*(?:{_NOTE})?"
_SEVERAL_LATIN = rf"{latin.NAME}(?:[ ]?[;；、|][ ]?{latin.NAME})*"
_PATTERN = rf"{_SEVERAL}|{_SEVERAL_LATIN}|{western.SHAPE}"
# What any of them looks like, for a first look.
_MARKED = (
    rf"[{han.HAN}]{{1,24}}(?:[ 、,，;；/|{han.DOTS}\x{{3000}}]{{1,4}}[{han.HAN}A-Z]{{1,24}})*(?:{_NOTE})?"
)
_MARKED_LATIN = r"(?:[A-Za-z,/'-]{1,40} ?){1,4}(?:[;；、|] ?(?:[A-Za-z,/'-]{1,40} ?){1,4})+"

_LENGTHS = (5, 300)
_DOTS = tuple(dot.encode() for dot in han.DOTS)
_OTHER_MARKS = tuple(mark.encode() for mark in (*"、,，;；/|(（ ", "\u3000"))
_MARKS = _DOTS + _OTHER_MARKS


def quick(text: Text) -> Mask:
    """Match the pattern by tables of characters and words, and only what has marks in it by RE2."""
    found = np.zeros(text.rows, dtype=bool)
    rows = np.flatnonzero((text.lengths >= _LENGTHS[0]) & (text.lengths <= _LENGTHS[1]))
    if len(rows) == text.rows:
        return _quick(text)
    if len(rows):  # long texts, which may be very long, are not even looked at
        found[rows] = _quick(Text.of(cut(text, text.starts[rows], text.lengths[rows])))
    return found


def _quick(text: Text) -> Mask:
    found = np.zeros(text.rows, dtype=bool)
    letters = text.first < 128
    dotted = text.holding(_DOTS)
    marked = dotted | text.holding(_OTHER_MARKS)
    marked[text.rows_with(han.BEYOND)] = True
    pure = np.flatnonzero(~letters & ~marked)
    for rows, codes in han.by_width(text, pure):
        found[rows] = han.plain(codes)
    left = pure[~found[pure]]
    _try(text, found, han.maybe_other(text, left), han.OTHER)
    # A name ends in a Chinese character or in a capital letter (阿不都·A): an address often in a digit.
    ends = (text.last > 127) | ((text.last >= ord("A")) & (text.last <= ord("Z"))) | (text.last == ord(")"))
    several = np.flatnonzero(~letters & marked & ends)
    _try(text, found, several[dotted[several]], han.DOTTED)
    others = several[~dotted[several]]
    others = others[han.may_begin(text, others)]
    others = others[han.may_end(text, others)]
    several = np.sort(np.concatenate([others, several[dotted[several] & ~found[several]]]))
    _try(text, found, several, _SEVERAL, _MARKED)
    _try_latin(text, found, letters & marked)
    return found


def _try(text: Text, found: Mask, rows: Ints, pattern: str, shape: str = "") -> None:
    """Match *pattern*, of many words, on those of *rows* that are of a *shape* which is quickly told."""
    if shape and len(rows):
        values = cut(text, text.starts[rows], text.lengths[rows])
        rows = rows[np.asarray(pc.match_substring_regex(values, f"^(?:{shape})$"))]
    if len(rows):
        values = cut(text, text.starts[rows], text.lengths[rows])
        found[rows] = np.asarray(pc.match_substring_regex(values, f"^(?:{pattern})$"))


def _try_latin(text: Text, found: Mask, some: Mask) -> None:
    one = np.flatnonzero(some & (text.lengths <= latin.LONGEST) & ~text.holding((b"@",)))
    if len(one):
        found[one] = latin.matching(cut(text, text.starts[one], text.lengths[one]))
    # Western names have a blank, but no sign that pinyin has beside it: what is left of capitals and blanks.
    capital = (text.first >= ord("A")) & (text.first <= ord("Z"))
    _try(text, found, np.flatnonzero(some & capital & ~found), western.SHAPE)
    divided = some & text.holding(tuple(mark.encode() for mark in ";；、|"))
    _try(text, found, np.flatnonzero(divided), _SEVERAL_LATIN, _MARKED_LATIN)


_DIVIDERS = r"[ ]?[、,，;；/|][ ]?| +"
_TITLED = rf"^(.+?)(?:{han.TITLES})$"
_ENDS_TITLE = np.zeros(BEYOND + 1, dtype=bool)
_ENDS_TITLE[[ord(title[-1]) for title in han.TITLES.split("|")]] = True
_REGION = rf"^(?:{'|'.join(entries('regions.txt'))})[{han.DOTS}]"


def check(values: pa.Array) -> Mask:
    """Check that the characters are a name's, and that it is no word or place: 高兴 is written like a name."""
    text = Text.of(values)
    letters = text.first < 128
    pure = ~letters & ~text.holding(_MARKS)
    found = np.zeros(text.rows, dtype=bool)
    rows = np.flatnonzero(pure)
    found[rows] = _check_one(values.take(pa.array(rows)), text.at(rows))
    for some, judge in ((letters, _check_latin), (~letters & ~pure, _check_marked)):
        rows = np.flatnonzero(some)
        if len(rows):
            found[rows] = judge(values.take(pa.array(rows)))
    return found


def _check_one(values: pa.Array, text: Text) -> Mask:
    """Check names written in nothing but Chinese characters, with a title behind them or none."""
    titled = _ENDS_TITLE[text.last_character]
    if titled.any():
        mask = pa.array(titled)
        bare = pc.replace_substring_regex(values.filter(mask), _TITLED, r"\1")
        values = pc.replace_with_mask(values, mask, bare)
        text = Text.of(values)
    found = np.zeros(text.rows, dtype=bool)
    rare = text.rows_with(han.BEYOND)
    found[rare] = True  # such characters are in names, and in little else
    for rows, codes in han.by_width(text, np.arange(text.rows)):
        found[rows] = han.scored(codes)
    left = han.maybe_other(text, np.flatnonzero(~found))
    if len(left):
        some = values.take(pa.array(left))
        found[left] = np.asarray(pc.match_substring_regex(some, f"^(?:{han.OTHER})$"))
    return found


def _check_marked(values: pa.Array) -> Mask:
    """Check names with dots or spaces in them, and several names: every part must be one."""
    joined = pc.replace_substring_regex(values, f"{_NOTE}$", "")
    if Text.of(joined).holding((b" ", "\u3000".encode())).any():
        joined = pc.replace_substring_regex(
            joined, rf"^({han.SURNAME})[ \x{{3000}}]{{1,4}}([{han.HAN}]{{1,2}})$", r"\1\2"
        )
    pieces = pc.split_pattern_regex(joined, pattern=_DIVIDERS)
    owner = np.asarray(pc.list_parent_indices(pieces))
    parts = pc.list_flatten(pieces)
    text = Text.of(parts)
    dotted = text.holding(_DOTS)
    good = dotted & ~np.asarray(pc.match_substring_regex(parts, _REGION))
    rows = np.flatnonzero(~dotted)
    if len(rows):
        some = parts.take(pa.array(rows))
        good[rows] = _check_one(some, Text.of(some))
    return np.asarray(np.bincount(owner[~good], minlength=len(values)) == 0)


def _check_latin(values: pa.Array) -> Mask:
    pieces = pc.split_pattern_regex(values, pattern=r"[ ]?[;；、|][ ]?")
    owner = np.asarray(pc.list_parent_indices(pieces))
    parts = pc.list_flatten(pieces)
    good = np.asarray(pc.match_substring_regex(parts, f"^(?:{western.SHAPE})$"))
    good[good] = western.real(parts.filter(pa.array(good)))
    rows = np.flatnonzero(~good)
    if len(rows):
        some = parts.take(pa.array(rows))
        good[rows] = latin.matching(some) & latin.real(some)
    bad = ~good
    return np.asarray(np.bincount(owner[bad], minlength=len(values)) == 0)


# Under a header for names: one to eight characters, with dots, blanks, brackets and titles; Japanese and Korean
# ones; Western forms that no table knows; pinyin without a blank. Not what has digits, as goods have.
_LETTER = rf"[{han.HAN}ぁ-ヿ가-힣]"
_ASIAN = rf"{_LETTER}{{1,8}}(?:[ {han.DOTS}\x{{3000}}]{{1,4}}(?:{_LETTER}{{1,12}}|[A-Z]+))*"
_JOINED = rf"(?i:{latin.NAME_JOINED})"
# Of other scripts, and with marks on Latin letters: Nguyễn Văn An, Иван Петров, محمد علي. One such letter shows it.
_FOREIGN = r"À-ÖØ-öø-ɏḀ-ỿ\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Thai}\p{Devanagari}\p{M}"
_WORD = rf"[A-Za-z{_FOREIGN}'’.\-]"
_OTHER = rf"(?:{_WORD}+ ){{0,5}}{_WORD}*[{_FOREIGN}]{_WORD}*(?: {_WORD}+){{0,5}}"
_ANY = rf"(?:{_ASIAN}|{western.FORM}|{_OTHER})"
_UNDER_HEADER = rf"{_ANY}(?:[ ]?(?:[、,，;；/|&＆+\n]|与|和)[ ]?{_ANY})*(?:{_NOTE})?|{_JOINED}"

DETECTOR = Detector(
    id="person_name",
    title="Personal name",
    title_zh="姓名",
    references=("GB/T 35273-2020 annex A", "GB/T 28039-2011 (spelling of names in pinyin)"),
    pattern=_PATTERN,
    under_header=_UNDER_HEADER,
    lengths=_LENGTHS,
    first=HAN_BYTES + "𠀀" + string.ascii_letters,
    quick=quick,
    check=check,
    role="name",
    chance=0.15,
    headers=(
        "姓名", "真实姓名", "名字", "联系人", "收货人", "收件人", "寄件人", "发件人", "户主", "法人", "法定代表人", "负责人", "持卡人", "患者姓名",
        "客户姓名", "员工姓名", "经办人", "曾用名", "监护人", "紧急联系人", "投保人", "被保险人", "受益人", "乘客", "旅客", "学生姓名", "老师姓名",
        "司机姓名", "骑手", "英文名", "真名", "开户人", "收款人", "付款人", "业务员", "承办人", "申请人", "当事人",
        "real name", "realname", "true name", "actual name", "full name", "fullname", "contact name", "contact person", "contacts",
        "linkman", "link man", "receiver", "consignee", "recipient", "employee name", "emp name", "staff name", "patient name",
        "customer name", "buyer name", "receiver name", "recipient name", "consignee name", "sender", "sender name",
        "card holder", "cardholder", "card holder name", "account holder", "member name", "person name", "student name", "teacher name",
        "driver name", "passenger name", "guest name", "guardian name", "emergency name", "emergency contact name", "legal person name",
        "applicant name", "insured name", "payee name", "payer name", "worker name", "owner name", "doctor name", "nurse name",
        "first name", "last name", "given name", "family name", "surname", "former name", "english name", "chinese name", "cn name", "en name", "name cn", "name en",
        "name pinyin", "pinyin name",
        "xm", "lxr", "jhr", "shr", "sjr", "hzxm", "ygxm", "xsxm", "yhxm", "khxm", "xingming", "lianxiren", "shouhuoren", "shoujianren", "zhenshixingming",
        "yonghuxingming", "laoshixingming", "xueshengxingming", "jianhuren",
    ),
    headers_against=(
        "品名",
        "商品", "产品", "活动", "类型", "公司", "企业", "部门", "店铺", "门店", "品牌", "文件", "角色", "昵称", "用户名", "电话", "手机", "单位", "机构", "银行",
        "地址", "关系", "类别", "身份证", "证件", "联系方式", "编号", "宠物", "课程", "项目", "小区", "学校", "医院", "设备", "车间", "模板", "仓库", "供应商",
        "product", "goods", "item", "sku", "company", "corp", "dept", "department", "shop", "store", "brand", "file", "role", "nick",
        "nickname", "app", "phone", "tel", "mobile", "address", "id", "count", "relation", "type", "pet", "course", "project", "template",
        "table", "column", "field", "db", "database", "host", "server", "device", "event", "task", "job", "class", "method", "function",
        "city", "province", "district", "country", "region", "area", "street", "org", "organization", "bank", "supplier", "vendor", "warehouse",
        "hospital", "school", "category", "menu", "page", "group", "team", "game", "film", "movie", "song", "album", "book", "dish", "drug",
    ),
    examples=(
        "王芳", "李建国", "欧阳娜娜", "買買提·吐爾遜", "买买提·吐尔逊", "张伟", "張偉", "陳冯富珍", "諸葛亮", "张 伟", "张伟、李娜", "张伟;李娜 王芳",
        "张伟先生", "王芳(女)", "周小燕老师", "阿依古丽", "扎西次仁", "卓玛", "斯琴高娃", "王𠮷", "Zhang Weimin", "ZHANG/WEIMIN", "Weimin Zhang", "zhang wei min", "ZHANG, Wei-min",
        "CHAN Tai Man", "Wong Siu-ming", "Ouyang Nana", "Lu Xiaojun",
        "John Smith", "SMITH John", "Smith, John", "Maria Garcia Lopez", "Jean-Luc O'Brien", "David Chen", "Grace Chen", "John Q. Smith", "Dr. Laura van der Berg",
    ),
    near_misses={
        "北京市": "a place",
        "王": "a surname only",
        "连衣裙": "goods",
        "华为技术有限公司": "a company",
        "谢谢": "thanks",
        "高兴": "glad",
        "周一": "Monday",
        "黄色": "a colour",
        "方便面": "noodles",
        "浙江·杭州": "a place with a dot",
        "Chang Chun": "a place",
        "Nanjing Lu": "a road",
        "She Can": "two English words",
        "Summer Dress": "goods",
        "Paul Street": "a street",
        "Crystal Palace": "no known given name",
        "Wireless Speaker": "goods",
        "张*": "masked",
        "王先生": "a surname and a title: masked_id",
        "高级经理": "a post",
        "红色(大)": "a colour and a size",
        "欧阳": "a surname only",
        "张伟、电饭煲": "one of two is no name",
        "zhangweimin": "written like a user name",
    },
)  # fmt: skip
