"""Columns that say nothing of any person, and look as if they might.

Each maker is called with the world and the row number, so that serial numbers are serial. ``headers``
are what such a column is really called; many are the traps of real schemas (a passport that is a
horse's, a ``mobile`` that is a flag, an address that is a wallet's).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from . import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from .values import World

_START = datetime(2024, 1, 1, tzinfo=UTC)
_EPOCH = int(_START.timestamp())
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALNUM = _UPPER + "0123456789"


@dataclass(frozen=True)
class Harmless:
    """One harmless column: what it holds, what it is called, how its values are made.

    ``right`` are kinds it may be called, all of organisations. Where not ``tellable``, nothing but the
    header sets the values apart from somebody's (a shop's address), so it is not asked under an opaque one.
    ``apart`` is not asked beside persons, of whom it might well be: a company name is an employer there.
    """

    label: str
    headers: tuple[str, ...]
    make: Callable[[World, int], Any]
    type: pa.DataType = field(default_factory=pa.string)
    right: tuple[str, ...] = ()
    tellable: bool = True
    apart: bool = False


def _h(
    label: str, headers: str, make: Callable[[World, int], Any], type_: pa.DataType | None = None
) -> Harmless:
    return Harmless(label, tuple(headers.split()), make, type_ or pa.string())


def _moment(w: World, row: int) -> datetime:
    return _START + timedelta(seconds=row * 977 + w.random.randrange(900))


def _seconds(w: World, row: int) -> int:
    return int(_moment(w, row).timestamp())


def _ean(w: World) -> str:
    body = w.pick(("690", "692", "693", "695", "697")) + w.digits(9)
    total = sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body))
    return body + str(-total % 10)


def _isbn(w: World) -> str:
    body = "9787" + w.digits(8)
    total = sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body))
    number = body + str(-total % 10)
    return f"{number[:3]}-{number[3]}-{number[4:7]}-{number[7:12]}-{number[12]}"


def _title(w: World) -> str:
    some = w.random.sample(words.PRODUCT_ADJECTIVES, 3)
    return f"{w.pick(words.BRANDS)}{some[0]}{some[1]}{w.pick(words.PRODUCTS)}{some[2]}{w.random.randint(2020, 2025)}"


def _json(w: World) -> str:
    return json.dumps(
        {
            "sku": w.digits(8),
            "qty": w.random.randint(1, 9),
            "color": w.pick(words.COLOURS),
            "price": w.random.randint(100, 99999) / 100,
        },
        ensure_ascii=False,
    )


def _log(w: World, row: int) -> str:
    return (
        f"{_moment(w, row):%Y-%m-%d %H:%M:%S} {w.pick(('INFO', 'WARN', 'ERROR'))} [http-nio-{w.random.randint(8000, 9000)}-exec-{w.random.randint(1, 200)}] "
        f"c.a.order.Service - traceId={w.hexadecimal(16)} cost={w.random.randint(1, 9000)}ms orderId={w.digits(18, '123456789')}"
    )


ARTICLES = words.listed(
    "面料很舒服，颜色和图片一样，物流也快，下次还会再买。 质量一般，洗了一次就起球了，不太满意。 "
    "包装完好，送货上门，好评！ 味道不错，就是有点辣，孩子不能吃。 性价比很高，推荐购买，给个五星。 "
    "酒店位置很好，离地铁站近，早餐种类多。 充电很快，续航也可以，屏幕清晰，手感好。 "
    "等了一个星期才到，快递太慢了，差评。 房间有点小，隔音不好，但是前台服务热情。 "
    "尺码偏小，建议买大一号，客服态度很好。 公司今年第三季度营业收入同比增长百分之十二。 "
    "本次升级修复了若干已知问题，优化了启动速度。 受冷空气影响，明天白天多云转阴，最高气温十五度。 "
    "设备运行正常，温度压力均在允许范围内。 请于每月五日前提交报销单据，逾期不予受理。 "
    "本产品适用于干性肌肤，开封后请于六个月内用完。 会议决定加快推进数字化转型，强化安全生产责任。 "
    "高铁开通后两地通行时间缩短至一小时。 孩子很喜欢这套积木，拼起来很有成就感。 "
    "汤有点咸，分量足，外卖小哥很准时。 马上到货，万一缺货会提前通知，方便的话请留意站内信。 "
    "安静的小区，金色的秋天，白云悠悠，任意选购，成功下单即送。 严重污渍请先预洗，高温熨烫时请垫布。 "
    "谢谢老板，祝生意兴隆！"
)

_NUMBERS: tuple[Harmless, ...] = (
    *(
        _h(f"order number, {n} digits", "order_no 订单号 orderNo 订单编号 trade_no", lambda w, _i, n=n: w.digits(n, "123456789"))
        for n in range(8, 25)
    ),
    _h("order number by date, 18", "order_no 订单号", lambda w, i: f"{_moment(w, i):%Y%m%d%H%M%S}{w.digits(4)}"),
    _h("order number by date, 20", "订单编号 ddbh", lambda w, i: f"{_moment(w, i):%Y%m%d}{i + 1:012d}"),
    _h("order number by date, 17", "serial_no 流水号", lambda w, i: f"{_moment(w, i):%Y%m%d%H%M%S}{w.digits(3)}"),
    _h("order number with prefix", "order_sn 单号", lambda w, i: f"SO{_moment(w, i):%Y%m%d}{i:05d}"),
    _h("order number with dashes", "order_id 订单ID", lambda w, _: f"{w.digits(3)}-{w.digits(7)}-{w.digits(7)}"),
    _h("order number beginning with 1, 11 digits", "order_no 订单号", lambda w, i: f"1{240100 + i // 50:06d}{w.digits(4)}"),
    _h("order number beginning with 62, 19 digits", "交易流水号 trans_no", lambda w, _: "62" + w.digits(17)),
    _h("order number beginning with 110101, 18 digits", "单据号 bill_no", lambda w, i: f"110101{_moment(w, i):%Y%m%d}{w.digits(4)}"),
    _h("snowflake id", "id snowflake_id 主键", lambda _w, i: 1_700_000_000_000_000_000 + i * 4_194_305, pa.int64()),
    _h("order number, int64, 16 digits", "order_id orderId", lambda w, _: int(w.digits(16, "123456789")), pa.int64()),
    _h("order number, int64, 18 digits", "order_id 订单号", lambda w, _: int(w.digits(18, "123456789")), pa.int64()),
    _h("WeChat Pay transaction", "transaction_id wx_pay_no 微信支付单号", lambda w, i: f"42000{w.digits(5)}{_moment(w, i):%Y%m%d}{w.digits(10)}"),
    _h("Alipay transaction", "alipay_trade_no 支付宝交易号", lambda w, i: f"{_moment(w, i):%Y%m%d}22001{w.digits(15)}"),
    _h("Taobao order", "tid 淘宝订单号", lambda w, _: "3" + w.digits(18)),
    _h("tracking number, SF", "tracking_no 运单号 快递单号 waybill_no", lambda w, _: "SF" + w.digits(13)),
    _h("tracking number, 12 digits", "tracking_no 运单号 express_no", lambda w, _: w.digits(12, "3457")),
    _h("tracking number, 13 digits", "mail_no 快递单号", lambda w, _: "98" + w.digits(11)),
    _h("tracking number, 15 digits", "logistics_no 物流单号", lambda w, _: "773" + w.digits(12)),
    _h("tracking number, EMS", "ems_no 邮件号", lambda w, _: f"E{w.pick(_UPPER)}{w.digits(9)}CN"),
    _h("tracking number, YT", "waybill 运单", lambda w, _: "YT" + w.digits(13)),
    _h("pick-up code", "pickup_code 取件码", lambda w, _: f"{w.random.randint(1, 30)}-{w.random.randint(1, 9)}-{w.digits(4)}"),
    _h("timestamp, seconds", "ts create_time timestamp", _seconds, pa.int64()),
    _h("timestamp, milliseconds", "timestamp gmt_create_ms event_time", lambda w, i: _seconds(w, i) * 1000 + w.random.randrange(1000), pa.int64()),
    _h("timestamp, microseconds", "event_us ts_us", lambda w, i: _seconds(w, i) * 1_000_000 + w.random.randrange(10**6), pa.int64()),
    _h("timestamp, nanoseconds", "time_ns ts_ns", lambda w, i: _seconds(w, i) * 10**9 + w.random.randrange(10**9), pa.int64()),
    _h("timestamp text, milliseconds", "timestamp 时间戳", lambda w, i: str(_seconds(w, i) * 1000 + w.random.randrange(1000))),
    _h("date, recent", "order_date 下单日期 dt", lambda w, i: f"{_moment(w, i):%Y-%m-%d}"),
    _h("date, compact", "biz_date 业务日期 p_day", lambda w, i: f"{_moment(w, i):%Y%m%d}"),
    _h("date, int", "date_id stat_date", lambda w, i: int(f"{_moment(w, i):%Y%m%d}"), pa.int64()),
    _h("date and time", "create_time 创建时间 gmt_create", lambda w, i: f"{_moment(w, i):%Y-%m-%d %H:%M:%S}"),
    _h("timestamp type", "created_at 更新时间 updated_at", _moment, pa.timestamp("ms")),
    _h("date type", "入库日期 in_date", lambda w, i: _moment(w, i).date(), pa.date32()),
    _h("founding date of companies", "成立日期 founded_on", lambda w, _: f"{w.day(1978, 2022):%Y-%m-%d}"),
    _h("production date", "生产日期 production_date mfg_date", lambda w, _: f"{w.day(2022, 2025):%Y/%m/%d}"),
    _h("expiry date", "有效期至 expire_date", lambda w, _: f"{w.day(2026, 2035):%Y-%m-%d}"),
    _h("month", "月份 stat_month", lambda w, i: f"{_moment(w, i):%Y-%m}"),
    _h("year", "年份 year 年度", lambda w, _: w.random.randint(1990, 2025), pa.int64()),
    _h("time of day", "时间 open_time", lambda w, _: f"{w.random.randint(0, 23):02d}:{w.random.randint(0, 59):02d}"),
    _h("SKU digits", "sku sku_id skuId", lambda w, _: w.digits(12, "123456789")),
    _h("SKU code", "sku_code 商品编码 item_code", lambda w, _: f"{w.letters(2, _UPPER)}-{w.digits(4)}-{w.pick('SMLX')}"),
    _h("EAN-13", "barcode 条码 商品条码 ean", lambda w, _: _ean(w)),
    _h("EAN-13, int64", "barcode 条形码", lambda w, _: int(_ean(w)), pa.int64()),
    _h("ISBN", "isbn ISBN 书号", lambda w, _: _isbn(w)),
    _h("amount", "amount 金额 order_amount 实付金额", lambda w, _: w.random.randint(100, 99_999_999) / 100, pa.float64()),
    _h("amount, text", "价格 price 单价", lambda w, _: f"{w.random.randint(100, 9_999_999) / 100:.2f}"),
    _h("amount with sign", "退款金额 refund_amount", lambda w, _: f"¥{w.random.randint(1, 99_999):,}.00"),
    _h("turnover of shops", "营业收入 revenue gmv 收入", lambda w, _: w.random.randint(10_000, 99_999_999), pa.int64()),
    _h("quantity", "数量 qty quantity", lambda w, _: w.random.randint(1, 500), pa.int64()),
    _h("percentage", "占比 rate 转化率", lambda w, _: f"{w.random.uniform(0, 100):.2f}%"),
    _h("score", "评分 score rating", lambda w, _: w.random.randint(10, 50) / 10, pa.float64()),
    _h("version", "version 版本号 app_version", lambda w, _: f"{w.random.randint(1, 9)}.{w.random.randint(0, 20)}.{w.random.randint(0, 99)}"),
    _h("version of four parts", "firmware_version 固件版本 client_version", lambda w, _: f"{w.random.randint(1, 12)}.{w.random.randint(0, 9)}.{w.random.randint(0, 400)}.{w.random.randint(0, 9999)}"),
    _h("postcode", "postcode 邮编 zip_code", lambda w, _: w.digits(6, "1234567")),
    _h("region code", "adcode 行政区划代码 district_code", lambda w, _: w.pick(words.AREA_CODES)),
    _h("area phone code", "区号 area_code", lambda w, _: w.pick(("010", "021", "0755", "0571", "028"))),
    _h("service number", "服务热线 service_tel hotline", lambda w, _: w.pick((f"400-{w.digits(3)}-{w.digits(4)}", f"95{w.digits(3)}", f"800-{w.digits(3)}-{w.digits(4)}"))),
    _h("phone_count", "phone_count mobile_count 手机数量", lambda w, _: w.random.randint(0, 5), pa.int64()),
    _h("email_count", "email_count emailSentCount 邮件数", lambda w, _: w.random.randint(0, 90), pa.int64()),
    _h("user_count", "user_count 用户数 uv 会员数", lambda w, _: w.random.randint(0, 900_000), pa.int64()),
    _h("mobile as a flag", "is_mobile mobile mobile_flag", lambda w, _: w.random.random() < 0.5, pa.bool_()),
    _h("email_verified", "email_verified phone_verified is_real_name", lambda w, _: w.random.randint(0, 1), pa.int64()),
    _h("boolean words", "是否有效 enabled is_deleted", lambda w, _: w.pick(("是", "否"))),
    _h("type code", "id_type 证件类型 card_type", lambda w, _: w.pick(("01", "02", "03", "99"))),
    _h("type words", "证件类型 id_type_name", lambda w, _: w.pick(("身份证", "护照", "军官证", "港澳通行证"))),
    _h("address_type", "address_type 地址类型", lambda w, _: w.pick(("家", "公司", "学校"))),
    _h("gender of goods", "适用性别 target_gender", lambda w, _: w.pick(("男款", "女款", "通用"))),
    _h("age band of goods", "适用年龄 age_range", lambda w, _: w.pick(("0-3岁", "3-6岁", "6-12岁", "成人"))),
    _h("shelf age in days", "库龄 stock_age", lambda w, _: w.random.randint(0, 99), pa.int64()),
    _h("machine temperature", "temperature 温度 sensor_value", lambda w, _: round(w.random.gauss(60, 9), 3), pa.float64()),
    _h("machine pressure", "pressure 压力", lambda w, _: round(w.random.gauss(1.2, 0.1), 5), pa.float64()),
    _h("machine id", "device_id 设备编号 machine_no", lambda w, _: f"EQ-{w.digits(5)}"),
    _h("machine serial, 15 digits", "device_sn 设备序列号 meter_no", lambda w, _: w.digits(15, "123456789")),
    _h("electricity meter", "电表号 meter_id", lambda w, _: "33" + w.digits(8)),
    _h("water reading", "读数 reading", lambda w, _: w.random.randint(0, 999_999), pa.int64()),
    _h("error code", "error_code 错误码", lambda w, _: f"E{w.digits(4)}"),
    _h("fault code of 9 places", "故障代码 fault_code", lambda w, _: f"E{w.digits(8)}"),
    _h("product model E + 8", "产品型号 model_no", lambda w, _: f"G{w.digits(8)}"),
    _h("HTTP status", "status_code 状态码", lambda w, _: w.pick((200, 200, 302, 404, 500)), pa.int64()),
    _h("contract number", "合同编号 contract_no", lambda w, i: f"HT-{2020 + i % 6}-{w.pick(_UPPER)}{w.digits(5)}"),
    _h("invoice number, 8", "发票号码 invoice_no", lambda w, _: w.digits(8, "123456789")),
    _h("invoice number, 20", "数电发票号 invoice_number", lambda w, _: f"24{w.digits(18)}"),
    _h("invoice code, 12", "发票代码 invoice_code", lambda w, _: "0" + w.digits(11)),
    _h("tender number", "招标编号 tender_no", lambda w, i: f"ZB{2023 + i % 2}{w.digits(6)}"),
    _h("policy number of goods", "运单保险号 cargo_policy", lambda w, _: f"P{w.digits(17)}"),
    _h("HS code", "hs_code 商品编码HS", lambda w, _: w.digits(10, "123456789")),
    _h("container number", "箱号 container_no", lambda w, _: f"{w.letters(3, _UPPER)}U{w.digits(7)}"),
    _h("flight number", "航班号 flight_no", lambda w, _: f"{w.pick(('CA', 'MU', 'CZ', 'HU'))}{w.digits(4)}"),
    _h("train number", "车次 train_no", lambda w, _: f"{w.pick('GDKZ')}{w.random.randint(1, 9999)}"),
    _h("gift card", "card_no 礼品卡号 coupon_code", lambda w, _: f"GC{w.letters(14, _ALNUM)}"),
    _h("promotion card, 16 digits", "推销卡号 distribution_card_no", lambda w, _: "8800" + w.digits(12)),
    _h("verification code", "verify_code 验证码", lambda w, _: w.digits(6)),
    _h("bank branch code", "联行号 cnaps_code", lambda w, _: f"{w.pick(('102', '103', '104', '105'))}{w.digits(9)}"),
    _h("numbers that pass Luhn", "asset_no 资产编号", lambda w, _: (b := "7000" + w.digits(11)) + luhn.calc_check_digit(b)),
    _h("numbers with MOD 11-2", "质检编号 qc_no", lambda w, _: (b := "0" + w.digits(16)) + mod_11_2.calc_check_digit(b)),
    _h("stock code", "证券代码 stock_code", lambda w, _: w.pick(("600", "000", "300", "688")) + w.digits(3)),
    _h("patent number", "专利号 patent_no", lambda w, _: f"ZL20{w.random.randint(10, 24)}1{w.digits(7)}.{w.digits(1)}"),
    _h("registration of drugs", "批准文号 approval_no", lambda w, _: f"国药准字{w.pick('HZS')}{w.digits(8)}"),
    _h("batch number", "批号 batch_no lot", lambda w, i: f"{_moment(w, i):%Y%m%d}{w.pick('AB')}{w.digits(2)}"),
    _h("row number", "序号 no row_id", lambda _w, i: i + 1, pa.int64()),
    _h("frequency of radio", "频率 freq_khz", lambda w, _: w.random.randint(87_000, 108_000), pa.int64()),
    _h("file size in bytes", "file_size 文件大小", lambda w, _: w.random.randint(10**9, 10**11), pa.int64()),
    _h("horse passport", "horse_passport_no 马匹护照", lambda w, _: f"156{w.digits(12)}"),
    _h("pet chip", "pet_chip_no 宠物芯片号", lambda w, _: f"156{w.digits(12)}"),
    _h("score table id", "exam_id 考试编号", lambda w, _: f"KS{w.digits(8)}"),
)  # fmt: skip

_WORDS: tuple[Harmless, ...] = (
    _h("product titles", "商品名称 product_name title 商品标题", lambda w, _: _title(w)),
    _h("product names, short", "品名 goods_name name", lambda w, _: w.pick(words.PRODUCTS)),
    _h("brands", "品牌 brand brand_name", lambda w, _: w.pick(words.BRANDS)),
    _h("shops", "店铺名称 shop_name store_name 门店", lambda w, _: w.pick(words.SHOPS)),
    _h("cities", "城市 city 所在城市", lambda w, _: w.region()[1]),
    _h("cities without 市", "city 到达城市", lambda w, _: w.region()[1].removesuffix("市")),
    _h("provinces", "省份 province 省", lambda w, _: w.region()[0]),
    _h("districts", "区县 district area", lambda w, _: w.region()[2]),
    _h("province and city", "地区 region 发货地", lambda w, _: "".join(w.region()[:2])),
    _h("streets", "街道 street 道路名称", lambda w, _: w.pick(words.STREETS)),
    _h("towns", "乡镇 town", lambda w, _: w.pick(words.TOWNS)),
    _h("housing estates", "小区名称 community estate_name 楼盘", lambda w, _: w.pick(words.ESTATES)),
    _h("points of interest", "地标 poi poi_name 站点名称", lambda w, _: w.pick(words.POIS)),
    _h("courses", "课程名称 course course_name", lambda w, _: w.pick(words.COURSES)),
    _h("TV titles", "片名 剧名 movie_name", lambda w, _: w.pick(words.TITLES)),
    _h("dishes", "菜名 dish 菜品", lambda w, _: w.pick(words.DISHES)),
    _h("vacancies", "招聘岗位 post_name position_title", lambda w, _: w.pick(words.JOBS)),
    _h("colours", "颜色 color colour", lambda w, _: w.pick(words.COLOURS)),
    _h("sizes", "尺码 size 规格", lambda w, _: w.pick(("S", "M", "L", "XL", "XXL", "均码"))),
    _h("statuses", "状态 order_status status", lambda w, _: w.pick(words.STATUSES)),
    _h("status codes", "status state 审核状态", lambda w, _: w.pick(("PAID", "CREATED", "CLOSED", "REFUNDED"))),
    _h("pay ways", "支付方式 pay_type payment_method", lambda w, _: w.pick(("微信支付", "支付宝", "银行卡", "货到付款"))),
    _h("departments", "部门 dept_name department 科室", lambda w, _: w.pick(words.DEPARTMENTS)),
    _h("banks", "开户行 bank_name 银行", lambda w, _: w.pick(words.BANKS)),
    _h("bank branches", "支行名称 bank_branch 开户支行", lambda w, _: f"{w.pick(words.BANKS)}{w.region()[1]}{w.region()[2]}支行"),
    _h("weekdays", "星期 weekday 周几", lambda w, _: w.pick(words.WEEKDAYS)),
    _h("chemicals", "化学品名称 chemical material", lambda w, _: w.pick(words.METALS)),
    _h("currencies", "币种 currency", lambda w, _: w.pick(("CNY", "USD", "EUR", "HKD", "JPY"))),
    _h("countries of origin", "原产国 country_of_origin 目的国", lambda w, _: w.pick(words.COUNTRIES)),
    _h("languages", "语言 lang locale", lambda w, _: w.pick(("zh_CN", "en_US", "ja_JP"))),
    _h("phone models", "机型 phone_model device_model", lambda w, _: w.pick(words.PHONE_MODELS)),
    _h("phone case styles", "手机壳款式 phone_case_style", lambda w, _: w.pick(("透明", "磨砂", "皮质", "卡通"))),
    _h("categories", "类目 category 一级类目", lambda w, _: w.pick(("女装", "数码", "食品", "家居", "母婴", "图书"))),
    _h("units", "单位名称计量 unit uom", lambda w, _: w.pick(("件", "箱", "千克", "台", "套"))),
    _h("channels", "渠道 channel source", lambda w, _: w.pick(("App", "小程序", "H5", "门店", "抖音"))),
    _h("couriers", "快递公司 courier express_company", lambda w, _: w.pick(("顺丰速运", "中通快递", "圆通速递", "韵达快递", "邮政EMS"))),
    _h("warehouses", "仓库 warehouse", lambda w, _: f"{w.pick(words.COMPANY_CITIES)}{w.random.randint(1, 9)}号仓"),
    _h("project names", "项目名称 project_name", lambda w, _: f"{w.pick(words.COMPANY_CORES)}{w.pick(('二期工程', '智慧园区', '改造项目', '采购项目'))}"),
    _h("role names", "角色 role_name 权限", lambda w, _: w.pick(("管理员", "普通用户", "审核员", "超级管理员", "访客"))),
    _h("file names", "文件名 file_name attachment", lambda w, i: f"{w.pick(('合同', '报表', '发票', 'IMG_', 'scan_'))}{_moment(w, i):%Y%m%d}_{i:03d}.{w.pick(('pdf', 'xlsx', 'jpg'))}"),
    _h("file paths", "path 路径 file_path", lambda w, i: f"/data/warehouse/{w.letters(5)}/dt={_moment(w, i):%Y-%m-%d}/part-{i:05d}.parquet"),
    _h("wallet addresses", "wallet_address 钱包地址 address", lambda w, _: "0x" + w.hexadecimal(40)),
    _h("bitcoin addresses", "btc_address 收款钱包", lambda w, _: "1" + w.letters(33, _BASE58)),
    _h("memory addresses", "address mem_addr", lambda w, _: f"0x{w.hexadecimal(8).upper()}"),
    _h("reviews", "评论 review comment 评价内容", lambda w, _: "".join(w.random.sample(ARTICLES, 2))),
    _h("review, one sentence", "评价 content", lambda w, _: w.pick(ARTICLES)),
    _h("articles", "正文 article 内容", lambda w, _: "".join(w.random.sample(ARTICLES, 8))),
    _h("Faker sentences", "描述 description 备注", lambda w, _: w.faker.sentence()),
    _h("Faker texts", "正文 content_text", lambda w, _: w.faker.text()),
    _h("Faker words", "标签 tag keyword", lambda w, _: w.faker.word()),
    _h("search words", "搜索词 query keyword", lambda w, _: f"{w.pick(words.PRODUCTS)} {w.pick(words.PRODUCT_ADJECTIVES)}"),
    _h("remarks, short", "备注 remark memo", lambda w, _: w.pick(("无", "尽快发货", "放门口", "开发票", "不要辣", "周末送", "易碎", "请送到前台", "谢谢", ""))),
    _h("coupon names", "优惠券名称 coupon_name 活动名称", lambda w, _: f"满{w.random.randint(1, 9)}00减{w.random.randint(10, 90)}"),
    _h("chapter titles", "章节 chapter", lambda w, i: f"第{i % 40 + 1}章 {w.pick(words.COURSES)}"),
    _h("exchange pairs", "symbol 交易对", lambda w, _: f"{w.pick(('BTC', 'ETH', 'USD'))}/{w.pick(('USDT', 'CNY'))}"),
    _h("English product names", "english_name product_en item_name_en", lambda w, _: f"{w.pick(('Wireless', 'Portable', 'Smart', 'Cotton'))} {w.pick(('Speaker', 'Kettle', 'Shirt', 'Lamp'))}"),
    _h("places in pinyin", "city_en 城市拼音 city_pinyin", lambda w, _: w.pick(("Beijing", "Shanghai", "Hangzhou", "Chengdu", "Wuhan", "Xian", "Suzhou", "Lanzhou", "Qingdao"))),
    _h("places in pinyin, two words", "station_en", lambda w, _: w.pick(("Hangzhou East", "Nanjing South", "Xi An North", "Wu Han", "Guang Zhou", "Shi Jia Zhuang"))),
    _h("pets", "宠物名 pet_name", lambda w, _: w.pick(words.PET_NAMES)),
    _h("pet sex", "pet_sex 宠物性别", lambda w, _: w.pick(("公", "母"))),
    _h("pet allergy", "pet_allergy 宠物过敏史", lambda w, _: w.pick(("无", "鸡肉过敏", "花粉"))),
    _h("teams", "球队 team", lambda w, _: f"{w.pick(words.COMPANY_CITIES)}{w.pick(('国安', '申花', '泰山', '海港', '蓉城'))}"),
    _h("schools", "学校 school_name", lambda w, _: f"{w.region()[1]}{w.pick(('第一中学', '实验小学', '师范大学', '职业技术学院'))}"),
    _h("hospitals", "医院名称 hospital", lambda w, _: f"{w.region()[1]}{w.pick(('人民医院', '中医院', '妇幼保健院', '第三医院'))}"),
    _h("drugs", "药品名称 drug_name", lambda w, _: w.pick(("阿莫西林胶囊", "布洛芬缓释胶囊", "二甲双胍片", "连花清瘟颗粒", "板蓝根颗粒", "六味地黄丸"))),
    _h("songs", "歌名 song_name", lambda w, _: w.pick(("晴天", "七里香", "红豆", "海阔天空", "后来", "成都", "小幸运", "夜曲", "月亮代表我的心", "李白", "安静", "江南", "东风破"))),
    _h("flowers and trees", "树种 species 植物名称", lambda w, _: w.pick(("白杨", "梧桐", "香樟", "红枫", "金桂", "银杏", "玉兰", "月季", "牡丹", "水杉", "石榴", "牛筋草"))),
    _h("idioms", "成语 idiom", lambda w, _: w.pick(("马到成功", "方兴未艾", "安居乐业", "高山流水", "江郎才尽", "白手起家", "黄粱一梦", "石破天惊", "司空见惯"))),
    _h("ships", "船名 vessel_name", lambda w, _: f"{w.pick(('中远海', '长荣', '东方', '振华'))}{w.pick(('之星', '宁波', '和谐', '希望'))}"),
    _h("mountains and rivers", "景区 scenic_spot", lambda w, _: w.pick(("黄山", "泰山", "华山", "白云山", "黄河", "金沙江", "洪泽湖", "千岛湖", "张家界", "周庄", "乌镇", "凤凰古城"))),
    _h("organisation short names", "客户简称 supplier_short 供应商简称", lambda w, _: w.pick(words.COMPANY_CITIES) + w.pick(words.COMPANY_CORES)),
    _h("government bodies", "发证机关 issuing_authority", lambda w, _: f"{w.region()[1]}公安局{w.pick(('', w.region()[2] + '分局'))}"),
    _h("English words", "tag_en label", lambda w, _: w.pick(("new", "hot", "sale", "classic", "limited"))),
)  # fmt: skip

_TECHNICAL: tuple[Harmless, ...] = (
    _h("URLs", "url 链接 image_url", lambda w, _: f"https://img.example.com/p/{w.hexadecimal(12)}/{w.digits(11)}.jpg"),
    _h("product URLs", "detail_url 商品链接", lambda w, _: f"https://shop.example.cn/item?id={w.digits(12, '123456789')}&sku={w.digits(13)}"),
    _h("ID card pictures", "id_card_front_url 身份证正面图片", lambda w, _: f"https://oss.example.com/{w.hexadecimal(16)}.png"),
    _h("domains", "domain 域名", lambda w, _: f"{w.letters(7)}.{w.pick(('com', 'cn', 'net'))}"),
    _h("MD5 of files", "file_md5 文件MD5 checksum", lambda w, _: hashlib.md5(w.digits(9).encode()).hexdigest()),  # noqa: S324
    _h("SHA-256 of files", "file_sha256 文件哈希 layer_sha256", lambda w, _: w.hexadecimal(64)),
    _h("git commits", "commit_id commit", lambda w, _: w.hexadecimal(40)),
    _h("UUIDs", "uuid guid request_id", lambda w, _: w.uuid()),
    _h("trace ids", "trace_id traceId", lambda w, _: w.hexadecimal(32)),
    _h("span ids", "span_id", lambda w, _: w.hexadecimal(16)),
    _h("ObjectIds", "_id object_id", lambda w, _: w.hexadecimal(24)),
    _h("tokens of sessions", "etag", lambda w, _: f'"{w.hexadecimal(20)}"'),
    _h("JSON of goods", "goods_json 商品明细 items", lambda w, _: _json(w)),
    _h("JSON with order numbers", "ext_info extra", lambda w, i: json.dumps({"order": w.digits(18, "123456789"), "ts": _seconds(w, i) * 1000})),
    _h("log lines", "log message 日志", _log),
    _h("SQL", "sql sql_text", lambda w, _: f"SELECT id, status FROM t_order_{w.random.randint(0, 63):02d} WHERE create_time > '{w.day(2022, 2025)}' LIMIT {w.random.randint(1, 500)}"),  # noqa: S608
    _h("user agents", "user_agent ua", lambda w, _: f"Mozilla/5.0 (Linux; Android {w.random.randint(8, 14)}; {w.pick(words.PHONE_MODELS)}) AppleWebKit/537.36 Chrome/{w.random.randint(90, 120)}.0.{w.random.randint(1000, 6000)}.{w.random.randint(10, 200)} Mobile Safari/537.36"),
    _h("shop latitudes", "shop_lat 门店纬度 store_lat", lambda w, _: round(w.random.uniform(22, 41), 6), pa.float64()),
    _h("shop longitudes", "shop_lng 门店经度 store_lng", lambda w, _: round(w.random.uniform(100, 122), 6), pa.float64()),
    _h("machine coordinates", "pos_x x_mm 坐标X", lambda w, _: round(w.random.uniform(0, 900), 3), pa.float64()),
    _h("colour codes", "color_hex 色值", lambda w, _: f"#{w.hexadecimal(6).upper()}"),
    _h("booleans", "is_valid flag 启用", lambda w, _: w.random.random() < 0.7, pa.bool_()),
    _h("embeddings of goods", "item_vector embedding", lambda w, _: [round(w.random.gauss(0, 1), 4) for _ in range(8)], pa.list_(pa.float64())),
    _h("list of SKUs", "sku_list 商品列表", lambda w, _: [w.digits(8) for _ in range(w.random.randint(1, 4))], pa.list_(pa.string())),
    _h("struct of goods", "goods", lambda w, _: {"sku": w.digits(8), "title": _title(w)}, pa.struct({"sku": pa.string(), "title": pa.string()})),
    _h("cron", "cron 定时表达式", lambda w, _: f"0 {w.random.randint(0, 59)} {w.random.randint(0, 23)} * * ?"),
    _h("class names", "class_name handler_name", lambda w, _: f"com.example.{w.letters(5)}.{w.letters(6).title()}Service"),
    _h("error messages", "error_msg 错误信息", lambda w, _: w.pick(("连接超时", "库存不足", "参数错误", "签名验证失败", "系统繁忙，请稍后再试"))),
    _h("template names", "模板名称 template_name", lambda w, _: f"{w.pick(('短信', '邮件', '站内信'))}{w.pick(('验证码', '营销', '通知'))}模板{w.digits(2)}"),
    _h("signatures of requests", "signature sign_value 验签串", lambda w, _: w.letters(44, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") + "="),
    _h("empty", "预留字段 reserved", lambda _w, _i: None),
    _h("constant", "tenant_code 租户", lambda _w, _i: "T001"),
)  # fmt: skip

ORGANISATIONS: tuple[Harmless, ...] = (
    Harmless(
        "companies", ("公司名称", "company_name", "供应商"), lambda w, _: w.company(), right=("org_name",)
    ),
    Harmless("credit codes", ("统一社会信用代码", "uscc"), lambda w, _: w.uscc(), right=("uscc",)),
    Harmless(
        "shop addresses",
        ("门店地址", "shop_address", "网点地址", "store_address"),
        lambda w, _: f"{''.join(w.region())}{w.pick(words.STREETS)}{w.random.randint(1, 999)}号",
        tellable=False,
    ),
    Harmless(
        "company addresses",
        ("公司地址", "注册地址", "company_address", "办公地址"),
        lambda w, _: (
            f"{''.join(w.region())}{w.pick(words.STREETS)}{w.random.randint(1, 999)}号"
            f"{w.pick(('创业园', '软件园', '国际大厦', '科技大厦'))}{w.random.randint(1, 9)}层"
        ),
        tellable=False,
    ),
)

_OF_ORGANISATIONS = frozenset(
    {
        "banks",
        "bank branches",
        "hospitals",
        "schools",
        "government bodies",
        "couriers",
        "shops",
        "organisation short names",
    }
)
_OF_PERSONS_BESIDE_THEM = frozenset(
    {
        "turnover of shops", "vacancies", "schools", "companies", "machine id", "English product names", "age band of goods",
        "housing estates", "founding date of companies",
    }
)  # fmt: skip

MAKERS: tuple[Harmless, ...] = tuple(
    replace(
        maker,
        right=("org_name",) if maker.label in _OF_ORGANISATIONS else maker.right,
        apart=maker.label in _OF_PERSONS_BESIDE_THEM,
    )
    for maker in _NUMBERS + _WORDS + _TECHNICAL + ORGANISATIONS
)


def column(w: World, maker: Harmless, rows: int) -> pa.Array:
    """Return a column of *rows* values."""
    return pa.array([maker.make(w, row) for row in range(rows)], type=maker.type)


__all__ = ["ARTICLES", "MAKERS", "ORGANISATIONS", "Harmless", "column"]
