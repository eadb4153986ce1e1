"""Run one peer over tables, in the peers' own virtual environment.

``python peer_worker.py PEER IN.json OUT.json``. IN holds ``{table: {column: [value, …]}}``; OUT gets
``{table: {column: what the peer calls it, or null}}``. Imports nothing of this repository, save for the
peer ``presidio+tongguan``, which is ``tongguan.presidio``.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

Tables = dict[str, dict[str, list[str]]]
Names = dict[str, dict[str, str | None]]


def presidio(tables: Tables) -> Names:
    """Run presidio-structured on a blank Chinese engine with what Presidio offers for any language."""
    import pandas as pd
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer import predefined_recognizers as known
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    from presidio_structured import PandasAnalysisBuilder

    class Blank(SpacyNlpEngine):
        """No model: spaCy's blank Chinese pipeline."""

        def __init__(self) -> None:
            super().__init__(
                models=[{"lang_code": "zh", "model_name": "blank"}],
                ner_model_configuration=NerModelConfiguration(),
            )
            self.nlp = {"zh": spacy.blank("zh")}

        def load(self) -> None:
            """Load nothing: it is there."""

    registry = RecognizerRegistry(supported_languages=["zh"])
    registry.recognizers = [
        known.PhoneRecognizer(supported_language="zh", supported_regions=("CN",)),
        known.EmailRecognizer(supported_language="zh"),
        known.CreditCardRecognizer(supported_language="zh"),
        known.IpRecognizer(supported_language="zh"),
        known.DateRecognizer(supported_language="zh"),
        known.UrlRecognizer(supported_language="zh"),
        known.IbanRecognizer(supported_language="zh"),
        known.CryptoRecognizer(supported_language="zh"),
    ]
    _stay_at_home()
    engine = AnalyzerEngine(nlp_engine=Blank(), registry=registry, supported_languages=["zh"])
    builder = PandasAnalysisBuilder(engine)
    found: Names = {}
    for name, columns in tables.items():
        analysis = builder.generate_analysis(pd.DataFrame(columns), language="zh", selection_strategy="mixed")
        found[name] = {column: analysis.entity_mapping.get(column) for column in columns}
    return found


def _stay_at_home() -> None:
    """Keep tldextract, which the e-mail and URL recognisers use, from fetching its list of suffixes."""
    import tldextract
    from tldextract import tldextract as module

    module.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tldextract.extract = module.TLD_EXTRACTOR


def with_our_recognisers(tables: Tables) -> Names:
    """Run a Presidio analyzer with Tongguan's recognisers over the cells; the most frequent entity names the column."""
    import tongguan.presidio

    engine = tongguan.presidio.analyzer()
    found: Names = {}
    for name, columns in tables.items():
        found[name] = {}
        for column, values in columns.items():
            cells = [value for value in values if value]
            votes: Counter[str] = Counter()
            for value in cells:
                results = engine.analyze(value, language="zh", context=[column])
                if results:
                    votes[max(results, key=lambda r: (r.score, r.end - r.start)).entity_type] += 1
            best = votes.most_common(1)
            found[name][column] = best[0][0] if best and best[0][1] >= len(cells) / 2 else None
    return found


def cloakpii(tables: Tables) -> Names:
    """Run ``cloakpii scan`` over a folder of CSV files."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in", Path(folder) / "out.json"
        source.mkdir()
        for name, columns in tables.items():
            with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows(zip(*columns.values(), strict=True))
        command = [
            str(Path(sys.executable).with_name("cloakpii")),
            "scan",
            "--source",
            str(source),
            "--audit",
            "--output",
            str(out),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        report = json.loads(out.read_text(encoding="utf-8"))
    found: Names = {name: dict.fromkeys(columns) for name, columns in tables.items()}
    for file in report["files"]:
        for one in file["fields"]:
            found[Path(file["path"]).stem][one["field"]] = one["type"]
    return found


PEERS = {"presidio-structured": presidio, "cloakpii": cloakpii, "presidio+tongguan": with_our_recognisers}


def main() -> None:
    """Read, run, write."""
    peer, source, target = sys.argv[1:]
    tables = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(json.dumps(PEERS[peer](tables), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
