"""Name of an organisation (企业、机构名称). Nobody's: it is here so that its columns are not taken for names or addresses.

Told by its end: 有限公司, 厂, 店, 医院, 大学, 局, 委员会; Co., Ltd., Inc., GmbH. An address may end with the company at that
door; it holds a number of a house, and no name of a firm does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from tongguan.detector import Detector

if TYPE_CHECKING:
    import pyarrow as pa

    from tongguan.kernels.text import Mask, Text

# Not 中心, 广场, 大厦, 园, 站, 馆: addresses end so.
_ENDS = (
    "公司|集团|商行|车行|银行|支行|分行|合作社|旅行社|出版社|报社|杂志社|通讯社|信用社|供销社|事务所|研究所|派出所|交易所|卫生所|诊所|"
    "医院|学院|研究院|法院|检察院|卫生院|敬老院|福利院|设计院|剧院|委员会|居委会|村委会|管委会|协会|商会|学会|工会|基金会|联合会|"
    "人民政府|大学|中学|小学|学校|党校|驾校|幼儿园|超市|工作室|经营部|门市部|批发部|服务部|项目部|俱乐部|办事处|合伙企业|个体工商户|"
    "养殖场|农场|种植场|药房|餐厅|食堂|支队|大队|总队|剧团|乐团|车队|株式会社"
)
_SHORT_ENDS = "厂店局"
_PARTNERSHIP = r"\((?:有限合伙|普通合伙|特殊普通合伙|集团|中国|个人独资|个体工商户)\)"
_ENGLISH = (
    r"Co\.?,? ?Ltd\.?|Company|Corp\.?|Corporation|Inc\.?|Incorporated|L\.?L\.?C\.?|L\.?L\.?P\.?|Ltd\.?|Limited|P\.?L\.?C\.?|GmbH|AG|S\.A\.?|S\.p\.A\.?|S\.r\.l\.?|B\.V\.?|N\.V\.?"
    r"|Oy|AB|K\.K\.?|Pte\.? ?Ltd\.?|Pty\.? ?Ltd\.?|Sdn\.? ?Bhd\.?|Group|Holdings?|University|Hospital|Bank|Institute|Foundation|Association|Committee|Bureau|Ministry"
)
_NAME = r"[\p{Han}A-Za-z0-9（）()&·・.,、\-—+'’ “”\"]"


def _last_characters() -> Mask:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(end[-1]) for end in (*_ENDS.split("|"), *_SHORT_ENDS)]] = True
    return table


_IS_LAST = _last_characters()


def gate(text: Text) -> Mask:
    """Let pass what ends with the last character of an end, or with a bracket, or has a space or comma in it."""
    ends = text.starts + text.lengths
    last = text.data[np.maximum(ends - 1, 0)]
    wide = [text.data[np.maximum(ends - back, 0)].astype(np.int64) for back in (3, 2, 1)]
    code = (wide[0] & 15) << 12 | (wide[1] & 63) << 6 | wide[2] & 63
    told = _IS_LAST[code] & (wide[0] >= 0xE0) | (last == ord(")"))
    return np.asarray(told | (last < 0x80) & (text.holding((b" ",)) | text.holding((b",",))))


_DOOR = r"(?:路|街|道|巷|弄|胡同|里|村|大街|大道)[^路街道巷弄]{0,6}[0-9一二三四五六七八九十]+(?:-[0-9]+)?[号弄幢栋室]|[0-9]+(?:号楼|单元|室|幢|栋|楼)|(?:收|转交?)$"


def check(values: pa.Array) -> Mask:
    """Check that it is no address with the name of a firm behind the door."""
    return ~np.asarray(pc.match_substring_regex(values, _DOOR))


DETECTOR = Detector(
    id="org_name",
    title="Name of an organisation",
    title_zh="企业、机构名称",
    references=("GB/T 19488.2",),
    pattern=(
        rf"{_NAME}{_NAME}+(?:{_ENDS}|{_NAME}[{_SHORT_ENDS}])(?:{_PARTNERSHIP})?|{_NAME}{{3}}{_NAME}+{_PARTNERSHIP}"
        rf"|[A-Za-z0-9][A-Za-z0-9&.,'’()\-/+ ]*[ ,](?:{_ENGLISH})|(?:Bank|University|Ministry|Bureau|Hospital) of [A-Za-z ,&]+"
    ),
    lengths=(6, 200),
    gate=gate,
    check=check,
    role="organisation",
    # Of words of four characters or more, some end so: 招牌菜馆 does not, 网红店 does.
    chance=0.1,
    headers=(
        "公司名称", "企业名称", "单位名称", "机构名称", "公司", "企业", "供应商", "供应商名称", "客户名称", "商家", "商家名称", "店铺", "店铺名称", "门店", "门店名称", "开户行", "厂商", "生产厂家",
        "承运商", "医院", "医院名称", "组织名称", "投保单位", "抬头", "发票抬头", "company", "company name", "corp name", "corporation", "enterprise", "enterprise name", "organization",
        "organisation", "organization name", "org name", "org", "supplier", "supplier name", "vendor name", "merchant name", "shop name", "store name", "bank name",
        "manufacturer", "carrier", "hospital name", "business name", "firm", "gsmc", "qymc", "dwmc", "gongsi", "gongsimingcheng",
    ),
    headers_against=("联系人", "地址", "住址", "address", "contact"),
    examples=("杭州某某网络科技有限公司", "华为技术有限公司", "市第一人民医院", "浙江大学", "第二食品厂", "小李便利店", "国家税务总局", "朝阳区教育委员会",
              "Example Technology Co., Ltd.", "Siemens AG", "Acme Inc.", "Bank of China", "宁波某某投资管理合伙企业（有限合伙）", "中国工商银行北京分行", "上海某某(中国)有限公司苏州分公司"),
    near_misses={
        "王小店": "too short to tell from a name",
        "浙江省杭州市西湖区文三路100号杭州某某网络科技有限公司": "an address",
        "人力资源部": "a department",
        "公司": "a word",
        "李大学": "a name",
        "浙江省杭州市西湖区": "a region",
        "Wei Zhang": "a name",
    },
)  # fmt: skip
