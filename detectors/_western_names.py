"""Western names: a given name of the table and one to three capitalised words more.

``John Smith``, ``JOHN SMITH``, ``SMITH John``, ``Smith, John``, ``Maria Garcia Lopez``, ``Dr. Jean-Luc O'Brien``,
``John Q. Smith``, ``David Chen``. Titles, brands, goods and places are written alike, so the given name must be
known (``western_given_names.txt``) and no word one that such have (``_OTHER``). Given names that are everyday
words (Grace, Summer) count before a surname in pinyin only: Grace Chen, but not Summer Dress.

Measured on 245 brands, goods, places, firms, titles and posts in English, listed by hand: 14 % were taken for names before
the brands that are called as persons (``_BRANDS``) were put into a list; now below 5 %, which is in sample.
``tests/test_detectors_names.py`` holds the share below one in ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detectors._tables import entries

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

_WORD = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ɏ'’.\-]*"
_PARTICLE = (
    "(?:de|da|do|dos|das|di|du|del|della|la|le|el|al|van|von|der|den|ter|ten|zu|zur|y|e|bin|bint|ibn|st)"
)
_PART = f"(?:{_WORD}|{_PARTICLE})"

SHAPE = rf"[A-Z][A-Za-zÀ-ɏ'’.\-]*,? {_PART}(?: {_PART}){{0,4}}"
"""What is written like a Western name, RE2."""

FORM = rf"{_WORD}(?:,? {_PART}){{0,5}}"
"""What may stand as a Western name where the header says so: one word, or more."""

_TITLE = r"^(?:dr|mr|mrs|ms|miss|prof|sir|madam|rev|herr|frau|dott|ing|sr|sra|mme|mlle|m)\.? "
_BEHIND = r",? (?:jr|sr|ii|iii|iv|md|phd|dds|dvm|esq|mba|cpa)\.?$"
_DROPPED = rf"(?:^| )(?:{_PARTICLE}|[a-z]\.?)(?: |$)"
_GIVEN = pa.array(entries("western_given_names.txt"))
_SURNAMES = pa.array(entries("pinyin_surnames.txt"))
# By hand: given names that are words as well; common in China as English names.
_TEXT_OF_NAMES = """
amber angel april august autumn christian crystal dawn dean faith frank gene grace grant hazel holly hope
iris ivy jade jasmine joy june justice lily luna mark max may melody olivia penny rain robin rose ruby sandy
sky sofia stone summer sunny tiffany vera victor victoria viola violet will winter star prince bob jordan
cherry candy apple yoyo coco kiki momo nicole queen king
"""
_WORDS_AS_NAMES = pa.array(_TEXT_OF_NAMES.split())

# By hand: brands, firms and persons of fiction that are called as their founders were, or as nobody ever was.
_BRANDS = pa.array(
    """
calvin klein/ralph lauren/tommy hilfiger/jack daniels/johnnie walker/michael kors/kate spade/marc jacobs/louis vuitton/hugo boss
mary kay/tom ford/elizabeth arden/charlotte tilbury/morgan stanley/betty crocker/sara lee/john deere/charles schwab/edward jones
arthur andersen/philip morris/henry schein/harry potter/giorgio armani/emporio armani/jimmy choo/ted baker/donna karan
alexander mcqueen/stella mccartney/yves saint laurent/christian louboutin/christian dior/vera wang/tory burch/bobbi brown/estee lauder
helena rubinstein/jo malone/laura mercier/shu uemura/jean paul gaultier/issey miyake/karl lagerfeld/kenneth cole/steve madden/nina ricci
jim beam/johnny walker/captain morgan/remy martin/dom perignon/uncle ben/ben jerry/papa john/wendys/tim hortons/charlotte amalie
martin marietta/kimberly clark/ernst young/arthur little/merrill lynch/johnson johnson/peter rabbit/mickey mouse/donald duck/peter pan
james bond/sherlock holmes/robin hood/thomas cook/jordan brand/jackson hewitt/levi strauss/lee cooper/jack wolfskin/jack jones
""".replace("\n", "/").split("/")
)
# By hand: what other things than persons have in their names.
_TEXT_OF_OTHER = """
and of the for with by in on at to or hotel hotels inn street road avenue lane square garden gardens river
lake bay beach island islands hills mountain mount valley harbor harbour bridge city town village county
state airport station port university college school academy institute hospital clinic church cathedral
museum theatre theater library center centre house tower plaza mall building inc ltd llc co corp company
group holdings partners associates bank capital insurance motors industries international global solutions
services service systems technologies technology software studio studios records pictures films media press
news times post magazine journal books publishing foundation trust club team league cup award prize bag
shirt dress shoes boots jacket coat jeans pants skirt hat cap belt watch watches ring necklace perfume
parfum cologne lipstick cream lotion shampoo soap candle mug bottle chair table lamp sofa bed rug pillow
towel knife pan pot tea coffee whiskey whisky wine beer vodka gin chocolate cookies cake sauce cheese pizza
burger sandwich doll toy toys bear bike guitar phone case charger cable keyboard mouse speaker camera
printer laptop model edition collection series set kit box pack pro plus mini classic deluxe premium
original vintage new red blue gold silver pink xl men women kids home designs design jewelers jewelry
cosmetics fashion boutique store shop market restaurant cafe bar grill diner bakery kitchen night eve lodge
court castle palace abbey farm ranch orchards vineyard estate cove canyon creek falls springs forest manager
engineer director assistant specialist officer retro high drive chain jar hole kong
"""
_OTHER = pa.array(_TEXT_OF_OTHER.split())


def real(values: pa.Array) -> Mask:
    """Tell which *values*, all of the ``SHAPE``, have a given name where it belongs and no word of other things."""
    plain = pc.replace_substring_regex(pc.utf8_normalize(values, form="NFD"), r"\p{M}|['’]", "")
    words = _words(pc.utf8_lower(plain))
    flat, owner = pc.list_flatten(words), np.asarray(pc.list_parent_indices(words))
    count = np.bincount(owner, minlength=len(values))
    ends = np.cumsum(count)
    first, last = ends - count, ends - 1
    good = (count >= 2) & (count <= 4)
    rows = np.flatnonzero(good)
    if len(rows) == 0:
        return good
    given = _known(flat, _GIVEN) | _known(pc.replace_substring_regex(flat, "-.*$", ""), _GIVEN)
    as_word, surname = _known(flat, _WORDS_AS_NAMES), _known(flat, _SURNAMES)
    other = np.bincount(owner[_known(flat, _OTHER)], minlength=len(values)) > 0
    turned = np.asarray(
        pc.match_substring_regex(plain, r"^[A-Z'\-]{2,}(?: [A-Z'\-]{2,})* [A-Z][a-z]|^[^,]*, ")
    )
    has = np.zeros(len(values), dtype=bool)
    begins, behind = first[rows], last[rows]
    has[rows] = given[begins] | (as_word | given)[begins] & surname[behind]
    has[rows] |= turned[rows] & (given[behind] | given[np.minimum(begins + 1, behind)])
    brand = _known(pc.utf8_lower(plain), _BRANDS)
    return np.asarray(good & has & ~other & ~brand)


def _words(lower: pa.Array) -> pa.Array:
    """Split names into words, without titles, initials and particles."""
    bare = pc.replace_substring_regex(pc.replace_substring_regex(lower, _TITLE, ""), _BEHIND, "")
    bare = pc.replace_substring_regex(bare, "[,.]", " ")
    for _ in range(2):  # two in a row share the blank between them
        bare = pc.replace_substring_regex(bare, _DROPPED, " ")
    return pc.split_pattern_regex(pc.utf8_trim(bare, " "), pattern=" +")


def _known(words: pa.Array, table: pa.Array) -> Mask:
    return np.asarray(pc.is_in(words, value_set=table.cast(words.type)))
