"""What a column of each kind looks like: its values, and what people call it.

``shown`` says what makes the kind known: ``check`` (a check digit), ``shape`` (a telling form), ``weak`` (a letter
and eight digits, which could be any code), ``words``
(names, addresses, closed lists), or ``header``: no value can show it, so it is scored only under a
helpful header. ``beside`` marks what is somebody's only beside other columns about persons (an age, a
degree, a point on the map); such columns are scored only there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from . import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from .values import World

Shown = Literal["check", "shape", "weak", "words", "header"]


@dataclass(frozen=True)
class Maker:
    """One way in which a column of *kind* comes.

    ``also`` are other kinds that are as right: the number on a driving licence is a resident ID number.
    ``also_opaque`` are right where the header says nothing. ``headers`` overrides those of the kind.
    """

    kind: str
    variant: str
    make: Callable[[World], Any]
    shown: Shown
    beside: bool = False
    also: tuple[str, ...] = ()
    also_opaque: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    type: pa.DataType | None = None

    @property
    def helpful(self) -> tuple[str, ...]:
        """Return the headers that say what it is."""
        return self.headers or HEADERS[self.kind]

    @property
    def label(self) -> str:
        """Return kind and variant."""
        return f"{self.kind}: {self.variant}"


def _w(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEADERS: dict[str, tuple[str, ...]] = {
    "cn_resident_id": _w("身份证号 身份证号码 公民身份号码 证件号码 id_card idCardNo id_no identity_no sfzh shenfenzheng cert_no user_id_card"),
    "cn_mobile": _w("手机号 手机号码 联系电话 收货人手机 mobile phone phoneNumber contact_phone sjh shoujihao lxdh receiver_mobile buyer.phone 预留手机号"),
    "cn_landline": _w("固定电话 座机 办公电话 家庭电话 landline home_phone officePhone gddh zuoji"),
    "person_name": _w("姓名 客户姓名 收货人 联系人 患者姓名 real_name contactName receiver_name xm xingming employee_name 持卡人 buyer.name"),
    "address": _w("收货地址 家庭住址 详细地址 户籍地址 address home_address receiverAddress jtzz detail_address xiangxidizhi"),
    "email": _w("邮箱 电子邮箱 email userEmail e_mail contact_email dzyx youxiang"),
    "bank_card": _w("银行卡号 卡号 工资卡号 bank_card bankCardNo card_no yhkh yinhangkahao pan"),
    "bank_account": _w("银行账号 收款账号 对公账号 bank_account bankAccountNo account_no yhzh"),
    "cn_passport": _w("护照号 护照号码 passport passport_no passportNumber hzh huzhaohao"),
    "travel_permit": _w("回乡证号 港澳居民来往内地通行证 通行证号码 港澳通行证 travel_permit_no hk_macau_permit"),
    "hk_id": _w("香港身份证 香港身份证号 hkid hk_id_no hkidNo"),
    "tw_id": _w("台湾身份证 台湾身份证号 tw_id taiwanIdNo"),
    "military_id": _w("军官证号 士兵证号 军人证件号 military_id officer_id_no junguanzheng"),
    "driving_licence": _w("驾驶证号 驾驶证号码 驾照号 driving_licence driver_license_no driverLicense jszh"),
    "vehicle_plate": _w("车牌号 车牌 号牌号码 plate_no licensePlate license_plate cph chepaihao"),
    "vin": _w("车架号 车辆识别代号 vin VIN vin_code frame_no chejiahao"),
    "uscc": _w("统一社会信用代码 社会信用代码 信用代码 uscc credit_code creditCode tyshxydm"),
    "org_name": _w("公司名称 企业名称 单位名称 客户公司 company_name companyName enterprise_name gsmc supplier_name 供应商名称"),
    "date_of_birth": _w("出生日期 生日 出生年月 birthday birth_date dateOfBirth dob csrq chushengriqi"),
    "age": _w("年龄 age user_age patientAge nianling 投保年龄"),
    "gender": _w("性别 gender sex xb xingbie user_sex"),
    "ethnicity": _w("民族 ethnicity ethnic_group mz minzu nation"),
    "nationality": _w("国籍 nationality nationalityName guoji citizenship"),
    "marital_status": _w("婚姻状况 婚姻 婚否 marital_status maritalStatus hyzk hunyinzhuangkuang"),
    "religion": _w("宗教信仰 信仰 religion religious_belief zjxy"),
    "political_affiliation": _w("政治面貌 political_status politicalStatus zzmm party_member zhengzhimianmao"),
    "occupation": _w("职业 从事职业 职务 occupation job_title jobTitle zhiye profession"),
    "employer": _w("工作单位 就业单位 单位 employer work_unit workUnit gzdw gongzuodanwei"),
    "education": _w("学历 文化程度 最高学历 education education_level degree xl xueli"),
    "body_measure": _w("身高 体重 肺活量 height_cm weight_kg bmi bodyHeight 员工身高"),
    "health": _w("诊断 诊断结果 既往病史 过敏史 主诉 diagnosis medical_history allergyHistory chief_complaint"),
    "biometric": _w("人脸特征 人脸特征值 指纹特征 声纹 face_feature faceEmbedding fingerprint_template iris_code"),
    "genetic": _w("基因型 基因检测结果 genotype snp_genotype dna_result gene_test_result"),
    "income": _w("月薪 年收入 税前工资 基本工资 实发工资 salary monthly_income annualIncome gongzi"),
    "credit": _w("芝麻信用分 征信评分 信用评分 credit_score creditScore zhima_score 征信记录"),
    "criminal_record": _w("犯罪记录 前科 违法犯罪记录 criminal_record criminalRecord"),
    "sexual_orientation": _w("性取向 sexual_orientation sexualOrientation"),
    "disability": _w("残疾类别 残疾等级 残疾情况 disability disability_type disabilityLevel"),
    "ip_address": _w("IP 登录IP ip_address client_ip loginIp user_ip IP地址 last_login_ip"),
    "mac_address": _w("MAC地址 mac mac_address macAddr device_mac wifi_mac"),
    "imei": _w("IMEI imei device_imei 手机串号 imei1"),
    "imsi": _w("IMSI imsi sim_imsi"),
    "iccid": _w("ICCID iccid sim_iccid SIM卡号"),
    "ad_id": _w("IDFA idfa oaid OAID gaid advertising_id android_id"),
    "wechat_id": _w("微信号 微信 wechat wechat_id wxid weixinhao"),
    "wechat_openid": _w("openid open_id wx_openid 微信openid openId"),
    "qq": _w("QQ QQ号 qq qq_no qqNumber QQ号码"),
    "alipay_id": _w("支付宝账号 支付宝用户ID alipay_user_id alipayId alipay_account 支付宝"),
    "username": _w("用户名 昵称 登录名 username nickname nick_name userName login_name"),
    "account_id": _w("用户ID 会员号 user_id userId member_id uid customer_id 客户编号 会员ID"),
    "password": _w("密码 登录密码 password user_password pwd pay_password"),
    "geo_point": _w("经纬度 坐标 定位 location_gps lnglat gps user_location"),
    "track": _w("行踪轨迹 轨迹 运动轨迹 track trajectory gps_track"),
    "social_security_no": _w("社保号 社会保障号码 社保卡号 social_security_no ssn socialSecurityNo"),
    "medical_insurance_no": _w("医保卡号 医保号 医保编号 medical_insurance_no medicalInsuranceNo ybkh"),
    "student_no": _w("学籍号 学号 全国学籍号 student_no studentId xueji xuehao"),
    "employee_no": _w("工号 员工编号 员工号 employee_no employeeId emp_no gonghao job_number"),
    "hashed_id": _w("phone_md5 手机号MD5 mobile_hash id_card_sha256 idcardMd5 email_sha1 手机号_加密 身份证哈希"),
    "masked_id": _w("手机号 身份证号 手机号_脱敏 phone_masked masked_id_card 姓名脱敏 mobile"),
}  # fmt: skip

OPAQUE = _w("c0 c3 col_17 F12 x field_8 V1 column5 a f_03 attr7 k2 data3 Unnamed:_4 _c6 字段7 列12 属性2")
MISLEADING = _w(
    "order_no remark 备注 字段3 商品名称 product_name amount content memo ext1 code 编号 status title 描述 sku tracking_no "
    "订单号 version key value extra_info dept_name 数量 flag create_time url"
)
# Over a PI column, the header of another.
MISLEADING_PI = {
    "person_name": _w("phone 身份证号 address email"),
    "address": _w("姓名 email phone 身份证号"),
    "cn_mobile": _w("姓名 name address email 身份证号 qq"),
    "cn_resident_id": _w("name 姓名 手机号 address bank_card email"),
    "bank_card": _w("address phone 身份证号 姓名 account"),
    "email": _w("phone 姓名 微信号 name"),
    "vehicle_plate": _w("姓名 phone vin"),
    "cn_landline": _w("姓名 fax address"),
}


def _age(w: World) -> int:
    return min(99, max(1, int(w.random.gauss(38, 15))))


def _hash(algorithm: str) -> Callable[[World], str]:
    return lambda w: hashlib.new(algorithm, w.mobile().encode()).hexdigest()


def mask(w: World, value: str) -> str:
    """Return *value* with its middle masked as shops do it."""
    if len(value) == 11:
        return f"{value[:3]}****{value[-4:]}"
    if len(value) == 18:
        return w.pick((f"{value[:4]}**********{value[-4:]}", f"{value[:6]}********{value[-4:]}", f"{value[0]}****************{value[-1]}"))  # fmt: skip
    if len(value) <= 4:
        return value[0] + "*" * (len(value) - 1)
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}"


def _point(w: World) -> tuple[float, float]:
    return round(w.random.uniform(100, 122), 6), round(w.random.uniform(22, 41), 6)


def _track(w: World) -> str:
    lng, lat = _point(w)
    steps = [
        {"t": 1_700_000_000 + 30 * i, "lng": round(lng + 0.001 * i, 6), "lat": round(lat + 0.0007 * i, 6)}
        for i in range(w.random.randint(5, 12))
    ]
    return json.dumps(steps)


def _born(form: str, first: int = 1940, last: int = 2015) -> Callable[[World], str]:
    def make(w: World) -> str:
        day = w.day(first, last)
        return form.format(day, y=day.year, m=day.month, d=day.day)

    return make


def _fours(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _nickname(w: World) -> str:
    return w.pick((
        w.pick(("小", "阿", "大", "老")) + w.pick("鱼猫熊宝胖北南木雨风") + w.pick(("", "儿", "仔", "酱", w.digits(3))),
        w.pick(("爱吃糖的", "追风的", "奔跑的", "一只", "快乐的")) + w.pick(("猫", "少年", "蜗牛", "小胖", "柠檬精")),
        w.letters(w.random.randint(4, 9)) + w.digits(w.random.randint(1, 4)),
        w.faker.user_name(),
    ))  # fmt: skip


_SHAPED: tuple[Maker, ...] = (
    Maker("cn_resident_id", "18 digits", lambda w: w.resident_id(), "check"),
    Maker("cn_resident_id", "18 and 15", lambda w: w.resident_id() if w.random.random() < 0.9 else w.resident_id_15(), "check"),
    Maker("cn_resident_id", "Faker ssn", lambda w: w.faker.ssn(), "check"),
    Maker("cn_resident_id", "children", lambda w: w.resident_id(2014, 2023), "check"),
    Maker("cn_mobile", "plain", lambda w: w.mobile(), "shape"),
    Maker("cn_mobile", "int64", lambda w: int(w.mobile()), "shape", type=pa.int64()),
    Maker("cn_mobile", "Faker", lambda w: w.faker.phone_number(), "shape"),
    Maker("cn_mobile", "and landlines", lambda w: w.mobile() if w.random.random() < 0.8 else w.landline(), "shape"),
    Maker("cn_landline", "area code", lambda w: w.landline(), "shape"),
    Maker("cn_landline", "extensions", lambda w: w.landline() + (f"-{w.digits(3)}" if w.random.random() < 0.4 else ""), "shape"),
    Maker("cn_landline", "no area code", lambda w: w.digits(8, "2345678"), "header"),
    Maker("email", "plain", lambda w: w.email(), "shape"),
    Maker("email", "Faker", lambda w: w.faker.email(), "shape"),
    Maker("bank_card", "UnionPay", lambda w: w.bank_card(), "check"),
    Maker("bank_card", "spaced", lambda w: _fours(w.bank_card()), "check"),
    Maker("bank_card", "Faker", lambda w: w.faker.credit_card_number(), "check", headers=_w("信用卡号 credit_card creditCardNo 卡号")),
    Maker("cn_passport", "ordinary", lambda w: w.passport(), "weak"),
    Maker("travel_permit", "Hong Kong, Macao", lambda w: w.travel_permit(), "weak"),
    Maker("travel_permit", "Taiwan, 8 digits", lambda w: w.digits(8), "header", headers=_w("台胞证号 台湾居民来往大陆通行证 台胞证")),
    Maker("hk_id", "brackets", lambda w: w.hk_id(), "check"),
    Maker("hk_id", "no brackets", lambda w: w.hk_id().replace("(", "").replace(")", ""), "check"),
    Maker("tw_id", "plain", lambda w: w.tw_id(), "check"),
    Maker("military_id", "plain", lambda w: w.military_id(), "shape"),
    Maker("driving_licence", "18 digits", lambda w: w.resident_id(1950, 2005), "check", also_opaque=("cn_resident_id",), also=("cn_resident_id",)),
    Maker("vehicle_plate", "both", lambda w: w.plate(), "shape"),
    Maker("vehicle_plate", "dotted", lambda w: (p := w.plate())[:2] + "·" + p[2:], "shape"),
    Maker("vehicle_plate", "Faker", lambda w: w.faker.license_plate(), "shape"),
    Maker("vin", "plain", lambda w: w.vin(), "check"),
    Maker("uscc", "companies", lambda w: w.uscc(), "check"),
    Maker("ip_address", "IPv4", lambda w: w.ip(), "shape"),
    Maker("ip_address", "both", lambda w: w.ip() if w.random.random() < 0.5 else w.faker.ipv6(), "shape"),
    Maker("mac_address", "both", lambda w: w.mac(), "shape"),
    Maker("imei", "plain", lambda w: w.imei(), "check"),
    Maker("imsi", "mainland", lambda w: w.imsi(), "shape"),
    Maker("iccid", "mainland", lambda w: w.iccid(), "check"),
    Maker("wechat_openid", "one app", lambda w: w.openid(), "shape"),
    Maker("wechat_id", "wxid_", lambda w: "wxid_" + w.letters(12, "abcdefghijklmnopqrstuvwxyz0123456789") + w.digits(2), "shape"),
    Maker("alipay_id", "2088", lambda w: "2088" + w.digits(12), "shape"),
    Maker("student_no", "G + ID", lambda w: w.student_no(), "check", also_opaque=("cn_resident_id",)),
    Maker("social_security_no", "18 digits", lambda w: w.resident_id(1950, 2005), "check", also=("cn_resident_id",)),
    Maker("password", "bcrypt", lambda w: "$2a$10$" + w.letters(53, "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), "shape"),
    Maker("masked_id", "mobile", lambda w: mask(w, w.mobile()), "shape", also=("cn_mobile",), headers=_w("手机号 phone mobile 手机号_脱敏 phone_masked 联系电话")),
    Maker("masked_id", "resident ID", lambda w: mask(w, w.resident_id()), "shape", also=("cn_resident_id",), headers=_w("身份证号 id_card 证件号码 身份证号_脱敏")),
    Maker("masked_id", "name", lambda w: mask(w, w.name()), "shape", also=("person_name",), headers=_w("姓名 收货人 real_name 姓名脱敏 客户姓名")),
)  # fmt: skip

_WORDED: tuple[Maker, ...] = (
    Maker("person_name", "plain", lambda w: w.name(), "words"),
    Maker("person_name", "Faker", lambda w: w.faker.name(), "words"),
    Maker("person_name", "surnames and given names typed here", lambda w: w.pick(words.SURNAMES) + w.pick(words.GIVEN_TWO), "words"),
    Maker("person_name", "two characters", lambda w: w.pick(words.SURNAMES) + w.pick(words.GIVEN_ONE), "words"),
    Maker("person_name", "rare surnames", lambda w: w.pick(words.RARE_SURNAMES) + w.pick(words.GIVEN_ONE + words.GIVEN_TWO), "words"),
    Maker("person_name", "compound surnames", lambda w: w.compound_name(), "words"),
    Maker("person_name", "traditional", lambda w: w.pick(words.TRADITIONAL_NAMES), "words"),
    Maker("person_name", "minority, dotted", lambda w: w.minority_name(dotted=True), "words"),
    Maker("person_name", "minority, not dotted", lambda w: w.minority_name(dotted=False), "words"),
    Maker("person_name", "mixed with minorities", lambda w: w.name() if w.random.random() < 0.85 else w.minority_name(dotted=w.random.random() < 0.5), "words"),
    Maker("person_name", "pinyin", lambda w: w.pinyin_name(), "words"),
    Maker("person_name", "English", lambda w: w.english_name(), "words"),
    Maker("person_name", "with titles", lambda w: w.pick(words.SURNAMES) + w.pick(("先生", "女士", "小姐")), "words", also=("masked_id",)),
    Maker("person_name", "spaced, bracketed", lambda w: w.pick(("{} ", "{}（本人）", "{}(家长)", "{}")).format(w.name()), "words"),
    Maker("address", "full", lambda w: w.address(), "words"),
    Maker("address", "below the district", lambda w: w.short_address(), "words"),
    Maker("address", "Faker", lambda w: w.faker.address(), "words"),
    Maker("address", "Faker street", lambda w: w.faker.street_address(), "words"),
    Maker("address", "English form", lambda w: w.english_address(), "words"),
    Maker("address", "spaced", lambda w: " ".join([*w.region(), w.short_address()]), "words"),
    Maker("org_name", "companies", lambda w: w.company(), "words"),
    Maker("gender", "男/女", lambda w: w.gender(), "words", beside=True),
    Maker("gender", "M/F", lambda w: w.pick("MF"), "header", beside=True),
    Maker("gender", "1/2", lambda w: w.pick((1, 2)), "header", beside=True, type=pa.int64()),
    Maker("ethnicity", "names", lambda w: w.pick(words.ETHNIC_GROUPS), "words", beside=True),
    Maker("marital_status", "words", lambda w: w.pick(("已婚", "未婚", "离异", "丧偶")), "words", beside=True),
    Maker("political_affiliation", "words", lambda w: w.pick(("中共党员", "群众", "共青团员", "群众", "民盟盟员")), "words", beside=True),
    Maker("education", "words", lambda w: w.pick(("本科", "硕士研究生", "大专", "高中", "初中", "博士研究生", "中专")), "words", beside=True),
)  # fmt: skip

_HEADED: tuple[Maker, ...] = (
    Maker("bank_account", "19 digits", lambda w: w.digits(w.random.choice((12, 15, 17, 19)), "123456789"), "header", also=("bank_card",)),
    Maker("date_of_birth", "ISO", _born("{:%Y-%m-%d}"), "header"),
    Maker("date_of_birth", "compact", _born("{:%Y%m%d}"), "header"),
    Maker("date_of_birth", "slashes", _born("{y}/{m}/{d}"), "header"),
    Maker("date_of_birth", "Chinese", _born("{y}年{m}月{d}日"), "header"),
    Maker("date_of_birth", "date32", lambda w: w.day(1940, 2015), "header", type=pa.date32()),
    Maker("date_of_birth", "with time", _born("{:%Y-%m-%d} 00:00:00"), "header"),
    Maker("age", "integers", _age, "header", beside=True, type=pa.int64()),
    Maker("age", "35岁", lambda w: f"{_age(w)}岁", "header", beside=True),
    Maker("nationality", "countries", lambda w: w.pick(words.COUNTRIES), "header", beside=True),
    Maker("nationality", "codes", lambda w: w.pick(("CHN", "CHN", "USA", "JPN", "KOR")), "header", beside=True),
    Maker("religion", "words", lambda w: w.pick(("无", "无", "佛教", "基督教", "伊斯兰教", "道教", "天主教")), "header", beside=True),
    Maker("occupation", "words", lambda w: w.pick(words.JOBS), "header", beside=True),
    Maker("occupation", "Faker", lambda w: w.faker.job(), "header", beside=True),
    Maker("employer", "companies", lambda w: w.company(), "header", beside=True),
    Maker("body_measure", "height", lambda w: str(150 + int(w.digits(2)) % 45), "header", beside=True),
    Maker("health", "diagnoses", lambda w: w.pick(words.DIAGNOSES), "header", beside=True),
    Maker("health", "ICD-10", lambda w: f"{w.pick('ABCDEIJKMN')}{w.digits(2)}.{w.digits(1)}", "header", beside=True, headers=_w("诊断编码 icd10 diagnosis_code 疾病编码 icd_code")),
    Maker("health", "blood group", lambda w: w.pick(("A", "B", "O", "AB")), "header", beside=True, headers=_w("血型 blood_type bloodType")),
    Maker("biometric", "base64", lambda w: w.letters(172, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"), "header"),
    Maker("biometric", "vectors", lambda w: [round(w.random.gauss(0, 1), 5) for _ in range(16)], "header", type=pa.list_(pa.float64())),
    Maker("genetic", "genotypes", lambda w: w.pick(("AA", "AG", "GG", "CT", "TT")), "header", beside=True),
    Maker("income", "yuan", lambda w: round(w.random.lognormvariate(9, 0.5), 2), "header", beside=True, type=pa.float64()),
    Maker("income", "bands", lambda w: w.pick(("5000以下", "5000-8000", "8000-15000", "15000以上", "1万-2万")), "header", beside=True),
    Maker("credit", "scores", lambda w: w.random.randint(350, 950), "header", beside=True, type=pa.int64()),
    Maker("criminal_record", "words", lambda w: w.pick(("无", "无", "无", "有", "盗窃罪", "危险驾驶罪")), "header", beside=True),
    Maker("sexual_orientation", "words", lambda w: w.pick(("异性恋", "同性恋", "双性恋", "保密")), "header", beside=True),
    Maker("disability", "words", lambda w: w.pick(("无", "肢体残疾二级", "听力残疾一级", "视力残疾三级", "智力残疾四级")), "header", beside=True),
    Maker("ad_id", "UUID", lambda w: w.uuid().upper() if w.random.random() < 0.5 else w.uuid(), "header"),
    Maker("wechat_id", "own", lambda w: w.letters(w.random.randint(6, 10)) + w.digits(w.random.randint(0, 4) or 1), "header"),
    Maker("qq", "numbers", lambda w: w.digits(w.random.randint(6, 10), "123456789"), "header"),
    Maker("qq", "int64", lambda w: int(w.digits(w.random.randint(6, 10), "123456789")), "header", type=pa.int64()),
    Maker("alipay_id", "phone or mail", lambda w: w.mobile() if w.random.random() < 0.7 else w.email(), "header", also=("cn_mobile", "email")),
    Maker("username", "nicknames", _nickname, "header"),
    Maker("username", "logins", lambda w: w.faker.user_name(), "header"),
    Maker("account_id", "integers", lambda w: w.random.randint(10_000_000, 99_999_999), "header", type=pa.int64()),
    Maker("account_id", "codes", lambda w: f"U{w.digits(9)}", "header"),
    Maker("account_id", "UUID", lambda w: w.uuid(), "header", headers=_w("user_id userId 用户ID customer_id member_id")),
    Maker("password", "plain", lambda w: w.faker.password(), "header"),
    Maker("geo_point", "pairs in one", lambda w: "{},{}".format(*_point(w)), "header", beside=True),
    Maker("geo_point", "longitude", lambda w: _point(w)[0], "header", beside=True, headers=_w("经度 lng longitude user_lng"), type=pa.float64()),
    Maker("geo_point", "latitude", lambda w: _point(w)[1], "header", beside=True, headers=_w("纬度 lat latitude user_lat"), type=pa.float64()),
    Maker("track", "JSON", _track, "header", beside=True, also=("geo_point",)),
    Maker("social_security_no", "regional", lambda w: w.digits(10, "123456789"), "header"),
    Maker("medical_insurance_no", "regional", lambda w: w.pick("ABCDE") + w.digits(8), "header"),
    Maker("driving_licence", "file number", lambda w: w.digits(12, "123456789"), "header", headers=_w("驾驶证档案编号 驾驶证号 driver_license_no")),
    Maker("student_no", "school's own", lambda w: f"20{w.random.randint(15, 24)}{w.digits(6)}", "header"),
    Maker("employee_no", "integers", lambda w: w.random.randint(100, 99_999), "header", type=pa.int64()),
    Maker("employee_no", "codes", lambda w: f"{w.pick(('E', 'WB', 'HR'))}{w.digits(6)}", "header"),
    Maker("hashed_id", "MD5", _hash("md5"), "header"),
    Maker("hashed_id", "SHA-256", _hash("sha256"), "header"),
    Maker("hashed_id", "SHA-1 under the plain header", _hash("sha1"), "header", headers=_w("手机号 phone mobile"), also=("cn_mobile",)),
)  # fmt: skip

MAKERS: tuple[Maker, ...] = _SHAPED + _WORDED + _HEADED


def misleading(w: World, maker: Maker) -> str:
    """Return a header of something else."""
    own = MISLEADING_PI.get(maker.kind, ())
    return w.pick(own) if own and w.random.random() < 0.4 else w.pick(MISLEADING)


def column(w: World, maker: Maker, rows: int, *, nulls: float = 0.0) -> pa.Array:
    """Return a column of *rows* values, a share of them null or (in strings) empty."""
    values = [maker.make(w) for _ in range(rows)]
    if nulls:
        empty = "" if maker.type is None and w.random.random() < 0.3 else None
        values = [empty if w.random.random() < nulls else value for value in values]
    return pa.array(values, type=maker.type or pa.string())
