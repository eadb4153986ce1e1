"""The register ``tongguan.toml``: who exports what to whom, why, and what is held for it."""

from tongguan.register.reading import (
    DOMESTIC,
    NEEDS_KINDS,
    NO_PERSONAL_INFORMATION,
    parse_register,
    read_register,
)
from tongguan.register.tables import (
    BASES,
    SCHEDULES,
    Duties,
    Export,
    Handler,
    LevelStatement,
    ListClaim,
    Recipient,
    Register,
    Settings,
)

__all__ = [
    "BASES",
    "DOMESTIC",
    "NEEDS_KINDS",
    "NO_PERSONAL_INFORMATION",
    "SCHEDULES",
    "Duties",
    "Export",
    "Handler",
    "LevelStatement",
    "ListClaim",
    "Recipient",
    "Register",
    "Settings",
    "parse_register",
    "read_register",
]
