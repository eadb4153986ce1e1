"""Name of an account: what its owner logs in with or is shown as (用户名, 登录名, 昵称).

Any characters on one line, so only the header shows it: not an amount, and not a yes or no. A login is one
person's in its system. A nickname is what an account is called; two persons may have chosen the same, and
only a stronger number in the row keeps them apart.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors._codes import NOBODY, no_amount_or_flag, one_way

DETECTOR = Detector(
    id="username",
    title="User name or nickname",
    title_zh="用户名、昵称",
    references=("GB/T 35273-2020 annex A",),
    pattern=r".{1,64}",
    lengths=(1, 256),
    check=no_amount_or_flag,
    canonical=one_way,
    role="identifier",
    strength=38,
    needs_header=True,
    # Nearly everything passes: the header is the evidence.
    chance=0.9,
    local=True,
    # What an account is called, which others may be called as well.
    shared_under=("昵称", "网名", "花名", "别名", "nick", "nickname", "nick name", "user nick", "buyer nick", "screen name", "screenname", "display name",
                  "user alias", "alias", "nicheng", "nc"),
    headers=(
        "用户名", "登录名", "登陆名", "登录账号", "登录帐号", "登陆账号", "登录用户", "用户账号", "用户帐号", "账号", "帐号", "会员账号", "系统账号", "游戏账号", "抖音号", "快手号",
        "微博账号", "微博号", "小红书号", "昵称", "用户昵称", "会员昵称", "买家昵称", "微信昵称", "网名", "用户别名", "旺旺", "旺旺号", "买家旺旺", "淘宝账号", "淘宝id",
        "user name", "username", "usrname", "uname", "user account", "useraccount", "login", "login name", "loginname", "login id", "loginid", "login account",
        "login user", "logon name", "sign in name", "account", "account login", "nick name", "nickname", "nick", "user nick", "buyer nick", "screen name", "screenname",
        "user alias", "gamertag", "handle", "wangwang", "yhm", "dlm", "dlzh", "nc", "yonghuming", "nicheng", "dengluming", "denglumingcheng",
    ),
    headers_against=(
        "mail no", "mail number", "邮件号",
        "数据库", "服务器", "店铺", "商家", "商品", "宠物", "群", "会计", "科目", "公众号", "次数", "银行", "收款", "付款", "余额", "对公", "企业账号", "公司账号", "单位账号",
        "支付宝", "微信账号", "alipay", "payee", "payer", "settlement", "db user", "db username", "db account", "ftp user", "ssh user", "smtp user",
        "database", "server", "mysql", "redis", "shop", "store", "seller", "product", "pet", "group", "bank", "ledger", "gl account", "last", "count", "num", "number", "no", "code",
    ),
    placeholders=NOBODY,
    examples=("zhangsan", "爱吃糖的猫", "user_8812", "小🐱", "zhang.san@example.com", "10086"),
    near_misses={
        "12500.5": "an amount",
        "true": "a yes or no",
        "a\nb": "two lines",
        "x" * 65: "sixty-five characters",
    },
)  # fmt: skip
