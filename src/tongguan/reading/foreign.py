"""The border to foreign code, whose messages may quote what it read.

``raise … from None`` only hides the old exception: it stays in ``__context__``, where a log handler
or a debugger finds it. Here our own is raised after the handler has ended, so there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tongguan.errors import LimitExceeded, TongguanError, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

T = TypeVar("T")


def guarded(call: Callable[[], T], refusal: Unreadable) -> T:
    """Return what *call* returns; whatever it raises becomes *refusal*, with nothing of the old in it.

    Our own errors pass as they are. Too little memory is LimitExceeded, about the same place.
    """
    failure: TongguanError = refusal
    try:
        return call()
    except TongguanError as error:
        failure = error
    except MemoryError:
        where = refusal.message.split(": ", 1)[0]
        failure = LimitExceeded(
            f"{where}: reading it needs more memory than there is. The gate stays shut.",
            hint="Give the process more memory, or write the export in smaller pieces.",
        )
    except Exception:  # noqa: BLE001, S110 - Arrow raises far more than its own: UnicodeDecodeError, OSError…
        pass
    # Arrow hands our own back with whatever it was doing at the time.
    failure.__cause__ = failure.__context__ = None
    raise failure


def guarded_each(items: Iterator[T], refusal: Unreadable) -> Generator[T, None, None]:
    """Yield what *items* yields, each step of it guarded."""
    end = object()
    while (item := guarded(lambda: next(items, end), refusal)) is not end:
        yield item  # type: ignore[misc]  # not the end, so a T
