"""What each kind means in law, under each profile, on each day."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from tongguan.errors import PolicyError
from tongguan.law import catalogue
from tongguan.law.catalogue import LEVELS, PROFILES, load_catalogue, read_catalogue
from tongguan.law.loading import shipped

DAY = date(2026, 11, 23)

# The kinds of the contract: a detector may be missing for some, a level may not.
KINDS = frozenset(
    """
    cn_resident_id cn_mobile cn_landline person_name address email bank_card bank_account
    cn_passport travel_permit hk_id tw_id military_id driving_licence vehicle_plate vin uscc
    org_name date_of_birth age gender ethnicity nationality marital_status religion
    political_affiliation occupation employer education health biometric genetic income credit
    criminal_record sexual_orientation disability ip_address mac_address imei imsi iccid ad_id
    wechat_id wechat_openid qq alipay_id username account_id password geo_point track
    social_security_no medical_insurance_no student_no employee_no hashed_id masked_id
    body_measure
    """.split()  # noqa: SIM905 (as the contract lists them)
)


@pytest.mark.parametrize("profile", PROFILES)
def test_covers_every_kind_and_no_other(profile: str) -> None:
    assert set(load_catalogue(profile, DAY).levels()) == KINDS == catalogue.KINDS


@pytest.mark.parametrize("profile", PROFILES)
def test_cites_a_text_for_every_kind(profile: str) -> None:
    shown = load_catalogue(profile, DAY)
    for kind in KINDS:
        group = shown.group(kind)
        assert group.article.startswith(("PIPL ", "GB/T "))
        assert group.article_zh.startswith(("《个人信息保护法》", "GB/T "))


@pytest.mark.parametrize(
    ("kind", "conservative", "gbt45574"),
    [
        ("cn_resident_id", "sensitive", "general"),  # 45574 lists the photo, not the number
        ("cn_passport", "sensitive", "general"),
        ("travel_permit", "sensitive", "general"),
        ("social_security_no", "sensitive", "general"),
        ("marital_status", "sensitive", "general"),
        ("military_id", "sensitive", "sensitive"),
        ("bank_card", "sensitive", "sensitive"),  # 金融账户
        ("bank_account", "sensitive", "sensitive"),
        ("income", "sensitive", "sensitive"),
        ("health", "sensitive", "sensitive"),
        ("biometric", "sensitive", "sensitive"),
        ("religion", "sensitive", "sensitive"),
        ("track", "sensitive", "sensitive"),
        ("geo_point", "sensitive", "sensitive"),
        ("cn_mobile", "general", "general"),
        ("email", "general", "general"),
        ("person_name", "general", "general"),
        ("address", "general", "general"),
        ("gender", "general", "general"),
        ("date_of_birth", "general", "general"),
        ("ethnicity", "general", "general"),  # personal information, in neither sensitive list
        ("ip_address", "general", "general"),
        ("mac_address", "general", "general"),
        ("vehicle_plate", "general", "general"),
        ("hashed_id", "general", "general"),  # de-identified is not anonymised
        ("uscc", "none", "none"),
        ("org_name", "none", "none"),
    ],
)
def test_gives_each_kind_its_level(kind: str, conservative: str, gbt45574: str) -> None:
    assert load_catalogue("conservative", DAY).level(kind) == conservative
    assert load_catalogue("gbt45574", DAY).level(kind) == gbt45574


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_conservative_is_never_the_lighter_profile(kind: str) -> None:
    conservative, gbt45574 = (LEVELS.index(load_catalogue(profile, DAY).level(kind)) for profile in PROFILES)
    assert conservative >= gbt45574


@pytest.mark.parametrize("profile", PROFILES)
def test_everything_about_a_child_is_sensitive(profile: str) -> None:
    shown = load_catalogue(profile, DAY)
    for kind, level in shown.levels().items():
        assert shown.level(kind, minor=True) == ("none" if level == "none" else "sensitive")
    assert shown.minors.below_age == 14  # 不满十四周岁
    assert shown.minors.article == "PIPL 28, 31"


def test_flags_an_identity_number_that_the_new_standard_dropped() -> None:
    assert load_catalogue("gbt45574", DAY).group("cn_resident_id").review


@pytest.mark.parametrize("profile", PROFILES)
def test_an_unknown_kind_is_an_error_never_nothing(profile: str) -> None:
    with pytest.raises(PolicyError, match=r"unknown kind `cn_mobil`(.|\n)*`cn_mobile`"):
        load_catalogue(profile, DAY).level("cn_mobil")


def test_does_not_repeat_what_is_no_plain_word() -> None:
    with pytest.raises(PolicyError) as caught:
        load_catalogue("conservative", DAY).level("11010519491231002X")
    assert "1101" not in str(caught.value)


@pytest.mark.parametrize(
    ("profile", "first_day", "day_before"),
    [
        ("conservative", date(2021, 11, 1), date(2021, 10, 31)),  # PIPL
        ("gbt45574", date(2025, 11, 1), date(2025, 10, 31)),
    ],
)
def test_a_profile_is_in_force_from_its_day(profile: str, first_day: date, day_before: date) -> None:
    assert load_catalogue(profile, first_day).in_force_from == first_day
    with pytest.raises(PolicyError, match=f"`{profile}` is in force only from {first_day}"):
        load_catalogue(profile, day_before)


def test_an_unknown_profile_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(PolicyError, match=r"unknown profile `gbt45547`(.|\n)*`gbt45574`"):
        load_catalogue("gbt45547", DAY)


def test_levels_travel_to_other_processes() -> None:
    levels = load_catalogue("conservative", DAY).levels()
    assert pickle.loads(pickle.dumps(levels)) == levels


def test_the_digest_is_that_of_the_bytes() -> None:
    data = dict(shipped())["sensitive-conservative.toml"]
    assert read_catalogue(data, "c.toml").sha256 == load_catalogue("conservative", DAY).sha256
    assert read_catalogue(data + b"\n", "c.toml").sha256 != load_catalogue("conservative", DAY).sha256


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kinds = ["marital_status"]', 'kinds = ["marital_status", "health"]', "`health` is in two groups"),
        ('level = "none"', 'level = "nothing"', "not known at `$.groups["),
        ("below_age = 14", 'below_age = "14"', "expected `int`, got `str` at `$.minors.below_age"),
        ('profile = "', 'profil = "', "unknown key `profil`"),
    ],
)
def test_refuses_a_catalogue_and_says_where(old: str, new: str, says: str) -> None:
    text = dict(shipped())["sensitive-conservative.toml"].decode()
    assert old in text
    with pytest.raises(PolicyError) as caught:
        read_catalogue(text.replace(old, new, 1).encode(), "mine.toml")
    assert caught.value.message.startswith("mine.toml")
    assert says in caught.value.message


def test_the_module_has_no_other_late_names() -> None:
    with pytest.raises(AttributeError):
        _ = catalogue.NOTHING
