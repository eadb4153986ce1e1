"""Number of an employee (工号, 员工编号, 警号).

Digits or a short code that an employer gives. Nothing in it tells, so only the header does.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._codes import CODE, NOBODY, one_way

DETECTOR = Detector(
    id="employee_no",
    title="Employee number",
    title_zh="工号、员工编号",
    references=("GB/T 35273-2020 annex A",),
    pattern=CODE,
    lengths=(1, 64),
    canonical=one_way,
    role="identifier",
    strength=39,
    needs_header=True,
    # Nearly every code passes: the header is the evidence.
    chance=0.9,
    local=True,
    headers=(
        "工号", "员工号", "员工编号", "员工编码", "员工代码", "员工id", "职工号", "职工编号", "职工工号", "雇员号", "雇员编号", "教工号", "教职工号",
        "教师编号", "教师工号", "警号", "胸牌号", "司机编号", "骑手编号", "快递员编号", "业务员编号", "医生编号", "医生工号", "护士编号", "导购编号", "柜员号",
        "employee no", "employee id", "employee number", "employee code", "employeeno", "employeeid", "emp no", "emp id",
        "emp code", "empno", "empid", "staff no", "staff id", "staff number", "staff code", "staffid", "worker id", "worker no",
        "personnel no", "personnel number", "pernr", "job number", "work number", "work no", "badge no", "badge id", "badge number",
        "teacher id", "teacher no", "doctor id", "doctor no", "driver id", "rider id", "courier id", "salesman id", "salesperson id",
        "gonghao", "yuangongbianhao", "yuangonghao", "zhigonghao", "gh", "ygh", "yggh", "ygbh", "zgh", "zgbh", "jgh", "jsbh",
    ),
    headers_against=(
        "施工", "加工", "开工", "竣工", "完工", "化工", "工单", "报警", "告警", "预警", "火警", "count", "order", "device", "robot",
    ),
    placeholders=NOBODY,
    examples=("10086", "E001234", "HZ-00123", "zhangsan", "00123", "10086.0"),
    near_misses={
        "12500.5": "an amount",
        "张三": "a name",
        "night shift": "two words",
        "http://example.com/1": "a URL",
    },
)  # fmt: skip
