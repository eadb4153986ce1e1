"""Passport number of the People's Republic of China (护照号).

Ordinary passports: ``E`` and eight digits, or ``E``, a letter other than I and O, and seven
digits; older ones ``G`` and eight digits, or 14/15 and seven digits. Diplomatic, service and
public-affairs passports: ``DE``, ``SE``, ``PE`` and seven digits. There is no check digit outside
the machine-readable zone, so the share of a column that has the shape is the evidence.

The passports of that kind before 2012 (``D``, ``S`` or ``P`` and seven or eight digits) have all expired,
and articles and orders are numbered like them: an article taken for a passport would make one person
of all who bought it. They, and passports of other countries, are known by their header only.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="cn_passport",
    title="Passport number",
    title_zh="护照号",
    references=("ICAO Doc 9303",),
    pattern=r"[Ee][0-9A-HJ-NP-Za-hj-np-z][0-9]{7}|[Gg][0-9]{8}|1[45][0-9]{7}|[DSPdsp][Ee][0-9]{7}",
    lengths=(9, 9),
    first="EeGg1DSPdsp",
    canonical=pc.ascii_upper,
    role="identifier",
    needs_company=True,
    strength=90,
    chance=0.1,
    # Of any country: six to twelve letters and digits, with a digit among them.
    under_header=(
        r"[0-9][A-Za-z0-9]{5,11}|[A-Za-z][0-9][A-Za-z0-9]{4,10}|[A-Za-z]{2}[0-9][A-Za-z0-9]{3,9}|[A-Za-z]{3}[0-9][A-Za-z0-9]{2,8}"
        r"|[A-Za-z]{1,2}[- ][0-9]{6,9}"
    ),
    headers=(
        "护照", "护照号", "护照号码", "护照编号", "护照证号", "passport", "passport no", "passport number", "passport num", "passport id", "passport code",
        "passportno", "passportid", "huzhao", "huzhaohao", "huzhaohaoma", "hzh", "hzhm",
    ),
    headers_against=(
        "故障", "错误", "报警", "告警", "条码", "资产", "fault", "error", "alarm", "asset", "barcode", "part no", "fault code", "lot", "parcel", "express", "快递", "物流",
        "有效期", "类型", "签发", "到期", "国家", "马匹", "宠物", "订单", "商品", "产品", "物料", "货号", "批次", "合同", "发票", "运单", "设备", "序列", "型号",
        "horse", "pet", "expiry", "expire", "expiration", "issue", "issuing", "date", "type", "country", "order", "product", "goods", "sku", "item",
        "material", "batch", "contract", "invoice", "waybill", "tracking", "device", "serial", "model", "part",
    ),
    examples=("E12345678", "EA1234567", "G12345678", "141234567", "SE1234567", "ea1234567"),
    near_misses={
        "EI1234567": "I is not used",
        "E1234567": "eight characters",
        "A12345678": "no such series",
        "161234567": "no such series",
        "P1234567": "no such series in force",
        "S12345678": "no such series in force",
    },
)  # fmt: skip
