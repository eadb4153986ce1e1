"""What it costs to read Chinese text: names in cells, persons and addresses in free text.

    python benchmarks/ner_speed.py [--texts 2000] [--rounds 3]

Texts and names are by Faker, seeded. CPU seconds of this process, the best of some rounds; the scan asks
about distinct values only, 2,000 of a column by default, whatever its rows: that is the cost of a column,
and of a million rows.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from faker import Faker

from tongguan.ner import addresses_in, name_scores, persons_in, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORMS = (
    "客户{name}来电反映{street}的快递没有收到，请联系{phone}。",
    "质量很好，穿着舒服，物流也快，五星好评，下次还会再来购买。",
    "包裹破损，要求退货，已转告{name}先生尽快处理，退款三天内到账。",
    "请送到{address}，工作日家里没人，周末送货，不要按门铃。",
    "系统升级后登录页面打不开，重试三次都超时，请技术部门尽快排查。",
)


def texts_of(count: int) -> list[str]:
    """Return *count* different remarks, two in five of which name nobody."""
    faker, chance = Faker("zh_CN"), random.Random(1)
    faker.seed_instance(1)
    return [
        chance.choice(FORMS).format(
            name=faker.name(),
            street=faker.street_address(),
            address=faker.address(),
            phone=faker.phone_number(),
        )
        + f"（单号{number}）"
        for number in range(count)
    ]


def names_of(count: int) -> list[str]:
    """Return *count* different names."""
    faker = Faker("zh_CN")
    faker.seed_instance(2)
    names: dict[str, None] = {}
    while len(names) < count:
        names[faker.name()] = None
    return list(names)


def cost(work: Callable[[Sequence[str]], object], values: Sequence[str], rounds: int) -> float:
    """Return the CPU seconds of *work* on *values*, the least of some *rounds*."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work(values)
        least = min(least, time.process_time() - start)
    return least


def fresh(code: str) -> float:
    """Return the CPU seconds of *code* in a new process, less those of the interpreter."""
    timed = f"import time; t = time.process_time(); {code}; print(time.process_time() - t)"
    return float(
        subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True).stdout
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--texts", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    texts, names = texts_of(given.texts), names_of(given.texts)
    characters = sum(map(len, texts))
    print(f"{'import tongguan.ner':44}{fresh('import tongguan.ner'):8.2f} s")
    print(
        f"{'import, load and read a first text':44}{fresh('from tongguan.ner import *; persons_in([chr(24352)])'):8.2f} s"
    )
    print(f"\n{len(texts):,} texts of {characters / len(texts):.0f} characters, {len(names):,} names\n")
    print(f"{'':32}{'CPU s':>8}{'a second':>24}")
    for title, work, values in (
        ("tag", tag, texts),
        ("persons_in", persons_in, texts),
        ("addresses_in", addresses_in, texts),
        ("persons and addresses, tagged once", _both, texts),
        ("name_scores", name_scores, names),
    ):
        work(values[:50])
        seconds = cost(work, values, given.rounds)
        unit = (
            f"{len(values) / seconds:,.0f} cells"
            if values is names
            else f"{characters / seconds:,.0f} characters"
        )
        print(f"{title:36}{seconds:6.2f}{unit:>24}")


def _both(texts: Sequence[str]) -> None:
    spans = tag(texts)
    persons_in(texts, spans)
    addresses_in(texts, spans)


if __name__ == "__main__":
    main()
