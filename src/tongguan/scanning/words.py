"""Identifiers with letters or of few digits, inside longer values: in remarks, JSON, URLs and lists.

A passport number looks like an article's, so the form alone does not do. A piece of a longer value counts

* by its form, where nothing harmless has it: plates, landlines with a separator, bracketed cards of Hong
  Kong, ``军字第…号``, SIM cards, MAC addresses;
* else behind a cue: a word of the kind's own headers, in the text or as a JSON or URL key, with no word
  nearer that speaks against it (护照 E…, but not 护照订单 E…);
* or as one of several, in a cell where every part is of that kind, if two articles would not look so too;
* or under a header that names the kind.

Check digits hold always: the detector decides on every piece. National pupil numbers (G or L and 18
characters) are not looked for here: the resident ID number in them is found already, and is the person.

Most values are passed by on their bytes. Of a long cell only the surroundings of digits, plates and
addresses are looked at, and no pattern looks further than a few dozen characters, so time grows with
length and no faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.text import Text, cut, digit_probes
from tongguan.scanning.cells import BETWEEN_WORDS, LONGEST_CELL
from tongguan.scanning.examined import Hits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from tongguan.detector import Detector
    from tongguan.kernels.text import Ints, Mask

    Bytes = NDArray[np.uint8]

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = "vehicle_plate"
_LANDLINE = "cn_landline"
_MILITARY = "military_id"
_BARE = {
    8: ("hk_id",), 9: ("hk_id", "cn_passport", "travel_permit"), 10: ("tw_id",), 11: ("travel_permit",),
    15: ("travel_permit", "imei", "imsi"), 17: ("vin",), 18: ("uscc",), 19: ("iccid",), 20: ("iccid",),
}  # fmt: skip
"""Kinds that are letters and digits alone, by their length."""
_BY_FORM = frozenset({_PLATE, _LANDLINE, _MILITARY, "iccid", "mac_address", "ip_address"})
KINDS = _BY_FORM | {kind for kinds in _BARE.values() for kind in kinds}
"""What is looked for here."""

_SHORTEST = 8  # bytes
_NEAR = 14  # characters between a cue and its number
_WINDOW = 32


def words_inside(
    values: pa.Array,
    rows: Ints,
    detectors: Mapping[str, Detector],
    told: frozenset[str] = frozenset(),
    text: Text | None = None,
) -> dict[str, Hits]:
    """Find the kinds of :data:`KINDS` inside *values* (tidy strings, no nulls, none of them one as a whole).

    *rows* are their places, ascending; the mentions of each kind are in the order of their rows. *told* are
    the kinds that the column's header names; *text* is that of *values*, if it is at hand.
    """
    places = _candidates(values, text or Text.of(values), detectors)
    if len(places) == 0:
        return {}
    found = _Found(detectors, told)
    for place, value in zip(places.tolist(), values.take(pa.array(places)).to_pylist(), strict=True):
        _look(found, place, value)
    found.settle()
    mentions: dict[str, Hits] = {}
    for kind, settled in found.settled.items():
        some = pa.concat_arrays([texts for _, texts in settled])
        at = np.concatenate([of_texts for of_texts, _ in settled])
        mentions[kind] = Hits(rows[at], detectors[kind].canon(some), written=Text.of(some).lengths)
    return mentions


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the value of *row*, found in *text* behind the place *start*.

    ``by_form`` if its form is enough; ``of`` is the number of parts in a cell of nothing but such pieces,
    and 0 in any other.
    """

    row: int
    value: str
    by_form: bool
    text: str = ""
    start: int = 0
    of: int = 0


_MOST_PIECES = 1 << 16


@dataclass
class _Found:
    """Pieces to be settled by the detectors, and those of each kind that are: their rows, and themselves.

    No more than so many wait, however long a cell is.
    """

    detectors: Mapping[str, Detector]
    told: frozenset[str]
    pieces: dict[str, list[_Piece]] = field(default_factory=dict)
    settled: dict[str, list[tuple[Ints, pa.Array]]] = field(default_factory=dict)
    waiting: int = 0

    def add(self, kind: str, piece: _Piece) -> None:
        """Let a *piece* wait that may be of *kind*."""
        if kind in self.detectors:
            self.pieces.setdefault(kind, []).append(piece)
            self.waiting += 1

    def settle(self) -> None:
        """Decide on all that wait."""
        for kind, pieces in self.pieces.items():
            texts = pa.array([piece.value for piece in pieces], type=pa.string())
            real = self.detectors[kind].find(texts)
            if kind not in self.told:
                real = real & _told(pieces, real, self.detectors[kind])
            if real.any():
                rows = np.array([piece.row for piece in pieces], dtype=np.int64)[real]
                self.settled.setdefault(kind, []).append((rows, texts.filter(pa.array(real))))
        self.pieces, self.waiting = {}, 0


def _told(pieces: list[_Piece], passed: Mask, detector: Detector) -> Mask:
    """Tell which of *pieces*, those that *passed* the detector, show that they are of its kind."""
    in_cell: dict[int, int] = {}
    for piece, good in zip(pieces, passed.tolist(), strict=True):
        # Two articles in a cell have the form of two passports.
        if good and piece.of and not detector.needs_company:
            in_cell[piece.row] = in_cell.get(piece.row, 0) + 1
    # Numbers of a column stand behind the same few words.
    cued = cache(lambda before: _cued(before, detector))
    return np.array(
        [
            good
            and (
                piece.by_form
                or (piece.of > 1 and in_cell.get(piece.row) == piece.of)
                or (piece.start > 0 and cued(_before(piece.text, piece.start)))
            )
            for piece, good in zip(pieces, passed.tolist(), strict=True)
        ],
        dtype=bool,
    )


# --- Which values are looked at ---------------------------------------------------------------------

_GLUED = "passport|hkid|hkic|twid|vin|imei|imsi|iccid|uscc"
_AREA = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
# RE2 keeps to a few states as long as nothing in front of a number is counted.
_SIGNED = (
    r"(?:^|[^0-9])0[1-9][0-9]{1,2}[)）\-–—－ ]{0,2}[2-9][0-9]{2,3}[\-–—－ ]?[0-9]{4}"
    r"|(?:\+|00)86[)）\-–—－ ]{0,2}\(?0?\)?[1-9][0-9]{1,2}[\-–—－ ]?[2-9][0-9]{2}"
    r"|(?:^|[^0-9])86[\- ]{1,2}\(?0?\)?[1-9][0-9]{1,2}[\-–—－ ]?[2-9][0-9]{2}"
    r"|字(?:第 ?)?[0-9A-Za-z]{4}|[军士兵文武警][0-9]{7}"
)
_ESCAPED = "|".join(f"{ord(sign):04x}" for sign in _PROVINCES)
_ESCAPED_PLATE = rf"\\u(?i:{_ESCAPED})[A-Za-z]"


def _candidates(values: pa.Array, text: Text, detectors: Mapping[str, Detector]) -> Ints:
    """Return the places, ascending, of the *values* that may hold something, told by their bytes."""
    chosen = np.zeros(text.rows, dtype=bool)

    def look(rows: Ints, at: Callable[[pa.Array, Text], Mask]) -> None:
        if len(rows):
            some = values if len(rows) == len(values) else values.take(pa.array(rows))
            chosen[rows] |= at(some, text if some is values else Text.of(some))

    long = text.lengths > _SHORTEST
    beyond, digit = text.made_of("beyond"), long & text.made_of("digit")
    lettered = text.made_of("capital") | text.made_of("small")
    look(np.flatnonzero(digit & beyond & lettered), lambda _, some: _plates(some))
    look(np.flatnonzero(long & text.made_of("joint")), lambda _, some: _addresses(some))
    if beyond.any():
        look(np.flatnonzero(digit & text.holding(("字".encode(),))), lambda some, _: _signed(some))
    fours = digit & _marked(text, _fours(text.data))
    look(np.flatnonzero(fours), lambda some, view: _numbered(some, view, detectors))
    if text.has(ord("\\")):
        look(text.rows_with(ord("\\")), lambda some, _: pc.match_substring_regex(some, _ESCAPED_PLATE))
    return np.flatnonzero(chosen & long)


def _numbered(values: pa.Array, text: Text, detectors: Mapping[str, Detector]) -> Mask:
    """Tell which *values*, that have four digits in a row, hold a landline, a card or a code."""
    chosen = np.zeros(text.rows, dtype=bool)
    rows = np.flatnonzero(_may_be_signed(text))
    if len(rows):
        chosen[rows] = _signed(values.take(pa.array(rows)))
    rows = np.flatnonzero(_marked(text, _sevens(text.data)))
    if len(rows):
        chosen[rows] |= _codes(Text.of(values.take(pa.array(rows))), detectors)
    return chosen


def _signed(values: pa.Array) -> Mask:
    return np.asarray(
        pc.and_not(pc.match_substring_regex(values, _SIGNED), pc.match_substring_regex(values, "^[0-9]*$"))
    )


def _may_be_signed(text: Text) -> Mask:
    """Tell which values may match ``_SIGNED``, by how their numbers begin and how long they are."""
    data = text.data
    zero = np.flatnonzero(data[:-8] == ord("0"))
    zero = zero[_is_digit(data[zero + 1]) & (data[zero + 1] != ord("0")) & _is_digit(data[zero + 2])]
    rows = text.rows_of(zero)
    # Whatever the value before ends with.
    begins = ~_is_digit(data[np.maximum(zero - 1, 0)]) | (zero == text.starts[rows])
    marked = np.zeros(text.rows, dtype=bool)
    marked[rows[begins]] = True
    country = np.flatnonzero((data[:-8] == ord("8")) & (data[1:-7] == ord("6")))
    before, behind = data[np.maximum(country - 1, 0)], data[country + 2]
    signed = (before == ord("+")) | (before == ord("0")) | (behind == ord("-")) | (behind == ord(" "))
    marked |= _marked(text, country[signed])
    # 军1234567
    return marked | (_marked(text, digit_probes(data, 7)) & text.made_of("beyond"))


def _is_digit(data: Bytes) -> Mask:
    return np.asarray((data - np.uint8(48)) < 10)


def _is_plain(data: Bytes) -> Mask:
    """Tell which bytes are ASCII letters or digits."""
    return np.asarray(_is_digit(data) | (((data | 0x20) - ord("a")) < 26))


_LENGTHS = np.isin(np.arange(32), [n for n in _BARE if n >= 15])
_BEGINNINGS = np.array([int.from_bytes(word[:3].encode(), "big") for word in _GLUED.split("|")])


def _codes(text: Text, detectors: Mapping[str, Detector]) -> Mask:
    """Tell which values hold letters and digits of one of the kinds, or that may be with what is around."""
    data = text.data
    digit, plain = _is_digit(data), _is_plain(data)
    # The values stand one behind the other: none goes on in the next.
    opens, closes = plain.copy(), plain.copy()
    filled = text.lengths > 0
    heads, tails = text.starts[filled], (text.starts + text.lengths)[filled] - 1
    opens[1:] &= ~plain[:-1]
    closes[:-1] &= ~plain[1:]
    opens[heads], closes[tails] = plain[heads], plain[tails]
    starts, ends = np.flatnonzero(opens), np.flatnonzero(closes) + 1
    some = (ends - starts >= 7) & (ends - starts < len(_LENGTHS))
    starts, ends = starts[some], ends[some]
    digits = np.concatenate([[0], np.cumsum(digit, dtype=np.int64)])
    digits = digits[ends] - digits[starts]
    lengths, lettered = ends - starts, ~digit[starts]
    # Up to eleven: one or two letters, and digits; 14 and 15 begin old passports; A behind in Hong Kong.
    old_passport = (lengths == 9) & (digits == 9) & (data[starts] == ord("1"))
    short = (lengths <= 11) & (digits >= 6) & (lettered | old_passport)
    behind = data[np.minimum(ends + (data[ends] == ord(" ")), len(data) - 1)]
    bracket = (behind == ord("(")) | (behind == 0xEF)
    short &= (lengths > 7) | bracket
    long = _LENGTHS[lengths] & (digits >= 4)
    begins = (
        (data[starts].astype(np.int64) << 16) | (data[starts + 1].astype(np.int64) << 8) | data[starts + 2]
    )
    glued = (digits >= 6) & np.isin(begins | 0x202020, _BEGINNINGS)
    rows = text.rows_of(starts)
    # Of a column of codes with nothing around them, there is nothing to say.
    alone = (starts == text.starts[rows]) & (lengths == text.lengths[rows])
    macao = (lengths == 7) & (digits == 7) & bracket
    # What is written with backslashes reads otherwise.
    sure = glued | macao | (short & bracket) | _marked(text, np.flatnonzero(data[:-8] == ord("\\")))[rows]
    open_ = np.flatnonzero((short | long) & ~alone & ~sure)
    sure[open_] = _of_a_kind(cut(text, starts[open_], lengths[open_]), lengths[open_], detectors)
    chosen = np.zeros(text.rows, dtype=bool)
    chosen[rows[((short | long | macao) & ~alone & sure) | glued]] = True
    return chosen


def _of_a_kind(codes: pa.Array, lengths: Ints, detectors: Mapping[str, Detector]) -> Mask:
    """Tell which *codes* are of a kind that has their length."""
    found = np.zeros(len(codes), dtype=bool)
    for length in np.flatnonzero(np.bincount(lengths, minlength=1)).tolist():
        rows = np.flatnonzero(lengths == length)
        some = codes.take(pa.array(rows))
        for kind in _BARE.get(length, ()):
            if kind in detectors:
                found[rows] |= detectors[kind].find(some)
    return found


def _marked(text: Text, places: Ints) -> Mask:
    marked = np.zeros(text.rows, dtype=bool)
    if len(places):
        marked[text.rows_of(places)] = True
    return marked


def _sevens(data: Bytes) -> Ints:
    """Return places, one of which at least is in every run of seven letters and digits."""
    places = 6 + 7 * np.flatnonzero(_is_plain(data[6:-8:7]))
    left = right = np.ones(len(places), dtype=bool)
    for step in (1, 2, 3):
        left, right = left & _is_plain(data[places - step]), right & _is_plain(data[places + step])
    return places[left | right]


def _fours(data: Bytes) -> Ints:
    """Return places, one of which at least is in every run of four digits."""
    places = 3 + 4 * np.flatnonzero(_is_digit(data[3:-8:4]))
    return places[_is_digit(data[places - 1]) | _is_digit(data[places + 1])]


_PROVINCE_CODES = np.array([int.from_bytes(sign.encode(), "big") for sign in _PROVINCES])


def _plates(text: Text) -> Mask:
    """Tell which values hold a province and an ASCII letter behind it."""
    data = text.data
    if text.ascii:
        return np.zeros(text.rows, dtype=bool)
    places = np.flatnonzero((data[2:-7] >= 0x80) & (((data[3:-6] | 0x20) - ord("a")) < 26))
    # Four letters and digits at least come behind, the first perhaps after a sign of one or two bytes.
    fourth = data[np.minimum(places + 7, len(data) - 1)]
    places = places[_is_plain(fourth)]
    sign = (data[places].astype(np.int64) << 16) | (data[places + 1].astype(np.int64) << 8) | data[places + 2]
    return _marked(text, places[np.isin(sign, _PROVINCE_CODES)])


def _addresses(text: Text) -> Mask:
    """Tell which values hold the separators of a MAC or an IPv4 address at the right distances."""
    data, chosen = text.data[:-8], np.zeros(text.rows, dtype=bool)
    for separator in (ord(":"), ord("-")):
        at = np.flatnonzero(data[:-12] == separator)
        for step in (3, 6, 9, 12):
            at = at[data[at + step] == separator]
        chosen |= _marked(text, at)
    points = np.flatnonzero(data[1:-1] == ord(".")) + 1
    points = points[((data[points - 1] - 48) < 10) & ((data[points + 1] - 48) < 10)]
    if len(points) > 2:
        chosen |= _marked(text, points[:-2][points[2:] - points[:-2] <= 8])
    return chosen


_RUN = re.compile("[0-9A-Za-z]{8,}")
_GLUED_RUN = re.compile(rf"(?:{_GLUED})(?:no)?(?P<code>[0-9A-Za-z]{{8,20}})", re.IGNORECASE)
_LONGEST_RUN = 30
_BRACKETED_PIECE = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Za-z]{1,2}|[157])[0-9]{6} ?[(（][0-9Aa][)）](?![0-9A-Za-z]|\.[A-Za-z])", re.ASCII
)
_PLATE_PIECE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•\- ]?(?P<rest>[A-HJ-NP-Za-hj-np-z0-9]{{4,6}})(?![0-9A-Za-z])"
    "(?P<last>[挂学警港澳]?)"
)
_DASH = r"[\-–—－ ]"
_LANDLINE_PIECE = re.compile(
    r"(?<![0-9A-Za-z\-+])(?<![0-9]\.)(?P<cue>tel|phone|fax)?(?P<number>"
    rf"(?P<area>[(（]0{_AREA}[)）]|0{_AREA}"
    rf"|(?:[(（](?:\+|00)86[)）]|(?:\+|00)86|86[- ]){_DASH}?(?:\(0\)|0)?{_AREA})"
    rf"(?P<gap>{_DASH}?)(?P<line>[2-9][0-9]{{2,3}}{_DASH}?[0-9]{{4}})"
    r"(?: ?(?:-|转|分机|ext\.?|[x#]) ?[0-9]{1,6})?)(?![0-9A-Za-z]|[\-.][0-9])",
    re.IGNORECASE,
)
_BODIES = "军士兵文职官政参后装联海空陆火炮南北沈兰成济广京东西中武警国科战信"
_MILITARY_PIECE = re.compile(
    rf"(?:[{_BODIES}]字(?:第 ?)?[0-9A-Za-z]{{4,8}}|[军士兵文武警][0-9]{{7,8}})(?![0-9A-Za-z])号?"
)
_MAC_PIECE = re.compile("(?<![0-9A-Za-z:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}(?![0-9A-Za-z:])")
_DASHED_MAC_PIECE = re.compile(r"(?<![0-9A-Za-z\-])[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}(?![0-9A-Za-z\-])")
# Not Chrome/120.0.0.0, v1.2.3.4 or 版本 1.2.3.4.
_IP_PIECE = re.compile(
    r"(?<![0-9A-Za-z.\-])(?<![A-Za-z]/)(?<![本号])(?<![vV]\.)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9A-Za-z\-]|\.[0-9])"
)
_ADDRESS_PIECES = (
    (":", "mac_address", _MAC_PIECE),
    ("-", "mac_address", _DASHED_MAC_PIECE),
    (".", "ip_address", _IP_PIECE),
)
_ESCAPE = re.compile(r"""\\+(?:u([0-9A-Fa-f]{4})|([nrtbf])|(["'/]))""")
_PART = re.compile(BETWEEN_WORDS)
_ANCHOR = re.compile(rf"[0-9]{{4}}|[{_PROVINCES}][A-Za-z]|(?:[:\-][0-9A-Fa-f]{{2}}){{2}}|\.[0-9]{{1,3}}\.")
_LONG, _MARGIN = 2048, 64


def _look(found: _Found, row: int, value: str) -> None:
    """Put what *value* may hold to what was *found*."""
    if "\\" in value:
        value = _ESCAPE.sub(_unescaped, value)
    listed: set[str] = set()
    if len(value) <= LONGEST_CELL:
        parts = [part for part in _PART.split(value) if part]
        if len(parts) > 1:
            listed = _look_at_parts(found, row, parts)
    for window in _windows(value):
        for kind, piece in _pieces(row, window):
            if kind not in listed:
                found.add(kind, piece)
            if found.waiting > _MOST_PIECES:
                found.settle()


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        character = chr(int(match[1], 16))
        return " " if "\ud800" <= character <= "\udfff" else character
    return " " if match[2] else match[3]


def _windows(value: str) -> Iterator[str]:
    """Cut *value*, if it is long, to what is around digits, plates and addresses."""
    if len(value) <= _LONG:
        yield value
        return
    start = end = 0
    for anchor in _ANCHOR.finditer(value):
        if anchor.start() - _MARGIN > end:
            yield value[start:end]
            start = anchor.start() - _MARGIN
        end = anchor.end() + _MARGIN
    yield value[start:end]


def _look_at_parts(found: _Found, row: int, parts: list[str]) -> set[str]:
    """Put *parts* of a cell that all have the form of a kind to what was *found*; return these kinds."""
    first = _forms(parts[0])
    if not first:
        return set()
    forms = [first, *(_forms(part) for part in parts[1:])]
    listed = set(first).intersection(*forms)
    for kind in listed:
        for part, form in zip(parts, forms, strict=True):
            found.add(kind, _Piece(row, _plain(part), by_form=form[kind], of=len(parts)))
    return listed


def _forms(part: str) -> dict[str, bool]:
    """Return the kinds of whose form *part* is, and whether its form is enough."""
    forms = dict.fromkeys(_BARE.get(len(part), ()), False) if _CODE.fullmatch(part) else {}
    forms.update({kind: True for kind in forms if kind in _BY_FORM})
    if part.isdigit():
        # 141234567 was a passport, and is the number of anything.
        forms.pop("cn_passport", None)
    if _BRACKETED_PIECE.fullmatch(part):
        forms["hk_id"] = not part[0].isdigit()
    if (match := _LANDLINE_PIECE.fullmatch(part)) is not None and not match["cue"]:
        forms[_LANDLINE] = _by_separator(match)
    return forms


_CODE = re.compile("[0-9A-Za-z]+")


def _pieces(row: int, value: str) -> Iterator[tuple[str, _Piece]]:
    """Yield what stands in *value* by its form, and what must be told by a cue."""
    for match in _RUN.finditer(value):
        yield from _code_pieces(row, value, match)
    if "(" in value or "（" in value:
        for match in _BRACKETED_PIECE.finditer(value):
            lettered = not match[0][0].isdigit()
            yield "hk_id", _Piece(row, _plain(match[0]), lettered, value, match.start())
    yield from _plate_pieces(row, value)
    for match in _LANDLINE_PIECE.finditer(value):
        shown = bool(match["cue"]) or _by_separator(match) or _contact(value, match.start(), match.end())
        yield _LANDLINE, _Piece(row, _plain(match["number"]), shown, value, match.start("number"))
    yield from _military_pieces(row, value)
    for sign, kind, pattern in _ADDRESS_PIECES:
        if sign in value:
            for match in pattern.finditer(value):
                yield kind, _Piece(row, match[0], by_form=True)


def _code_pieces(row: int, value: str, match: re.Match[str]) -> Iterator[tuple[str, _Piece]]:
    """Yield what the run of letters and digits *match* may be, without a cue it is glued to."""
    code, start = match[0], match.start()
    if len(code) > _LONGEST_RUN or code.isalpha() or _GOES_ON.match(value, match.end()):
        return
    if code[0].isalpha() and (glued := _GLUED_RUN.fullmatch(code)):
        code, start = glued["code"], start + glued.start("code")
    for kind in _BARE.get(len(code), ()):
        yield kind, _Piece(row, code, kind in _BY_FORM, value, start)


_GOES_ON = re.compile("-[0-9A-Za-z]")


_PLAIN = str.maketrans("（）–—－", "()---")


def _plain(piece: str) -> str:
    return piece.translate(_PLAIN)


def _before(value: str, start: int) -> str:
    """Return what stands in front of the place *start*, within its sentence or field."""
    near = value[max(start - _WINDOW, 0) : start]
    return _FIELD_END.split(near)[-1]


_FIELD_END = re.compile(r"""[&}\]。；;\n]|["'] ?, ?|, ?["']|null *,""")

# Words that end in a province: 苏宁E12345 is a shop's.
_COMMON_BEFORE = {
    "宁": "苏南西咸济安辽海江集遂怀长普阜康",
    "京": "北南东",
    "津": "天江新",
    "苏": "江紫流",
    "川": "四银铜合",
    "藏": "西收冷馆珍典隐宝",
    "云": "里讯为度白祥凌青",
    "新": "全最更创高翻崭革刷阜",
    "黑": "漆乌深纯哑亮碳炭曜",
    "青": "常丹沥藏天",
    "贵": "富宝珍尊名",
    "吉": "大",
    "桂": "肉丹月金",
    "蒙": "内启尔",
    "晋": "三东西魏",
}
_PLATE_CUE = re.compile(
    r"车牌|牌照|号牌|车号|车辆|plate|\bcph\b|car ?(?:no|number)|licen[cs]e", re.IGNORECASE
)
_FEWEST_DIGITS = 3  # a plate that its owner chose has two letters, or three


def _plate_pieces(row: int, value: str) -> Iterator[tuple[str, _Piece]]:
    for match in _PLATE_PIECE.finditer(value):
        start, piece = match.start(), match[0]
        if sum(character.isdigit() for character in piece) < _FEWEST_DIGITS:
            continue
        word = start > 0 and value[start - 1] in _COMMON_BEFORE.get(value[start], "")
        if word and not _PLATE_CUE.search(_before(value, start)):
            continue
        # 京A12345学院: behind five places it is a word's.
        plate = piece.removesuffix(match["last"]) if len(match["rest"]) > _BEFORE_LAST else piece
        yield _PLATE, _Piece(row, plate.replace("-", "·"), by_form=True)


_BEFORE_LAST = 4
_CONTACT = re.compile(
    "电话|座机|固话|宅电|号码|联系|致电|来电|拨打|回电|传真|联络|手机|办公|tel|phone|call|fax|contact",
    re.IGNORECASE,
)
_CONTACT_BEHIND = re.compile("联系|联络|致电|回电|来电|拨打|电话")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")


def _by_separator(match: re.Match[str]) -> bool:
    """Tell whether a landline shows as one: 0571-88886666, but not 057188886666, nor 0930-20241231."""
    parted = not match["area"].isdigit() or match["gap"].strip() != ""
    return parted and not _DAY.fullmatch(match["line"])


def _contact(value: str, start: int, end: int) -> bool:
    near = _before(value, start)[-_NEAR:]
    return bool(_CONTACT.search(near) or _CONTACT_BEHIND.search(value[end : end + 6]))


_HAN = re.compile("[\u3400-\u9fff]")
_MILITARY_CUE = re.compile(
    r"军官证|军人证|士兵证|士官证|文职|警官证|警察证|证件|military|officer|soldier", re.IGNORECASE
)


def _military_pieces(row: int, value: str) -> Iterator[tuple[str, _Piece]]:
    """Yield numbers of cards; 王军88886666 is somebody's telephone, and 京政字第… a document."""
    for match in _MILITARY_PIECE.finditer(value):
        before = _before(value, match.start())
        alone = match[0][1] == "字" and not _HAN.match(before[-1:] or " ")
        if alone or _MILITARY_CUE.search(before[-_NEAR:]):
            yield _MILITARY, _Piece(row, match[0], by_form=True)


# --- Cues ---------------------------------------------------------------------------------------------

_CARD = (
    "证件",
    "身份证",
    "身份證",
    "证号",
    "證號",
    "id card",
    "id no",
    "id number",
    "identity",
    "cert no",
    "cert",
    "certificate no",
)
_CUES = {
    "hk_id": (*_CARD, "本人", "港澳", "香港", "澳门"),
    "tw_id": (*_CARD, "本人", "台湾", "臺灣"),
    "cn_passport": _CARD,
    "travel_permit": (*_CARD, "港澳", "台胞", "回乡"),
    "vin": ("车架", "底盘号"),
    "imei": ("串号", "串码"),
    "imsi": ("sim", "sim卡"),
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _cued(before: str, detector: Detector) -> bool:
    """Tell whether a cue stands close at the end of *before*, with nothing nearer that speaks against it."""
    near = _CAMEL.sub(" ", before).lower()
    cue = _last(_words((*detector.headers, *_CUES.get(detector.id, ()))), near)
    return cue >= max(len(near) - _NEAR, 0) and cue > _last(_words(detector.headers_against), near)


def _last(words: tuple[tuple[str, ...], re.Pattern[str]], near: str) -> int:
    """Return where the last of *words* in *near* ends; -1 if there is none."""
    chinese, others = words
    ends = [match.end() for match in others.finditer(near)]
    if not near.isascii():
        ends += [near.rfind(word) + len(word) for word in chinese if word in near]
    return max(ends, default=-1)


@cache
def _words(headers: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the Chinese words of *headers*, found anywhere, and a pattern for the others, whole words."""
    # Initials (hzh) say something as the name of a column only.
    told = [word for word in headers if word.isascii() and len(word) > 2 and re.search("[aeiou]", word)]
    longest_first = sorted((re.sub(" ", "[ _.-]*", word) for word in told), key=len, reverse=True)
    pattern = rf"(?<![a-z])(?:{'|'.join(longest_first)})(?![a-z])" if told else "(?!)"
    return tuple(word for word in headers if not word.isascii()), re.compile(pattern)
