"""Occupation and post (职业、职务, GB/T 6565).

Words, or a code of the standard. Vacancies have them too: only beside columns that show persons is it
anybody's.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._said import WORDS

DETECTOR = Detector(
    id="occupation",
    title="Occupation or post",
    title_zh="职业、职务",
    references=("GB/T 6565", "GB/T 35273-2020 annex A"),
    pattern=rf"{WORDS}|[0-9](?:-?[0-9]{{2}}){{0,3}}",
    lengths=(1, 120),
    role="attribute",
    needs_header=True,
    of_persons=True,
    chance=0.5,
    headers=(
        "职业", "职务", "职位", "岗位", "工种", "职称", "职级", "工作岗位", "岗位名称", "职位名称", "职务名称", "从事职业", "现任职务", "任职岗位", "专业技术职务",
        "occupation", "profession", "job", "job title", "jobtitle", "job position", "job name", "post name", "employment position", "vocation",
        "zy", "zw", "gw", "zc", "zhiye", "zhiwu", "zhiwei", "gangwei", "zhicheng",
    ),
    headers_against=(
        "job number", "job no", "job num", "job id", "job code", "jobno", "jobid",
        "类型", "招聘", "需求", "培训", "资格", "危害", "定时", "任务", "设备", "机床", "水位",
        "cron", "scheduler", "schedule", "batch", "spark", "task", "print", "quartz", "etl", "vacancy",
    ),
    examples=("高级Java工程师", "会计", "Nurse", "总经理", "2-02-10", "国家公务员", "CEO", "销售"),
    near_misses={"13800001234": "a number", "2024-01-31": "a date", "{'a': 1}": "JSON"},
)  # fmt: skip
