"""Every detector against its own examples, against independent generators, and against chance."""

import doctest
import importlib
import pkgutil
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

import tongguan.detectors
from tongguan.detector import Detector, builtin, failures, load
from tongguan.errors import DetectorError
from tongguan.kernels.tidy import compact, tidy
from tongguan.law.catalogue import load_catalogue
from tongguan.scanning.scan import Scan

MODULES = sorted(m.name for m in pkgutil.iter_modules(tongguan.detectors.__path__))
KINDS = sorted(builtin())


def found(kind, values):
    detector = builtin()[kind]
    tidied = tidy(pa.array(values, type=pa.string()))
    return detector.find(compact(tidied) if detector.compacted else tidied).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_finds_its_examples_and_passes_over_every_near_miss(kind):
    assert failures(builtin()[kind]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_large_strings_are_judged_like_others(kind):
    detector = builtin()[kind]
    values = tidy(pa.array([*detector.examples, *detector.near_misses]))
    values = compact(values) if detector.compacted else values
    large = values.cast(pa.large_string())
    assert detector.find(large).tolist() == detector.find(values).tolist()
    some = values.filter(pa.array(detector.find(values)))
    assert detector.canon(some.cast(pa.large_string())).to_pylist() == detector.canon(some).to_pylist()


@pytest.mark.parametrize("kind", KINDS)
def test_has_examples_near_misses_with_reasons_and_sources(kind):
    detector = builtin()[kind]
    assert detector.examples
    assert detector.references
    assert detector.headers
    assert detector.near_misses
    assert all(detector.near_misses.values())


@pytest.mark.parametrize("kind", KINDS)
def test_is_known_to_both_sensitivity_profiles(kind):
    from datetime import date

    for profile in ("conservative", "gbt45574"):
        assert load_catalogue(profile, date(2026, 6, 30)).level(kind) in {"none", "general", "sensitive"}


@pytest.mark.parametrize("module", MODULES)
def test_the_specification_holds_its_own_examples(module):
    loaded = importlib.import_module(f"tongguan.detectors.{module}")
    assert loaded.__doc__
    assert doctest.testmod(loaded).failed == 0


def test_a_detector_that_misses_its_example_does_not_load(tmp_path, monkeypatch):
    (tmp_path / "bad_detector.py").write_text(
        "from tongguan.detector import Detector\n"
        "DETECTOR = Detector(id='x', title='x', title_zh='x', references=('x',), pattern='a', lengths=(1, 1),\n"
        "    role='attribute', headers=(), examples=('b',), near_misses={})\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DetectorError, match="example 1 of x fails"):
        load("bad_detector")


def test_a_module_without_a_detector_does_not_load():
    with pytest.raises(DetectorError, match="holds no DETECTOR"):
        load("tongguan.errors")


def test_every_resident_id_another_program_makes_is_found():
    faker = Faker("zh_CN")
    Faker.seed(20260630)
    numbers = [faker.ssn() for _ in range(2000)]
    assert all(found("cn_resident_id", numbers))


def test_every_mobile_number_another_program_makes_is_found_save_unallocated_prefixes():
    faker = Faker("zh_CN")
    Faker.seed(20260630)
    numbers = [faker.phone_number() for _ in range(2000)]
    allocated = [
        n
        for n in numbers
        if not n.startswith(("142", "143", "154", "161", "164", "194", "146", "148", "149"))
    ]
    assert all(found("cn_mobile", allocated))
    assert len(allocated) > 1800


def test_one_in_eleven_bodies_with_a_random_check_character_passes_at_most():
    rng = np.random.default_rng(7)
    numbers = ["110105" + "19491231" + "".join(map(str, rng.integers(0, 10, 4))) for _ in range(5000)]
    assert 0.06 < np.mean(found("cn_resident_id", numbers)) < 0.13


def test_one_in_ten_card_shaped_numbers_passes_and_all_with_a_luhn_digit_do():
    rng = np.random.default_rng(7)
    bodies = ["622202" + "".join(map(str, rng.integers(0, 10, 12))) for _ in range(3000)]
    assert all(found("bank_card", [body + luhn.calc_check_digit(body) for body in bodies]))
    assert 0.07 < np.mean(found("bank_card", [body + str(rng.integers(0, 10)) for body in bodies])) < 0.13


def test_a_first_generation_number_and_its_successor_are_one_number():
    canon = builtin()["cn_resident_id"].canon(
        pa.array(["110105491231002", "11010519491231002x", "11010519491231002X"])
    )
    assert canon.to_pylist() == ["11010519491231002X"] * 3


def test_a_placeholder_is_nobody():
    mobile = builtin()["cn_mobile"]
    assert mobile.real(pa.array(["13800138000", "13800138001"])).tolist() == [False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_finds_the_same_values_alone_and_in_company(kind):
    detector = builtin()[kind]
    every = [value for d in builtin().values() for value in (*d.examples, *d.near_misses)]
    together = found(kind, every)
    assert together == [found(kind, [value])[0] for value in every]
    assert sum(together) >= len(detector.examples)


@pytest.mark.parametrize("kind", KINDS)
def test_its_pattern_is_linear_time_and_needs_no_look_around(kind):
    pattern = builtin()[kind].pattern
    pc.match_substring_regex(pa.array(["x"]), pattern)  # RE2 refuses what it cannot do in linear time
    assert "(?=" not in pattern
    assert "(?<" not in pattern
    assert r"\b" not in pattern


QUICK = [kind for kind, detector in builtin().items() if detector.quick is not None]
character = st.one_of(
    st.sampled_from("0123456789"),
    st.sampled_from("王李欧阳司马诸葛伟芳明华建国张的之公a1 ·•.．é𠮷䶮"),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
)


@pytest.mark.parametrize("kind", QUICK)
@given(values=st.lists(st.text(character, max_size=12), max_size=40))
def test_the_quick_way_finds_what_the_pattern_finds(kind, values):
    detector = builtin()[kind]
    array = pa.array(values, type=pa.string())
    slow = replace(detector, quick=None)
    assert detector.find(array).tolist() == slow.find(array).tolist()


def test_every_prefix_of_mobile_numbers_is_told_alike_by_table_and_pattern():
    mobile = builtin()["cn_mobile"]
    numbers = pa.array([f"{n:05d}123456" for n in range(100_000)])
    assert mobile.find(numbers).tolist() == replace(mobile, quick=None).find(numbers).tolist()


def test_a_detector_is_frozen():
    with pytest.raises(AttributeError):
        builtin()["email"].chance = 1.0  # type: ignore[misc]
    assert isinstance(builtin()["email"], Detector)
    assert Scan.__dataclass_params__.frozen
