"""People who do not exist, and their numbers: right in form and check digit, drawn at random.

Nothing here imports Tongguan: the samples are to be an independent judge of it. Formats and their
sources: resident ID GB 11643-1999 with ISO 7064 MOD 11-2; bank cards ISO/IEC 7812-1 (Luhn) beginning
with 62; mobile prefixes as allocated by 2024; plates GA 36; passports 普通护照 E and G.

Only ``Generator.integers`` and ``Generator.random`` are drawn from, the two streams NumPy keeps stable.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from words import (
    ESTATES,
    GIVEN_FEMALE,
    GIVEN_MALE,
    MAIL_HOSTS,
    MINORITY_FATHER,
    MINORITY_GIVEN,
    PLACES,
    ROADS,
    SURNAMES,
    SYLLABLES,
    TOWNS,
    VILLAGES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
Rng = np.random.Generator

MOBILE_PREFIXES = (
    *range(130, 140), 145, 147, *range(150, 154), *range(155, 160), 162, *range(165, 168), *range(170, 174),
    *range(175, 179), *range(180, 194), *range(195, 200),
)  # fmt: skip
CARD_PREFIXES_19 = ("621700", "622202", "622848", "621661", "621785")
CARD_PREFIXES_16 = ("622588", "622155", "625955")
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def pick(rng: Rng, options: Sequence[T], n: int) -> list[T]:
    """Draw *n* of *options* with replacement, all alike."""
    return [options[i] for i in rng.integers(0, len(options), n)]


def some(rng: Rng, n: int, share: float) -> list[bool]:
    """Return *n* truths, each true with probability *share*."""
    return [bool(x) for x in rng.random(n) < share]


def shuffled(rng: Rng, n: int) -> list[int]:
    """Return 0 … n-1 in random order."""
    return [int(i) for i in np.argsort(rng.random(n), kind="stable")]


def digits(rng: Rng, width: int) -> str:
    """Return *width* random digits."""
    return "".join(map(str, rng.integers(0, 10, width)))


def distinct(n: int, make: Callable[[], str], but: str = "") -> list[str]:
    """Call *make* until *n* different strings are there, *but* never among them."""
    found: dict[str, None] = {}
    while len(found) < n:
        value = make()
        if value != but:
            found[value] = None
    return list(found)


def mobiles(rng: Rng, n: int) -> list[str]:
    """Return *n* different mobile numbers, never the placeholder 13800138000."""
    found: dict[int, None] = {}
    while len(found) < n:
        prefixes = np.array(MOBILE_PREFIXES)[rng.integers(0, len(MOBILE_PREFIXES), n)]
        found.update(dict.fromkeys((prefixes * 10**8 + rng.integers(0, 10**8, n)).tolist()))
        found.pop(13800138000, None)
    return [str(number) for number in list(found)[:n]]


def resident_id(area: str, born: dt.date, sequence: int) -> str:
    """Return the 18 characters of a resident ID; an odd *sequence* (0-999) is a man's."""
    body = f"{area}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def luhn(body: str) -> str:
    """Return *body* with the check digit of ISO/IEC 7812-1 behind it."""
    doubled = (int(digit) * (2 - i % 2) for i, digit in enumerate(reversed(body)))
    return body + str(-sum(sum(divmod(x, 10)) for x in doubled) % 10)


def bank_cards(rng: Rng, n: int) -> list[str]:
    """Return *n* different cards: three in four of 19 digits, the others of 16."""

    def one() -> str:
        if rng.random() < 0.75:
            return luhn(pick(rng, CARD_PREFIXES_19, 1)[0] + digits(rng, 12))
        return luhn(pick(rng, CARD_PREFIXES_16, 1)[0] + digits(rng, 9))

    return distinct(n, one)


def passports(rng: Rng, n: int) -> list[str]:
    """Return *n* different ordinary passports: E and eight digits, E and a letter, or G."""

    def one() -> str:
        kind = rng.random()
        if kind < 0.6:
            return f"E{digits(rng, 8)}"
        return f"G{digits(rng, 8)}" if kind < 0.8 else f"E{pick(rng, PLATE_LETTERS, 1)[0]}{digits(rng, 7)}"

    return distinct(n, one)


def plate(rng: Rng, start: str) -> str:
    """Return a plate that begins with *start* (浙A): seven places, or eight for three cars in ten."""
    if rng.random() < 0.3:
        return f"{start}{pick(rng, 'DF', 1)[0]}{digits(rng, 5)}"
    places = list(digits(rng, 5))
    for i in rng.integers(0, 4, 2):
        places[i] = PLATE_LETTERS[rng.integers(0, 24)]
    return start + "".join(places)


def landline(rng: Rng, area: str) -> str:
    """Return a telephone number with its area code, 0571-87654321."""
    return f"{area}-{rng.integers(2, 9)}{digits(rng, 7)}"


def dates(rng: Rng, n: int, first: dt.date, last: dt.date) -> list[dt.date]:
    """Return *n* days, *first* and *last* among the possible."""
    return [first + dt.timedelta(days=int(d)) for d in rng.integers(0, (last - first).days + 1, n)]


def names(rng: Rng, women: Sequence[bool]) -> list[str]:
    """Return a name for each; one in fifty is of the dotted kind (买买提·吐尔逊)."""
    n = len(women)
    weights = np.cumsum(1 / (np.arange(len(SURNAMES)) + 3))
    surnames = np.searchsorted(weights, rng.random(n) * weights[-1])
    female, male = pick(rng, GIVEN_FEMALE, n), pick(rng, GIVEN_MALE, n)
    ethnic = [
        f"{a}·{b}" for a, b in zip(pick(rng, MINORITY_GIVEN, n), pick(rng, MINORITY_FATHER, n), strict=True)
    ]
    dotted = some(rng, n, 0.02)
    return [
        ethnic[i] if dotted[i] else SURNAMES[surnames[i]] + (female[i] if women[i] else male[i])
        for i in range(n)
    ]


def addresses(rng: Rng, homes: Sequence[int], *, region: bool = True) -> list[str]:
    """Return an address down to the door for each home; *region* writes province and city before it."""
    n = len(homes)
    form = rng.random(n)
    road, estate = pick(rng, ROADS, n), pick(rng, ESTATES, n)
    town, village = pick(rng, TOWNS, n), pick(rng, VILLAGES, n)
    number, block, unit = rng.integers(1, 999, n), rng.integers(1, 40, n), rng.integers(1, 5, n)
    room = rng.integers(1, 30, n) * 100 + rng.integers(1, 5, n)
    found = []
    for i, home in enumerate(homes):
        province, city, district, *_ = PLACES[home]
        before = (province if province != city else "") + city if region else ""
        if form[i] < 0.55:
            door = f"{road[i]}{number[i]}号{block[i]}幢{unit[i]}单元{room[i]}室"
        elif form[i] < 0.85:
            door = f"{road[i]}{number[i]}号{estate[i]}{block[i]}栋{room[i]}"
        elif form[i] < 0.95:
            door = f"{town[i]}{village[i]}{number[i] % 20 + 1}组{block[i]}号"
        else:
            door = f"{road[i]}{number[i]}弄{block[i]}号{room[i]}室"
        found.append(before + district + door)
    return found


def emails(rng: Rng, n: int) -> list[str]:
    """Return *n* different addresses at domains reserved for examples."""

    def one() -> str:
        a, b = pick(rng, SYLLABLES, 2)
        return f"{a}{pick(rng, ('', '.', '_'), 1)[0]}{b}{digits(rng, 4)}@{pick(rng, MAIL_HOSTS, 1)[0]}"

    return distinct(n, one)


@dataclass(frozen=True)
class People:
    """*n* people as columns; a person is an index into them. ``homes`` point into ``PLACES``."""

    names: list[str]
    women: list[bool]
    mobiles: list[str]
    homes: list[int]

    def __len__(self) -> int:
        return len(self.names)


def population(rng: Rng, n: int) -> People:
    """Make *n* people with different mobile numbers; names may repeat, as they do."""
    women = some(rng, n, 0.5)
    return People(
        names=names(rng, women),
        women=women,
        mobiles=mobiles(rng, n),
        homes=[int(i) for i in rng.integers(0, len(PLACES), n)],
    )


def resident_ids(rng: Rng, people: People, born: Sequence[dt.date]) -> list[str]:
    """Return a different resident ID for each, true to home, birth date and sex."""
    found: dict[str, None] = {}
    for woman, home, day in zip(people.women, people.homes, born, strict=True):
        number = ""
        while not number or number in found:
            number = resident_id(PLACES[home][3], day, 2 * int(rng.integers(0, 500)) + (not woman))
        found[number] = None
    return list(found)
