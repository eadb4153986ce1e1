"""Names, addresses, masked and hashed values, by value alone: recall on others' data, and what is none of them.

Names and addresses come from Faker, whose given names and streets were not used to make the tables (its zh_CN
surnames were). The rest is written here by hand, and holds examples that a table or pattern was mended for: these
are tests that it stays so, no measure of how well unseen data does. Parts of the minority names are in the table.
"""

import hashlib
import random
from base64 import b64encode, urlsafe_b64encode

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from tongguan.detectors import address, hashed_id, masked_id, person_name
from tongguan.kernels.text import Text
from tongguan.kernels.tidy import tidy

DETECTORS = {module.DETECTOR.id: module.DETECTOR for module in (person_name, address, masked_id, hashed_id)}


def found(kind, values):
    return DETECTORS[kind].find(tidy(pa.array(values, type=pa.string())))


def share(kind, values):
    return float(np.mean(found(kind, values)))


def made(locale, method, n=1500):
    faker = Faker(locale)
    faker.seed_instance(20261124)
    return [getattr(faker, method)() for _ in range(n)]


HANDMADE_NAMES = [
    "张桂英",
    "王秀兰",
    "李梓涵",
    "刘浩宇",
    "陈奕辰",
    "杨欣怡",
    "赵宇轩",
    "黄诗涵",
    "周俊杰",
    "吴雨桐",
    "徐子墨",
    "孙一诺",
    "胡可馨",
    "朱沐宸",
    "高瑾瑜",
    "林芷若",
    "何煜城",
    "郭懿轩",
    "马晟睿",
    "罗玥彤",
    "梁晞",
    "宋烨",
    "郑垚",
    "谢昕玥",
    "韩熠",
    "唐珺",
    "冯焱",
    "于洋",
    "董力",
    "萧敬腾",
    "程小东",
    "曹志国",
    "袁红梅",
    "邓建军",
    "许大茂",
    "傅明霞",
    "沈阿根",
    "曾广福",
    "彭土生",
    "吕二妮",
    "逄锦聚",
    "仉磊",
    "郗杰英",
    "亓新政",
    "逯军",
    "訾小春",
    "冼东妹",
    "佟大为",
    "芦苇花",
    "撒贝宁",
    "鲜敏",
    "蔺相如",
    "苟晓丽",
    "庹宗华",
    "佘诗曼",
    "麻衣美",
    "宓雪芳",
    "笪林",
    "缪建民",
    "厍青莲",
    "欧阳修文",
    "司马晓光",
    "诸葛瑾瑜",
    "上官婉清",
    "慕容雪村",
    "令狐楚云",
    "皇甫立新",
    "尉迟明",
    "东方朔",
    "夏侯惇",
    "呼延庆",
    "澹台明月",
    "陈冯富珍",
    "范徐丽泰",
    "张杨玉兰",
]
TRADITIONAL = "張學友 陳慧嫻 劉德華 黃曉明 趙麗穎 楊麗華 吳鎮宇 蔣夢麟 鄭秀文 謝賢良 鄧麗君 蕭薔 蘇慧倫 葉倩文 歐陽震華 諸葛亮明 賴聲川 關之琳 馮寶寶 羅嘉良 龍應台"
MINORITY = (
    "买买提·吐尔逊 阿不都热合曼·艾力 古丽巴哈尔·买买提 买买提吐尔逊 阿依古丽 热依拉 迪丽热巴 努尔艾力 古丽娜扎 扎西次仁 卓玛央金 格桑梅朵 洛桑加措 "
    "巴特尔 乌云其其格 斯琴高娃 哈斯巴根 娜仁图雅 约翰•史密斯 玛丽．居里 阿布都拉江"
)
PINYIN = (
    "Zhang Weimin|ZHANG WEIMIN|ZHANG/WEIMIN|Weimin Zhang|zhang wei min|Zhang, Wei-min|Wang Fang|Li Na|OUYANG Nana|Lv Xiaojun|Xu Xi'an|CHAN Tai Man|Wong Siu-ming|"
    "LEUNG Ka Fai|Siu Ming Wong|Tsai Ing-wen|Hsu Chih-wei|LI/NA|Ni Hao|Zhuge Liang"
)
SEVERAL = (
    "张伟、李娜|王芳，刘洋|陈静;杨洋|张伟 李娜|赵磊/周杰|张 伟|张　伟|张伟,李娜,王强|买买提·吐尔逊、张伟"
)
NO_NAMES = [
    "连衣裙",
    "电饭煲",
    "羽绒服",
    "双肩包",
    "运动鞋",
    "方便面",
    "洗衣液",
    "保温杯",
    "充电宝",
    "蓝牙耳机",
    "鱼香肉丝",
    "宫保鸡丁",
    "金针菇",
    "胡萝卜",
    "黄瓜",
    "白菜",
    "苹果",
    "香蕉",
    "牛奶",
    "面包",
    "饼干",
    "矿泉水",
    "红色",
    "黄色",
    "白色",
    "蓝色",
    "金色",
    "周一",
    "星期三",
    "高兴",
    "谢谢",
    "你好",
    "再见",
    "成功",
    "失败",
    "完成",
    "未知",
    "其他",
    "男",
    "女",
    "已婚",
    "汉族",
    "回族",
    "中国",
    "北京",
    "上海",
    "杭州市",
    "朝阳区",
    "余杭",
    "高平",
    "文山",
    "经理",
    "总监",
    "工程师",
    "程序员",
    "司机",
    "教师",
    "护士",
    "会计",
    "出纳",
    "厨师",
    "保安",
    "保洁员",
    "文员",
    "主管",
    "高级经理",
    "管理员",
    "服务员",
    "人力资源",
    "财务部",
    "市场部",
    "研发中心",
    "行政部",
    "采购部",
    "数学",
    "语文",
    "英语",
    "物理",
    "化学",
    "体育",
    "音乐",
    "美术",
    "华为",
    "小米",
    "联想",
    "海尔",
    "美的",
    "格力",
    "索尼",
    "惠普",
    "戴尔",
    "乔丹",
    "西门子",
    "可口可乐",
    "星巴克",
    "麦当劳",
    "支付宝",
    "微信",
    "顺丰",
    "圆通",
    "中通",
    "张",
    "王",
    "欧阳",
    "司马",
    "第三章",
    "第一组",
    "二号楼",
    "三年级",
    "四川省",
    "五一路",
    "张家口市",
    "王府井大街",
    "李宁",
]


def test_names_another_program_makes_are_found():
    assert share("person_name", made("zh_CN", "name")) >= 0.96
    assert share("person_name", made("zh_TW", "name")) >= 0.98


@pytest.mark.parametrize(
    ("values", "at_least"),
    [
        (HANDMADE_NAMES, 0.93),
        (TRADITIONAL.split(), 0.95),
        (MINORITY.split(), 0.95),
        (PINYIN.split("|"), 1.0),
        (SEVERAL.split("|"), 1.0),
    ],
    ids=["rare and new", "traditional", "minority", "pinyin", "several in a cell"],
)
def test_names_of_every_form_are_found(values, at_least):
    hits = found("person_name", values)
    assert np.mean(hits) >= at_least, [v for v, hit in zip(values, hits, strict=True) if not hit]


def test_no_goods_places_posts_colours_or_brands_are_names():
    hits = found("person_name", NO_NAMES)
    assert [v for v, hit in zip(NO_NAMES, hits, strict=True) if hit] == []


@pytest.mark.parametrize(
    ("locale", "method"),
    [
        ("zh_CN", "job"),
        ("zh_CN", "company"),
        ("en_US", "job"),
        ("en_US", "city"),
        ("ja_JP", "romanized_name"),
    ],
)
def test_posts_companies_cities_and_japanese_names_are_no_names(locale, method):
    assert share("person_name", made(locale, method)) < 0.02


def test_two_english_words_are_seldom_a_name_in_pinyin():
    faker = Faker("en_US")
    faker.seed_instance(3)
    assert share("person_name", [" ".join(faker.words(2)) for _ in range(3000)]) < 0.005


def test_one_part_of_several_that_is_no_name_spoils_the_cell():
    assert found("person_name", ["张伟、李娜", "张伟、电饭煲", "红色、黄色", "张伟、、李"]).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_a_name_and_its_traditional_form_are_told_alike():
    pairs = [
        ("张伟", "張偉"),
        ("赵丽颖", "趙麗穎"),
        ("欧阳娜娜", "歐陽娜娜"),
        ("黄色", "黃色"),
        ("云南", "雲南"),
    ]
    simple, old = (found("person_name", side).tolist() for side in zip(*pairs, strict=True))
    assert simple == old


ADDRESSES = [
    "北京市朝阳区建国路88号SOHO现代城A座1503",
    "文三路100号3幢501",
    "浙江省杭州市余杭区仓前街道良睦路1399号21幢102室",
    "河南省周口市商水县张庄乡李家村3组",
    "四川省凉山彝族自治州昭觉县竹核乡大温泉村二组",
    "湖南省邵阳市隆回县滩头镇狗爬岩村五组17号",
    "上海市徐汇区漕溪北路1200弄15号602室",
    "广东省深圳市南山区科技园南区R2-B栋4楼",
    "重庆市渝北区龙溪街道红锦大道57号附12号",
    "天津市和平区南京路一百二十八号",
    "新疆乌鲁木齐市天山区解放南路甲12号院3号楼2单元401",
    "武汉市洪山区珞喻路1037号华中科技大学紫菘公寓12栋305室",
    "浙江省 杭州市 西湖区 文三路 100号 3-2-501",
    "北京市东城区东四十条胡同甲22号",
    "北京市海淀区中关村南大街５号院２号楼",
    "阳光花园3-2-501",
    "翠苑一区15幢3单元402室",
    "3栋2单元501室",
    "5号楼1201室",
    "张三 13800000000 江苏省苏州市工业园区星湖街328号",
    "台北市大安區忠孝東路四段100號5樓之3",
    "香港九龍旺角彌敦道600號12樓A室",
    "广州市白云区新市街自编12号",
    "Room 501, No. 100 Wensan Road, Xihu District, Hangzhou, Zhejiang",
    "No.88 Jianguo Lu, Chaoyang Qu, Beijing",
    "Flat A, 12/F, 600 Nathan Road, Mong Kok, Kowloon, Hong Kong",
]
NO_ADDRESSES = [
    "浙江省杭州市西湖区", "北京", "文三路", "杭州西湖区文三路", "张庄乡", "中国", "北京市朝阳区", "杭州某某网络科技有限公司", "第二食品厂三号车间生产线", "电路2号板3组",
    "第3组", "3号", "12号线", "地铁2号线人民广场站", "高速公路G15", "2024年3月5日", "一楼大厅", "请放在门卫室3号柜子里,谢谢你", "3室2厅1卫", "精装修三室两厅",
    "https://example.com/path/3号", "192.168.1.1", "版本3.2.1", "产品型号A-3-201", "初三2班5号", "第3排第5座", "2号仓库", "K1路公交车", "红色42号", "三年级二班",
    "100 Main Street, Springfield, IL", "Building a better world", "Road bike 2024", "order no. 123 at the end of the street",
]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "method"), [("zh_CN", "address"), ("zh_TW", "address"), ("zh_CN", "street_address")]
)
def test_addresses_another_program_makes_are_found(locale, method):
    assert share("address", made(locale, method)) >= 0.98


@pytest.mark.parametrize("value", ADDRESSES)
def test_an_address_down_to_the_door_is_found(value):
    assert found("address", [value]).tolist() == [True]


@pytest.mark.parametrize("value", NO_ADDRESSES)
def test_a_region_a_street_and_what_only_has_numbers_are_no_address(value):
    assert found("address", [value]).tolist() == [False]


@pytest.mark.parametrize(
    "method",
    ["company", "name", "job", "sentence", "province", "city_name", "phone_number", "ssn", "uri", "date"],
)
def test_other_values_are_no_addresses(method):
    assert share("address", made("zh_CN", method, 500)) == 0


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("连衣裙", address.NOTHING),
        ("浙江省杭州市西湖区", address.REGION),
        ("浙江省杭州市西湖区文三路", address.STREET),
        ("杭州市文三路100号", address.DOOR),
        ("河南省商水县张庄乡李家村3组", address.DOOR),
        ("杭州市文三路100号3幢501室", address.HOUSEHOLD),
        ("No. 100 Wensan Road, Hangzhou, Zhejiang", address.DOOR),
        ("Room 501, No. 100 Wensan Road, Hangzhou, Zhejiang", address.HOUSEHOLD),
    ],
)
def test_an_address_is_graded_by_how_near_it_comes(value, grade):
    assert address.grade(pa.array([value])).tolist() == [grade]


@given(
    st.lists(st.text(st.sampled_from("杭州市文三路号幢村组0123一二 -室区张伟a,。"), max_size=30), max_size=20)
)
def test_what_is_found_is_what_is_graded_a_door_or_finer(values):
    array = pa.array(values, type=pa.string())
    found = DETECTORS["address"].find(array)
    graded = address.grade(array) >= address.DOOR
    short = np.array([len(v.encode()) < 10 for v in values], dtype=bool)
    assert (found == (graded & ~short)).all()


def masked_by(rule, values):
    return [rule(value) for value in values]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("person_name", masked_by(lambda v: v[0] + "*" * (len(v) - 1), made("zh_CN", "name"))),
        ("person_name", masked_by(lambda v: "*" + v[1:], made("zh_CN", "name"))),
        ("person_name", masked_by(lambda v: v[0] + "先生", made("zh_CN", "name"))),
        ("person_name", masked_by(lambda v: v[0] + "某某", made("zh_CN", "name"))),
        ("cn_mobile", masked_by(lambda v: v[:3] + "****" + v[7:], made("zh_CN", "phone_number"))),
        ("cn_mobile", masked_by(lambda v: f"+86 {v[:3]}xxxx{v[7:]}", made("zh_CN", "phone_number"))),
        ("cn_resident_id", masked_by(lambda v: v[:6] + "*" * 8 + v[14:], made("zh_CN", "ssn"))),
        ("cn_resident_id", masked_by(lambda v: v[:4] + "x" * 10 + v[14:], made("zh_CN", "ssn"))),
        ("email", masked_by(lambda v: v[0] + "***@" + v.split("@")[1], made("en_US", "email"))),
        ("address", masked_by(lambda v: v + "****", made("zh_CN", "province"))),
    ],
)  # fmt: skip
def test_masked_values_are_found_and_it_is_told_what_they_cover(kind, values):
    assert share("masked_id", values) >= 0.99
    told = masked_id.masked_of(tidy(pa.array(values))).to_pylist()
    assert told.count(kind) >= 0.99 * len(values)


@pytest.mark.parametrize(
    "values",
    [NO_NAMES, NO_ADDRESSES, HANDMADE_NAMES, TRADITIONAL.split(), MINORITY.split(), ADDRESSES[:-2],
     ["****", "***", "*", "A*", "第*章", "*必填", "5x7", "1920x1080", "a*b*c", "100*200*300", "x x x", "# title", "2*2", "** bold **", "C#", "F#"]],
)  # fmt: skip
def test_nothing_is_masked_where_nothing_is_covered(values):
    hits = found("masked_id", values)
    assert [v for v, hit in zip(values, hits, strict=True) if hit] == []


def test_no_number_code_or_time_another_program_makes_is_masked():
    for method in (
        "ean",
        "iban",
        "date",
        "time",
        "uri",
        "uuid4",
        "hex_color",
        "file_name",
        "sentence",
        "phone_number",
        "credit_card_number",
    ):
        assert share("masked_id", made("en_US", method, 500)) == 0, method


METHODS = [hashlib.md5, hashlib.sha1, hashlib.sha224, hashlib.sha256, hashlib.sha384, hashlib.sha512]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
@pytest.mark.parametrize(
    "write",
    [
        lambda d: d.hex(),
        lambda d: d.hex().upper(),
        lambda d: b64encode(d).decode(),
        lambda d: b64encode(d).decode().rstrip("="),
        lambda d: urlsafe_b64encode(d).decode(),
        lambda d: "sha256:" + d.hex(),
        lambda d: "{SM3}" + d.hex(),
    ],
    ids=["hex", "upper", "base64", "unpadded", "urlsafe", "prefix", "braces"],
)
def test_digests_are_found_however_they_are_written(method, write):
    values = [write(method(f"138{n:08d}".encode()).digest()) for n in range(500)]
    assert share("hashed_id", values) >= 0.995


def test_a_digest_has_one_canonical_form():
    digest = hashlib.md5(b"13812345678").hexdigest()
    canon = DETECTORS["hashed_id"].canon(
        pa.array([digest, digest.upper(), f"md5:{digest}", f"{{MD5}}{digest.upper()}"])
    )
    assert set(canon.to_pylist()) == {digest}


def test_numbers_words_and_uuids_are_no_digests():
    rng = random.Random(5)
    numbers = ["".join(rng.choice("0123456789") for _ in range(32)) for _ in range(500)]
    letters = ["".join(rng.choice("abcdefghij") for _ in range(40)) for _ in range(500)]
    assert not any(found("hashed_id", [*numbers, *letters, *made("en_US", "uuid4", 200)]))


def test_only_a_header_makes_a_hashed_value_one_of_a_person():
    assert DETECTORS["hashed_id"].needs_header


@given(
    st.lists(
        st.text(
            st.sampled_from("王李张欧阳伟芳 、,;/·•a Zhangweiming-'买提古丽𠮷先生"), min_size=1, max_size=14
        ),
        max_size=30,
    )
)
def test_the_quick_way_to_names_finds_what_the_pattern_finds(values):
    array = pa.array(values, type=pa.string())
    slow = np.asarray(pc.match_substring_regex(array, f"^(?:{person_name.DETECTOR.pattern})$"))
    text = Text.of(array)
    begins = np.array([value[0].isalpha() for value in values], dtype=bool)
    tried = begins & (text.lengths >= person_name.DETECTOR.lengths[0])
    assert (person_name.quick(text)[tried] == slow[tried]).all()


# By hand: brands, goods, places, firms, films, posts and notes in English. The brands of the first lines are called as
# their founders were; those among them that the detector lists were listed after seeing these.
NOBODY_IN_ENGLISH = (
    """
Calvin Klein/Ralph Lauren/Tommy Hilfiger/Jack Daniels/Johnnie Walker/Michael Kors/Kate Spade/Marc Jacobs
Louis Vuitton/Hugo Boss/Mary Kay/Tom Ford/Coca Cola/Burger King/Pizza Hut/Red Bull/General Electric/Rolls Royce
Land Rover/Aston Martin/Alfa Romeo/Mercedes Benz/Harley Davidson/Under Armour/New Balance/North Face/Old Navy
Banana Republic/Gap Kids/Estee Lauder/Bobbi Brown/Elizabeth Arden/Max Factor/Charlotte Tilbury/Victoria Secret
Bath Body Works/Procter Gamble/Morgan Stanley/Goldman Sachs/Wells Fargo/Bank Of America/American Express
Standard Chartered/Delta Air Lines/British Airways/Cathay Pacific/Singapore Airlines/Best Buy/Home Depot
Whole Foods/Trader Joe/Dr Pepper/Ben Jerry/Uncle Ben/Betty Crocker/Aunt Jemima/Sara Lee/Wireless Speaker
Portable Kettle/Smart Lamp/Cotton Shirt/Leather Wallet/Running Shoes/Summer Dress/Winter Jacket
Stainless Steel Bottle/Bluetooth Headphones/Gaming Keyboard/Coffee Maker/Air Fryer/Vacuum Cleaner
Electric Toothbrush/Yoga Mat/Baby Stroller/Dog Food/Cat Litter/Green Tea/Dark Chocolate/Peanut Butter/Olive Oil
Soy Sauce/Rice Cooker/Phone Case/Power Bank/Desk Lamp/Office Chair/Laptop Stand/Water Bottle/Travel Mug
Silk Scarf/Denim Jeans/Polo Shirt/Jordan Retro High/Teddy Bear/Barbie Doll/Lazy Susan/Mason Jar/Bloody Mary
Philips Screwdriver/Oxford Shirt/Chelsea Boots/Hong Kong/New York/Los Angeles/San Francisco/San Diego/Las Vegas
Saint Paul/Santa Monica/New Orleans/Salt Lake City/Kansas City/Cape Town/Buenos Aires/Rio De Janeiro/Mexico City
Kuala Lumpur/Tel Aviv/Abu Dhabi/Victoria Harbour/Charlotte Amalie/Mount Everest/Lake Victoria/Hyde Park
Central Park/Times Square/Abbey Road/Wall Street/Fifth Avenue/Oxford Street/James Bay/Alice Springs/Jackson Hole
Austin Texas/North Carolina/South Dakota/West Virginia/Puerto Rico/Costa Rica/Sri Lanka/United Kingdom
Silicon Valley/St Louis/Prince George/Port Louis/Santa Maria/San Antonio/San Jose/Johnson Controls
Martin Marietta/Lockheed Martin/Texas Instruments/Thomson Reuters/Thomas Cook Group/John Deere
John Lewis Partners/Charles Schwab/Edward Jones/Jones Lang Lasalle/Ernst Young/Baker Hughes/Kimberly Clark
Colgate Palmolive/Marsh Mclennan/Arthur Andersen/William Hill/Philip Morris/Henry Schein/Dell Technologies
Acme Corporation/Global Logistics Ltd/Pacific Trading Co/Golden Dragon Import/Sunrise Textile
Bright Star Electronics/Blue Ocean Shipping/Eastern Express/Northern Lights/Royal Dutch Shell/Deutsche Bank
Credit Suisse/Air France/Daily Mail/Financial Times/Rolling Stone/Vanity Fair/Harry Potter/Star Wars
Game Of Thrones/Forrest Gump/Iron Man/Breaking Bad/Happy Birthday/Sales Manager/Software Engineer/Vice President
Data Analyst/Customer Service/Human Resources/Marketing Director/In Progress/Not Started/On Hold/Gold Member
Free Shipping/Express Delivery/Credit Card/Bank Transfer/Apple Pay/Data Center/Main Building/East Wing
Conference Room/Meeting Room/Steel Pipe/Hydraulic Pump/Ball Bearing/Control Panel/Gear Box/Safety Valve
Monday Morning/Christmas Eve/Valentine Day/Black Friday/Grand Hotel/Sheraton Suites/Four Seasons/Holiday Inn
Ritz Carlton/Hilton Garden Inn/Paul Street/Crystal Palace/Martin Luther King Day/Lily Flower/Rose Garden
Marine Drive/Amber Necklace/Ruby Ring/Daisy Chain/Angel Wings/Victor Mousetrap/Diesel Engine/Frank Sausage
Mark Twain Hotel/Guy Laroche Perfume
""".strip()
    .replace("\n", "/")
    .split("/")
)


@pytest.mark.parametrize("case", [str, str.upper])
def test_fewer_than_one_in_ten_english_brands_goods_and_places_are_taken_for_names(case):
    assert len(NOBODY_IN_ENGLISH) > 200
    assert sum(found("person_name", [case(text) for text in NOBODY_IN_ENGLISH])) < 0.1 * len(
        NOBODY_IN_ENGLISH
    )


@pytest.mark.parametrize(
    ("locale", "share"), [("en_US", 0.9), ("en_GB", 0.9), ("fr_FR", 0.85), ("pt_BR", 0.7)]
)
def test_most_western_names_another_program_makes_are_found_though_the_given_names_are_its_own(locale, share):
    faker = Faker(locale)
    Faker.seed(20260630)
    assert sum(found("person_name", [faker.name() for _ in range(1000)])) > share * 1000
