"""Make detectors/tables/surnames.txt: Chinese surnames, single and compound.

Source: the person provider zh_CN of Faker, MIT, which orders them by share of the population; then
simplified forms and compound surnames that it lacks, added by hand (``BY_HAND``).
Needs: ``pip install faker``.
"""

from __future__ import annotations

from importlib.metadata import version

from faker.providers.person.zh_CN import Provider
from table import MIT, write_table

# Second-round simplified forms are on millions of identity cards (肖 beside 萧, 闫 beside 阎, 付 beside 傅).
# Rare one-character surnames that are everyday words (家, 水, 山, 红) are left out: they would find more
# words than people.
BY_HAND = """
肖 闫 付 代 丘 占 习 桓
上官 司马 诸葛 皇甫 尉迟 夏侯 东方 赫连 公孙 慕容 司徒 令狐 宇文 长孙 鲜于 端木 独孤 南宫 西门 东郭
百里 呼延 轩辕 淳于 单于 申屠 太史 公冶 宗政 濮阳 钟离 闻人 澹台 闾丘 仲孙 亓官 司空 完颜 纳兰 拓跋
第五 梁丘 左丘 公羊 万俟 谷梁 段干 漆雕 乐正 巫马 公西 东野 羊舌 南门 即墨 达奚 爱新觉罗 叶赫那拉
"""

if __name__ == "__main__":
    write_table(
        "surnames.txt",
        [*Provider.last_names, *BY_HAND.split()],
        what="Chinese surnames, single and compound",
        source=f"Faker {version('faker')}, provider person/zh_CN, and additions by hand",
        licence=f"MIT, Copyright (c) 2012 Daniele Faraglia; {MIT}",
        order="that of the source, most frequent first; additions by hand last",
        script="tools/make_surnames.py",
    )
