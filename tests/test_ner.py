"""Names, persons and addresses by the tagger in jieba's distribution.

The lists are written by hand, of what everybody knows, and were not used to set any weight. Names are by
Faker, of characters at random, of the long dead, and made up.
"""

import os
import random
import re
import runpy
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from faker import Faker

from tongguan.ner import NAMES_FROM, address_spans, addresses_in, name_scores, persons_in, tag
from tongguan.ner.lac import LONGEST, name_odds
from tongguan.ner.weights import emissions, weights

ROOT = Path(__file__).parents[1]
JIEBA = Path(next(iter(find_spec("jieba").submodule_search_locations)))

NAMES = {
    "poets and writers": "李白 杜甫 白居易 王维 孟浩然 李商隐 杜牧 王昌龄 岑参 高适 刘禹锡 柳宗元 韩愈 欧阳修 苏轼 王安石 曾巩 辛弃疾 陆游 李清照 柳永 晏殊 秦观 黄庭坚 范仲淹 司马光 文天祥 关汉卿 马致远 汤显祖 曹雪芹 吴承恩 施耐庵 罗贯中 蒲松龄 纳兰性德 龚自珍 袁枚 郑燮 吴敬梓",
    "made up, common": "王建国 李秀兰 张桂英 刘志强 陈晓东 杨海燕 赵国栋 黄丽萍 周文斌 吴雨桐 徐静怡 孙浩然 马晓明 朱梓涵 胡佳怡 林子轩 郭雪梅 何俊杰 高诗涵 罗永强 郑淑芬 梁文博 谢婷婷 宋玉珍 唐小军 许志远 邓丽娟 冯子墨 韩冰 曹阳 曾庆红兵 彭辉 萧雅 蔡明轩 潘悦 田野芳 董洁如 袁野平 于洋洋 余欢水",
    "made up, two characters": "王强 李娜 张磊 刘洋 陈静 杨帆 赵敏 黄勇 周涛 吴刚 徐丽 孙悦 马超 朱琳 胡军 林峰 郭靖 何洁 高翔 罗兰 郑爽 梁冰 谢宁 宋佳 唐嫣 许晴 邓超 冯巩 韩雪 曹颖 曾黎 彭丹 肖华 蔡琴 潘虹 田亮 董卿 袁泉 于波 余男",
    "compound surnames": "欧阳娜 司马懿明 诸葛青云 上官婉儿 皇甫嵩 令狐冲云 慕容雪 东方朔 南宫问天 端木赐 公孙胜 司徒雷 尉迟恭 长孙无忌 宇文化 独孤信 夏侯惇 轩辕剑锋 呼延灼 淳于意",
    "dotted": "买买提·吐尔逊 阿不都热合曼·买买提 古丽娜尔·艾合买提 热依扎·阿里木 努尔兰·哈布里 木拉提·西日甫江 约翰·史密斯 玛丽·居里 艾力·阿布都 阿依古丽·买买提 帕尔哈提·依明 吐尔洪·热西提",
    "minorities without a dot": "扎西次仁 卓玛拉姆 格桑梅朵 洛桑尼玛 次仁多吉 巴特尔 其其格 乌兰图雅 阿拉坦 买买提 吐尔逊江 阿依古丽 古丽巴哈尔 艾山江 热合曼 斯琴高娃 德吉央宗 丹增曲扎 乌云其木格 布仁巴雅尔",
    "traditional": "張偉 陳靜 劉備軍 趙麗穎 楊過 黃曉明 吳建國 孫權立 鄭成功 馮小剛 蕭敬騰 葉問 盧俊義 譚詠麟 羅志祥 歐陽鋒 龔自珍 顏真卿 嚴鳳英 韓愈之",
}

HARMLESS = {
    "brands": "华为 小米 李宁 安踏 周大福 周黑鸭 老干妈 王老吉 马应龙 张小泉 李子柒 张裕 沈大成 陈李济 胡庆余堂 全聚德 海底捞 蒙牛 伊利 光明 金龙鱼 康师傅 统一 娃哈哈 农夫山泉 海尔 美的 格力 联想 比亚迪 吉利 蔚来 理想 五粮液 茅台 雅戈尔 波司登 特步 鸿星尔克 百雀羚 完美日记 花西子 良品铺子 三只松鼠 白象 卫龙 元气森林 瑞幸 奈雪 喜茶",
    "shops": "老王烧烤 小李理发店 张记包子铺 陈家私房菜 好又多超市 幸福花店 李姐水果店 阿强五金 百姓大药房 静雅书店 金鼎火锅 春天花苑 玉林串串香 刘一手火锅 马记永拉面 新华书店 大润发 物美 永辉超市 天虹商场 王府井百货 万达广场 宜家家居 苏宁易购 国美电器 麦德龙 家乐福 罗森便利 便利蜂 钱大妈 周黑鸭专卖店 绝味鸭脖 杨国福麻辣烫 张亮麻辣烫 沙县小吃 兰州拉面 真功夫 外婆家 绿茶餐厅 西贝莜面村 小龙坎 胖哥俩 巴奴毛肚火锅 徐记海鲜",
    "districts": "朝阳区 海淀区 西湖区 余杭区 天河区 越秀区 福田区 南山区 武侯区 锦江区 江汉区 武昌区 雁塔区 碑林区 鼓楼区 玄武区 和平区 沈河区 道里区 南岗区 市南区 崂山区 历下区 槐荫区 金水区 二七区 岳麓区 芙蓉区 东湖区 青山湖区 思明区 集美区 五华区 盘龙区 南明区 云岩区 城关区 七里河区 长安区 桥西区 滨江区 龙岗区",
    "cities": "北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 郑州 长沙 沈阳 青岛 大连 宁波 无锡 厦门 福州 济南 合肥 昆明 南宁 贵阳 海口 兰州 银川 西宁 拉萨 太原 石家庄 呼和浩特 乌鲁木齐 常州 温州 嘉兴 绍兴 金华 台州 佛山 东莞 中山 珠海 惠州 汕头 洛阳 开封 宜昌 襄阳 岳阳 常德 马鞍山 连云港 张家口 秦皇岛",
    "towns": "双桥镇 和平乡 新安镇 白马湖 金山屯 大王庄 李家村 张家港 陈家沟 石桥镇 柳林镇 青龙镇 永安乡 太平镇 东风镇 红旗村 胜利乡 龙泉驿 黄土岭 马家堡 周庄 乌镇 西塘 同里 南浔 甪直 朱家角 阳朔 平遥 凤凰 丽江 束河 和顺 黄姚 千灯 锦溪 沙溪 安昌 枫泾 龙门",
    "streets": "文三路 建国路 人民路 中山路 解放路 长安街 南京路 淮海路 王府井大街 学院路 科技园路 天河路 体育西路 春熙路 江汉路 和平路 胜利街 复兴路 五一大道 黄河路 长江路 珠江路 太平路 新华路 文化路 青年路 建设路 友谊路 延安路 北京路 张杨路 杨高路 虹桥路 徐家汇路 莫干山路 灵隐路 南山路 湖滨路 武林路 曙光路",
    "sights": "故宫 天坛 颐和园 长城 兵马俑 西湖 黄山 泰山 华山 峨眉山 九寨沟 张家界 外滩 豫园 拙政园 布达拉宫 莫高窟 龙门石窟 云冈石窟 鼓浪屿 武夷山 庐山 三清山 普陀山 雷峰塔 黄鹤楼 岳阳楼 滕王阁 大雁塔 华清池 都江堰 青城山 乐山大佛 洱海 玉龙雪山 漓江 天涯海角 亚龙湾 长白山 镜泊湖 夫子庙 中山陵",
    "courses": "高等数学 线性代数 大学英语 数据结构 操作系统 计算机网络 编译原理 人工智能 机器学习 概率论 微积分 大学物理 有机化学 分析化学 生物化学 细胞生物学 宏观经济学 微观经济学 会计学 管理学 市场营销 财务管理 民法 刑法 宪法 国际法 马克思主义原理 思想道德修养 中国近代史 体育 音乐鉴赏 书法 语文 数学 英语 物理 化学 生物 历史 地理 政治 美术",
    "dishes": "鱼香肉丝 宫保鸡丁 麻婆豆腐 回锅肉 水煮鱼 酸菜鱼 红烧肉 糖醋排骨 清蒸鲈鱼 白切鸡 叉烧饭 烤鸭 小笼包 生煎包 牛肉面 担担面 热干面 炸酱面 刀削面 过桥米线 螺蛳粉 酸辣粉 麻辣烫 毛血旺 夫妻肺片 口水鸡 东坡肉 西湖醋鱼 龙井虾仁 叫花鸡 佛跳墙 荔枝肉 剁椒鱼头 臭豆腐 地三鲜 锅包肉 大盘鸡 手抓饭 羊肉串 凉皮 肉夹馍 胡辣汤 番茄炒蛋 皮蛋豆腐",
    "jobs": "工程师 产品经理 会计 出纳 司机 保安 厨师 服务员 护士 医生 教师 律师 记者 编辑 设计师 程序员 销售 客服 文员 秘书 总经理 副总裁 董事长 店长 收银员 快递员 电工 焊工 木工 瓦工 技术员 质检员 仓管员 采购 行政 人事专员 法务 审计 翻译 导游 演员 歌手 画家 农民",
    "departments": "财务部 人事部 市场部 销售部 研发部 技术部 产品部 运营部 客服部 法务部 采购部 行政部 仓储部 质检部 生产部 工程部 公关部 战略部 投资部 审计部 内科 外科 儿科 妇产科 骨科 眼科 口腔科 皮肤科 神经内科 心内科 急诊科 中医科 放射科 检验科 药剂科 麻醉科 康复科 肿瘤科 呼吸科 消化科",
    "tv titles": "琅琊榜 甄嬛传 伪装者 欢乐颂 人民的名义 延禧攻略 庆余年 隐秘的角落 山海情 觉醒年代 潜伏 亮剑 士兵突击 大宅门 康熙王朝 雍正王朝 汉武大帝 三国演义 水浒传 红楼梦 西游记 还珠格格 流星花园 仙剑奇侠传 何以笙箫默 花千骨 三生三世十里桃花 陈情令 狂飙 漫长的季节 繁花 都挺好 安家 小别离 小欢喜 白鹿原 闯关东 走西口 乔家大院 大江大河 霸王别姬 无间道 卧虎藏龙 英雄 花样年华 大话西游 少林足球 功夫 战狼 流浪地球 哪吒 大圣归来",
    "products": "连衣裙 牛仔裤 运动鞋 羽绒服 保温杯 电饭煲 空气炸锅 洗衣液 沐浴露 洗发水 面膜 口红 粉底液 手机壳 充电宝 数据线 蓝牙耳机 机械键盘 鼠标垫 显示器 台灯 书包 铅笔盒 笔记本 水彩笔 积木 拼图 奶粉 纸尿裤 婴儿车 猫粮 狗粮 牛奶 酸奶 面包 饼干 薯片 方便面 大米 食用油 酱油 茶叶 咖啡 白酒 啤酒",
    "statuses": "已支付 待发货 已完成 已取消 退款中 处理中 审核通过 未通过 正常 异常 启用 停用 有效 无效 成功 失败 待审核 已签收 运输中 已退货 高 中 低 是 否 男 女 未知 其他 普通 紧急 重要 一般 优秀 良好 合格 不合格 在职 离职 试用 全职 兼职 已婚 未婚",
    "words": "高兴 谢谢 时间 方法 国家 问题 发展 经济 文化 安全 成功 方向 权利 武器 公路 农民 和平 温柔 安静 平安 明白 简单 方便 舒服 满意 开心 快乐 幸福 马上 常常 经常 曾经 任何 计划 项目 金额 单价 数量 备注 时候 白天 黄金 田野 石头 江山 花园 云彩 雷电 万一 千万 元旦 水平 包括 解决 成立 支持 孔雀 熊猫 龙虾 苗条 甘蔗",
    "companies": "阿里巴巴 腾讯 百度 京东 字节跳动 美团 拼多多 网易 滴滴 万科 恒大 碧桂园 保利 中国移动 中国电信 工商银行 建设银行 招商银行 平安保险 中国人寿 宁德时代 隆基绿能 恒瑞医药 药明康德 迈瑞医疗 顺丰 圆通 中通 韵达 申通 德邦 中建三局 中铁十一局 上汽集团 东风汽车 长城汽车 潍柴动力 三一重工 徐工 中联重科 海康威视 大华股份 科大讯飞",
    "songs": "青花瓷 稻香 七里香 简单爱 晴天 夜曲 东风破 菊花台 十年 浮夸 红豆 传奇 后来 勇气 童年 光阴的故事 月亮代表我的心 甜蜜蜜 小城故事 海阔天空 真的爱你 光辉岁月 朋友 小苹果 最炫民族风 平凡之路 成都 理想 南山南 董小姐 演员 丑八怪 泡沫 隐形的翅膀 倔强 突然好想你 江南 曹操 背对背拥抱 学不会",
    "drugs": "阿莫西林 布洛芬 对乙酰氨基酚 头孢克肟 罗红霉素 奥美拉唑 二甲双胍 硝苯地平 阿司匹林 板蓝根 感冒灵 连花清瘟 藿香正气水 六味地黄丸 逍遥丸 云南白药 马应龙痔疮膏 维生素 葡萄糖 生理盐水 胰岛素 青霉素 左氧氟沙星 甲硝唑 氯雷他定 西替利嗪 蒙脱石散 健胃消食片 复方甘草片 川贝枇杷膏 高血压 糖尿病 冠心病 脑梗死 肺炎 胃炎 肝炎 骨折 白内障 青光眼",
    "schools": "清华大学 北京大学 复旦大学 浙江大学 南京大学 武汉大学 中山大学 四川大学 山东大学 吉林大学 厦门大学 同济大学 南开大学 天津大学 人大附中 成都七中 衡水中学 黄冈中学 学军中学 杭州二中 实验小学 育才小学 育红小学 光明小学 第一中学 第二中学 外国语学校 职业技术学院 师范学院 医学院 幼儿园 培训中心 软件学院 美术学院 音乐学院 体育学院 电影学院 戏剧学院 农业大学 林业大学",
    "animals and plants": "金毛 哈士奇 柯基 泰迪 边牧 布偶 英短 橘猫 牡丹 芍药 月季 玫瑰 百合 兰花 菊花 梅花 桂花 茉莉 杜鹃 海棠 水仙 荷花 文竹 白杨 梧桐 银杏 雪松 香樟 黄杨 红豆杉 孔雀 鸳鸯 白鹭 丹顶鹤 金丝猴 梅花鹿 黑熊 华南虎 扬子鳄 中华鲟",
    "units and carriers": "顺丰速运 中通快递 圆通速递 申通快递 韵达快递 京东物流 德邦快递 极兔速递 邮政 天天快递 个 件 箱 袋 瓶 盒 千克 公斤 吨 米 平方米 立方米 套 台 辆 张 本 支 双 条 包 卷 桶 罐 瓶装 散装 盒装 袋装 整箱 单件",
    "ethnic groups and regions": "汉族 回族 藏族 满族 苗族 壮族 彝族 维吾尔族 蒙古族 土家族 朝鲜族 侗族 瑶族 白族 哈尼族 傣族 黎族 高山族 浙江省 江苏省 广东省 山东省 河南省 四川省 湖北省 湖南省 安徽省 福建省 江西省 河北省 山西省 陕西省 云南省 贵州省 甘肃省 青海省 吉林省 辽宁省 黑龙江省 海南省 内蒙古 广西 宁夏 新疆 西藏",
    "nicknames": "小可爱 阳光男孩 一叶知秋 梦里花落 追风少年 爱吃鱼的猫 快乐星球 安静的雨 樱桃小丸子 大白兔 云淡风轻 往事如烟 夏天的风 冰红茶 阿杰 小鱼儿 老船长 花开半夏 南风知我意 月下独酌 青衫 浅笑安然 北城以北 会飞的鱼 叶子 糖糖 豆豆妈 浩浩爸 静待花开 随风 沐雨 星辰大海 白衣飘飘 逍遥 风雨同舟 静水流深 小确幸 一米阳光 天使的翅膀 柠檬不酸",
}

NOBODY = """
质量很好，穿着舒服，物流也快
包装破损，要求退货
尺码偏小，建议买大一码
客服态度很好，回复及时，五星好评
宝宝很喜欢，下次还会再来
老板人很好，分量足，味道不错
师傅安装很专业，谢谢
鱼香肉丝有点咸，米饭很香
请放门口，不要按门铃
周末送货，工作日家里没人
发票抬头：某某科技有限公司
请尽快发货，急用
订单已取消，退款三天内到账
今天天气不错，适合出去玩
系统升级，暂停服务两小时
本产品适用于干性皮肤，敏感肌慎用
不要香菜，多放辣椒，少盐
酒店位置很好，离地铁站近，早餐丰富
房间有点小，隔音一般
导航到万达广场北门停车场
项目进度正常，预计下周上线
会议改到周三下午两点，地点在三楼会议室
请各部门于月底前提交预算
服务器磁盘空间不足，请及时清理
接口返回超时，重试三次后失败
电池续航不行，一天要充两次电
颜色和图片有差异，不太满意
收货地址写错了，需要改一下
朝阳区门店缺货，请从海淀区调货
第三季度销售额同比增长百分之十
温馨提示：节假日期间快递可能延误
黄金周客流量较大，请提前预约
马上就要过年了，记得备货
高峰时段限流，请错峰出行
白色款已售罄，可选黑色或灰色
方便面和矿泉水各一箱
江苏南京发货，顺丰包邮
任何问题请联系在线客服
成都火锅底料，麻辣味，三袋装
安全帽、手套、反光背心各二十件
关于召开年度总结大会的通知
于是就没有再买了，曾经买过两次
时间：下午三点，地点：人民广场
联系方式见附件，请查收
经理批准后方可报销
学生票半价，凭学生证购买
老师和同学们都说好
家属院东门，送到传达室即可
请家长签字后交回
万一坏了怎么办，有没有保修
用户反馈登录页面打不开
华为手机充电器一个，带数据线
李宁运动鞋四十二码
王者荣耀皮肤兑换码
张家界三日游，含门票
全聚德烤鸭真空包装
周黑鸭鸭脖一盒，微辣
老干妈辣酱两瓶
康师傅红烧牛肉面
马应龙眼霜买一送一
""".strip().split("\n")

ADDRESSES = """
地址：浙江省杭州市西湖区文三路100号3幢2单元501室，电话13812345678
请送到上海市浦东新区张杨路500弄8号1202室 张伟收
住在朝阳区建国路88号院5号楼1203的客户投诉了我们
广东省佛山市顺德区大良街道新桂村三组12号
深圳市南山区科技园路1号腾讯大厦A座12楼
成都市武侯区天府大道中段 1388 号 美年广场 C座 1203
我家住在北京市海淀区中关村大街27号院3号楼2单元601，麻烦尽快上门
收货地址:河南省洛阳市西工区中州中路88号院7号楼1单元302
客户搬家了，新地址是天河区天河北路20号A栋1503房
请寄到江苏省苏州市工业园区星湖街328号创意产业园5-A1
从武汉市洪山区珞喻路1037号寄到西安市雁塔区小寨东路126号
家住山东省临沂市兰山区柳青街道大王庄村3组15号
姓名：李娜 电话：13800000000 地址：重庆市渝中区解放碑步行街8号时代豪苑B座2801
{"addr":"广州市越秀区中山五路219号","tel":"020-83331234"}
快递放在文三路100号传达室
""".strip().split("\n")

NO_ADDRESSES = """
客户住北京，来自上海市浦东新区
第三医院门诊楼2楼导诊台
会议在三楼会议室
请到2号窗口排队
3号线转5号线
买了2组灯泡，5层货架
电池1号4节，7号8节
杭州到上海的高铁二等座2张
我们部门在10楼
订单号20231124001号已发货
2023年5月1日发往广州
浙江省杭州市西湖区
北京路很热闹，人很多
尺码38号，颜色3号色
一共6栋楼要刷漆
""".strip().split("\n")


def faker_names(count, seed=7):
    faker = Faker("zh_CN")
    faker.seed_instance(seed)
    return [faker.name() for _ in range(count)]


def random_names(count, seed=3):
    """Frequent surnames, and characters at random among the commonest 2,500."""
    chance = random.Random(seed)
    surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    common = [c for c in sorted(weights().numbers, key=weights().numbers.get) if "\u4e00" <= c <= "\u9fff"]
    return [
        "".join([chance.choice(surnames), *chance.choices(common[:2500], k=chance.choice((1, 2, 2)))])
        for _ in range(count)
    ]


def share(values):
    return (name_scores(values) >= 0.5).mean()


def said(text):
    return [(text[m.start : m.end], m.tier, m.partial) for m in persons_in([text])[0]]


def words(text):
    return [(text[s.start : s.end], s.label) for s in tag([text])[0]]


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


# The tagger


def test_it_finds_persons_places_and_organisations_where_they_stand():
    found = words("你好，我是张伟，住在北京市，去年在清华大学读书。")
    assert ("张伟", "PER") in found
    assert ("北京市", "LOC") in found
    assert ("清华大学", "ORG") in found
    assert ("去年", "TIME") in found


def test_full_width_and_traditional_characters_are_the_same_text():
    plain, other = "联系人:张伟,住在台湾省台北市(ABC)", "聯繫人：張偉，住在臺灣省臺北市（ＡＢＣ）"
    assert len(plain) == len(other)
    assert tag([plain]) == tag([other])


def test_a_text_is_read_the_same_whatever_its_neighbours():
    chance = random.Random(1)
    texts = [f"客户{name}来电{'，说东西坏了' * chance.randrange(12)}" for name in faker_names(150)] + [
        "",
        "好",
        "x" * 900,
    ]
    alone, odds = [tag([text])[0] for text in texts], np.concatenate([name_odds([text]) for text in texts])
    for _ in range(3):
        order = chance.sample(range(len(texts)), len(texts))
        mixed = [texts[i] for i in order]
        assert tag(mixed) == [alone[i] for i in order]
        assert np.allclose(name_odds(mixed), odds[order], atol=1e-3, rtol=0)


def test_threads_read_the_same():
    texts = [f"请找{name}签收" for name in faker_names(100)]
    with ThreadPoolExecutor(4) as pool:
        assert all(found == tag(texts) for found in pool.map(tag, [texts] * 8))


def test_a_long_text_is_read_to_its_end_and_no_two_entities_overlap():
    names = list(dict.fromkeys(faker_names(60)))
    text = "".join(
        f"第{i}位到场的是{name}，他在门口签了到。" + "天气很好" * (i % 7) for i, name in enumerate(names)
    )
    assert len(text) > 5 * LONGEST
    spans = tag([text])[0]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    seen = {text[s.start : s.end] for s in spans if s.label == "PER"}
    assert len(seen & set(names)) >= 0.95 * len(names)


def test_a_name_across_the_border_of_two_pieces_is_found_whole():
    walk = "我们昨天一起去公园散步然后回家吃饭" * 30
    for before in range(LONGEST - 60, LONGEST + 20, 3):
        text = walk[:before] + "听见王晓明说的话" + walk
        assert "王晓明" in [word for word, label in words(text) if label == "PER"], before


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\u3000", "\ud800", "\U0001f600" * 3, "\x85\u2028", "𠮷", "a" * 1000]
)
def test_odd_texts_are_read_without_complaint(text):
    assert isinstance(tag([text])[0], list)
    assert persons_in([text]) == [[]]
    assert addresses_in([text]) == [0]
    assert name_scores([text])[0] < 0.5


def test_nothing_to_read_is_nothing_found():
    assert tag([]) == persons_in([]) == addresses_in([]) == []
    assert name_scores([]).shape == (0,)


# What is loaded, and from where


def test_importing_it_loads_nothing_heavy_and_reading_text_never_imports_jieba():
    code = """
import sys, tongguan.ner
assert not {'jieba', 'pyarrow', 'pandas', 'spacy', 'presidio_analyzer'} & set(sys.modules)
from tongguan.ner.weights import weights
assert weights.cache_info().currsize == 0
tongguan.ner.persons_in(['客户张伟来电']), tongguan.ner.name_scores(['张伟'])
assert weights.cache_info().currsize == 1
assert not {'jieba', 'spacy', 'presidio_analyzer', 'paddle', 'pickle5'} & set(sys.modules)
"""
    done = python(code)
    assert done.returncode == 0, done.stderr


def test_without_jieba_it_says_what_to_install():
    done = python("import sys; sys.modules['jieba'] = None\nfrom tongguan.ner import tag\ntag(['张伟'])")
    assert "UsageError" in done.stderr
    assert "pip install 'jieba==0.42.1'" in done.stderr


@pytest.mark.parametrize(
    "name", ["lac_small/tag.dic", "lac_small/model_baseline/crfw", "posseg/prob_emit.py"]
)
def test_files_of_jieba_that_were_changed_or_are_missing_are_refused(tmp_path, name):
    shutil.copytree(
        JIEBA, tmp_path / "jieba", ignore=shutil.ignore_patterns("__pycache__", "*.p", "dict.txt")
    )
    changed = tmp_path / "jieba" / name
    code = "from tongguan.ner import name_scores\nname_scores(['张伟'])"
    assert python(code, PYTHONPATH=str(tmp_path)).returncode == 0
    changed.write_bytes(changed.read_bytes()[:-1] + b"0")
    assert "not those of jieba 0.42.1" in python(code, PYTHONPATH=str(tmp_path)).stderr
    changed.unlink()
    assert "some of its files are missing" in python(code, PYTHONPATH=str(tmp_path)).stderr


def test_the_emission_table_read_as_text_is_the_one_that_python_reads():
    table = runpy.run_path(str(JIEBA / "posseg" / "prob_emit.py"))["P"]
    assert emissions() == table


def test_the_table_of_characters_says_where_it_is_from():
    lines = (files("tongguan.ner") / "tables" / "simplified.txt").read_text(encoding="utf-8").splitlines()
    header = dict(line[2:].split(": ", 1) for line in lines if line.startswith("#"))
    pairs = [line for line in lines if not line.startswith("#")]
    assert set(header) == {"what", "source", "licence", "order", "entries", "made", "script"}
    assert header["licence"].startswith("Apache-2.0")
    assert (ROOT / header["script"]).is_file()
    assert pairs == sorted(pairs)
    assert len(pairs) == int(header["entries"])
    assert all(re.fullmatch("..", pair) for pair in pairs)


# Cells that are names


@pytest.mark.parametrize("kind", NAMES)
def test_a_column_of_names_is_one(kind):
    assert share(NAMES[kind].split()) >= 0.85


def test_names_by_faker_and_of_characters_at_random_make_columns_of_names():
    assert share(faker_names(400)) >= 0.98
    assert share(random_names(400)) >= NAMES_FROM + 0.1


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_column_of_other_words_is_none(kind):
    values = HARMLESS[kind].split()
    assert len(values) >= 40
    assert share(values) <= 0.3


@pytest.mark.parametrize(
    "value",
    ["张　伟", "王 芳", "张伟、李娜", "张伟 李娜", "欧阳 娜娜", "買買提·吐爾遜", "Zhang Weimin", " 张伟 "],
)
def test_names_in_other_forms_are_names(value):
    assert name_scores([value])[0] >= 0.5


@pytest.mark.parametrize(
    "value",
    ["", "张", "张*", "李某某", "13812340000", "abc", "2021-01-01", "张伟、连衣裙", "我昨天在北京见到张伟了"],
)
def test_what_is_no_whole_name_is_none(value):
    assert name_scores([value])[0] < 0.5


# Persons in text


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("姓名：张伟，电话13800001234", ["张伟"]),
        ("联系人：买买提吐尔逊", ["买买提吐尔逊"]),
        ("收件人买买提吐尔逊，地址新疆喀什市", ["买买提吐尔逊"]),
        ("收货人: 买买提·吐尔逊", ["买买提·吐尔逊"]),
        ("姓 名：古建国 性别：男", ["古建国"]),
        ("姓名 张三", ["张三"]),
        ('{"name":"张伟","phone":"13812340000"}', ["张伟"]),
        ('{"receiver": "古建国", "name": "连衣裙"}', ["古建国"]),
        ("contact=Li Lei&x=1", ["Li Lei"]),
        ("Contact: John Smith, Tel 13812340000", ["John Smith"]),
        ("我叫次仁卓玛，来自拉萨", ["次仁卓玛"]),
        ("13812340000（司志强）", ["司志强"]),
        ("请联系武丹丹 13900005678 确认", ["武丹丹"]),
        ("請聯繫張偉先生", ["張偉"]),
        ("@张伟 请看一下", ["张伟"]),
        ("联系人张三、李四和王五", ["张三", "李四", "王五"]),
        ("发件人 赵 丽", ["赵 丽"]),
        ("患者刘洋，男，35岁", ["刘洋"]),
        ("经办:陈晓 审核:周洁 2021-03-04", ["陈晓", "周洁"]),
    ],
)
def test_a_person_with_something_beside_that_only_persons_have_is_sure(text, persons):
    assert said(text) == [(person, "sure", False) for person in persons]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("张先生您好，您的快递到了", ["张"]),
        ("请找王女士签收", ["王"]),
        ("欧阳老师和司马主任", ["欧阳", "司马"]),
        ("联系人：王经理", ["王"]),
        ("王总同意了", ["王"]),
        ("用户王**来电", ["王**"]),
        ("原告张某某诉被告李某", ["张某某", "李某"]),
        ("陳師傅電話13812340000", ["陳"]),
    ],
)
def test_a_surname_with_a_title_or_a_mask_is_somebody(text, persons):
    assert said(text) == [(person, "sure", True) for person in persons]


@pytest.mark.parametrize("text", ["昨天张伟把合同送过来了", "小张今天请假了", "杨国福麻辣烫味道不错"])
def test_a_name_alone_is_possible(text):
    assert [tier for _, tier, _ in said(text)] == ["possible"]


def test_nobody_is_sure_in_texts_about_nobody_and_hardly_anybody_possible():
    found = persons_in(NOBODY)
    assert not [m for mentions in found for m in mentions if m.tier == "sure"]
    assert sum(map(bool, found)) <= 0.05 * len(NOBODY)


CONTEXTS = (
    "姓名：{}，电话13800001234",
    "联系人{}，请在下午三点前送到",
    "客户{}来电反映包裹破损",
    "{}先生您好，您的订单已发货",
    "请联系{} 13900005678 确认地址",
    '{{"receiver":"{}","city":"杭州"}}',
    "收件人 {} 浙江省杭州市西湖区文三路100号",
    "患者{}，男，45岁，主诉头痛三天",
    "我叫{}，想咨询一下退货流程",
    "@{} 麻烦看一下这个工单",
    "会员{}申请积分兑换",
    "已转告{}老师",
    "经办：{} 日期：2024-03-01",
    "name={}&mobile=13700009999",
    "{}（手机15800001111）投诉快递员态度差",
)
BARE = (
    "昨天{}把合同送过来了",
    "{}说周五之前可以付款",
    "快递由{}代收了",
    "今天开会的有{}和财务部的人",
    "这件事{}已经处理完毕",
)


def recall(templates, names, tier=None):
    cases = [(template.format(name), name) for template in templates for name in names]
    hits = 0
    for (text, name), mentions in zip(cases, persons_in([text for text, _ in cases]), strict=True):
        at = text.index(name)
        hits += any(m.start < at + len(name) and m.end > at and tier in {None, m.tier} for m in mentions)
    return hits / len(cases)


@pytest.mark.parametrize(
    ("kind", "sure", "bare"),
    [("faker", 0.98, 0.97), ("random", 0.85, 0.8), ("traditional", 0.95, 0.95), ("dotted", 0.9, 0.95),
     ("minorities without a dot", 0.8, 0.8), ("compound surnames", 0.85, 0.85)],
)  # fmt: skip
def test_persons_are_found_in_sentences(kind, sure, bare):
    names = {"faker": faker_names(20, 11), "random": random_names(20, 12)}.get(kind) or NAMES[kind].split()
    assert recall(CONTEXTS, names, "sure") >= sure
    assert recall(BARE, names) >= bare


def test_mentions_come_in_order_and_apart_and_spans_at_hand_change_nothing():
    texts = [*ADDRESSES, *NOBODY, "联系人张三、李四和王五，王先生，13812340000（司志强）"]
    found = persons_in(texts)
    assert found == persons_in(texts, tag(texts)) == [persons_in([text])[0] for text in texts]
    assert all(a.end <= b.start for mentions in found for a, b in pairwise(mentions))
    assert address_spans(texts) == address_spans(texts, tag(texts))


# Addresses in text


def test_each_address_down_to_the_door_is_counted():
    assert addresses_in(ADDRESSES) == [2 if "寄到西安市" in text else 1 for text in ADDRESSES]


def test_regions_counters_and_floors_are_no_addresses():
    assert addresses_in(NO_ADDRESSES) == [0] * len(NO_ADDRESSES)


def test_an_address_is_where_it_is_said_to_be():
    text = "住在朝阳区建国路88号院5号楼1203的客户投诉了我们"
    ((start, end),) = address_spans([text])[0]
    assert text[start:end] == "朝阳区建国路88号院5号楼1203"
