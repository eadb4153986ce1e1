"""Peers on the same columns: what they call personal, and whether the kind is right.

They run in a virtual environment of their own, made here from the package index with the versions of
``constraints-peers.txt``; tables go to them as JSON (``peer_worker.py``). A column that a peer calls by the
name of a kind below is right if that is its kind. What a peer calls ``name-based`` (CloakPII: the header alone,
to be reviewed) counts as called personal, without a kind. Dates and URLs, which are nobody's by themselves,
do not count as called personal.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from . import dirt, harmless, kinds
from .black_box import ask
from .scores import Table, share
from .values import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .measures import Observation

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VENV = ROOT / ".venv" / "quality"
PACKAGES = ("presidio-structured", "presidio-analyzer", "cloakpii[parquet]", "pyarrow")

KINDS: dict[str, frozenset[str]] = {
    "PHONE_NUMBER": frozenset({"cn_mobile", "cn_landline"}), "EMAIL_ADDRESS": frozenset({"email"}), "CREDIT_CARD": frozenset({"bank_card"}),
    "IP_ADDRESS": frozenset({"ip_address"}), "PERSON": frozenset({"person_name"}), "LOCATION": frozenset({"address"}), "IBAN_CODE": frozenset({"bank_account"}),
    "chinese_id": frozenset({"cn_resident_id", "driving_licence", "social_security_no"}), "cn_mobile": frozenset({"cn_mobile"}),
    "phone": frozenset({"cn_mobile", "cn_landline"}), "email": frozenset({"email"}), "credit_card": frozenset({"bank_card"}),
    "bank_account": frozenset({"bank_card", "bank_account"}), "passport": frozenset({"cn_passport"}), "ip": frozenset({"ip_address"}),
    "mac_address": frozenset({"mac_address"}), "date_of_birth": frozenset({"date_of_birth"}),
}  # fmt: skip
NOBODY = frozenset({"URL", "DATE_TIME", "CRYPTO", "ORGANIZATION", "USCC", "ORG_NAME"})

Tables = dict[str, dict[str, list[str]]]
Truth = dict[tuple[str, str], tuple[str, str, str]]  # (table, column) -> (what it is, label, style or dirt)

_WAYS = (
    "cn_resident_id: 18 digits", "cn_mobile: plain", "cn_landline: area code", "email: plain", "bank_card: UnionPay",
    "cn_passport: ordinary", "vehicle_plate: both", "ip_address: IPv4", "mac_address: both", "person_name: plain",
    "person_name: minority, dotted", "person_name: pinyin", "address: full", "address: Faker", "travel_permit: Hong Kong, Macao",
    "hk_id: brackets", "vin: plain", "imei: plain",
)  # fmt: skip
_DIRTS = (
    "full-width",
    "grouped by spaces",
    "+86",
    "leading apostrophe",
    "several: /",
    "label before it",
    "in a sentence",
    "in JSON",
    "text with .0",
    "masked",
)
_DIRTY = ("cn_resident_id", "cn_mobile", "bank_card", "email")


def data(seed: int, rows: int, plain: int) -> tuple[Tables, Truth]:
    """Return the tables that all peers get, and what their columns are."""
    w = World(f"peers {seed}")
    tables: Tables = {}
    truth: Truth = {}

    def add(table: str, header: str, values: pa.Array, what: tuple[str, str, str]) -> None:
        columns = tables.setdefault(table, {})
        name = header if header not in columns else f"{header}_{len(columns)}"
        columns[name] = ["" if v is None else str(v) for v in values.to_pylist()]
        truth[table, name] = what

    makers = [m for m in kinds.MAKERS if m.label in _WAYS]
    for style in ("helpful", "opaque"):
        for at, maker in enumerate(makers):
            header = w.pick(maker.helpful) if style == "helpful" else f"c{at}"
            add(f"personal_{style}", header, kinds.column(w, maker, rows), (maker.kind, maker.label, style))
        for at, one in enumerate(w.random.sample(harmless.MAKERS, plain)):
            if not pa.types.is_nested(one.type) and one.tellable:
                header = w.pick(one.headers) if style == "helpful" else f"c{at}"
                add(f"harmless_{style}", header, harmless.column(w, one, rows), ("", one.label, style))
    for one in dirt.DIRTS:
        for kind in _DIRTY if one.name in _DIRTS else ():
            if kind in one.kinds:
                changed = one.apply(w, [dirt.VALUES[kind](w) for _ in range(rows * one.each)], kind)
                add(
                    "dirty",
                    f"c{len(tables.get('dirty', {}))}",
                    changed,
                    (kind, f"{kind}, {one.name}", "dirt"),
                )
    return tables, truth


def _environment(*, ours: bool) -> Path:
    """Return the Python of the peers' environment, made if it is not there."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = VENV / ".peers"
    wanted = (HERE / "constraints-peers.txt").read_text(encoding="utf-8")
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        subprocess.run(
            [*pip, "--constraint", str(HERE / "constraints-peers.txt"), *PACKAGES],
            check=True,
            capture_output=True,
        )
        done.write_text(wanted, encoding="utf-8")
    if ours and not (VENV / ".ours").exists():
        subprocess.run([*pip, "--editable", f"{ROOT}[text]"], check=True, capture_output=True)
        (VENV / ".ours").touch()
    return python


def has_presidio() -> bool:
    """Tell whether Tongguan offers a Presidio analyzer yet."""
    from importlib.util import find_spec

    return find_spec("tongguan.presidio") is not None


def _run(peer: str, tables: Tables) -> dict[str, dict[str, str | None]]:
    python = _environment(ours=peer == "presidio+tongguan")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
        command = [str(python), str(HERE / "peer_worker.py"), peer, str(source), str(target)]
        subprocess.run(command, check=True, timeout=900, capture_output=True)
        answer: dict[str, dict[str, str | None]] = json.loads(target.read_text(encoding="utf-8"))
    return answer


def _tongguan(tables: Tables) -> dict[str, dict[str, str | None]]:
    """Return what Tongguan calls the columns: its kind; ``mentions K`` where only values inside were found."""
    found: dict[str, dict[str, str | None]] = {}
    for table, columns in tables.items():
        answer = ask(pa.table(columns))
        found[table] = {}
        for column in columns:
            said = answer.column(column)
            inside = max(said.mentions, key=lambda kind: said.mentions[kind], default=None)
            found[table][column] = said.kind if said.personal else inside
    return found


def observe(seed: int, rows: int, plain: int) -> list[Observation]:
    """Run all peers and return what they said. A peer that cannot run is an observation too."""
    tables, truth = data(seed, rows, plain)
    observations: list[Observation] = []
    runs = {"Tongguan": _tongguan, "presidio-structured": None, "cloakpii": None}
    if has_presidio():
        runs["presidio+tongguan"] = None
    for peer, inside in runs.items():
        try:
            said = inside(tables) if inside else _run(peer, tables)
        except (subprocess.SubprocessError, OSError) as error:
            observations.append({"measure": "peer", "peer": peer, "failed": type(error).__name__})
            continue
        for (table, column), (kind, label, style) in truth.items():
            name = said[table].get(column)
            called = None if name in NOBODY else name
            observations.append({
                "measure": "peer", "peer": peer, "kind": kind, "label": label, "style": style, "said": called,
                "right": bool(called) and kind in _kinds_of(called), "failed": "",
            })  # fmt: skip
    return observations


def _kinds_of(name: str) -> frozenset[str]:
    return KINDS.get(name, frozenset({name.lower()}))


def table(observations: Sequence[Observation]) -> list[Table]:
    """Return how the peers did, and by column."""
    some = [o for o in observations if o["measure"] == "peer"]
    if not some:
        return []
    peers = list(dict.fromkeys(o["peer"] for o in some))
    ran = [p for p in peers if not all(o["failed"] for o in some if o["peer"] == p)]
    rows = []
    for title, style, personal in (
        ("personal columns, helpful headers", "helpful", True), ("personal columns, opaque headers", "opaque", True),
        ("dirty columns, opaque headers", "dirt", True), ("harmless columns, helpful headers", "helpful", False),
        ("harmless columns, opaque headers", "opaque", False),
    ):  # fmt: skip
        cells = [title]
        for peer in ran:
            here = [
                o
                for o in some
                if o["peer"] == peer
                and not o["failed"]
                and o["style"] == style
                and bool(o["kind"]) == personal
            ]
            seen, right = (sum(bool(o[k]) for o in here) for k in ("said", "right"))
            cells.append(
                f"{share(right / len(here))} ({share(seen / len(here))})"
                if personal and here
                else f"{seen} of {len(here)}"
            )
        rows.append(tuple(cells))
    note = "Personal columns: share whose kind is right (in brackets: called personal at all). Harmless: how many were called personal."
    if len(ran) < len(peers):
        note += f" Could not be run: {', '.join(sorted(set(peers) - set(ran)))}."
    labels = list(dict.fromkeys((o["label"], o["style"]) for o in some if not o["failed"] and o["kind"]))
    by_column = [
        (
            label,
            style,
            *(
                next(
                    (
                        o["said"] or "·"
                        for o in some
                        if not o["failed"] and (o["peer"], o["label"], o["style"]) == (p, label, style)
                    ),
                    "",
                )
                for p in ran
            ),
        )
        for label, style in labels
    ]
    return [
        Table("Peers on the same columns", note, ("columns", *ran), tuple(rows)),
        Table("What the peers call each column", "", ("column", "headers", *ran), tuple(by_column)),
    ]
