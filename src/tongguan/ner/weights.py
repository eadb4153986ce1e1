"""The trained tables inside the jieba distribution: found, proved, and read as data.

jieba (MIT) ships Baidu's LAC-small tagger (Apache-2.0), a two-layer bidirectional GRU with a CRF,
as the parameter files of Paddle 1.x, and the emission table of a hidden Markov model of words. jieba
itself can run the first only with Paddle, which it would install from the network; nothing of jieba
is imported here, and no code or pickle of its is run. A digest over the files decides whether they are
the ones that were measured: other weights would tag without a word of warning, and wrongly.

A parameter file is: uint32 version, uint64 levels of detail, uint32 version, int32 n, n bytes of
description, then float32 in row order.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tongguan.errors import UsageError

Floats = NDArray[np.float32]

VOCABULARY, EMBEDDED, HIDDEN, TAGS = 20941, 128, 128, 57
OOV = 20940
"""The number of every character that is not in the vocabulary."""

_SHAPES = {
    "word_emb": (VOCABULARY, EMBEDDED),
    **{f"fc_{i}.w_0": (EMBEDDED if i < 2 else 2 * HIDDEN, 3 * HIDDEN) for i in range(4)},
    **{f"fc_{i}.b_0": (3 * HIDDEN,) for i in range(4)},
    **{f"gru_{i}.w_0": (3 * HIDDEN * HIDDEN,) for i in range(4)},
    **{f"gru_{i}.b_0": (3 * HIDDEN,) for i in range(4)},
    "fc_4.w_0": (2 * HIDDEN, TAGS),
    "fc_4.b_0": (TAGS,),
    "crfw": (TAGS + 2, TAGS),
}
_TAGGER = (
    *(f"lac_small/model_baseline/{name}" for name in _SHAPES),
    "lac_small/word.dic",
    "lac_small/tag.dic",
)
_EMISSIONS = "posseg/prob_emit.py"
_DIGESTS = {
    _TAGGER: "c32e58bbffea2327369ea97e6a3b0acac2588860d5dc1917cff04ff5ded3f15d",
    (_EMISSIONS,): "7b1c29fb0590988e3d36f8230aedd3fd5ff03fc3fa2b948224487aa06310111c",
}


@dataclass(frozen=True)
class Layer:
    """One bidirectional GRU, in blocks of h by h; the forward and the backward direction on the first axis.

    ``project`` (2, inputs, 3, h, h) and ``bias`` (2, 3, 1, h) give the gates update, reset and candidate of
    an input of one or two blocks; ``gates`` (2, 1, 2, h, h) and ``candidate`` (2, 1, h, h) are applied to the
    state. What belongs to update and reset is halved: the network computes a sigmoid as
    ``(1 + tanh(x / 2)) / 2``.
    """

    project: Floats
    bias: Floats
    gates: Floats
    candidate: Floats


@dataclass(frozen=True)
class Weights:
    """All parameters of the tagger.

    ``emit`` (2, h, tags) has a block for each direction; ``start`` and ``end`` (tags,) and ``trans``
    (from, to) are the CRF's.
    """

    embedding: Floats
    layers: tuple[Layer, Layer]
    emit: Floats
    emit_bias: Floats
    start: Floats
    end: Floats
    trans: Floats
    tags: tuple[str, ...]
    numbers: dict[str, int]


@cache
def weights() -> Weights:
    """Return the tagger's weights, read once.

    Raises UsageError when jieba is not installed or its files are others than expected.
    """
    data = _proved(_TAGGER)
    raw = {name: _parameter(blob, _SHAPES[name]) for name, blob in zip(_SHAPES, data, strict=False)}
    # Not splitlines: line separators of Unicode are in the vocabulary themselves.
    words, tags = (blob.decode().rstrip("\n").split("\n") for blob in data[-2:])
    numbers = {word: int(number) for number, word in (line.split("\t") for line in words)}
    crf = raw["crfw"]
    return Weights(
        embedding=raw["word_emb"],
        layers=(_layer(raw, 0), _layer(raw, 2)),
        emit=raw["fc_4.w_0"].reshape(2, HIDDEN, TAGS),
        emit_bias=raw["fc_4.b_0"],
        start=crf[0],
        end=crf[1],
        trans=crf[2:],
        tags=tuple(line.split("\t")[1] for line in tags),
        numbers={word: number for word, number in numbers.items() if len(word) == 1},
    )


def _layer(raw: dict[str, Floats], first: int) -> Layer:
    h = HIDDEN
    half = np.array([0.5, 0.5, 1.0], dtype=np.float32)[:, None, None]
    both = [f"{i}" for i in (first, first + 1)]
    project = [_blocks(raw[f"fc_{i}.w_0"]) * half for i in both]
    bias = [(raw[f"fc_{i}.b_0"] + raw[f"gru_{i}.b_0"]).reshape(3, 1, h) * half for i in both]
    # The recurrent weight is two blocks one behind the other: (h, 2h) of the gates, (h, h) of the candidate.
    gates = [_blocks(raw[f"gru_{i}.w_0"][: 2 * h * h].reshape(h, 2 * h)) * half[:2] for i in both]
    candidate = [raw[f"gru_{i}.w_0"][2 * h * h :].reshape(1, h, h) for i in both]
    return Layer(np.stack(project), np.stack(bias), np.stack(gates), np.stack(candidate))


def _blocks(matrix: Floats) -> Floats:
    """Cut (m h, n h) into blocks (m, n, h, h)."""
    rows, columns = (side // HIDDEN for side in matrix.shape)
    return np.ascontiguousarray(matrix.reshape(rows, HIDDEN, columns, HIDDEN).transpose(0, 2, 1, 3))


def _parameter(blob: bytes, shape: tuple[int, ...]) -> Floats:
    return np.frombuffer(blob, dtype="<f4", offset=len(blob) - 4 * int(np.prod(shape))).reshape(shape)


@cache
def emissions() -> dict[tuple[str, str], dict[str, float]]:
    """Return the hidden Markov model's log-probabilities of a character, by (place in the word, tag).

    Places are B, M, E and S. The file is a Python literal; it is read as text, which is quicker than
    parsing it as Python and runs nothing.
    """
    text = _proved((_EMISSIONS,))[0].decode("ascii")
    states = re.finditer(r"\('([BMES])', '(\w+)'\): \{([^}]*)\}", text)
    entry = re.compile(r"'\\u([0-9a-f]{4})': (-?[0-9.e+-]+)")
    return {
        (place, tag): {chr(int(code, 16)): float(value) for code, value in entry.findall(body)}
        for place, tag, body in (state.groups() for state in states)
    }


def _proved(names: tuple[str, ...]) -> list[bytes]:
    """Read files of the jieba distribution, all or none, and only those that were measured."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            "The Chinese name tagger: jieba is not installed. Nothing was scanned.",
            hint="pip install 'jieba==0.42.1': it has the tagger's weights; nothing is downloaded later.",
        )
    folder = Path(next(iter(spec.submodule_search_locations)))
    try:
        blobs = [(folder / name).read_bytes() for name in names]
    except OSError:
        raise _other("some of its files are missing") from None
    digest = hashlib.sha256()
    for name, blob in zip(names, blobs, strict=True):
        digest.update(f"{name} {len(blob)}\n".encode())
        digest.update(blob)
    if digest.hexdigest() != _DIGESTS[names]:
        raise _other("its files are not those of jieba 0.42.1")
    return blobs


def _other(reason: str) -> UsageError:
    return UsageError(
        f"The Chinese name tagger: {reason}. Nothing was scanned.",
        hint="Install it unchanged: pip install --force-reinstall 'jieba==0.42.1'.",
    )
