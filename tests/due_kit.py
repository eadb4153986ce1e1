"""What the tests of duties, deadlines, forecast and splitting share: a register, and entries of a made-up year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tongguan.law.loading import load_policy
from tongguan.ledger.entry import Entry, Kind
from tongguan.ledger.year import Change, Totals
from tongguan.register import parse_register

HANDLER = "91350100M000100Y43"
ON = date(2026, 6, 30)
POLICY = load_policy(ON)

BASE = f"""
[handler]
name = "示例贸易有限公司"
uscc = "{HANDLER}"
ciio = false
state_organ = false

[recipients.hq-de]
name = "Beispiel Handels GmbH"
country = "DE"
restricted = false

[recipients.lab-sg]
name = "Example Lab Pte"
country = "SG"
restricted = false
"""


def register(*tables, base=BASE):
    """Return the register that *tables* of TOML add up to."""
    return parse_register("\n".join((base, *tables)).encode(), "tongguan.toml")


def export(id_="orders", *, recipient="hq-de", purpose="履行订单", duties="", more=""):
    """Return the table of an export."""
    return (
        f'[exports.{id_}]\nrecipient = "{recipient}"\nscenario = "other"\npurpose = "{purpose}"\n'
        f'important_data = "none"\n{more}\n[exports.{id_}.duties]\n{duties}\n'
    ).replace('important_data = "none"\nimportant_data', "important_data")


def clearance(id_, type_, effective, *, recipients='["hq-de"]', kinds='["person_name"]', more=""):
    """Return the table of a clearance."""
    return (
        f'[clearances.{id_}]\ntype = "{type_}"\nrecipients = {recipients}\nkinds = {kinds}\n'
        f"sensitive = true\neffective = {effective}\n{more}\n"
    )


@dataclass
class Year:
    """A year of exports: persons are numbers, and what each export does to the year is counted as sets are."""

    handler: str = HANDLER
    sent: dict = field(default_factory=dict)
    entries: list = field(default_factory=list)

    def send(
        self, day, general=(), sensitive=(), *, export="orders", run=None, counted=True, kind=Kind.RESERVE
    ):
        """Reserve an export of those persons; return its entry."""
        before, new = self._year(), (frozenset(general), frozenset(sensitive))
        after = tuple(had | has for had, has in zip(before, new, strict=True))
        changes = [Change(*map(len, sets)) for sets in zip(before, new, after, strict=True)]
        everybody = Change(*(len(one | other) for one, other in (before, new, after)))
        run = run or f"{self.handler[-3:]}-{len(self.entries)}"
        if counted:
            self.sent[run] = new
        return self._record(kind, run, export, day, counted, Totals(everybody, *changes))

    def post(self, entry):
        """Record that it has left."""
        return self._record(Kind.POST, entry.run, entry.export, entry.leaves_on, entry.counted, None)

    def void(self, entry):
        """Record that it did not leave: its persons are given back."""
        self.sent.pop(entry.run, None)
        return self._record(Kind.VOID, entry.run, entry.export, entry.leaves_on, entry.counted, None)

    @property
    def counts(self):
        """Persons of the year by class."""
        general, sensitive = self._year()
        return {"all": len(general | sensitive), "general": len(general), "sensitive": len(sensitive)}

    def _year(self):
        sent = list(self.sent.values())
        return tuple(frozenset().union(*(each[group] for each in sent)) for group in (0, 1))

    def _record(self, kind, run, export_, day, counted, totals):
        entry = Entry(
            seq=len(self.entries) + 1, kind=kind, handler=self.handler, year=day.year, run=run, export=export_,
            recorded_at=f"{day.isoformat()}T00:00:00.000000Z", leaves_on=day, files=(), counted=counted, key_id="k",
            totals=totals, unidentified=None, verdict_text=None, segment_sha256=None, reason=None, by=None,
            merged=(), previous="", digest="",
        )  # fmt: skip
        self.entries.append(entry)
        return entry
