"""Employer (工作单位).

The name of the organisation somebody works for. Organisations have names of their own (``org_name``):
only under a header that speaks of somebody's work, and beside columns that show persons, is it
personal information.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import WORDS

DETECTOR = Detector(
    id="employer",
    title="Employer",
    title_zh="工作单位",
    references=("GB/T 35273-2020 annex A",),
    pattern=WORDS,
    lengths=(4, 200),
    role="attribute",
    needs_header=True,
    of_persons=True,
    # Not how often words pass, but below that of org_name, whose values these are: the header decides.
    chance=0.05,
    headers=(
        "工作单位", "工作单位名称", "就职单位", "就职公司", "任职单位", "任职公司", "任职机构", "所在单位", "所在公司", "现单位", "原单位", "供职单位", "服务单位",
        "单位全称", "用人单位", "雇主", "雇佣单位", "工作地点", "工作机构", "就业单位", "实习单位", "前雇主",
        "employer", "employer name", "current employer", "company of employment", "work unit", "workplace", "place of work", "work company",
        "working company", "employed by", "current company", "previous employer",
        "gzdw", "gongzuodanwei",
    ),
    headers_against=("代码", "编号", "地址", "电话", "邮编", "id", "code", "address", "phone", "tel"),
    examples=("杭州某某网络科技有限公司", "市第一人民医院", "Example Technology Co., Ltd.", "自由职业", "部队"),
    near_misses={"123456": "a number", "{'name': 1}": "JSON", "科": "one character"},
)  # fmt: skip
