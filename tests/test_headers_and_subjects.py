"""What names of columns say, and whom the columns of a row are about."""

import pytest

from tongguan.detector import builtin
from tongguan.scanning.headers import bare, match, reads_initials, says_nothing, tokens
from tongguan.scanning.subjects import subjects

MOBILE = builtin()["cn_mobile"]


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("receiverPhone", ("receiver", "phone")),
        ("receiver_phone", ("receiver", "phone")),
        ("buyer.phone", ("buyer", "phone")),
        ("IDCard", ("id", "card")),
        ("收件人phone2", ("收件人", "phone2")),
    ],
)
def test_a_name_is_split_where_words_meet(name, split):
    assert tokens(name) == split


@pytest.mark.parametrize(
    "name", ["手机号", "receiver_phone", "mobilePhone", "收件人电话", "lxdh", "TEL", "phonenumber"]
)
def test_a_header_speaks_for_a_kind(name):
    assert match(name, MOBILE.headers) is not None


@pytest.mark.parametrize("name", ["hotel", "immobile_assets", "intelligence", "automobile", "dhlxdhx"])
def test_a_word_inside_another_word_says_nothing(name):
    assert match(name, MOBILE.headers) is None


@pytest.mark.parametrize("name", ["phone_model", "mobile_verified", "手机型号", "phone_type", "tel_count"])
def test_a_header_speaks_against_a_kind(name):
    assert match(name, MOBILE.headers_against) is not None


def grouped(*pairs):
    return {s.name: (s.columns, s.guessed) for s in subjects(pairs, builtin())}


def test_buyer_and_recipient_are_two_persons():
    got = grouped(
        ("buyer_name", "person_name"),
        ("buyer_phone", "cn_mobile"),
        ("收件人", "person_name"),
        ("收件人电话", "cn_mobile"),
    )
    assert got == {
        "buyer": (("buyer_name", "buyer_phone"), False),
        "recipient": (("收件人", "收件人电话"), False),
    }


def test_an_employee_and_the_emergency_contact_are_two_persons():
    got = grouped(
        ("姓名", "person_name"),
        ("身份证号", "cn_resident_id"),
        ("紧急联系人", "person_name"),
        ("紧急联系电话", "cn_mobile"),
    )
    assert set(got) == {"person", "emergency_contact"}


def test_a_second_number_without_a_word_is_a_second_person_by_guess():
    got = grouped(("c1", "person_name"), ("c2", "cn_mobile"), ("c3", "person_name"), ("c4", "cn_mobile"))
    assert got == {"person": (("c1", "c2"), False), "person_2": (("c3", "c4"), True)}


def test_columns_without_a_part_belong_to_the_only_person_there_is():
    assert grouped(("buyer_phone", "cn_mobile"), ("address", "address"), ("gender", "gender")) == {
        "buyer": (("buyer_phone", "address", "gender"), False)
    }


def test_an_email_beside_the_buyers_phone_adds_nobody_but_an_id_number_may():
    buyer = (("buyer_name", "person_name"), ("buyer_phone", "cn_mobile"), ("receiver_phone", "cn_mobile"))
    assert set(grouped(*buyer, ("email", "email"))) == {"buyer", "recipient"}
    assert set(grouped(*buyer, ("id_card", "cn_resident_id"))) == {"buyer", "recipient", "person"}


def test_nobody_is_in_a_table_without_kinds():
    assert grouped() == {}


def test_a_name_without_a_number_and_numbers_without_a_name_are_one_person():
    got = grouped(
        ("患者姓名", "person_name"),
        ("身份证号", "cn_resident_id"),
        ("联系电话", "cn_mobile"),
        ("医生姓名", "person_name"),
    )
    assert got == {"patient": (("患者姓名", "身份证号", "联系电话"), False), "doctor": (("医生姓名",), False)}


def test_payer_and_payee_have_a_card_each():
    got = grouped(
        ("付款人", "person_name"),
        ("付款卡号", "bank_card"),
        ("收款人", "person_name"),
        ("收款卡号", "bank_card"),
    )
    assert set(got) == {"payer", "payee"}


@pytest.mark.parametrize(
    ("columns", "parts"),
    [
        ((("user_id", "account_id"), ("member_no", "account_id"), ("nickname", "username")), 1),
        ((("from_user_id", "account_id"), ("to_user_id", "account_id")), 2),
    ],
)
def test_numbers_of_members_are_of_one_person_unless_they_are_called_the_same(columns, parts):
    assert len(grouped(*columns)) == parts


@pytest.mark.parametrize(
    "name", ["c1", "col_17", "F12", "value", "备注", "ext1", "字段3", "x", "列2", "remark"]
)
def test_a_name_may_say_nothing(name):
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["model_no", "合同编号", "order_no", "phone", "c_phone", "create_time"])
def test_a_name_says_something(name):
    assert not says_nothing(name)


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("xm", "xb", "csrq"), True),
        (("xm", "price", "qty"), False),
        (("xm", "xb", "price"), False),
    ],
)
def test_initials_of_pinyin_explain_each_other(names, read):
    assert reads_initials(names, builtin()) is read


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("phone_md5", "phone"),
        ("手机号MD5", "手机号"),
        ("身份证号(脱敏)", "身份证号"),
        ("手机号（必填）", "手机号"),
        ("encMobile", "Mobile"),
    ],
)
def test_what_was_done_to_the_values_is_not_what_they_are(name, plain):
    assert bare(name) == plain
