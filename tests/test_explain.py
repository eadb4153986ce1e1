"""The explanation of a verdict, in English and in Chinese, as it is printed.

After a change that is meant: ``python tests/test_explain.py`` writes the files anew; read what changed.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from declared_kit import EVIDENCE, case, found
from rich.console import Console

from tongguan.contract import verdict_from_record, verdict_record
from tongguan.judging import judge
from tongguan.law import words
from tongguan.law.loading import load_policy, shipped_policies, shipped_policy
from tongguan.law.policy import (
    IMPORTANT_DATA,
    OUTCOMES,
    SCENARIOS,
    SPECIAL_REGIMES,
    Facts,
    decide,
)
from tongguan.report.explain import LANGUAGES, explanation

GOLDEN = Path(__file__).parent / "golden" / "explain"
NEEDED = EVIDENCE + 'kinds = ["person_name", "cn_mobile"]\n'
CONTRACT = """
[clearances.scc]
type = "standard_contract"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile"]
sensitive = false
persons_max = 200_000
effective = 2026-06-01
expires = 2028-05-31
filed = 2026-06-09
"""

VERDICTS = {
    "few_persons_are_exempt": lambda: judge(case(), found()),
    "a_contract_is_needed": lambda: judge(case(), found(general=100_000)),
    "a_contract_is_held": lambda: judge(case(more=CONTRACT), found(general=150_000)),
    "a_contract_falls_short": lambda: judge(
        case(more=CONTRACT), found({"person_name", "email"}, general=250_000)
    ),
    "an_assessment_is_needed": lambda: judge(case(), found(general=5, sensitive=10_214)),
    "a_necessary_contract_is_exempt": lambda: judge(
        case(scenario="contract_necessity", export=NEEDED), found(general=2_000_000)
    ),
    "more_than_the_purpose_needs": lambda: judge(
        case(scenario="contract_necessity", export=NEEDED), found({"person_name", "religion"}, sensitive=3)
    ),
    "domestic_persons_from_overseas": lambda: judge(
        case(scenario="overseas_origin", export=EVIDENCE), found()
    ),
    "a_surveying_secret_holds": lambda: judge(case(export='special_regime = "surveying_secret"\n'), found()),
    "something_was_not_read": lambda: judge(
        case(), found(known=False), unsure=("a.parquet: column 3 holds binary values that were not read",)
    ),
    "in_the_year_2023": lambda: judge(case(on=date(2023, 7, 1)), found(general=99_999)),
}  # fmt: skip


def printed(verdict, language) -> str:
    out = io.StringIO()
    console = Console(file=out, width=110, color_system=None, highlight=False)
    console.print(explanation(verdict, shipped_policy(verdict.policy_sha256), language))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VERDICTS)
def test_explains_as_the_golden_file_says(name, language) -> None:
    expected = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert printed(VERDICTS[name](), language) == expected


@pytest.mark.parametrize("name", VERDICTS)
def test_what_the_ledger_keeps_explains_itself(name) -> None:
    verdict = VERDICTS[name]()
    kept = verdict_from_record(verdict_record(verdict))
    if verdict.scan is None and name != "something_was_not_read":  # of which the ledger keeps no names
        assert printed(kept, "zh") == printed(verdict, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_explained(language) -> None:
    verdict = VERDICTS["a_contract_is_needed"]()
    text = printed(verdict, language)
    for rule in shipped_policy(verdict.policy_sha256).rules:
        assert rule.id in text


def test_another_policy_explains_nothing() -> None:
    with pytest.raises(ValueError, match="not the one"):
        explanation(VERDICTS["a_contract_is_needed"](), load_policy(date(2023, 7, 1)), "en")


def test_every_word_of_the_vocabulary_is_chinese_too() -> None:
    assert set(words.FACTS) == set(Facts.__dataclass_fields__)
    assert set(words.SCENARIOS) == set(SCENARIOS)
    assert set(words.OUTCOMES) == set(OUTCOMES)
    assert {*IMPORTANT_DATA, *SPECIAL_REGIMES, "permitted"} <= set(words.WORDS)


@pytest.mark.parametrize("policy", shipped_policies(), ids=lambda policy: policy.id)
def test_every_reason_of_a_rule_is_chinese_too(policy) -> None:
    for facts in (Facts(), Facts(ciio=False, persons=1, scenario="other", important_data="none")):
        for reason in decide(policy, facts).reasons:
            assert reason.because
            assert reason.because_zh


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for each, verdict_of in VERDICTS.items():
        for spoken in LANGUAGES:
            (GOLDEN / f"{each}.{spoken}.txt").write_text(printed(verdict_of(), spoken), encoding="utf-8")
