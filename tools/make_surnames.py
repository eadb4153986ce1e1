"""Make detectors/tables/surnames.txt: Chinese surnames, single and compound.

Source: the person provider zh_CN of Faker, MIT, which orders them by share of the population; then the
surnames of the Hundred Family Surnames (百家姓, of the Song, in the public domain) and others from
common knowledge, which it lacks, added by hand (``BY_HAND``). All in simplified form: traditional ones
are known by ``traditional.txt``.
Needs: ``pip install faker``.
"""

from __future__ import annotations

from importlib.metadata import version

from faker.providers.person.zh_CN import Provider
from table import MIT, write_table

# Second-round simplified forms are on millions of identity cards (肖 beside 萧, 闫 beside 阎, 付 beside 傅).
# Surnames that are everyday words (水, 山, 红) may be here: how seldom they begin a name is in their score.
BY_HAND = """
肖 闫 付 代 丘 占 习 桓 孔 曹 严 华 金 魏 陶 姜 戚 谢 邹 喻 柏 水 窦 章 云 苏 潘 葛 奚 范 彭 郎 鲁 韦 昌 马
苗 凤 花 方 俞 任 袁 柳 酆 鲍 史 唐 费 廉 岑 薛 雷 贺 倪 汤 滕 殷 罗 毕 郝 邬 安 常 乐 于 时 傅 皮 卞 齐 康
伍 余 元 卜 顾 孟 平 黄 和 穆 萧 尹 姚 邵 湛 汪 祁 毛 禹 狄 米 贝 明 臧 计 伏 成 戴 谈 宋 茅 庞 熊 纪 舒 屈
项 祝 董 梁 杜 阮 蓝 闵 席 季 麻 强 贾 路 娄 危 江 童 颜 郭 梅 盛 林 刁 钟 徐 邱 骆 高 夏 蔡 田 樊 胡 凌 霍
虞 万 支 柯 昝 管 卢 莫 经 房 裘 缪 干 解 应 宗 丁 宣 贲 邓 郁 单 杭 洪 包 诸 左 石 崔 吉 钮 龚 程 嵇 邢 滑
裴 陆 荣 翁 荀 羊 於 惠 甄 麴 家 封 芮 羿 储 靳 汲 邴 糜 松 井 段 富 巫 乌 焦 巴 弓 牧 隗 山 谷 车 侯 宓 蓬
全 郗 班 仰 秋 仲 伊 宫 宁 仇 栾 暴 甘 钭 厉 戎 祖 武 符 刘 景 詹 束 龙 叶 幸 司 韶 郜 黎 蓟 薄 印 宿 白 怀
蒲 邰 从 鄂 索 咸 籍 赖 卓 蔺 屠 蒙 池 乔 阴 胥 能 苍 双 闻 莘 党 翟 谭 贡 劳 逄 姬 申 扶 堵 冉 宰 郦 雍 璩
桑 桂 濮 牛 寿 通 边 扈 燕 冀 郏 浦 尚 农 温 别 庄 晏 柴 瞿 阎 充 慕 连 茹 宦 艾 鱼 容 向 古 易 慎 戈 廖 庾
终 暨 居 衡 步 都 耿 满 弘 匡 国 文 寇 广 禄 阙 东 欧 殳 沃 利 蔚 越 夔 隆 师 巩 厍 聂 晁 勾 敖 融 冷 訾 辛
阚 那 简 饶 空 曾 毋 沙 乜 养 鞠 须 丰 巢 关 蒯 相 查 后 荆 红 游 竺 权 逯 盖 益 公 仉 督 岳 帅 缑 亢 况 郈
有 琴 归 海 晋 楚 法 汝 鄢 涂 钦 商 牟 佘 佴 伯 赏 墨 哈 谯 笪 年 爱 阳 佟 言 福 冼 芦 亓 郄 幺 揭 降 敬 菅
苟 苑 撒 锁 妥 拜 铁 者 虎 刀 续 展 原 矫 迟 邸 隋 兰 操 邝 谌 覃 母 来 由 战 斯 库 才 丑 俸 逢 粟 禤 仝 冮
呙 咎 啜 坚 奉 宛 尧 尉 州 庹 征 忻 悦 戢 扎 承 招 撖 斐 旷 昂 智 普 朴 枚 木 楼 檀 次 欣 歹 毅 汗 沐 泮 泽
洛 洗 浑 渠 火 热 牙 玄 玉 环 甫 生 留 畅 番 皇 直 矣 磨 税 秘 稽 答 綦 练 缠 罕 肇 腾 苫 茶 药 莎 萨 落 藏
虢 蚁 补 裕 西 要 觉 讷 贤 赛 轩 辜 辰 过 迮 逮 郇 郸 酒 铙 镡 镇 问 阔 陀 雒 雪 青 顿 颉 首 鲜 麦 黑 洑 么
乃 义 买 仁 以 佳 候 修 俎 倚 假 偰 光 冯 凃 初 前 剧 化 南 卿 叱 同 员 哀 咬 嘎 回 夕 天 央 奇 奎 始 字 宾
寻 少 尕 巨 帖 庆 开 弥 当 彤 念 恽 慈 扬 把 摆 斗 斛 昭 晓 曲 朝 果 柘 栗 栋 树 桐 楮 泉 泥 清 漆 潭 澹 濯
牵 独 理 瓮 百 眭 矿 礼 神 种 穰 竹 笃 纵 缐 美 翦 耍 肆 胜 腊 良 苌 英 茆 荔 莽 菊 蒿 衣 衷 观 訚 诺 豆 贵
资 赫 邻 郐 采 锦 门 隽 静 革 頔 风 香 骞 驼 鬲 魁 齿 上官 司马 诸葛 皇甫 尉迟 夏侯 东方 赫连 公孙 慕容
司徒 令狐 宇文 长孙 鲜于 端木 独孤 南宫 西门 东郭 百里 呼延 轩辕 淳于 单于 申屠 太史 公冶 宗政 濮阳 钟离
闻人 澹台 闾丘 仲孙 亓官 司空 完颜 纳兰 拓跋 第五 梁丘 左丘 公羊 万俟 谷梁 段干 漆雕 乐正 巫马 公西 东野
羊舌 南门 即墨 达奚 爱新觉罗 叶赫那拉 欧阳 太叔 司寇 子车 颛孙 壤驷 公良 拓拔 夹谷 宰父 归海 微生 贺兰 屈突
侯莫陈 豆卢 贺若 步六孤 耶律 欧侯 东门 北堂 阿史那 乌雅 钮祜禄 富察 赫舍里 瓜尔佳 叶赫 那拉 索绰罗 尔朱
哥舒 仆固 高堂 南郭 陆费 张简 范姜
"""

if __name__ == "__main__":
    write_table(
        "surnames.txt",
        [*Provider.last_names, *BY_HAND.split()],
        what="Chinese surnames, single and compound, simplified",
        source=f"Faker {version('faker')}, provider person/zh_CN, and additions by hand",
        licence=f"MIT, Copyright (c) 2012 Daniele Faraglia; {MIT}",
        order="that of the source, most frequent first; additions by hand last",
        script="tools/make_surnames.py",
    )
