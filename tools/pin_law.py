"""Write src/tongguan/law/pinned.toml: the SHA-256 of every policy, case file and catalogue that ships.

Run it once when a file is added, in the commit that adds it. A released file is not edited, so the digests
that are there stay: one that changed is named, and written only with ``--unreleased``.
Run: ``python tools/pin_law.py``.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tongguan.law.loading import PINNED, pinned, shipped

FILE = Path(__file__).resolve().parent.parent / "src" / "tongguan" / "law" / PINNED
HEAD = """\
# The SHA-256 of every policy, case file and catalogue, as they were released. Written by tools/pin_law.py.
# 已发布的文件不再修改；新规定写入新文件。
# A released file is never edited: a policy of another digest is not loaded.

[sha256]
"""


def main(*options: str) -> int:
    """Write the file; return 1 and write nothing if a digest that is in it would change."""
    now = {name: hashlib.sha256(data).hexdigest() for name, data in shipped()}
    before = pinned() if FILE.exists() else {}
    changed = sorted(name for name, digest in before.items() if now.get(name) != digest)
    if changed and "--unreleased" not in options:
        print(f"Edited since they were pinned: {', '.join(changed)}. Nothing was written.")
        print(
            "A released file is never edited: write a new one. If none of these was released: --unreleased."
        )
        return 1
    FILE.write_text(HEAD + "".join(f'"{name}" = "{digest}"\n' for name, digest in now.items()), "utf-8")
    print(f"{len(now)} files pinned.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
