"""The face for Presidio: recognisers, and an analyzer for Chinese that never asks the network."""

import os
import subprocess
import sys

import pytest
import regex
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, EntityRecognizer, PatternRecognizer

from tongguan.detector import Detector, builtin
from tongguan.errors import UsageError
from tongguan.ner import persons_in
from tongguan.presidio import analyzer, recognizers
from tongguan.presidio.patterns import LOW, base_score, entity, told_in_text

TEXTS = (
    "联系人张伟，手机13812340000",
    "王女士的快递送到北京市朝阳区建国路88号院5号楼1203",
    "患者买买提·吐尔逊，身份证11010519491231002X",
    "请欧阳老师联系李建国，邮箱zhang.san@example.com谢谢",
    "质量很好，下次还来",
    '{"receiver":"古建国","addr":"杭州市西湖区文三路100号"}',
    "",
)


@pytest.fixture(scope="module")
def engine():
    return analyzer()


def found(engine, text, **options):
    results = engine.analyze(text, language="zh", **options)
    return {(text[r.start : r.end], r.entity_type) for r in results}


def score(engine, text, kind):
    return max(
        (r.score for r in engine.analyze(text, language="zh", entities=[kind], score_threshold=0)), default=0
    )


# The recognisers


def test_each_detector_that_can_be_told_in_text_has_a_recogniser():
    made = {r.supported_entities[0] for r in recognizers()[:-1]}
    assert made == {entity(kind) for kind, detector in builtin().items() if told_in_text(detector)}
    assert {
        "CN_RESIDENT_ID",
        "CN_MOBILE",
        "EMAIL_ADDRESS",
        "CREDIT_CARD",
        "IP_ADDRESS",
        "VEHICLE_PLATE",
        "CN_PASSPORT",
    } <= made
    assert all(isinstance(r, EntityRecognizer) for r in recognizers())


def test_the_last_recogniser_is_for_what_the_tagger_finds():
    assert set(recognizers()[-1].supported_entities) == {"PERSON", "LOCATION", "ORGANIZATION"}


def test_every_pattern_is_read_by_the_regex_module_that_presidio_uses():
    for recognizer in recognizers():
        for pattern in getattr(recognizer, "patterns", ()):
            regex.compile(pattern.regex, flags=regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)
            assert r"\b" not in pattern.regex


@pytest.mark.parametrize(
    "kind",
    [
        "cn_resident_id",
        "cn_mobile",
        "bank_card",
        "email",
        "vehicle_plate",
        "ip_address",
        "mac_address",
        "alipay_id",
        "imsi",
        "iccid",
    ],
)
def test_the_examples_of_a_detector_are_found_right_beside_chinese_characters(kind):
    detector = builtin()[kind]
    (recognizer,) = (r for r in recognizers() if r.supported_entities == [entity(kind)])
    for example in detector.examples:
        value = example.strip("'\"\t ")
        text = f"号码{value}谢谢"
        results = recognizer.analyze(text, [entity(kind)])
        assert any(r.start <= 2 + 4 and r.end >= 2 + len(value) - 1 for r in results), example


@pytest.mark.parametrize("kind", ["cn_resident_id", "bank_card", "uscc", "imei"])
def test_a_wrong_check_digit_is_nothing(kind):
    detector = builtin()[kind]
    (recognizer,) = (r for r in recognizers() if r.supported_entities == [entity(kind)])
    value = next(example for example in detector.examples if example.isascii() and example[-1].isdigit())
    wrong = value[:-1] + str((int(value[-1]) + 1) % 10)
    assert recognizer.analyze(f"号码{value}", [entity(kind)])
    assert not recognizer.analyze(f"号码{wrong}", [entity(kind)])


def test_digits_that_go_on_are_another_number():
    (recognizer,) = (r for r in recognizers() if r.supported_entities == ["CN_MOBILE"])
    for text in ("813812340000", "138123400001", "A13812340000", "13812340000b"):
        assert not recognizer.analyze(text, ["CN_MOBILE"])


def test_the_less_chance_the_higher_the_score_and_what_needs_a_header_is_lowest():
    known = builtin()
    assert (
        base_score(known["bank_card"]) < base_score(known["cn_mobile"]) < base_score(known["cn_resident_id"])
    )
    assert all(base_score(d) == LOW for d in known.values() if d.needs_header)


def test_a_users_own_detector_is_a_recogniser_too():
    badge = Detector(
        id="badge", title="Badge", title_zh="工牌号", references=("ours",), role="identifier", headers=("工牌",),
        examples=("GP-12345",), near_misses={"GP-1": "too short"}, pattern=r"GP-[0-9]{5}", lengths=(8, 8), chance=0.001,
    )  # fmt: skip
    first, last = recognizers(detectors={"badge": badge})
    assert isinstance(first, PatternRecognizer)
    assert [(r.start, r.end, r.entity_type) for r in first.analyze("工牌GP-12345丢了", ["BADGE"])] == [
        (2, 10, "BADGE")
    ]
    assert last.supported_entities[0] == "PERSON"


def test_a_pattern_that_only_re2_reads_is_named_and_no_value_with_it():
    odd = Detector(
        id="odd", title="", title_zh="", references=(), role="trait", headers=(), examples=(), near_misses={},
        pattern=r"\pN(?P<x", lengths=(1, 9),
    )  # fmt: skip
    with pytest.raises(UsageError, match="pattern of odd is RE2"):
        recognizers(detectors={"odd": odd})


def test_the_recognisers_work_in_an_analyzer_of_ones_own():
    last = recognizers()[-1]
    text = "联系人张伟，住在杭州市"
    results = last.analyze(text, ["PERSON", "LOCATION"])
    assert {(text[r.start : r.end], r.entity_type) for r in results} == {
        ("张伟", "PERSON"),
        ("杭州市", "LOCATION"),
    }
    assert not last.analyze(text, ["ORGANIZATION"])


# The analyzer


def test_names_addresses_and_numbers_are_found_in_one_text(engine):
    text = "联系人张伟，手机13812340000，身份证11010519491231002X住北京市朝阳区建国路88号院5号楼1203"
    assert isinstance(engine, AnalyzerEngine)
    assert {
        ("张伟", "PERSON"),
        ("13812340000", "CN_MOBILE"),
        ("11010519491231002X", "CN_RESIDENT_ID"),
        ("北京市朝阳区建国路88号院5号楼1203", "LOCATION"),
    } <= found(engine, text)


def test_a_word_beside_it_lifts_a_number_and_another_word_does_not(engine):
    lifted, bare = (
        score(engine, "手机13812340000", "CN_MOBILE"),
        score(engine, "订单13812340000", "CN_MOBILE"),
    )
    assert bare == base_score(builtin()["cn_mobile"])
    assert lifted >= bare + 0.3


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("年龄35岁", "35岁", "AGE"),
        ("工资12000元", "12000元", "INCOME"),
        ("护照E12345678", "E12345678", "CN_PASSPORT"),
    ],
)
def test_what_needs_a_header_is_told_by_the_word_beside_it_only(engine, text, value, kind):
    assert (value, kind) in found(engine, text)
    assert kind not in {kind for _, kind in found(engine, f"共计{value}")}


def test_numbers_written_with_spaces_or_full_width_are_found(engine):
    assert ("138 1234 0000", "CN_MOBILE") in found(engine, "手机138 1234 0000谢谢")
    assert ("１３８１２３４００００", "CN_MOBILE") in found(engine, "手机１３８１２３４００００")


def test_a_mail_address_ends_where_chinese_characters_begin(engine):
    assert ("zhang.san@example.com", "EMAIL_ADDRESS") in found(engine, "邮箱zhang.san@example.com谢谢")


def test_a_text_about_nobody_has_nobody(engine):
    assert found(engine, "质量很好，穿着舒服，物流也快，下次还来") == set()


def test_the_persons_are_those_of_the_tagger(engine):
    for text, mentions in zip(TEXTS, persons_in(TEXTS), strict=True):
        results = engine.analyze(text, language="zh", entities=["PERSON"])
        assert sorted((r.start, r.end) for r in results) == [(m.start, m.end) for m in mentions]


def test_many_texts_at_once_have_the_same_results(engine):
    many = list(BatchAnalyzerEngine(engine).analyze_iterator(list(TEXTS), language="zh", batch_size=3))
    alone = [engine.analyze(text, language="zh") for text in TEXTS]

    def bare(results):
        return sorted((r.start, r.end, r.entity_type, r.score) for r in results)

    assert [bare(results) for results in many] == [bare(results) for results in alone]


def test_the_spacy_pipeline_has_lemmas_words_and_entities(engine):
    doc = engine.nlp_engine.get_nlp("zh")("联系人张伟，手机13812340000")
    assert all(token.lemma_ == token.lower_ for token in doc)
    assert "手机" in [token.text for token in doc]
    assert ("张伟", "PER") in [(ent.text, ent.label_) for ent in doc.ents]


def test_nothing_asks_the_network_and_jieba_leaves_nothing_behind(tmp_path):
    code = """
import socket, sys
def refuse(*_):
    sys.exit('the network was asked')
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from tongguan.presidio import analyzer
results = analyzer().analyze('联系人张伟，邮箱zhang.san@example.com，手机13812340000', language='zh')
assert {'PERSON', 'EMAIL_ADDRESS', 'CN_MOBILE'} <= {r.entity_type for r in results}
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "jieba" not in done.stderr + done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["spacy", "presidio_analyzer"])
@pytest.mark.parametrize("call", ["analyzer", "recognizers"])
def test_without_presidio_or_spacy_it_says_what_to_install(missing, call):
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom tongguan.presidio import {call}\n{call}()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "UsageError" in done.stderr
    assert "pip install 'tongguan[text]'" in done.stderr
