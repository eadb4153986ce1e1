"""Which encoding a text file is in, decided on the whole of it, and the file as UTF-8.

Nothing is guessed. A byte order mark decides; else strict UTF-8 from end to end; else strict GB18030
from end to end (which is GBK and GB2312 too); else the file is refused. A part is not enough: GB18030
reads most short UTF-8 names as other characters and would lose them without a word. Nor is the whole
quite: what decodes as GB18030 and yet has passages in UTF-8 is refused as well.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongguan.errors import Unreadable
from tongguan.reading.pinned import PinnedFile, changed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-8", "gb18030")

# Runs of bytes beyond ASCII, and those that are two or more Chinese characters in UTF-8 and nothing
# else. In GB18030 a run of the second sort takes rare characters in a row: one in some ten thousand.
_RUN = re.compile(rb"[\x80-\xff]{6,}")
_UTF8_RUN = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
_MIXED = 0.01  # share of the runs


@dataclass(frozen=True)
class Encoding:
    """A Python codec, and how many bytes of byte order mark stand before the text."""

    codec: str
    mark: int = 0


def find_encoding(pinned: PinnedFile) -> Encoding:
    """Return the encoding of the whole of *pinned*. Raises Unreadable if there is none, or no text."""
    head = pinned.peek(4)
    marked = [Encoding(codec, len(mark)) for mark, codec in _MARKS if head.startswith(mark)]
    for encoding in marked or [Encoding(codec) for codec in _UNMARKED]:
        if _decodes(pinned, encoding):
            if pinned.read_at(0, 4) != head:
                raise changed(pinned.name)
            if encoding.codec == "gb18030":
                _refuse_mixed(pinned)
            return encoding
    expected = marked[0].codec.upper() if marked else "UTF-8 or GB18030"
    raise Unreadable(
        f"{pinned.name}: is not {expected} from end to end. The gate stays shut.",
        hint="Write the whole file in one encoding, best UTF-8.",
    )


def _decodes(pinned: PinnedFile, encoding: Encoding) -> bool:
    """Tell whether every byte decodes. Raises Unreadable for text that is blank or holds NUL.

    NUL between the digits of a number hides it from every detector: that is what UTF-16 without a
    byte order mark looks like.
    """
    blank = True
    try:
        for text in _texts(pinned, encoding):
            if "\0" in text:
                break
            blank = blank and (not text or text.isspace())
        else:
            if blank:
                raise Unreadable(
                    f"{pinned.name}: holds nothing but blanks. The gate stays shut.",
                    hint="An export without rows needs at least a header.",
                )
            return True
    except UnicodeDecodeError:
        return False
    raise Unreadable(
        f"{pinned.name}: holds NUL characters. The gate stays shut.",
        hint="It is UTF-16 without a byte order mark, or not text; write it as UTF-8.",
    )


def _refuse_mixed(pinned: PinnedFile) -> None:
    """Raise Unreadable if passages of a file that decodes as GB18030 are UTF-8."""
    runs = utf8 = 0
    for block in pinned.blocks():
        runs += len(_RUN.findall(block))
        utf8 += len(_UTF8_RUN.findall(block))
    if utf8 > _MIXED * runs:
        raise Unreadable(
            f"{pinned.name}: is in part UTF-8 and in part GB18030. The gate stays shut.",
            hint="Write the whole file in one encoding, best UTF-8.",
        )


def _texts(pinned: PinnedFile, encoding: Encoding) -> Iterator[str]:
    """Yield the text piece by piece, strictly decoded."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    mark = encoding.mark
    for block in pinned.blocks():
        yield decoder.decode(block[mark:])
        mark = 0
    yield decoder.decode(b"", final=True)


class Utf8(io.RawIOBase):
    """The text of a pinned file as a stream of UTF-8 that ends with a line end.

    A parser takes a last line without one for a line that is still to come.
    """

    def __init__(self, pinned: PinnedFile, encoding: Encoding) -> None:
        """Start after the byte order mark."""
        super().__init__()
        self._pieces = _bytes(pinned, encoding)
        self._pending = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return *size* bytes, fewer only at the end; all of them if *size* is negative."""
        out = bytearray()
        while size < 0 or len(out) < size:
            if not self._pending:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._pending = memoryview(piece)
            take = len(self._pending) if size < 0 else size - len(out)
            out += self._pending[:take]
            self._pending = self._pending[take:]
        return bytes(out)


def _bytes(pinned: PinnedFile, encoding: Encoding) -> Iterator[bytes | memoryview]:
    last = b""
    if encoding.codec == "utf-8":
        mark = encoding.mark
        for block in pinned.blocks():
            last = block[-1:].tobytes()
            yield block[mark:]
            mark = 0
    else:
        for text in _texts(pinned, encoding):
            if text:
                last = text[-1:].encode()
                yield text.encode()
    if last not in {b"\n", b"\r"}:
        yield b"\n"
