"""The tagger's forward pass in NumPy: embedding, two bidirectional GRU layers, CRF.

Texts are worked on in tiles of ``TILE`` rows, and every matrix product is one of a tile and a block of
weights. So what comes out for a text does not depend on how many are beside it, nor, with OpenBLAS on x86,
to the last bit on its row in the tile (with 16 rows it would); and the products stay below the size from
which OpenBLAS starts threads (more than 262,144 multiplications), which gain nothing here and double the
CPU time. The rows of a batch go from the longest to the shortest text: at each step only
the tiles that still have something to read are worked on. What lies behind the end of a text is computed
and never looked at: in both directions, a text begins at step 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongguan.ner.weights import HIDDEN, OOV, TAGS, Floats, Layer, Weights

TILE = 8
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Batch:
    """Texts as numbers: ``steps`` (longest, rows), rows a multiple of TILE; ``lengths`` (rows,) descend."""

    steps: NDArray[np.uint16]
    lengths: Ints

    @classmethod
    def of(cls, texts: list[NDArray[np.uint16]]) -> Batch:
        """Lay out *texts*, none of them empty, longest first."""
        rows = -(-len(texts) // TILE) * TILE
        steps = np.full((len(texts[0]), rows), OOV, dtype=np.uint16)
        for row, text in enumerate(texts):
            steps[: len(text), row] = text
        lengths = np.ones(rows, dtype=np.intp)
        lengths[: len(texts)] = [len(text) for text in texts]
        return cls(steps, lengths)

    @property
    def tiles(self) -> list[int]:
        """How many tiles have something to read, by step."""
        longest = self.lengths[::TILE]
        return [int((longest > step).sum()) for step in range(len(self.steps))]


def emissions(batch: Batch, weights: Weights) -> Floats:
    """Return the score of each tag at each step, shape (steps, rows, tags)."""
    reverse = _reverse(batch)
    steps, rows = batch.steps.shape
    values = weights.embedding[batch.steps].reshape(1, steps * rows, HIDDEN)
    for layer in weights.layers:
        inputs = _projected(np.stack([values, values[:, reverse]]), layer)
        values = _recur(inputs, batch.tiles, layer).reshape(2, steps * rows, HIDDEN)
        values[1] = values[1, reverse]
    scores = (values.reshape(2, -1, TILE, HIDDEN) @ weights.emit[:, None]).sum(axis=0) + weights.emit_bias
    return np.asarray(scores.reshape(steps, rows, TAGS))


def _reverse(batch: Batch) -> Ints:
    """Return where the values of the reversed texts stand, steps and rows as one axis; its own inverse."""
    steps, rows = batch.steps.shape
    step = np.arange(steps)[:, None]
    place = np.where(step < batch.lengths, batch.lengths - 1 - step, step)
    return np.asarray(place * rows + np.arange(rows)).ravel()


def _projected(values: Floats, layer: Layer) -> Floats:
    """Return what *values* (2, blocks, steps * rows, h) say to the gates: (2, steps * tiles, 3, TILE, h)."""
    tiles = values.reshape(2, values.shape[1], -1, 1, TILE, HIDDEN)
    projected = tiles[:, 0] @ layer.project[:, :1]
    for block in range(1, values.shape[1]):
        projected += tiles[:, block] @ layer.project[:, block, None]
    projected += layer.bias[:, None]
    return np.asarray(projected)


def _recur(inputs: Floats, tiles: list[int], layer: Layer) -> Floats:
    """Run both directions; return the states, shape (2, steps, tiles, TILE, h)."""
    inputs = inputs.reshape(2, len(tiles), -1, 3, TILE, HIDDEN)
    state = np.zeros((2, tiles[0], TILE, HIDDEN), dtype=np.float32)
    states = np.zeros((2, len(tiles), tiles[0], TILE, HIDDEN), dtype=np.float32)
    for step, active in enumerate(tiles):
        now, here = inputs[:, step, :active], state[:, :active]
        gates = here[:, :, None] @ layer.gates
        gates += now[:, :, :2]
        np.tanh(gates, out=gates)
        gates += 1
        gates *= np.float32(0.5)
        candidate = (gates[:, :, 1] * here) @ layer.candidate
        candidate += now[:, :, 2]
        np.tanh(candidate, out=candidate)
        candidate -= here
        candidate *= gates[:, :, 0]
        here += candidate
        states[:, step, :active] = here
    return states


def viterbi(scores: Floats, lengths: Ints, weights: Weights) -> NDArray[np.uint8]:
    """Return the best tags, shape (steps, rows); what stands behind the end of a text means nothing."""
    steps, rows, _ = scores.shape
    best = np.empty_like(scores)
    best[0] = scores[0] + weights.start
    active = [int((lengths > step).sum()) for step in range(steps)]
    for step in range(1, steps):
        n = active[step]
        best[step, :n] = (best[step - 1, :n, :, None] + weights.trans).max(axis=1) + scores[step, :n]
    row = np.arange(rows)
    path = np.zeros((steps, rows), dtype=np.uint8)
    path[lengths - 1, row] = (best[lengths - 1, row] + weights.end).argmax(axis=1)
    into = np.ascontiguousarray(weights.trans.T)
    for step in range(steps - 2, -1, -1):
        n = active[step + 1]
        # The way back is looked for only from the tag that was chosen.
        path[step, :n] = (best[step, :n] + into[path[step + 1, :n]]).argmax(axis=1)
    return path


def log_total(scores: Floats, lengths: Ints, weights: Weights) -> NDArray[np.float64]:
    """Return the logarithm of the summed weight of all taggings of each row."""
    into = np.exp(weights.trans.astype(np.float64))
    alpha = scores[0].astype(np.float64) + weights.start
    for step in range(1, len(scores)):
        n = int((lengths > step).sum())
        top = alpha[:n].max(axis=1, keepdims=True)
        tiles = np.exp(alpha[:n] - top)
        alpha[:n] = np.log(_by_tile(tiles, into)) + top + scores[step, :n]
    alpha += weights.end
    top = alpha.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.exp(alpha - top).sum(axis=1)) + top[:, 0])


def _by_tile(rows: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.zeros((-(-len(rows) // TILE), TILE, rows.shape[1]))
    padded.reshape(-1, rows.shape[1])[: len(rows)] = rows
    return np.asarray(padded @ matrix).reshape(-1, matrix.shape[1])[: len(rows)]


def log_path(scores: Floats, lengths: Ints, tags: tuple[int, int], weights: Weights) -> NDArray[np.float64]:
    """Return the logarithm of the weight of one tagging: *tags*[0] first, then *tags*[1] to the end."""
    begin, inside = tags
    steps = np.arange(len(scores))[:, None]
    there = scores[:, :, inside].astype(np.float64)
    there += np.where(steps == 1, weights.trans[begin, inside], weights.trans[inside, inside])
    there[0] = scores[0, :, begin] + weights.start[begin]
    last = np.where(lengths == 1, begin, inside)
    return np.asarray(np.where(steps < lengths, there, 0.0).sum(axis=0) + weights.end[last])
