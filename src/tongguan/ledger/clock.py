"""The date on which data leaves, as the law would read it off a calendar in China.

The Provisions count "自当年1月1日起累计" (CBDF 5, 7, 8): from 1 January of the current year. They name
no time zone; the handler is in mainland China, so the calendar is that of Asia/Shanghai.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from tongguan.errors import UsageError

# A fixed offset: China has kept +08:00 without summer time since September 1991, and a machine
# without a time zone database must not count into another year than one that has it.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def leaving_date(now: datetime) -> date:
    """Return the date in Asia/Shanghai at the instant *now*. A naive *now* is a UsageError."""
    return _aware(now).astimezone(SHANGHAI).date()


def leaving_year(now: datetime) -> int:
    """Return the calendar year in Asia/Shanghai at the instant *now*. A naive *now* is a UsageError."""
    return leaving_date(now).year


def utc_text(now: datetime) -> str:
    """Return the instant *now* as UTC text of fixed width, so that text order is time order."""
    return _aware(now).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _aware(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise UsageError(
            "The time of the export has no time zone, so its year is unknown. Nothing was recorded.",
            hint="Hand in an aware datetime, such as datetime.now(UTC).",
        )
    return now
