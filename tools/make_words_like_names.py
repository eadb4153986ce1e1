"""Make detectors/tables/words_like_names.txt: words and places that are written like a personal name.

Source: jieba's dictionary (``jieba/dict.txt``), MIT: words of two to four characters, of any tag but a
person's name, that the scores of ``name_scores.txt`` (which must be there) take for a name, seen
``FEWEST`` times or more; the provinces, cities and counties of cpca, MIT; and the days of the week.
A person may be called 文静 or 高峰: such values are no evidence that a column holds names, and count as
people where it does. Needs: ``pip install jieba cpca==0.5.5``.
"""

from __future__ import annotations

import csv
import re
from importlib.metadata import distribution, version
from pathlib import Path

from make_name_scores import entries
from make_regions import NO_PLACE, RANK, resource
from table import MIT, write_table

FEWEST = {2: 3, 3: 3, 4: 4}
THRESHOLD, DOUBLE, COMPOUND = 0.3, 3.5, 0.5  # as in detectors/_han_names.py
# Everyday words and brands that jieba tags as persons' names, read out of its list by hand.
TAGGED_AS_NAMES = """
明白 武功 文明 和尚 王朝 阳光 陆军 卫星 雷达 荣誉 黄石 古老 丘陵 武林 明星 宫殿 光荣 权威 师傅 封锁 宣言
胡同 玉米 师兄 顾问 王爷 智慧 白雪 祖先 石英 高潮 英勇 齐全 顾客 公正 凤凰 辛勤 米粉 玉石 寻思 胡子 桂林
柏林 王府 光辉 叶子 安静 祖宗 谢谢 白领 麻城 红旗 康复 鱼雷 师范 梅花 青青 伯伯 吉祥 范畴 周转 诸侯 元帅
孙子 雪山 双拥 宁可 修正 山珍 凌辱 高明 陈述 荣获 丛林 马匹 双喜 罗刹 胡说 关怀 秦岭 明珠 王子 温泉 白宫
黎明 呼唤 陈列 通达 常德 乌云 宁静 养老 蓝天 金刚 师生 天亮 安抚 高僧 许可 朱红 原谅 杜绝 卓越 沙丘 白莲
晋升 石狮 童子 祝贺 慈善 师母 白石 松树 过敏 白白 乌龟 凌厉 高三 王八 荣耀 胡闹 满怀 旷野 庄子 乔木 毛巾
麦子 郎中 白布 张开 宁远 元老 银杏 周密 朴素 马夫 陈设 英俊 高薪 黄龙 华丽 石林 麻木 弘扬 燕子 巴掌 金黄
林子 林木 杨柳 梅子 安危 查明 石柱 杜鹃 张贴 巨石 周旋 巴蜀 白云 田园 黄帝 高耸 孔雀 王宫 归公 龙王 史实
戈壁 张嘴 古文 张口 田野 熊掌 焦黄 雷声 钱财 温馨 白银 蓝图 铁青 殷勤 明智 陈旧 祝福 严正 贝壳 高昂 庄园
金光 顾忌 龙宫 高超 仁义 胡椒 张罗 徐徐 高雅 高坡 富豪 时髦 敬仰 敬畏 卫冕 古董 金山 明朗 熊猫 钟声 马道
陶醉 阿姨 汪洋 张扬 红莲 高喊 麻醉 盖子 宗庙 权贵 红光 白昼 敬佩 施礼 祖母 空旷 边远 越冬 雷霆 张望 从政
柳树 许诺 言辞 白痴 王妃 岳母 须知 花白 王后 涂抹 马鞭 玉兰 高丽 黄牛 清香 马鞍 洪亮 柏树 权衡 丛生 鲁莽
石阶 索引 唐诗 富翁 仁慈 从军 元宝 木耳 周详 雷雨 华裔 容颜 苏醒 滑冰 西医 荆棘 爱戴 冷清 慈祥 金秋 红霞
矫正 敬礼 吉普 齐备 马虎 和睦 施舍 才智 和善 盖章 乐章 连贯 燕麦 毛驴 陶冶 文雅 桂冠 查清 松柏 方正 华贵
龙凤 沙尘 香甜 阴森 盘桓 屈膝 凌驾 蓝田 白杨 和蔼 麦田 富丽 籍贯 盛怒 丁香 花香 滑翔 雷鸣 慈爱 杨树 平添
殷红 祝寿 白鹤 母爱 敬爱 常胜 红茶 饶恕 山洪 安逸 红颜 黄铜 盛衰 毛竹 门第 矫健 巨龙 阴虚 梅雨 温顺 贺喜
盛夏 秋千 白光 鹿茸 哈欠 龙虾 蓝光 和暖 雷同 易懂 黄泉 牛仔 钱庄 白桦 阳虚 海燕 贺卡 白皙 柴胡 寿星 屠夫
汤圆 静谧 牛黄 车驾 毛毛 樊笼 红绿 海尔 美的 李宁 索尼 惠普 乔丹 华硕 戴尔 康佳 西门子 王老吉 胡萝卜 红宝石
青少年 古建筑 贡献者 清真寺 洛川 黄金周 农家乐 全家福 花岗岩 武昌鱼
"""
# Brands with a surname in front, from common knowledge, by hand.
BRANDS = """
麦当劳 支付宝 康师傅 周大福 周生生 周大生 周六福 王麻子 张小泉 谢馥春 孔凤春 李锦记 同仁堂 高露洁 金龙鱼
福临门 蓝月亮 鲁花 安踏 蒙牛 苏泊尔 方太 古井贡 张裕 柯尼卡 马自达 万宝路 万科 万达 万和 万家乐 马爹利
白大夫 白象 金士顿 金利来 金霸王 金典 金立 金嗓子 金锣 金帝 金莱克 石头 云南白药 毛戈平 林清轩 卫龙 卫岗
黄鹤楼 黄金酒 贝因美 贝亲 贝德玛 康恩贝 康泰 康乃馨 花西子 花王 和路雪 和路 和服 乐高 乐扣 乐视 乐事 乐堡
向日葵 阳光 冷酸灵 雷克萨斯 雷蛇 雷朋 雷柏 路虎 马克华菲 马可波罗 马蜂窝 水星 宝马 卡西欧 温碧泉 武商 邦迪
欧莱雅 欧珀莱 欧派 欧普 东鹏 洛娃 沃尔沃 沃尔玛 沙宣 米其林 米家 家乐福 应届生 梅林 荣事达 荣耀 康巴赫 韩束
韩后 韩都 安利 安慕希 安井 安尔乐 全棉 全季 全聚德 舒肤佳 舒洁 舒蕾 舒客 海飞丝 海天 海信 海澜 海氏 贺岁
洪湖 高德 高洁丝 高夫 高培 都乐 成都 桂格 桂发祥 伊利 费列罗 封神 汤臣倍健 汤达人 盼盼 楼兰 席梦思 梦特娇
祖玛珑 广汽 常青藤
"""
WEEK = [f"{week}{day}" for week in ("周", "星期") for day in "一二三四五六日天末"]


def places() -> list[str]:
    """Return provinces, cities and counties, full and short."""
    names = {row["name"] for row in csv.DictReader(resource("adcodes.csv").splitlines())}
    full = {name for name in names if not NO_PLACE.fullmatch(name)}
    stems = {stem for name in full if "自治" not in name and len(stem := RANK.sub("", name)) > 1}
    return sorted(full | stems | set(entries("regions.txt")))


def scores() -> dict[str, dict[str, float]]:
    """Return score by place and character."""
    table: dict[str, dict[str, float]] = {}
    for line in entries("name_scores.txt"):
        place, score, characters = line.split(" ")
        table.setdefault(place, {}).update(dict.fromkeys(characters, float(score)))
    return table


def like_a_name(word: str, score: dict[str, dict[str, float]], compounds: set[str]) -> bool:
    """Tell whether *word* passes for a name."""

    def given(rest: str) -> float:
        if len(rest) == 1:
            return score["sole"].get(rest, score["sole"]["*"])
        return sum(score[p].get(c, score[p]["*"]) for p, c in zip(("middle", "last"), rest, strict=True))

    surname = score["surname"]
    return (
        (word[0] in surname and len(word) in {2, 3} and surname[word[0]] + given(word[1:]) > THRESHOLD)
        or (word[:2] in compounds and len(word) in {3, 4} and COMPOUND + given(word[2:]) > THRESHOLD)
        or (
            len(word) == 4
            and set(word[:2]) <= set(surname)
            and sum(surname[c] for c in word[:2]) + given(word[2:]) > DOUBLE
        )
    )


def words() -> list[str]:
    """Return words and places that look like names: words most frequent first."""
    score = scores()
    compounds = {name for name in entries("surnames.txt") if len(name) == 2}
    path = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        if (
            re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word)
            and not tag.startswith("nr")
            and int(count) >= FEWEST[len(word)]
        ):
            found.append((-int(count), word))
    ordered = [word for _, word in sorted(found)] + [name for name in places() if len(name) in {2, 3, 4}]
    return [word for word in ordered if like_a_name(word, score, compounds)]


def by_hand() -> list[str]:
    """Return those of the words listed here that look like names."""
    score, compounds = scores(), {name for name in entries("surnames.txt") if len(name) == 2}
    listed = (*TAGGED_AS_NAMES.split(), *BRANDS.split(), *WEEK)
    return [word for word in listed if len(word) <= 4 and like_a_name(word, score, compounds)]


if __name__ == "__main__":
    write_table(
        "words_like_names.txt",
        [*words(), *by_hand()],
        what="ordinary words and places written like a personal name; days of the week",
        source=(
            f"jieba {version('jieba')}, dict.txt; cpca {version('cpca')}, adcodes.csv; "
            "words tagged as names, brands and days by hand"
        ),
        licence=f"MIT, Copyright (c) 2013 Sun Junyi, Copyright (c) 2018 QinYuan Du; {MIT}",
        order="most frequent first; places, then words by hand and days last",
        script="tools/make_words_like_names.py",
    )
