"""Choices that come out the same on every machine and every version of Python.

In: integers, and floats in [0, 1) from `random.Random.random`, whose sequence Python promises to keep. Out: integers.
Nothing here uses logarithms, roots or the order of a hash: those differ between machines.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

Draw: TypeAlias = Callable[[], float]

_MASK = (1 << 64) - 1


def mix(value: int) -> int:
    """Stir 64 bits (the finalizer of SplitMix64): a bijection, so distinct numbers stay distinct."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def sums(weights: Iterable[int]) -> list[int]:
    """The running sums of weights, which `pick` looks into."""
    return list(accumulate(weights))


def pick(running: Sequence[int], chance: float) -> int:
    """The place whose weight the chance falls on; the weights must not all be zero."""
    return bisect_right(running, int(chance * running[-1]))


def spread(total: int, weights: Iterable[int]) -> list[int]:
    """Share `total` out by weight, exactly: how many have gone out before each place, and at the end all of them."""
    running = sums(weights)
    return [0, *(total * so_far // running[-1] for so_far in running)]
