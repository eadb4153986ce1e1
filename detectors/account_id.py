"""Number of an account or a membership (用户 ID, 会员号, 客户编号), and of a patient or passenger.

An integer of any size, a code or a UUID, given to one person by one organisation. Nothing in it tells, so
only the header does: it must end in a word for a number behind one for a person. Numbers of products,
orders, shops, departments, roles and companies are built alike and are nobody's. Numbers of patients
(病历号, 住院号) are here: what says something of their health is another column.

Letters keep their case, and so do two numbers that differ in it: if in doubt, two persons.
"""

from __future__ import annotations

from itertools import product

from tongguan.detector import Detector
from tongguan.detectors._codes import CODE, NOBODY, one_way

# A user_num is how many users there are: "num" and, save for a few, "number" say nothing here.
_WHO = (
    "user", "usr", "member", "mbr", "customer", "cust", "client", "buyer", "consumer", "shopper", "guest", "visitor", "subscriber", "vip", "passenger",
    "patient", "participant", "player", "reader", "learner", "person", "cardholder", "policyholder", "insured", "borrower", "applicant",
)  # fmt: skip
_NUMBERED = (" id", "id", " no", " code", " uid", " uuid", " guid", " card no", " key", " sn")
# Of these, no and code are of something else: a contact_no is a telephone, a receiver_code a place.
_WHO_BY_ID = (
    "purchaser", "traveler", "traveller", "contact", "people", "individual", "follower", "fan", "recipient", "receiver", "consignee",
    "account", "acct", "distinct", "anonymous", "cookie", "loyalty", "membership", "profile", "open", "union",
)  # fmt: skip
_WHO_ZH = (
    "用户", "会员", "客户", "买家", "顾客", "消费者", "旅客", "乘客", "乘机人", "患者", "病人", "访客", "粉丝", "玩家", "读者", "订户", "客人", "个人", "人员", "居民",
    "参保人", "投保人", "被保人", "被保险人", "借款人", "持卡人", "收件人", "联系人", "受试者", "家长", "老人", "户主", "业主", "租客", "贵宾", "vip",
)  # fmt: skip
_NUMBERED_ZH = ("号", "编号", "编码", "id", "代码", "卡号", "标识", "序列号", "uid", "识别码", "唯一标识")

DETECTOR = Detector(
    id="account_id",
    title="Account or member number",
    title_zh="用户ID、会员号、客户编号",
    references=("GB/T 35273-2020 annex A",),
    pattern=CODE,
    lengths=(1, 128),
    canonical=one_way,
    role="identifier",
    strength=40,
    needs_header=True,
    # Nearly every number and code passes: the header is the evidence.
    chance=0.9,
    local=True,
    headers=(
        *map("".join, product(_WHO, _NUMBERED)),
        *map("".join, product(_WHO_BY_ID, (" id", "id"))),
        *map("".join, product(_WHO_ZH, _NUMBERED_ZH)),
        "uid", "account uid", "account no", "account number", "member number", "customer number", "client number", "subscriber number", "patient number",
        "loyalty no", "loyalty card", "loyalty card no", "membership no", "membership number", "frequent flyer no",
        "mrn", "medical record no", "medical record number", "medical record id", "inpatient no", "outpatient no", "hospital no", "admission no",
        "账号id", "账户id", "帐号id", "账号标识", "openid号", "贵宾卡号", "借书证号", "读者证号", "常旅客卡号", "里程卡号", "就诊卡号", "诊疗卡号", "病历号", "病案号", "门诊号",
        "住院号", "住院编号", "门诊编号", "就诊号", "就诊人id", "健康档案号", "健康档案编号", "人事档案编号", "学生档案编号", "借阅证号",
        "yhid", "hyh", "hybh", "hykh", "khbh", "yhbh", "blh", "bah", "zyh", "mzh", "jzkh", "huiyuanhao", "huiyuankahao", "huiyuanbianhao", "kehuhao", "kehubianhao",
        "yonghuid", "yonghubianhao", "binglihao", "zhuyuanhao", "menzhenhao",
    ),
    headers_against=(
        "mail no", "mail number", "邮件号",
        "企业客户", "公司客户", "对公客户", "机构客户", "单位客户", "集团客户", "商户", "供应商", "设备", "宠物", "机器人", "corporate", "enterprise", "merchant", "supplier", "vendor",
        "mqtt client", "oauth", "oauth2", "secret", "robot", "bot", "pet", "ledger", "gl account", "bank", "银行", "alipay", "支付宝", "count",
    ),
    placeholders=NOBODY,
    examples=("12345", "M0012345", "6d92078a-8246-4ba4-ae5b-76104861e7dc", "12345.0", "沪A0012345", "auth0|5f7c8ec7c33c6c004bbafe82"),
    near_misses={
        "12500.5": "an amount",
        "-1": "below zero",
        "张三": "a name",
        "http://example.com/1": "a URL",
        "two words": "a blank",
    },
)  # fmt: skip
