"""Single values of every kind, seeded. Check digits are python-stdnum's where it knows them.

``World`` is a stream of invented values; two worlds of one seed say the same. Mobile prefixes are those
that phonenumbers' metadata accepts (a test holds that), bank card prefixes the published ones of
well-known issuers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from faker import Faker
from stdnum import luhn
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_2

from . import words

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

MOBILE_PREFIXES = words.listed(
    "130 131 132 133 134 135 136 137 138 139 145 147 150 151 152 153 155 156 157 158 159 166 167 171 "
    "173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199"
)
CARD_PREFIXES = (
    ("622202", 19), ("621226", 19), ("622848", 19), ("622845", 19), ("621700", 19), ("621661", 19),
    ("621785", 19), ("622588", 16), ("622609", 16), ("621483", 16), ("622262", 19), ("622622", 16), ("622908", 18),
    ("622521", 16), ("621799", 19), ("622155", 16), ("622689", 16), ("356889", 16), ("436718", 16), ("552245", 16),
)  # fmt: skip
OLD_CARD_PREFIXES = (("436742485", 19),)
"""Debit cards from before UnionPay numbers: a prefix of another scheme, 19 digits. One card in fifty."""
AREA_PHONES = (
    ("010", 8), ("021", 8), ("022", 8), ("023", 8), ("025", 8), ("020", 8), ("0755", 8), ("0571", 8), ("028", 8),
    ("0532", 8), ("0592", 7), ("0737", 7), ("0551", 8), ("0394", 7), ("0898", 8), ("0991", 7), ("0411", 8),
)  # fmt: skip
MAIL_DOMAINS = words.listed(
    "qq.com 163.com 126.com sina.com gmail.com outlook.com foxmail.com hotmail.com 139.com aliyun.com "
    "vip.163.com yeah.net mail.tsinghua.edu.cn company.com.cn zju.edu.cn huawei-partner.cn"
)
PROVINCE_SIGNS = tuple("京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新")
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
VIN_CHARACTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, *range(10)), strict=True))  # fmt: skip
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_TW_LETTERS = {
    "A": 10, "B": 11, "C": 12, "D": 13, "E": 14, "F": 15, "G": 16, "H": 17, "I": 34, "J": 18, "K": 19, "M": 21,
    "N": 22, "O": 35, "P": 23, "Q": 24, "T": 27, "U": 28, "V": 29, "W": 32, "X": 30, "Z": 33,
}  # fmt: skip
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def hk_check(body: str) -> str:
    """Return the check digit of a Hong Kong identity card: letters and six digits go in."""
    places = [36] * (8 - len(body)) + [int(c, 36) for c in body]
    rest = -sum(w * p for w, p in zip(range(9, 1, -1), places, strict=True)) % 11
    return "A" if rest == 10 else str(rest)


def tw_check(body: str) -> str:
    """Return the check digit of a Taiwan identity card: a letter and eight digits go in."""
    letter = _TW_LETTERS[body[0]]
    total = letter // 10 + 9 * (letter % 10)
    total += sum(w * int(c) for w, c in zip(range(8, 0, -1), body[1:], strict=True))
    return str(-total % 10)


def vin_check(number: str) -> str:
    """Return what belongs on the ninth place of a vehicle identification number."""
    rest = sum(w * _VIN_VALUES[c] for w, c in zip(_VIN_WEIGHTS, number, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


@dataclass(frozen=True)
class Person:
    """One invented natural person with what a table may hold of them."""

    name: str
    resident_id: str
    mobile: str
    email: str
    address: str
    bank_card: str
    born: date
    gender: str


class World:
    """A seeded stream of values."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(f"tongguan-quality-{seed}")

    @cached_property
    def faker(self) -> Faker:
        """Faker's own zh_CN values, on the same seed."""
        faker = Faker("zh_CN")
        faker.seed_instance(self.random.random())
        return faker

    def pick(self, some: Sequence[T]) -> T:
        """Return one of *some*."""
        return self.random.choice(some)

    def digits(self, count: int, first: str = "0123456789") -> str:
        """Return *count* random digits."""
        return self.random.choice(first) + "".join(self.random.choices("0123456789", k=count - 1))

    def letters(self, count: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> str:
        """Return *count* letters."""
        return "".join(self.random.choices(alphabet, k=count))

    def day(self, first: int, last: int) -> date:
        """Return a day of the years *first* to *last*."""
        start = date(first, 1, 1)
        return start + timedelta(days=self.random.randrange((date(last, 12, 31) - start).days + 1))

    # --- Names ---

    def name(self) -> str:
        """Return a plain name as most tables hold: common and rare surnames, one or two characters."""
        roll = self.random.random()
        if roll < 0.3:
            return self.faker.name()
        if roll < 0.335:
            return self.compound_name()
        if roll < 0.34:
            return self.pick(words.NAMES_LIKE_WORDS)
        surname = self.pick(words.RARE_SURNAMES if roll < 0.38 else words.SURNAMES)
        return surname + self.pick(words.GIVEN_ONE if self.random.random() < 0.2 else words.GIVEN_TWO)

    def compound_name(self) -> str:
        """Return a name with a surname of two characters."""
        return self.pick(words.COMPOUND_SURNAMES) + self.pick(words.GIVEN_ONE + words.GIVEN_TWO)

    def minority_name(self, *, dotted: bool) -> str:
        """Return a Uyghur, Kazakh, Tibetan, Mongolian or foreign name."""
        if dotted:
            if self.random.random() < 0.2:
                return self.pick(words.FOREIGN_DOTTED)
            return f"{self.pick(words.UYGHUR_PARTS)}·{self.pick(words.UYGHUR_PARTS)}"
        kind = self.random.randrange(3)
        if kind == 0:
            return self.pick(words.UYGHUR_PARTS) + self.pick(words.UYGHUR_PARTS)
        return self.pick(words.TIBETAN_NAMES if kind == 1 else words.MONGOLIAN_NAMES)

    def pinyin_name(self) -> str:
        """Return a name in pinyin: Zhang Weimin, WEIMIN ZHANG, ZHANG/WEIMIN, Zhang, Weimin."""
        surname, given = self.pick(words.PINYIN_SURNAMES), self.pick(words.PINYIN_GIVEN)
        form = self.pick(("{0} {1}", "{0} {1}", "{1} {0}", "{0}/{1}", "{0}, {1}"))
        text = form.format(surname, given)
        return text.upper() if self.random.random() < 0.3 else text

    def english_name(self) -> str:
        """Return a name as foreign trade has it: David Chen."""
        return f"{self.pick(words.ENGLISH_FIRST)} {self.pick(words.PINYIN_SURNAMES)}"

    def gender(self) -> str:
        """Return 男 or 女."""
        return self.pick("男女")

    # --- Identity documents ---

    def resident_id(self, first: int = 1945, last: int = 2010) -> str:
        """Return a resident ID of 18 characters, seldom that of a residence or permanent residence permit."""
        roll = self.random.random()
        area = self.pick(words.AREA_CODES)
        if roll < 0.02:
            area = self.pick(("810000", "820000", "830000"))
        elif roll < 0.03:
            area = "9" + self.digits(5)
        body = f"{area}{self.day(first, last):%Y%m%d}{self.digits(3)}"
        return body + mod_11_2.calc_check_digit(body)

    def resident_id_15(self) -> str:
        """Return one of the first generation."""
        return f"{self.pick(words.AREA_CODES)}{self.day(1940, 1985):%y%m%d}{self.digits(3)}"

    def passport(self) -> str:
        """Return an ordinary passport number."""
        roll = self.random.random()
        if roll < 0.6:
            return f"E{self.pick('ABCDEFGHJKLMNPQRSTUVWXYZ')}{self.digits(7)}"
        return ("E" if roll < 0.8 else "G") + self.digits(8)

    def travel_permit(self) -> str:
        """Return a mainland travel permit of Hong Kong or Macao, or an exit permit."""
        roll = self.random.random()
        if roll < 0.7:
            return self.pick("HM") + self.digits(8) + (self.digits(2) if self.random.random() < 0.2 else "")
        return f"C{self.pick('ABCDEFGHJKLMNPQRSTUVWXYZ')}{self.digits(7)}"

    def hk_id(self) -> str:
        """Return a Hong Kong identity card number, check digit in brackets."""
        letters = self.letters(1 if self.random.random() < 0.9 else 2, "ABCDEFGHKMNPRVWYZ")
        body = letters + self.digits(6)
        return f"{body}({hk_check(body)})"

    def tw_id(self) -> str:
        """Return a Taiwan identity card number."""
        body = self.pick(tuple(_TW_LETTERS)) + self.pick("12") + self.digits(7)
        return body + tw_check(body)

    def military_id(self) -> str:
        """Return an officer's or a soldier's number."""
        return f"{self.pick('军南北沈兰成济广海空政后')}{self.pick(('字第', '字第', '字'))}{self.digits(self.random.randint(6, 8))}号"

    def student_no(self) -> str:
        """Return a national student number, by the resident ID."""
        return "G" + self.resident_id(2005, 2018)

    # --- Telephone, network, device ---

    def mobile(self) -> str:
        """Return a mobile number."""
        return self.pick(MOBILE_PREFIXES) + self.digits(8)

    def landline(self) -> str:
        """Return a landline number with its area code."""
        area, length = self.pick(AREA_PHONES)
        return f"{area}{self.pick(('-', '-', '', ' '))}{self.digits(length, '2345678')}"

    def email(self) -> str:
        """Return an e-mail address."""
        local = self.pick((
            self.digits(self.random.randint(6, 10), "123456789"),
            self.pick(words.PINYIN_SURNAMES).lower() + self.pick(words.PINYIN_GIVEN).lower() + self.digits(self.random.randint(1, 4)),
            f"{self.pick(words.PINYIN_GIVEN).lower()}.{self.pick(words.PINYIN_SURNAMES).lower()}",
            f"{self.letters(self.random.randint(4, 9))}_{self.digits(2)}",
        ))  # fmt: skip
        return f"{local}@{self.pick(MAIL_DOMAINS)}"

    def ip(self) -> str:
        """Return an IPv4 address of the public kind."""
        return ".".join(str(self.random.randint(1, 223 if at == 0 else 254)) for at in range(4))

    def mac(self) -> str:
        """Return a MAC address."""
        return self.pick(":-").join(f"{self.random.randrange(256):02X}" for _ in range(6)) if self.random.random() < 0.5 else ":".join(f"{self.random.randrange(256):02x}" for _ in range(6))  # fmt: skip

    def imei(self) -> str:
        """Return an IMEI."""
        body = f"86{self.digits(12)}" if self.random.random() < 0.8 else f"35{self.digits(12)}"
        return body + luhn.calc_check_digit(body)

    def imsi(self) -> str:
        """Return an IMSI of a mainland operator."""
        return f"460{self.pick(('00', '01', '02', '03', '07', '11'))}{self.digits(10)}"

    def iccid(self) -> str:
        """Return an ICCID of a mainland operator."""
        body = f"8986{self.pick(('00', '01', '03', '04', '06'))}{self.digits(13)}"
        return body + luhn.calc_check_digit(body)

    def hexadecimal(self, length: int) -> str:
        """Return *length* characters of lower-case hex."""
        return f"{self.random.getrandbits(4 * length):0{length}x}"

    def uuid(self) -> str:
        """Return a random UUID."""
        text = self.hexadecimal(32)
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{self.pick('89ab')}{text[17:20]}-{text[20:]}"

    def openid(self) -> str:
        """Return a WeChat openid: one prefix an app, o and 27 more."""
        return "oXf8K5" + self.letters(22, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")

    # --- Finance, organisation ---

    def bank_card(self, digits: int = 0) -> str:
        """Return a bank card number, of a given length where asked."""
        issuers = OLD_CARD_PREFIXES if not digits and self.random.random() < 0.02 else CARD_PREFIXES
        prefix, length = self.pick([issuer for issuer in issuers if digits in {0, issuer[1]}])
        body = prefix + self.digits(length - len(prefix) - 1)
        return body + luhn.calc_check_digit(body)

    def uscc(self) -> str:
        """Return a unified social credit code of a company or an institution."""
        body = (
            f"{self.pick(('91', '91', '91', '12', '52'))}{self.pick(words.AREA_CODES)}MA"
            f"{self.letters(6, USCC_CHARACTERS)}{self.pick(USCC_CHARACTERS)}"
        )
        return body + stdnum_uscc.calc_check_digit(body)

    def company(self) -> str:
        """Return the name of a company."""
        if self.random.random() < 0.3:
            return self.faker.company()
        return (
            self.pick(words.COMPANY_CITIES)
            + self.pick(("", "市"))
            + self.pick(words.COMPANY_CORES)
            + self.pick(words.COMPANY_TRADES)
            + self.pick(words.COMPANY_ENDS)
        )

    # --- Vehicles ---

    def plate(self) -> str:
        """Return a plate: of seven places, or of eight for new energy."""
        head = self.pick(PROVINCE_SIGNS) + self.pick(PLATE_LETTERS)
        if self.random.random() < 0.25:
            return head + self.pick("DF") + self.letters(1, PLATE_LETTERS + "0123456789") + self.digits(4)
        tail = list(self.digits(5))
        for at in self.random.sample(range(5), self.random.randint(0, 2)):
            tail[at] = self.pick(PLATE_LETTERS)
        return head + "".join(tail)

    def vin(self) -> str:
        """Return a vehicle identification number."""
        text = [*f"L{self.letters(7, VIN_CHARACTERS)}0{self.letters(2, 'ABCDEFGHJKLMNPRST')}{self.digits(6)}"]
        text[8] = vin_check("".join(text))
        return "".join(text)

    # --- Addresses ---

    def region(self) -> tuple[str, str, str]:
        """Return a province, a city and a district."""
        province, city, districts = self.pick(words.REGIONS)
        return province, city, self.pick(districts)

    def address(self) -> str:
        """Return the address of somebody's home, down to the door, in one of the ways people write them."""
        province, city, district = self.region()
        province = "" if province == city or self.random.random() < 0.25 else province
        if self.random.random() < 0.25:
            province = province.removesuffix("省")
        head = province + city + district
        roll = self.random.random()
        if roll < 0.18:
            return (
                head
                + self.pick(words.TOWNS)
                + self.pick(words.VILLAGES)
                + f"{self.random.randint(1, 12)}组{self.random.randint(1, 99)}号"
            )
        if roll < 0.3:
            return head + self.pick(words.TOWNS) + self.pick(words.ESTATES) + self.door()
        return (
            head
            + self.pick(words.STREETS)
            + f"{self.random.randint(1, 999)}号"
            + self.pick(words.ESTATES)
            + self.door()
        )

    def door(self) -> str:
        """Return building, unit and room."""
        block, unit, room = (
            self.random.randint(1, 40),
            self.random.randint(1, 4),
            self.random.randint(1, 33) * 100 + self.random.randint(1, 8),
        )
        form = self.pick(
            ("{0}栋{1}单元{2}室", "{0}号楼{1}单元{2}", "{0}幢{2}室", "{0}-{1}-{2}", "{0}座{2}", "{0}栋{2}房")
        )
        return form.format(block, unit, room)

    def short_address(self) -> str:
        """Return what delivery forms keep in a field of its own: the part below the district."""
        if self.random.random() < 0.5:
            return self.pick(words.ESTATES) + self.door()
        return f"{self.pick(words.STREETS)}{self.random.randint(1, 999)}号{self.door()}"

    def english_address(self) -> str:
        """Return an address in its English form."""
        street = self.pick(
            (
                "Renmin Road",
                "Jianshe Road",
                "Wensan Road",
                "Zhongshan East Road",
                "Century Avenue",
                "Xueyuan Road",
                "Nanjing West Road",
            )
        )
        city = self.pick(
            (
                "Hangzhou, Zhejiang",
                "Shenzhen, Guangdong",
                "Chaoyang District, Beijing",
                "Pudong New Area, Shanghai",
                "Chengdu, Sichuan",
                "Suzhou, Jiangsu",
            )
        )
        return f"Room {self.random.randint(101, 2808)}, Building {self.random.randint(1, 30)}, No. {self.random.randint(1, 999)} {street}, {city} {self.digits(6, '1234567')}, China"

    def person(self) -> Person:
        """Return a person."""
        resident_id = self.resident_id()
        born = date(int(resident_id[6:10]), int(resident_id[10:12]), int(resident_id[12:14]))
        return Person(
            self.name(), resident_id, self.mobile(), self.email(), self.address(), self.bank_card(), born,
            "男" if int(resident_id[16]) % 2 else "女",
        )  # fmt: skip

    def people(self, count: int) -> list[Person]:
        """Return *count* persons."""
        return [self.person() for _ in range(count)]
