"""Free text with what is in it: remarks, chats, complaints, delivery notes, medical notes, reviews.

A template has slots ``{name}``, ``{mobile}``, ``{id}``, ``{card}``, ``{email}``, ``{address}``, ``{landline}``,
``{plate}``, ``{name2}``… of the same or further persons, and harmless ones (``{order}``, ``{amount}``, ``{product}``, ``{place}``,
``{company}``, ``{brand}``, ``{date}``). The gold says which kinds are in a text, how often.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import words
from .harmless import ARTICLES

if TYPE_CHECKING:
    from .values import Person, World

_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
KIND_OF_SLOT = {
    "name": "person_name", "mobile": "cn_mobile", "id": "cn_resident_id", "card": "bank_card", "email": "email",
    "address": "address", "landline": "cn_landline", "plate": "vehicle_plate",
}  # fmt: skip

GENRES: dict[str, tuple[str, ...]] = {
    "service remarks": (
        "客户{name}来电反映订单{order}未收到，联系电话{mobile}，请尽快处理。",
        "用户{name}要求修改收货电话为{mobile}",
        "{mobile}机主称从未办理过该业务，要求退款{amount}元",
        "已电话联系{name}女士，约定{date}上门安装{product}",
        "投诉人：{name}，手机{mobile}，身份证{id}，诉求：退一赔三",
        "请把款退到{name}的建行卡{card}，谢谢",
        "回访{name}先生，满意",
        "客户微信同手机号{mobile}，姓{name}",
        "{name}/{mobile}/要求开专票，邮箱{email}",
        "转{name2}跟进，客户{name}情绪激动",
        "座机{landline}无人接听，改打{mobile}",
        "退货人{name} {mobile} 退回单号{order}",
    ),
    "delivery notes": (
        "放{address}门口，打{mobile}",
        "收件人{name}不在家，请交给邻居{name2}，电话{mobile}",
        "{address} {name} {mobile}",
        "送到{place}后联系{name}：{mobile}",
        "地址改为{address}，收货人{name}",
        "车牌{plate}，司机{name}，{date}到仓",
        "菜鸟驿站代收，取件人{name}，尾号见短信",
        "{name}收，{address}，{mobile}，请轻放",
    ),
    "chats": (
        "你好，我是{name}，想问下{product}什么时候到货",
        "亲，麻烦留一下电话哦～ {mobile}",
        "我身份证号{id}，帮我查一下社保",
        "加我微信或者打{mobile}，找{name}就行",
        "好的{name}先生，已经帮您登记了",
        "发到{email}吧，谢谢",
        "我妈叫{name}，她的号码是{mobile}",
        "卡号{card} 户名{name} 开户行{brand}银行",
        "我家住{address}，周末都在",
    ),
    "complaints": (
        "本人{name}（身份证号：{id}），于{date}在{company}购买{product}，价款{amount}元，收到后发现严重质量问题，多次致电客服无果，现要求全额退款。联系电话：{mobile}。",
        "举报{place}附近一辆{plate}违章停车，举报人{name}，电话{mobile}",
        "我是{name}，住{address}，楼上装修噪音扰民，请街道处理，电话{mobile}",
        "贵行员工{name}态度恶劣，我的卡{card}被误冻结三天，投诉电话留{landline}",
        "家长{name}反映孩子{name2}在校午餐质量差",
    ),
    "medical notes": (
        "患者{name}，因反复咳嗽三天就诊，家属电话{mobile}，既往体健。",
        "{name}，身份证{id}，现住{address}，主诉头晕一周。",
        "主刀医生{name}，一助{name2}，手术顺利，出血约50ml。",
        "嘱{name}两周后复诊，如有不适拨打{landline}",
        "患者家属{name}签字同意手术",
    ),
    "HR and school notes": (
        "{name}同志于{date}入职{company}，试用期三个月，紧急联系人{name2}，{mobile}",
        "经研究决定，任命{name}为项目经理，{name2}协助工作。",
        "班主任{name}，家长{name2}电话{mobile}，该生本学期进步明显",
        "{name}请假三天，工作由{name2}代理",
        "面试官：{name}；候选人邮箱{email}",
    ),
}  # fmt: skip

HARMLESS_TEMPLATES = (
    "订单{order}已发货，预计三天内送达，请保持关注。",
    "{product}缺货，改发{brand}同款，差价{amount}元已退",
    "{date}仓库盘点，{product}短少2件",
    "请开具{company}的增值税发票，税号已提供",
    "送到{place}南门，谢谢",
    "{brand}{product}还不错，物流快，包装严实，值得购买",
    "系统于{date}升级，流水号{order}需重新推送",
    "设备{order}温度超限，已停机检修",
    "客户要求改颜色为雾霾蓝，尺码XL",
    "{place}附近路况拥堵，预计晚到半小时",
    "{company}与{company}签订采购合同，金额{amount}元",
    "味道还行，分量小了点，{product}没有图片好看",
    "活动期间满300减50，{brand}旗舰店直降{amount}元",
    "超时未付款，系统自动取消，批次{order}",
    "客服热线400-820-8820，工作时间9点到18点",
    "已退运费，单号{order}，请知悉",
)
_HARMLESS_SLOTS = frozenset({"order", "amount", "product", "place", "company", "brand", "date"})


@dataclass(frozen=True)
class Text:
    """A text, how often each kind is in it, and how many persons it tells of."""

    text: str
    gold: Counter[str]
    persons: int
    genre: str = ""


def harmless_slot(w: World, slot: str) -> str:
    """Return what stands in a slot that is about nobody."""
    return {
        "order": lambda: w.pick((w.digits(18, "123456789"), f"SO{w.digits(12)}", w.digits(12, "2345678"), w.digits(15, "1"), w.digits(16, "78"))),
        "amount": lambda: f"{w.random.randint(10, 9999)}",
        "product": lambda: w.pick(words.PRODUCTS),
        "place": lambda: w.pick(words.POIS),
        "company": w.company,
        "brand": lambda: w.pick(words.BRANDS),
        "date": lambda: f"{w.random.randint(1, 12)}月{w.random.randint(1, 28)}日",
    }[slot]()  # fmt: skip


def _personal_slot(w: World, slot: str, person: Person) -> str:
    return {
        "name": person.name, "mobile": person.mobile, "id": person.resident_id, "card": person.bank_card,
        "email": person.email, "address": person.address,
    }.get(slot) or (w.landline().replace(" ", "-") if slot == "landline" else w.plate())  # fmt: skip


def fill(w: World, template: str, genre: str = "") -> Text:
    """Return *template* filled in, with its gold."""
    gold: Counter[str] = Counter()
    people: dict[str, Person] = {}

    def one(match: re.Match[str]) -> str:
        slot, number = match.groups()
        if slot in _HARMLESS_SLOTS:
            return harmless_slot(w, slot)
        gold[KIND_OF_SLOT[slot]] += 1
        return _personal_slot(w, slot, people.setdefault(number, w.person()))

    return Text(_SLOT.sub(one, template), gold, len(people), genre)


def personal(w: World, genre: str) -> Text:
    """Return a text of *genre* that tells of somebody."""
    return fill(w, w.pick(GENRES[genre]), genre)


def harmless(w: World) -> Text:
    """Return a text that tells of nobody."""
    if w.random.random() < 0.35:
        return Text("".join(w.random.sample(ARTICLES, w.random.randint(1, 3))), Counter(), 0)
    return fill(w, w.pick(HARMLESS_TEMPLATES))
