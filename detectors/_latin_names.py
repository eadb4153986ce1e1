"""Chinese names in Latin letters: pinyin of the mainland, and the spellings of Hong Kong and Taiwan.

A surname and one or two syllables of given name, in either order, with a space, comma or slash between:
``Zhang Weimin``, ``ZHANG/WEIMIN``, ``Zhang Wei-min``, ``Weimin Zhang``, ``CHAN Tai Man``. Without
anything between (``zhangweimin``) it is written like a user name, and is not taken for one.
Western names (``John Smith``) are in :mod:`tongguan.detectors._western_names`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detectors._tables import entries

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

# By hand, from common knowledge: surnames as Hong Kong, Macao and Taiwan spell them, where pinyin does not.
_OTHER_SURNAMES = """
chan wong cheung leung lau lam kwok ng tsang cheng chow yeung chiu choi hui kwan kwong tse tsui yip yuen poon pang
mok mak ma ho ngai szeto au auyeung ouyang sze tam tang tong tsoi wan woo wu yau yu yim yung chu chung fok fong fung ip kam
kan ko lai lee lo loo lui luk man mui ngan or pun shum sin siu so suen sung tai to tsang tso tung wai yan yeung yiu chau chin
chui kwai lok shek sit sum hung hon heung hau ha cheuk che lei leong vong cheong ieong lou iao sou tou wai kuok chio chong
chang chen hsu hsieh hsiao hsiung chou chuang chien chiang tsai tseng tsao kuo kao ko liu lu lin lien li huang hung hou
chiu chao chu chung fang feng fu han ho hsia hsueh hsing jen kang ku kung lai lo ma mei ou pai pan peng shen shih su sun
teng ting tsui tu tung wang wei wen wu yang yao yeh yen yin yu yuan chan
"""
_CANTONESE = """
tai man siu ming ka kar ki kei wing wai chi chee kwok kwong kin kit ho hoi hin ho yin yan yee yi yiu yuk yuen yu ying lai lam
lan lok long lung mei mui mun mung nga ngai ngan ning oi on pak pik ping po pui sau sai sang sze shing shan shek shu shuk sin
suk sum sun suet ting tin to tong tsz tsun tung tak tat fai fan fat fei fong fu fuk fung ha hang hau hei heung hon hung kai kam
kan kay ching chit chiu cho choi chor chuen chui chun chung cheuk cheong cheung chong lap lee leung lik lin ling lun mo mou
nam nin pang shui shun wa wah wan wang wei wo wong wun yat yau yeung yik yim yip yung yuet yum bik bo bun chak chau hok hing
hong ing ieng io ka kuan kuok lei lon man meng san seng sio sou un vai va veng weng hsin hsiu hsiang hsuan jui jung juei chia chieh
chih chien chin ching chiu chuan chun chung jen jia kuang kuei kuo liang lien mei min nien pei pin shih shu szu te tien ting
tse tsung tzu wen ya yen yi yin ying yu yuan yueh yun
"""

_SYLLABLES = sorted({*entries("pinyin_syllables.txt"), *_CANTONESE.split()})
_SURNAMES = sorted({*entries("pinyin_surnames.txt"), *_OTHER_SURNAMES.split()})
_SYLLABLE = f"(?:{'|'.join(_SYLLABLES)})"
_SURNAME = f"(?:{'|'.join(_SURNAMES)})"
_GIVEN = rf"{_SYLLABLE}(?:[-' ]?{_SYLLABLE})?"

NAME = rf"(?i:{_SURNAME}(?:, ?| |/){_GIVEN}|{_GIVEN}[ /]{_SURNAME})"
# zhangweimin, as a user name is written: only a header tells.
NAME_JOINED = rf"{_SURNAME}{_SYLLABLE}{{1,2}}"

_SHAPE = r"^[A-Za-z]{1,12}(?:(?:, ?|[ /'-])[A-Za-z]{1,12}){1,2}$"
LONGEST = 40
# What may stand between surname (S) and given name, of one token or of two syllables (x), by order.
_FIRST_2 = ("x, x", "x,x", "x x", "x/x")
_LAST_2 = ("x x", "x/x")
_FIRST_3 = tuple(f"{first}{second}x" for first in ("x, x", "x,x", "x x", "x/x") for second in "-' ")
_LAST_3 = tuple(f"x{first}x{second}x" for first in "-' " for second in " /")


def matching(values: pa.Array) -> Mask:
    """Tell which *values* match ``NAME``, by their distinct words: RE2 is slow where so many may stand."""
    found = np.zeros(len(values), dtype=bool)
    rows = np.flatnonzero(np.asarray(pc.match_substring_regex(values, _SHAPE)))
    if len(rows) == 0:
        return found
    lower = pc.utf8_lower(values.take(pa.array(rows)))
    forms = pc.replace_substring_regex(lower, "[a-z]+", "x")
    words = pc.split_pattern_regex(lower, pattern="[^a-z]+")
    offsets = np.asarray(words.offsets)
    encoded = pc.list_flatten(words).dictionary_encode()
    index = np.asarray(encoded.indices)
    surname, syllable, given = (
        np.asarray(pc.match_substring_regex(encoded.dictionary, f"^(?:{pattern})$"))[index]
        for pattern in (_SURNAME, _SYLLABLE, f"{_SYLLABLE}{{1,2}}")
    )
    first, last = offsets[:-1], offsets[1:] - 1
    second = np.minimum(first + 1, last)
    ways = (
        (_FIRST_2, surname[first] & given[last]),
        (_LAST_2, given[first] & surname[last]),
        (_FIRST_3, surname[first] & syllable[second] & syllable[last]),
        (_LAST_3, syllable[first] & syllable[second] & surname[last]),
    )
    for written, good in ways:
        known = pa.array(written, type=forms.type)
        found[rows] |= good & np.asarray(pc.is_in(forms, value_set=known))
    return found


# Names of places are syllables too, and so are some roads (Nanjing Lu) and short English words.
_PLACES = pa.array(entries("pinyin_regions.txt"))
_ROAD = r"(?:[ -](?:lu|jie|dao|xiang|qu|xian|shi|sheng|zhen|xiang|cun))$"
_ENGLISH = frozenset(
    [
        "an",
        "ban",
        "bin",
        "can",
        "cat",
        "chat",
        "chin",
        "dang",
        "die",
        "do",
        "fan",
        "fen",
        "fun",
        "gun",
        "he",
        "hen",
        "her",
        "home",
        "hot",
        "in",
        "lane",
        "lang",
        "man",
        "me",
        "men",
        "mi",
        "mom",
        "no",
        "pan",
        "pen",
        "per",
        "pin",
        "pie",
        "rang",
        "run",
        "sang",
        "sane",
        "she",
        "shed",
        "shun",
        "so",
        "song",
        "sun",
        "tan",
        "tang",
        "tie",
        "to",
        "ton",
        "we",
        "women",
        "won",
        "long",
        "main",
        "more",
        "pipe",
        "june",
        "bang",
        "dance",
        "change",
        "range",
        "chance",
        "wan",
    ]
)


def real(values: pa.Array) -> Mask:
    """Tell which *values*, all matching ``NAME``, are neither a place nor made of English words."""
    lower = pc.utf8_lower(values)
    letters = pc.replace_substring_regex(lower, r"[^a-z]", "")
    head = pc.replace_substring_regex(pc.replace_substring_regex(lower, _ROAD, ""), r"[^a-z]", "")
    places = _PLACES.cast(values.type)
    place = np.asarray(pc.or_(pc.is_in(letters, value_set=places), pc.is_in(head, value_set=places)))
    english = np.array([_ENGLISH.issuperset(re.split(r"[^a-z]+", v)) for v in lower.to_pylist()], dtype=bool)
    return np.asarray(~place & ~english)
