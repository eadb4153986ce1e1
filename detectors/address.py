"""Postal address down to the door (地址), in Chinese, in English and in pinyin.

What is written is graded: region (浙江省杭州市西湖区) < street (文三路, 李家村) < door (文三路100号, 李家村3组)
< household (3幢501室). Door or finer is an address of somebody; a region or street alone is a place. Evidence
is what stands together, each in the order in which addresses are written (GB/T 23705-2009):

* a road, and a number with 号, 弄 or another word for a door behind it (文三路100号);
* a village or hamlet and its group or number (李家村3组): by itself only if little else follows;
* an estate or building and what is inside it (阳光花园3幢501室, 3-2-501); a building's number alone also
  needs a region or town (万达广场3号 is a shop);
* block, unit and room alone (3栋2单元501室), as columns for the rest of an address have them;
* in English, a street word and a number, beside a place of China in pinyin.

Traditional characters, Chinese numerals, dashes, spaces between the parts, and words before and behind
(张三收) are taken as they come. Whether a door is a home or a company's is not written in it; the header may
say so. Sentences (with 。！？) are no addresses.

Measured, and mended after seeing what was missed, so on the high side and of no unseen data: all of Faker's zh_CN and
zh_TW addresses (82 % of zh_TW at first), 99.9 % of 5,000 real towns and villages of jionlp's list with an invented
group and number, 85 % of 3,002 addresses of Chinese firms in English (the IEEE's list; 53 % at first). Taken for
addresses: no region, 0.3 % of villages without a number, 8 % of the other addresses of that list, many of these in
Taiwan and Korea; 0.01 % of 35,126 reviews and of 109,318 clauses of news; of 349,045 words one, of 3,000 company
names none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector
from tongguan.detectors._tables import entries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tongguan.kernels.text import Mask, Text

NOTHING, REGION, STREET, DOOR, HOUSEHOLD = range(5)

# A number of a door: 100, A12, 3-2, 十二, 甲, and 100附2.
_N = (
    r"(?:[0-9A-Za-z]{1,6}(?: ?[\-—–－_#/、,之附] ?[0-9A-Za-z]{1,6}){0,4}"
    r"|[一二三四五六七八九十百零〇两壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊]{1,6})[#＃]? ?"
)
_H = r"[㐀-䶿一-鿿]"
_SOME = r"(?:[0-9一二三四五六七八九十]{1,2}段)?[^0-9A-Za-z。！？；：]{0,12}"  # words between a road and a number: 东段, 自编, (近地铁站)
_ROAD = r"(?:路|街|大道|道|巷|弄|胡同|里|條|条|公路|国道|省道|线|堤|衖)"
_VILLAGE = r"(?:村|莊|庄|屯|社区|社區|居委会|村委会|寨|湾|灣|沟|溝|坪|坝|壩|岗|崗|塘|圩|营|營|堡|店|铺|集|庙|坡|岭|嶺|湖|洼|口|河|桥|山|台|窝|坑|畈|冲|垭|寺|嘎查|场|農場|农场|林场|连)"
_ESTATE = (
    r"(?:小区|小區|花园|花園|公寓|苑|家园|家園|新村|新城|华庭|名都|豪庭|名邸|广场|廣場|大厦|大廈|大楼|大樓|城|府|园|園|庭|院|宿舍|中心|别墅|別墅"
    r"|期|居|轩|軒|邸|阁|閣|湾|灣|岸|郡|里|墅|座|学院|大学|學院|大學|工业区|工业园|产业园|开发区|市场|厂)"
)
_GROUP = r"(?:组|組|社|队|隊|号|號|户|戶|屯|排|村民小组)"
_BLOCK = r"(?:栋|棟|幢|座|号楼|號樓|号院|樓|楼|区|區|期)"
_ROOM = r"(?:室|房|户|戶|号房|单元|單元|层|層|铺|铺位|档)"
_RANKS = r"(?:省|市|自治区|自治區|自治州|地区|地區|盟|区|區|县|縣|旗|州)"
_CITY = "|".join(entries("regions.txt"))

# Ways that are none, and counters that are no doors.
_NO_WAY = (
    r"线路|電路|电路|管道|频道|通道|轨道|渠道|赛道|跑道|隧道|油路|气路|航道|报道|车道|味道|知道|难道|公里|这里|那里|哪里|家里|心里"
    r"|城里|手里|夜里|海里|英里|线上|在线|产线|流水线|生产线|无线|有线|专线|热线|路由|第[0-9一二三四五六七八九十百]+(?:号|组|层|座|区|期|室|队|道|条)"
)
_TOWNISH = rf"{_H}{{2,8}}(?:镇|鎮|乡|鄉|街道|苏木|办事处)"
_REGIONISH = rf"(?:{_CITY}|{_H}{{2,9}}{_RANKS})"

_HAS_REGION = rf"{_CITY}|{_H}{{2,9}}(?:省|市|自治区|自治區|自治州|地区|地區|盟|区|區|县|縣|旗|州)"
_AT_ROAD = rf"{_H}{_ROAD}{_SOME}{_N}(?:号|號|弄|巷|院|门牌|室|{_BLOCK}{_SOME}{_N})|{_H}{_ROAD}(?:[东西南北中]段)?[0-9]{{1,5}}(?:[-—－][0-9]{{1,4}}){{1,3}}(?:[^0-9]|$)|{_H}(?:路|街|大道)(?:[东西南北中]段)?{_N}(?:{_BLOCK})$"
_NEAR_ROAD = rf"{_H}{_ROAD}{_SOME}{_N}(?:{_BLOCK}|{_ROOM})|{_H}(?:路|街|大道|巷|胡同|弄)(?:[东西南北中]段)?[0-9]{{1,4}}(?:[-#][0-9]{{1,4}})?$"
_IN_VILLAGE = rf"{_H}{_VILLAGE}{_H}{{0,8}} ?{_N}{_GROUP}"
_VILLAGE_ALONE = (
    rf"^{_H}{{1,10}}(?:村|庄|莊|屯|湾|沟|寨|营|坪|社区){_H}{{0,6}} ?{_N}{_GROUP}(?:{_N}号)?{_H}{{0,4}}$"
)
_IN_ESTATE = (
    rf"{_H}{_ESTATE}{_SOME}{_N}(?:{_BLOCK}|{_ROOM})?{_SOME}{_N}(?:室|房|户|戶|号房|号|號|单元|單元)"
    rf"|{_H}{_ESTATE}{_SOME}{_N}{_BLOCK}{_SOME}[0-9]{{2,5}}"
    rf"|{_H}{_ESTATE} ?[0-9A-Za-z]{{1,4}}[-—－][0-9]{{1,4}}(?:[-—－][0-9]{{2,4}}){{0,2}}(?:[^0-9]|$)"
)
_NEAR_ESTATE = rf"{_H}{_ESTATE}{_SOME}{_N}(?:{_BLOCK}|{_ROOM}|号|號)"
_INSIDE = rf"{_N}(?:号|號)?(?:栋|棟|幢|座|楼|樓) ?{_N}(?:单元|單元|门) ?{_N}(?:室|房|户|号|號)?|{_N}(?:栋|棟|幢|号楼|號樓) ?[0-9]{{3,4}}(?:室|房|号)"
_HOME = rf"{_N}(?:室|房|户|戶|单元|單元)|(?:栋|棟|幢|座|号楼|楼) ?[0-9]{{3,4}}(?:[^0-9]|$)|[0-9A-Za-z]{{1,4}}[-—－][0-9]{{1,2}}[-—－][0-9]{{2,4}}(?:[^0-9]|$)"
_STREETISH = rf"{_H}{{2}}(?:路|街|大道|巷|弄|胡同|村|屯|庄|社区|小区|花园|公寓|苑|家园|新村|镇|乡|街道)"
_SENTENCE = r"[。！？!?；;]|https?:|\n.*\n|(?:[,，].*){5}|[的吗呢吧我你您请]"

# Words by which an address in English or pinyin tells a street or a building, and a door in it.
_STREET_EN = (
    "road|rd|street|str|st|avenue|ave|av|lane|ln|alley|boulevard|blvd|highway|way|lu|jie|dadao|dajie|hutong|building|bldg|blk|block"
    "|tower|plaza|mansion|garden|gardens|court|estate|house|centre|center|park|zone|village|cun|town|district|dist|community|floor|xiaoqu"
)
_ROADS_EN = rf"(?i)(?:^|[^a-z])(?:{_STREET_EN})(?:[^a-z]|$)"
_DOOR_EN = (
    r"(?i)(?:^|[^a-z])(?:no|num|number|room|rm|unit|flat|apt|suite|building|bldg|blk|block|tower|lane|alley|house)s?[.:#,]? ?[a-z]?-?[0-9]"
    r"|(?:^|[^0-9a-z])[0-9]+[-/0-9]*(?:st|nd|rd|th)? ?(?:[a-z]?/f|f[ ,./l]|floor|building|bldg|#|号)|#[0-9]"
    r"|(?:^|[^0-9a-z])[0-9]+[-/0-9]*[a-z]?#?,? *[a-z]+(?:[ .']+[a-z]+){0,4}[ .]+(?:road|rd|street|str?|avenue|ave|lane|lu|jie|dadao|dajie|hutong|highway)(?:[^a-z]|$)"
    r"|(?:road|rd|street|avenue|ave|lane|lu|jie)[.,]* *#?[0-9]"
)
_ROOM_EN = r"(?i)(?:^|[^a-z])(?:room|rm|unit|flat|apt|apartment|suite)[.:]? ?[0-9a-z]*[0-9]"
_CHINA_EN = (
    r"(?i)china|(?:^|[^a-z])prc(?:[^a-z]|$)|hong ?kong|kowloon|macau|macao|taiwan|taipei|new territories"
)

_CHINESE_FIRST = r"[0-9A-Za-z一二三四五六七八九十百零〇甲乙丙丁] ?(?:号|號|室|房|栋|棟|幢|座|弄|巷|单元|單元|楼|樓|组|組|队|隊|户|戶|社|层|層|院|排|屯)|[路街巷道园苑区庭城府里弄][东西南北中]?段? ?[0-9A-Za-z]{1,5}(?:[-—－#][0-9]|$)"
_ENGLISH_FIRST = (
    rf"(?i:[0-9][^㐀-鿿]*[^a-z](?:{_STREET_EN})(?:[^a-z]|$)|(?:^|[^a-z])(?:{_STREET_EN})[^㐀-鿿]*[0-9])"
)


def grade(values: pa.Array) -> NDArray[np.uint8]:
    """Return how far each of *values* (tidy strings, no nulls) tells where somebody is, shape (n,).

    0 nothing, 1 region, 2 street, 3 door, 4 household.
    """
    grades = np.zeros(len(values), dtype=np.uint8)
    region, street = _like(values, rf"^{_REGIONISH}"), _like(values, _STREETISH)
    grades[region] = REGION
    grades[street & (region | _like(values, _TOWNISH) | _like(values, rf"{_ROAD}$"))] = STREET
    rows = np.flatnonzero(_like(values, _CHINESE_FIRST) | _like(values, _ENGLISH_FIRST))
    fine = _fine(values.take(pa.array(rows)))
    grades[rows] = np.maximum(grades[rows], fine)
    return grades


def _like(values: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.match_substring_regex(values, pattern))


def _fine(values: pa.Array) -> NDArray[np.uint8]:
    """Return the grade of each of *values* that is a door or finer, and 0 for the others."""
    found = _doors(values)
    grades = np.where(found, DOOR, NOTHING).astype(np.uint8)
    rows = np.flatnonzero(found)
    some = values.take(pa.array(rows))
    grades[rows[_like(some, _HOME) | _like(some, _ROOM_EN)]] = HOUSEHOLD
    return grades


def _doors(values: pa.Array) -> Mask:
    """Tell which of *values* go down to a door: the likeliest form first, the others where it is not."""
    found = np.zeros(len(values), dtype=bool)
    rows = np.flatnonzero(~_like(values, _SENTENCE))
    ways = _without(_NO_WAY, values.take(pa.array(rows)))

    def settle(yes: Mask) -> None:
        nonlocal rows, ways
        found[rows[yes]] = True
        rows, ways = rows[~yes], ways.filter(pa.array(~yes))

    for pattern in (_AT_ROAD, _IN_ESTATE, _VILLAGE_ALONE, rf"^(?:{_INSIDE})$"):
        if len(rows):
            settle(_like(ways, pattern))
    if len(rows):
        near = _like(ways, _NEAR_ROAD) | _like(ways, _IN_VILLAGE) | _like(ways, _NEAR_ESTATE)
        near[near] = _like(ways.filter(pa.array(near)), rf"{_HAS_REGION}|{_TOWNISH}")
        settle(near)
    left = np.flatnonzero(~found)
    if len(left):
        found[left] = _english(values.take(pa.array(left)))
    return found


def _without(pattern: str, values: pa.Array) -> pa.Array:
    """Return *values* with a blank for what matches *pattern*; to look for it is faster than to replace nothing."""
    held = pc.match_substring_regex(values, pattern)
    if not pc.any(held).as_py():
        return values
    return pc.replace_with_mask(values, held, pc.replace_substring_regex(values.filter(held), pattern, " "))


_PLACES_EN = pa.array(
    [
        *(place for place in entries("pinyin_places.txt") if len(place) > 4),
        "shaanxi",
        "tibet",
        "innermongolia",
    ]
)


def _english(values: pa.Array) -> Mask:
    """Tell addresses in English or pinyin."""
    found = np.zeros(len(values), dtype=bool)
    rows = np.flatnonzero(_like(values, _ROADS_EN))
    rows = rows[_like(values.take(pa.array(rows)), _DOOR_EN)]
    if len(rows):
        some = values.take(pa.array(rows))
        found[rows] = _like(some, _CHINA_EN) | _names_place(some)
    return found


def _names_place(values: pa.Array) -> Mask:
    """Tell which values name a place of China in pinyin, its syllables together or apart (Hang Zhou)."""
    words = pc.split_pattern_regex(pc.utf8_lower(values), pattern="[^a-z]+")
    flat, owner = pc.list_flatten(words), np.asarray(pc.list_parent_indices(words))
    places = _PLACES_EN.cast(flat.type)
    pairs = pc.binary_join_element_wise(flat[:-1], flat[1:], pa.scalar("", flat.type))
    known = np.asarray(pc.is_in(flat, value_set=places))
    known[:-1] |= np.asarray(pc.is_in(pairs, value_set=places)) & (owner[:-1] == owner[1:])
    return np.bincount(owner[known], minlength=len(values)) > 0


def gate(text: Text) -> Mask:
    """Let pass columns with Chinese characters, and values with a gap between words as English ones have."""
    return np.full(text.rows, True) if not text.ascii else text.holding((b" ", b","))


def check(values: pa.Array) -> Mask:
    """Check that it goes down to a door."""
    return _doors(values)


# Under a header for addresses any place counts, also one without a door or abroad: Chinese characters three apart, or
# one beside a digit or a word of addresses, or a region; three Latin words, or two with a digit or a comma. No code,
# link or machine's address, and no short name.
_C = r"[㐀-鿿ぁ-ヿ가-힣]"
_L = r"[^:@{}<>]"
_PLACE = r"[省市区區县縣州镇鎮乡鄉村庄屯路街道巷弄里号號楼樓栋幢座室组苑园園城寨湾坊邨厦院门]"
_UNDER_HEADER = (
    rf"(?s:.*){_C}(?s:.{{3,}}){_C}(?s:.*)|(?s:.*){_C}(?s:.*){_PLACE}(?s:.*)|(?s:.*){_C}(?s:.*)[0-9](?s:.*)|(?s:.*)[0-9](?s:.*){_C}(?s:.*)"
    rf"|(?:{_CITY})(?s:.*)"
    rf"|{_L}*(?:[0-9]+[A-Za-z]?|[A-Za-zÀ-ɏ]+,)[.,]*\s{_L}*[A-Za-zÀ-ɏ]{{2,}}{_L}*|{_L}*[A-Za-zÀ-ɏ]{{2,}}[.,]*\s{_L}*[0-9]{_L}*"
    rf"|(?:[A-Za-zÀ-ɏ.'-]+[ ,]+){{2,}}{_L}*|[A-Z][a-z]{{2,20}}"
)

DETECTOR = Detector(
    id="address",
    title="Postal address",
    title_zh="地址",
    references=("GB/T 35273-2020 annex A", "GB/T 23705-2009"),
    # A first look; the check does the rest.
    pattern=rf"(?s:.*)(?:{_CHINESE_FIRST}|{_ENGLISH_FIRST})(?s:.*)",
    lengths=(10, 600),
    gate=gate,
    check=check,
    role="trait",
    chance=0.02,
    under_header=_UNDER_HEADER,
    headers=(
        "地址", "住址", "家庭住址", "家庭地址", "户籍地址", "收货地址", "收件地址", "寄件地址", "详细地址", "现住址", "常住地址", "居住地址", "通讯地址", "联系地址",
        "户口所在地", "居住地", "住所", "门牌号", "身份证地址", "户籍所在地", "邮寄地址",
        "address", "addr", "home address", "detail address", "receiver address", "recipient address", "consignee address", "shipping address", "delivery address",
        "ship address", "mailing address", "postal address", "contact address", "user address", "full address", "residence", "residence address", "residential address",
        "street address", "address detail", "house number", "living address", "household register address", "id card address",
        "dz", "jtzz", "jtdz", "hjdz", "lxdz", "xzz", "txdz", "shdz", "xxdz", "czdz", "dizhi", "zhuzhi", "jiatingzhuzhi", "jiatingdizhi", "shouhuodizhi", "youjidizhi", "lianxidizhi",
    ),
    headers_against=(
        "btc", "eth", "bitcoin", "trc20", "erc20", "usdt", "blockchain", "链上", "区块", "memory address", "mem",
        "公司", "门店", "店铺", "仓库", "网点", "邮箱", "邮件", "图片", "下载", "链接", "网址", "内存", "企业", "单位", "商家", "供应商", "商户", "打卡", "考勤", "库区",
        "会议", "面试", "机构", "医院", "学校", "头像", "回调", "接口", "钱包", "开户行", "发货仓", "注册地址", "经营地址", "办公地址", "工厂", "站点",
        "ip", "mac", "url", "memory", "register", "modbus", "company", "store", "shop", "warehouse", "wallet", "email", "mail", "web",
        "site", "office", "corp", "branch", "merchant", "supplier", "hospital", "school", "bank", "avatar", "server", "host", "port", "contract", "token", "device", "plc",
        "business", "registered",
    ),
    examples=(
        "杭州文三路100号",
        "文三路100号3幢501",
        "浙江省杭州市西湖区文三路100号3幢2单元501室",
        "浙江省 杭州市 西湖区 文三路 100号 3-2-501",
        "上海市浦东新区张杨路500弄8号1202室",
        "广东省佛山市顺德区大良街道新桂村三组12号",
        "河南省周口市商水县张庄乡李家村3组",
        "天河区天河北路20号A栋1503房",
        "北京市海淀区中关村南大街甲5号院2号楼",
        "广州市白云区新市街自编12号",
        "台北市大安區忠孝東路四段100號5樓",
        "香港九龍旺角彌敦道600號12樓A室",
        "成都市武侯区人民南路四段十二号",
        "阳光花园3-2-501",
        "3栋2单元501室",
        "张三收 北京市朝阳区建国路88号",
        "Room 501, No. 100 Wensan Road, Xihu District, Hangzhou, Zhejiang",
        "No.88 Jianguo Lu, Chaoyang Qu, Beijing",
    ),
    near_misses={
        "浙江省杭州市西湖区": "a region",
        "杭州西湖区文三路": "a road",
        "杭州某某网络科技有限公司": "a company",
        "第二食品厂三号车间生产线": "a shop floor",
        "万达广场3号店": "a shop",
        "电路2号板3组": "a circuit",
        "收到,放在门卫室3号柜的": "a remark",
        "100 Main Street, Springfield": "not in China",
        "高速公路": "a kind of road",
        "12号线3站": "the metro",
    },
)  # fmt: skip
