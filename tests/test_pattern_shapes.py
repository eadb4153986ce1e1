"""What a pattern's matches look like is never said too narrowly: nothing is passed by that would have matched."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan import detector as detectors
from tongguan.detector import builtin
from tongguan.kernels.pattern import matches, of_patterns
from tongguan.kernels.text import BEYOND, CLASSES, Text

BUILTIN = builtin()
VALUES = sorted({
    part
    for each in BUILTIN.values()
    for value in (*each.examples, *each.near_misses, *each.words)
    for part in (value, value.upper(), value.lower(), value[1:], value[:-1], value + "X", "1" + value)
    if part
})  # fmt: skip


def by_re2(pattern, values):
    return np.asarray(pc.match_substring_regex(values, f"^(?:{pattern})$"))


# Small alphabets, so that patterns and texts meet.
LETTERS = "aBk1 -张李😀"
_ATOMS = st.one_of(
    st.sampled_from(LETTERS),
    st.sampled_from([r"[a-c1]", r"[^a]", r"[B张]", r"\d", r"\w", r"\s", ".", r"\p{Han}", r"[\p{Han}1]", r"\p{L}",
                     r"\x{5F20}", r"[]a]", r"[^]a]", r"[[a]", r"[k-k]", r"\P{Han}"]),
)  # fmt: skip
PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda one: f"(?i:{one})"),
        inner.map(lambda one: f"(?:^|{one})"),
    ),
    max_leaves=8,
)
TEXTS = st.text(LETTERS + "bAK李\u212a\u017f", max_size=5)


@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=30))
def test_whatever_matches_fits_the_shape(pattern, texts):
    values = pa.array(texts)
    view = Text.of(values)
    shape = of_patterns([pattern])
    matched = by_re2(pattern, values)
    assert not (matched & ~shape.fitting(view)).any()
    assert shape.fits(view) or not matched.any()
    assert matches(pattern, values, view).tolist() == matched.tolist()


@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(TEXTS, min_size=1, max_size=30))
def test_a_word_fits_in_any_case(words, texts):
    texts += [text.upper() for text in words]
    values = pa.array(texts)
    known = pc.is_in(pc.utf8_lower(values), value_set=pa.array([word.lower() for word in words]))
    assert not (np.asarray(known) & ~of_patterns([], words).fitting(Text.of(values))).any()


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        (r"[[:alpha:]]+", "abc"),
        (r"\pN+", "12"),
        (r"\P{Han}x", "ax"),
        (r"a{,3}", "a{,3}"),
        (r"(?i)k", "\u212a"),
        (r"(?i:S)", "\u017f"),
        ("(?i:\u212a)", "k"),
        (r"\Q.\E", "."),
        (r"(?P<a>x)|y", "y"),
        (r"a*", ""),
        (r"[^\d]", "张"),
        (r"\D", "张"),
    ],
)
def test_syntax_that_is_read_otherwise_or_not_at_all_leaves_everything_fitting(pattern, value):
    values = pa.array([value])
    assert by_re2(pattern, values)[0]
    assert of_patterns([pattern]).fitting(Text.of(values))[0]


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        (r"[0-9]{18}", "12345678901234567"),
        (r"[0-9]{3}", "12a"),
        (r"(?:博士|硕士)(?:生|学位)?", "潘瑜"),
        (r"[a-z]+@[a-z]+", "abc"),
        (r"[A-Z][0-9]{8}|[A-Z]{2}[0-9]{7}", "123456789"),
        (r"1[0-9]{10}", "23456789012"),
        (r"[\p{Han}]{2,10}(?:大学|学院)", "上海市"),
    ],
)
def test_a_value_is_told_by_its_length_its_ends_or_what_is_in_it(pattern, value):
    assert not of_patterns([pattern]).fitting(Text.of(pa.array([value])))[0]


@pytest.mark.parametrize("kind", sorted(BUILTIN))
def test_what_is_passed_by_would_not_have_been_found(kind, monkeypatch):
    values = pa.array(VALUES)
    assert len(values) > detectors._MANY
    text = Text.of(values)
    for each in (BUILTIN[kind], BUILTIN[kind].named(), BUILTIN[kind].by_value()):
        found = each.find_in(values, text)
        with monkeypatch.context() as context:
            context.setattr(detectors, "_shape", lambda *_, **__: None)
            tried = each.find_in(values, text)
        assert found.tolist() == tried.tolist()


def sorts(value):
    def sort(character):
        if not character.isascii():
            return "beyond"
        if character.isdigit():
            return "digit"
        if character.isalpha():
            return "capital" if character.isupper() else "small"
        if ord(character) <= 32 or ord(character) == 127:
            return "blank"
        return "at" if character == "@" else "joint" if character in "-./:_" else "sign"

    return {sort(character) for character in value}


ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("aZ9 @-张😀é,")), max_size=6)


@given(st.lists(ANY_TEXT, min_size=1, max_size=20), st.integers(0, 3), st.data())
def test_first_and_last_characters_and_sorts_are_those_of_each_value(texts, offset, data):
    values = pa.array([*"xyz"[:offset], *texts])[offset:]
    text = Text.of(values)
    some = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    rows = np.flatnonzero(some)
    for view, known in ((text, texts), (text.at(rows), [texts[row] for row in rows])):
        codes = [
            (min(ord(value[0]), BEYOND), min(ord(value[-1]), BEYOND)) if value else (0, 0) for value in known
        ]
        assert view.first_character.tolist() == [first for first, _ in codes]
        assert view.last_character.tolist() == [last for _, last in codes]
        bits = [sum(CLASSES[sort] for sort in sorts(value)) for value in known]
        assert view.classes.tolist() == bits
        assert view.made_of("beyond").tolist() == [not value.isascii() for value in known]


@given(st.lists(ANY_TEXT, min_size=1, max_size=20), st.data())
def test_the_row_of_a_byte_is_the_same_for_few_and_for_many(texts, data):
    text = Text.of(pa.array(texts))
    some = np.flatnonzero(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    for view in (text, text.at(some)):
        places = np.arange(len(view.data))
        if view.rows:
            few = np.concatenate(
                [np.searchsorted(view.starts, [place], side="right") - 1 for place in places]
            )
            assert view.rows_of(places).tolist() == few.tolist()
