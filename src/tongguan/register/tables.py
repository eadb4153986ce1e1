"""The tables of ``tongguan.toml``, as structs: what a handler says of itself, its exports and what it holds.

What no scan can see is stated here and nowhere else. Purposes and evidence are for people: no message and no
ledger entry repeats them. Reasons are kept with the decision; the words of duties stand in its checklist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

from tongguan.errors import UsageError
from tongguan.law.catalogue import Level, Profile
from tongguan.law.policy import ImportantData, Scenario, SpecialRegime
from tongguan.law.strict_toml import did_you_mean, refuse, shown
from tongguan.law.zone_rows import ZoneLists, zone_lists
from tongguan.own_detectors import DetectorSet
from tongguan.persons.reading import Number, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.clearance import Clearance
    from tongguan.scanning.statement import Statement

Text: TypeAlias = Annotated[str, Meta(pattern=r"\w")]
"""What has neither letter nor digit in it states nothing."""

Whole: TypeAlias = Annotated[int, Meta(ge=0)]

Basis: TypeAlias = Literal[
    "consent",  # PIPL 13(1)(1)
    "contract", "human_resources",  # 13(1)(2)
    "statutory_duty",  # 13(1)(3)
    "emergency",  # 13(1)(4)
    "news_reporting",  # 13(1)(5)
    "disclosed",  # 13(1)(6)
    "other_law",  # 13(1)(7)
]  # fmt: skip
BASES: tuple[Basis, ...] = get_args(Basis)
"""Why personal information may be processed at all. Only ``consent`` asks for a separate one to export it."""

Schedule: TypeAlias = Literal[
    "once", "on_demand", "continuous", "daily", "weekly", "monthly", "quarterly", "yearly"
]
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)


class Handler(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """数据处理者: the legal entity whose year is counted. ``None`` is "unknown"."""

    name: Text
    uscc: Annotated[str, Meta(pattern=r"^[0-9A-Z]{18}$")]
    """Unified social credit code. Only its shape is checked."""
    ciio: bool | None
    state_organ: bool | None
    """A state organ, or a body that a law entrusts with public affairs (PIPL 36, 37)."""
    place: str = ""
    """Where it is registered, as 深圳. A negative list and the Greater Bay Area contract ask about it."""
    processed_persons: Whole | None = None
    """Persons whose personal information it processes in all: the policies of 2022 and 2023 ask about it."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Readings of the law on which the public texts leave a choice."""

    profile: Profile = "conservative"
    count_exempt_exports: bool = False
    """Count exports exempt under CBDF 3, 4, 5(1)(1)-(3), or off a list (6), into the year."""
    decide_on: Number = "high"
    """Which number of persons decides: ``high`` is never below the truth, ``low`` takes identifiers that were
    seen together this year for one person's."""
    general_includes_sensitive_persons: bool = True
    """Count somebody with sensitive and general items among the general persons too. The Provisions leave
    open whether "不含敏感个人信息" is said of the information or of its persons."""
    name_with: tuple[Literal["date_of_birth", "address"], ...] = ()
    """With what of the same row a name identifies somebody, where nothing better does. Two people may share
    a name and a birthday, so by default every such row is a person of its own."""
    statutory_duty_exempts: bool = False
    """Take a statutory duty (NDSMR 35(6)) for a condition that needs no assessment, contract or certificate.
    The Provisions do not list it among their exemptions: ask counsel before it is switched on."""
    detectors: tuple[Text, ...] = ()
    """Files with own detectors, TOML or Python; relative to the folder of the register."""
    installed_detectors: bool = True
    """Whether installed packages may bring detectors (entry points ``tongguan.detectors``)."""
    negative_lists: tuple[Text, ...] = ()
    """Files with the rows of a zone's negative list; relative to the folder of the register."""

    @property
    def reading(self) -> Reading:
        """The reading of the law under which persons become numbers."""
        return Reading(self.decide_on, self.general_includes_sensitive_persons)


class Recipient(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """境外接收方. ``country`` is an ISO 3166 code; Hong Kong, Macao and Taiwan are outside the border too."""

    id: str
    name: Text
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    restricted: bool | None
    group_member: bool = False
    address: str = ""


class Duties(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stays due for every export of personal information (CBDF 10, 11), and where it is shown."""

    basis: Basis | None = None
    notice: str = ""
    """Where the individuals were told, and when (PIPL 39)."""
    separate_consent: str = ""
    impact_assessment: date | None = None
    """The day the report of the personal information protection impact assessment was finished (PIPL 55)."""
    impact_assessment_report: str = ""
    records: str = ""
    """Where report and records of processing are kept, three years at least (PIPL 56)."""
    security: str = ""
    incidents: str = ""


class ListClaim(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A zone's negative list that is claimed for an export (CBDF 6), and the scenario in it."""

    list: Text
    """Its id, as ``tongguan policy lists`` shows it."""
    sector: Text
    scenario: Text
    evidence: tuple[Text, ...]
    """That the handler is registered there and exports from there, and any filing the list asks for."""
    absent_fields: tuple[Text, ...] = ()
    """Fields of the list, by its names for them, that are not sent and that no scan can see."""


class Export(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """向境外提供: one export and what is declared for it."""

    id: str
    recipient: str
    scenario: Scenario
    purpose: Text
    important_data: ImportantData | None
    important_since: date | None = None
    """The day on which the data were notified or published as important."""
    special_regime: SpecialRegime | None = "none"
    """A regime outside the Provisions that the data fall under."""
    special_permit: str = ""
    """What the authority of that regime gave; with it the Provisions decide the rest."""
    kinds: tuple[str, ...] | None = None
    """The kinds the purpose needs; ``None`` if none are declared."""
    evidence: tuple[Text, ...] = ()
    off_list: bool | None = False
    negative_list: ListClaim | None = None
    system: str = ""
    """What gives out the numbers of members and employees in it. Exports that name the same system share
    them; where none is named, the member 12345 of another export is another person."""
    settled_hints: dict[str, Text] = {}
    """Hints of possible important data that somebody looked at, with the reason why each is none."""
    duties: Duties = Duties()
    schedule: Schedule | None = None
    method: str = ""
    """How the data travel, as 专线 or API."""
    retention: str = ""
    """How long the recipient keeps them."""
    storage: str = ""
    """Where they are kept in China: system and data centre."""
    storage_abroad: str = ""
    onward: tuple[str, ...] = ()
    """Ids of recipients the recipient gives them to."""
    expected_persons: Whole | None = None
    """Persons expected this year, each once; filings ask."""
    expected_sensitive_persons: Whole | None = None

    @property
    def evidenced(self) -> bool:
        """Evidence for the scenario is named."""
        return bool(self.evidence)

    @property
    def permitted(self) -> bool:
        """The authority of the regime that is named agreed. Of one that nobody knows there is no permit."""
        return self.special_regime not in {None, "none"} and re.search(r"\w", self.special_permit) is not None


class LevelStatement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ``[[levels]]``: the handler minds a kind more than the catalogue does, or, with a reason, less."""

    kind: str
    level: Level
    reason: str = ""


@dataclass(frozen=True)
class Register:
    """A register that was read whole and found sound. The tables are by id, and read-only."""

    handler: Handler
    settings: Settings
    recipients: Mapping[str, Recipient]
    exports: Mapping[str, Export]
    clearances: Mapping[str, Clearance]
    sha256: str
    columns: tuple[tuple[str | None, Statement], ...] = ()
    """What is said of columns, each with the export it is said for; None for all."""
    levels: tuple[LevelStatement, ...] = ()
    detectors: DetectorSet = field(default_factory=DetectorSet)
    lists: ZoneLists = field(default_factory=zone_lists)

    def statements(self, export_id: str) -> tuple[Statement, ...]:
        """Return what is said of columns of that export; what is said for it alone comes first."""
        own = (statement for export, statement in self.columns if export == export_id)
        return (*own, *(statement for export, statement in self.columns if export is None))

    def export(self, export_id: str) -> Export:
        """Return the export of that id. Raises ``UsageError`` that names the nearest."""
        if export_id not in self.exports:
            what = f"unknown export {shown(export_id)}"
            raise refuse(UsageError, "register", what, hint=did_you_mean(export_id, self.exports))
        return self.exports[export_id]
