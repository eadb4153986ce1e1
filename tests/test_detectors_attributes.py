"""What is said about persons: the headers that tell, the values that fit, and the columns that are none of it."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from tongguan.detector import builtin
from tongguan.detectors import age, geo_point
from tongguan.kernels import dates
from tongguan.kernels.tidy import tidy
from tongguan.scanning.headers import says

HEADERS = {
    "age": "年龄|age|patient_age|ageGroup|年龄段|出生年份|birth_year|yearOfBirth|患者年龄|客户年龄",
    "ethnicity": "民族|ethnicity|ethnic_group|nation|minzu|员工民族|民族名称",
    "nationality": "国籍|nationality|citizenship|籍贯|native_place|countryOfBirth|出生地|guoji|户籍所在地",
    "marital_status": "婚姻状况|marital|is_married|婚否|hyzk|wedlock|hunyinzhuangkuang|婚姻",
    "religion": "宗教信仰|religion|religiousBelief|staff_religion|zjxy|信仰|zongjiao",
    "political_affiliation": "政治面貌|political_affiliation|polity|zzmm|partyAffiliation|是否党员|zhengzhimianmao",
    "occupation": "职业|occupation|job_title|profession|职务|职称|工作岗位|zhiye",
    "employer": "工作单位|employer|current_company|workUnit|就职公司|gzdw|工作单位名称|客户工作单位",
    "education": "学历|education|highest_degree|最高学历|文化程度|毕业院校|alma_mater|xueli|所学专业|graduateSchool",
    "health": "诊断|诊断结果|diagnosis|diagnosis_code|allergy_history|过敏史|既往病史|血型|blood_type|门诊诊断|icd10_code|主诉|"
    "chiefComplaint|患者病史|用药情况|is_pregnant|家族病史|medical_history|bloodPressure|guominshi",
    "body_measure": "身高|体重|肺活量|height_cm|weight_kg|bmi|员工身高|body_weight|bodyHeight",
    "biometric": "人脸特征|face_embedding|faceFeature|指纹|声纹|voiceprint|虹膜特征|fingerprint|face_descriptor|人脸特征值|gait_feature|biometric_template",
    "genetic": "基因型|genotype|基因检测结果|snp|dna_sequence|rsid|karyotype|hla|vcf",
    "income": "收入|月薪|salary|annual_income|基本工资|wage|bonus|公积金缴存额|员工工资|年收入|monthlySalary|household_income",
    "credit": "征信|credit_score|芝麻分|信用等级|creditRating|逾期次数|fico|客户信用评分|overdue_days",
    "criminal_record": "犯罪记录|criminal_record|前科|无犯罪记录|has_criminal_record|社区矫正|convictions|罪名",
    "sexual_orientation": "性取向|sexual_orientation|sexualOrientation|sexuality|xingquxiang",
    "disability": "残疾|残疾等级|disability|disability_grade|是否残疾|低保户|hasDisability|残疾类别|canji",
    "org_name": "公司名称|company_name|supplierName|店铺名称|开户行|employer_company_name|所属企业",
    "geo_point": "经度|纬度|lng|lat|longitude|user_latitude|gps坐标|经纬度|gpsLocation|jingdu|user_lng|pickupLng",
    "track": "轨迹|运动轨迹|trajectory|gps_track|trackPoints|polyline|行踪轨迹|location_history",
    "gender": "性别|gender|sex|xingbie|员工性别|buyer_gender|称谓",
    "date_of_birth": "出生日期|birthday|dob|dateOfBirth|生日|出生年月|birth_date|客户生日|csrq|birth_month",
    "ip_address": "ip|login_ip|登录ip|clientIp|remote_addr|last_login_ip",
    "mac_address": "mac|mac_address|wifi_mac|物理地址|phoneMac",
    "uscc": "统一社会信用代码|credit_code|纳税人识别号|税号|unifiedSocialCreditCode|tax_no",
}
TRAPS = {
    "age": "page|message_age|account_age|库龄|账龄|适用年龄|stock_age|package|cacheAge|max_age|vehicle_age|average_age|image|usage",
    "ethnicity": "race|民族乐器|destination|nationwide|combination|race_no|民族节日",
    "nationality": "国籍代理|原产国|donation|country|vessel_nationality|货物国别|destination",
    "marital_status": "婚纱|marriage_photo_product|martial_arts|single|room_type",
    "religion": "religious_holiday|宗教节日|宗教场所|interfaith",
    "political_affiliation": "party_size|third_party|party|政治新闻|contract_party",
    "occupation": "job_id|cron_job|batchJob|定时任务|spark_job|招聘职位|print_job",
    "employer": "工作单位电话|employer_id|employer_phone|单位|unit|workbook",
    "education": "course_education|学历要求|适用学位|degrees_celsius|education_fee|教育分类|rotation_degree_angle",
    "health": "health|server_health|设备诊断|故障诊断|symptom_fault|fault_diagnosis|pet_allergy|宠物病史|diagnosis_time_id_device|health_check_url_host|"
    "package_weight|weight|height|product_weight|heat_treatment",
    "body_measure": "weight|height|package_weight|product_weight|计费体重|宠物体重|page_height|gross_weight_kg|包裹身高|尺码体重",
    "biometric": "face_value|device_fingerprint|设备指纹|browser_fingerprint|face_switch|人脸识别开关|surface|iris|fingerprint_sha256_file|cert_fingerprint|interface|encoding|typeface|ssh_fingerprint|tlsFingerprint",
    "genetic": "gene|generation|general|gene_name|水稻基因型|strain_genotype|gender|mouse_genotype|genre",
    "income": "营业收入|销售收入|主营业务收入|revenue|sales_income|operating_income|门店收入|订单收入|net_income|bonus_points|广告收入|incoming|income_tax_rate",
    "credit": "信用代码|统一社会信用代码|credit_code|credit_card|credit|credits|course_credit|学分|supplier_credit_rating|企业信用等级|invoice_overdue_days|credit_limit",
    "criminal_record": "crime|crime_rate|record|criminal_law|犯罪统计",
    "sexual_orientation": "orientation|screen_orientation|页面方向|sex",
    "disability": "disabled|is_disabled|account_disabled|无障碍设施|残疾人车位|disability_insurance",
    "geo_point": "store_lat|shop_lng|门店经度|warehouse_latitude|machine_lat|platform|flat|屏幕坐标|click_coordinates|latency|location_name|设备经度|lateral",
    "track": "track|track_no|tracking|tracking_number|track_id|track_name|快递轨迹|物流轨迹|mouse_trajectory|鼠标轨迹|soundtrack|路线|route|path|tool_trajectory",
    "gender": "pet_gender|适用性别|宠物性别|sexagesimal|sussex",
    "date_of_birth": "宠物生日|birthday_coupon|birth_place|生日提醒|birthrate|birth_weight|birthday_gift",
    "ip_address": "server_ip|网关ip|plc_ip|ship|zip|ip_count|equip|chip",
    "mac_address": "macro|mac_version|交换机mac|macos_version|pharmacy",
    "uscc": "credit_card|discredit",
    "org_name": "公司地址|company_address|公司联系人|organic|companion",
}


def each(table):
    return [(kind, name) for kind, names in table.items() for name in names.split("|")]


@pytest.mark.parametrize(("kind", "name"), each(HEADERS))
def test_its_header_says_so(kind, name):
    assert says(builtin()[kind], name)


@pytest.mark.parametrize(("kind", "name"), each(TRAPS))
def test_a_header_that_only_sounds_like_it_says_nothing(kind, name):
    assert not says(builtin()[kind], name)


def found(kind, values):
    return builtin()[kind].find(tidy(pa.array(values, type=pa.string()))).tolist()


# What is known by its header and by values that fit, and whether it needs company or persons beside it.
DECIDED = {
    # By kind: its role, whether it needs a header, needs company, is of persons only.
    "age": ("attribute", True, False, True),
    "ethnicity": ("attribute", False, True, True),
    "nationality": ("attribute", True, False, True),
    "marital_status": ("attribute", False, True, False),
    "religion": ("attribute", False, True, False),
    "political_affiliation": ("attribute", False, True, False),
    "occupation": ("attribute", True, False, True),
    "employer": ("attribute", True, False, True),
    "education": ("attribute", False, False, True),
    "health": ("attribute", True, False, False),
    "body_measure": ("attribute", True, False, True),
    "biometric": ("trait", True, False, False),
    "genetic": ("trait", True, False, False),
    "income": ("attribute", True, False, True),
    "credit": ("attribute", True, False, True),
    "criminal_record": ("attribute", True, False, False),
    "sexual_orientation": ("attribute", False, True, False),
    "disability": ("attribute", True, False, False),
    "org_name": ("organisation", False, False, False),
    "geo_point": ("attribute", False, False, True),
    "track": ("trait", False, True, False),
    "gender": ("attribute", False, False, False),
}


@pytest.mark.parametrize("kind", DECIDED)
def test_how_a_kind_is_known_is_decided(kind):
    d = builtin()[kind]
    assert (d.role, d.needs_header, d.needs_company, d.of_persons) == DECIDED[kind]


@pytest.mark.parametrize("kind", [kind for kind, decided in DECIDED.items() if decided[3]])
def test_what_statistics_say_too_shows_nobody(kind):
    assert builtin()[kind].role not in {"identifier", "name", "trait"}


FIT = {
    "age": "7|35|99|18-24|25~34岁|35-44|45岁以上|18岁以下|70后|90后|00后|1岁|11个月|15天|5岁3个月|1987|2015|25 years|>60|不满18岁|零3个月|55+",
    "nationality": "中国|中国台湾|美国|韩国|中国籍|加拿大籍华人|USA|JP|Korean|156|安徽省阜阳市|内蒙古自治区|620102|大不列颠及北爱尔兰联合王国",
    "occupation": "教师|个体户|Software Engineer|无业|退休|自由职业者|3|2-02-10|军人|学生|产业工人/职员|HR",
    "employer": "云启网络科技有限公司|市公安局|某某中学|Example GmbH|个体经营|无工作单位",
    "health": "2型糖尿病|急性上呼吸道感染|I10|E11.9|J06.900|O型|AB型Rh阴性|120/80|132/88mmHg|36.8|172|65.5|true|false|否认药物过敏史|青霉素|HIV阳性|孕28周|1|无殊|+++|Type 2 diabetes",
    "body_measure": "172|65.5|172cm|1.75米|65kg|130斤|172/65|3500ml|22.4|172-175",
    "biometric": "0.12,0.33,-0.98|[0.12, -0.98]|-0.0213|1.2e-05|aGVsbG8gd29ybGQgaGVsbG8=|https://oss.example.com/f/1.png|9f86d081884c7d659a2feaa0c55ad015|face/2024/a.jpg|/data/face/1001",
    "genetic": "AA|CT|G/G|0/1|1\\|1|rs429358|rs429358(C;T)|E3/E4|*1/*17|CYP2D6 *4/*10|BRCA1 c.68_69del|46,XY|47,XX,+21|HLA-B*15:02|阳性|未检出致病变异|GATTACAGATTACA|heterozygous",
    "income": "8000|12500.5|1.5e+05|¥12,000|8千|1.5万|10-20万|5000~8000元/月|15k|20K-35K|30万元以上|3000以下|面议|中等收入|0.8万元|≤5000|200元/天|5000元及以上",
    "credit": "712|350|A|AA|AAA|B-|C1|良好|极好|M1逾期|true|0|2次|30天|50000|good|正常",
    "criminal_record": "有犯罪记录|盗窃|是|否|true|0|2|诈骗罪，有期徒刑二年|None found",
    "disability": "视力残疾|肢体三级|四级|1|43|true|否|多重|听障|Visual",
    "education": "小学|初中|高中|中专|大专|本科|硕士|博士|大学专科|硕士研究生|博士研究生|高中及以下|本科及以上|专升本|工学学士|在职研究生|博士后|Bachelor's degree|Ph.D.|Master|"
    "High School|MBA|复旦大学|市第三中学|清华大学经济管理学院|Fudan University|University of Tokyo|西安电子科技大学（长安校区）|大学本科|普通高中|职高",
    "gender": "男|女|男性|女士|Male|FEMALE|Mr.|先生|1-男|女生",
    "org_name": "云启网络科技有限公司|恒信国际贸易有限责任公司|新希望集团|第三机床厂|小李便利店|蜜雪冰城学府路店|市中心医院|复旦大学|市公安局|教育委员会|招商银行股份有限公司杭州分行|"
    "Foo Bar Co., Ltd.|Foo LLC|Bar GmbH|Acme Corporation|Example (Shanghai) Trading Co.,Ltd|绿源果蔬专业合作社|瑞丰会计师事务所（普通合伙）|前进村村委会|Example Pte. Ltd.",
    "geo_point": "121.4737,31.2304|31.230416, 121.473701|121.473701 31.230416|POINT(121.4737 31.2304)|SRID=4326;POINT(121.4 31.2)|[121.4737,31.2304]|"
    '{"longitude": 121.4737, "latitude": 31.2304}|{"latitude":"31.2304","longitude":"121.4737","address":"x"}|31°13\'49"N, 121°28\'25"E|东经121°28′25″ 北纬31°13′49″|{"id":10023,"time":"2026-01-31","lat":31.23,"lng":121.47}',
    "track": "121.4737,31.2304;121.4740,31.2310;121.4750,31.2320|[[121.473,31.230],[121.474,31.231]]|LINESTRING (121.473 31.230, 121.474 31.231)|(121.473,31.230)->(121.474,31.231)|"
    "121.473,31.230,1700000000;121.474,31.231,1700000060|"
    '[{"lng":121.473,"lat":31.230},{"lng":121.474,"lat":31.231}]|MULTIPOINT((121.473 31.230),(121.474 31.231))|[{"ts":1700000000,"lat":31.2,"lon":121.4},{"ts":1700000060,"lat":31.3,"lon":121.5}]',
}


@pytest.mark.parametrize("kind", FIT)
def test_values_as_people_write_them_fit(kind):
    values = FIT[kind].replace("\\|", "\0").split("|")
    values = [value.replace("\0", "|") for value in values]
    missed = [value for value, fits in zip(values, found(kind, values), strict=True) if not fits]
    assert missed == []


def test_all_56_peoples_are_known_with_their_full_name_and_most_without():
    listed = "汉蒙回藏壮满侗瑶白傣黎佤畲水土羌怒京苗彝"
    assert all(found("ethnicity", [f"{people}族" for people in listed if people != "蒙"]))
    assert (
        len(
            {word for word in builtin()["ethnicity"].words if word.endswith("族")}
            - {"少数民族", "未识别民族"}
        )
        >= 56
    )
    assert np.mean(found("ethnicity", list(listed))) > 0.4


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("ethnicity", "汉族 回族 满族 壮族 维吾尔族 藏族 其他"),
        ("marital_status", "未婚 已婚 离异 丧偶 已婚 未婚 保密"),
        ("religion", "佛教 道教 基督教 天主教 伊斯兰教 无宗教信仰 其他"),
        ("political_affiliation", "中共党员 群众 共青团员 群众 预备党员 民盟盟员 群众"),
        ("education", "本科 大专 高中 硕士 初中 博士 其他"),
        ("sexual_orientation", "异性恋 同性恋 双性恋 异性恋 保密"),
        ("gender", "男 女 男 女 未知"),
    ],
)
def test_an_enumeration_is_known_under_any_header(kind, values):
    assert not builtin()[kind].needs_header
    assert np.mean(found(kind, values.split())) > 0.6


HARMLESS = {
    "colours": "红色 黑色 白色 米白 酒红 深空灰 卡其 银色 天蓝 白 黑 红",
    "plates' provinces": "京 沪 粤 苏 浙 鲁 藏 新 京 京 京",
    "countries": "中国 美国 日本 俄罗斯 朝鲜 蒙古 韩国 俄罗斯 俄罗斯",
    "full and empty": "满 空 满 满 空",
    "sizes": "S M L XL M L S",
    "goods": "连衣裙 羽绒服 保温杯 数据线 猫粮 学士帽 婚纱 佛珠",
    "courses": "高等数学 大学英语 小学数学 高中物理 艺术概论",
    "statuses": "待付款 已发货 已完成 审核中 驳回 正常 停用",
    "rooms": "单人间 双人间 标准间 single double suite single",
    "amounts": "12.50 99.00 1288.00 5.123 73.456 128.100",
    "versions": "1.2.3 10.0.1 2.4.18 3.11.7",
    "measurements": "1.234,5.678 2.345,6.789 12.345,67.890",
    "times": "08:30:00 12:15 2026-01-31 2026-06-30 18:00:00",
    "codes": "A01 B12 E11.9 SF1234567890 SKU-0001 K8s",
    "months of a fiscal year": "Q1 Q2 2026Q3 FY26 H1",
    "dishes": "鱼香肉丝 宫保鸡丁 佛跳墙 扬州炒饭 兰州拉面",
    "departments": "人力资源部 财务部 研发中心 心内科 教务处",
    "flags": "true false 1 0 是 否 Y N",
    "English words": "orange may large augmented marble jan decorate",
}  # fmt: skip
OPAQUE = [kind for kind in DECIDED if not DECIDED[kind][1]]


@pytest.mark.parametrize("what", HARMLESS)
@pytest.mark.parametrize("kind", OPAQUE)
def test_a_harmless_column_holds_few_of_it_if_any(kind, what):
    assert np.mean(found(kind, HARMLESS[what].split())) < 0.3


@pytest.fixture(scope="module")
def faker():
    Faker.seed(20260630)
    return Faker("zh_CN")


def test_every_company_another_program_makes_is_an_organisation_and_no_name_or_address_is(faker):
    assert all(found("org_name", [faker.company() for _ in range(500)]))
    assert not any(found("org_name", [faker.name() for _ in range(500)]))
    assert not any(found("org_name", [faker.address() for _ in range(500)]))


def test_an_address_that_ends_with_the_company_at_its_door_is_no_company(faker):
    addresses = [f"浙江省杭州市{faker.street_name()}{n + 1}号{faker.company()}" for n in range(200)]
    assert not any(found("org_name", addresses))


def test_every_job_another_program_makes_is_an_occupation_under_its_header(faker):
    assert np.mean(found("occupation", [faker.job() for _ in range(500)])) == 1


def test_no_name_and_no_address_is_an_attribute(faker):
    values = [faker.name() for _ in range(500)] + [faker.address() for _ in range(500)]
    for kind in OPAQUE:
        assert np.mean(found(kind, values)) < 0.01


@given(st.floats(73.5, 135), st.floats(18, 53.5))
def test_any_place_in_china_is_a_place_in_either_order(longitude, latitude):
    pair = [
        f"{longitude:.6f},{latitude:.6f}",
        f"{latitude:.6f}, {longitude:.6f}",
        f"POINT({longitude:.5f} {latitude:.5f})",
    ]
    assert found("geo_point", pair) == [True, True, True]
    assert found("track", [f"{pair[0]};{pair[0]}", pair[0]]) == [True, False]
    assert found("geo_point", [f"{pair[0]};{pair[0]}"]) == [False]


def test_a_place_elsewhere_counts_only_where_it_says_that_it_is_one():
    assert geo_point.somewhere(pa.array(["POINT(-122.4 37.7)", "12.3456,67.8901"])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("written", "youngest"),
    [
        ("13", 13), ("14岁", 14), ("35.5", 35), ("8个月", 0), ("28天", 0), ("13岁11个月", 13), ("10-15", 10), ("18~24岁", 18), ("60岁以上", 60), ("14岁以下", 0),
        ("<18", 0), ("不满18岁", 0), ("80后", -1), ("1990", -1), ("120", 120), ("under 12", 0), ("65+", 65), ("7 years", 7),
    ],
)  # fmt: skip
def test_an_age_is_the_youngest_it_allows(written, youngest):
    assert found("age", [written]) == [True]
    assert age.years(pa.array([written])).tolist() == [youngest]


def test_a_year_of_birth_is_its_last_day_and_a_generation_its_last_year():
    written = pa.array(["2012", "2012年", "2012年出生", "10后", "1990后", "95后", "35", "60岁"])
    assert age.born(written).tolist() == [20121231, 20121231, 20121231, 20191231, 19991231, 19991231, 0, 0]


DAY_FORMS = [
    "{0.day:02d}/{0.month:02d}/{0.year}", "{0.month}/{0.day}/{0.year}", "{0.day}.{0.month}.{0.year}", "{0.day:02d}-{0.month:02d}-{0.year} 08:30",
    "{0:%d-%b-%Y}", "{0:%d %B %Y}", "{0:%b %d, %Y}", "{0:%B %d, %Y 12:00:00 AM}", "{0:%a %b %d} 00:00:00 CST {0.year}", "{0.year} 年 {0.month} 月 {0.day} 日", "{0:%Y%m%d}000000",
    "{0.year}年{0.month}月{0.day}号",
]  # fmt: skip
days = st.lists(st.dates(date(1910, 1, 1), date(2039, 12, 31)), min_size=1, max_size=20)


@pytest.mark.parametrize("form", DAY_FORMS)
@given(days=days)
def test_a_birthday_is_read_in_other_ways_too_and_never_as_an_earlier_day(form, days):
    written = pa.array([form.format(day) for day in days])
    assert builtin()["date_of_birth"].find(written).all()
    true = np.array([dates.number_of(day) for day in days])
    read = dates.of_text(written)
    assert (read >= true).all()
    sure = np.array([day.day > 12 or day.day == day.month for day in days])
    assert (read[sure] == true[sure]).all()


@given(days=days)
def test_a_month_of_birth_is_its_last_day(days):
    for form in (
        "{0.year}年{0.month}月",
        "{0.year}-{0.month:02d}",
        "{0.year}.{0.month:02d}",
        "{0.year}/{0.month}",
    ):
        written = pa.array([form.format(day) for day in days])
        read = dates.of_text(written)
        assert builtin()["date_of_birth"].find(written).all()
        assert [n // 100 for n in read] == [dates.number_of(day) // 100 for day in days]
        after = [date(n // 10_000, n // 100 % 100, n % 100) + timedelta(days=1) for n in read.tolist()]
        assert {day.day for day in after} == {1}


@given(days=days)
def test_a_birthday_at_midnight_in_china_written_in_utc_is_that_day(days):
    evening = pa.array([f"{day - timedelta(days=1)}T16:00:00.000Z" for day in days])
    assert dates.of_text(evening).tolist() == [dates.number_of(day) for day in days]


def test_a_year_of_two_digits_is_read_only_beside_an_english_month_and_as_a_childs_where_it_may_be_one():
    assert dates.of_text(pa.array(["31-Jan-15", "31-Jan-90", "15-01-31"])).tolist() == [20150131, 19900131, 0]
    assert found("date_of_birth", ["15-01-31", "150131"]) == [False, False]


@pytest.mark.parametrize(
    "text", ["31/02/1990", "13/13/1990", "30 February 1990", "Foo 12, 1990", "12 Mayhem 1990"]
)
def test_other_ways_to_write_days_no_calendar_has_are_no_dates(text):
    assert found("date_of_birth", [text]) == [False]
    assert dates.of_text(pa.array([text])).tolist() == [dates.NO_DATE]
