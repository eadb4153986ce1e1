"""Postal address down to the door (地址).

A road, lane, village or estate with a number behind it, and a region before it or a dwelling at
its end. A province, city or district alone is a place, not anybody's address. Whether a door is a
home or a company's is not written in it; the header may say so.
"""

from __future__ import annotations

from tongguan.detector import Detector, beyond_ascii
from tongguan.detectors._tables import entries

_NUMBER = r"[0-9A-Za-z一二三四五六七八九十百甲乙丙丁\-]+"
_REGION = r"(?:\p{Han}{2,9}?(?:省|市|自治区|自治州|地区|盟|区|县|旗|州|镇|乡|街道))"
# 杭州文三路100号: a city may come without its rank, if it is one.
_CITY = "|".join(entries("regions.txt"))
_WAY = r"(?:路|街|道|巷|弄|胡同|里|村|屯|庄|小区|花园|公寓|苑|家园|广场|大厦|组)"
_DOOR = r"(?:号|弄|栋|幢|座|号楼|楼|单元|室|房|户|层|组|队)"

DETECTOR = Detector(
    id="address",
    title="Postal address",
    title_zh="地址",
    references=("GB/T 35273-2020 annex A",),
    pattern=rf"(?:{_REGION}|{_CITY}).*{_WAY}.*?{_NUMBER}{_DOOR}.*|.*{_WAY}.*?{_NUMBER}{_DOOR}.*{_NUMBER}(?:室|房|单元|户|栋|幢).*",
    lengths=(12, 600),
    gate=beyond_ascii,
    role="trait",
    chance=0.02,
    headers=(
        "地址", "住址", "家庭住址", "家庭地址", "户籍地址", "收货地址", "收件地址", "详细地址", "现住址", "通讯地址",
        "address", "addr", "home address", "detail address", "receiver address", "recipient address", "residence",
        "dz", "jtzz", "hjdz", "dizhi",
    ),
    headers_against=(
        "公司", "门店", "店铺", "仓库", "网点", "邮箱", "邮件", "图片", "下载", "链接", "网址", "内存", "ip", "mac", "url", "memory", "register", "modbus", "company", "store", "shop",
        "warehouse", "wallet", "email", "mail", "web",
    ),
    examples=(
        "杭州文三路100号",
        "浙江省杭州市西湖区文三路100号3幢2单元501室",
        "上海市浦东新区张杨路500弄8号1202室",
        "广东省佛山市顺德区大良街道新桂村三组12号",
        "天河区天河北路20号A栋1503房",
    ),
    near_misses={
        "浙江省杭州市西湖区": "a region",
        "杭州西湖区文三路": "a road",
        "杭州某某网络科技有限公司": "a company",
        "第二食品厂三号车间生产线": "a shop floor",
    },
)  # fmt: skip
