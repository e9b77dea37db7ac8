"""Loops as machine code, where there is a compiler (numba, the extra ``fast``).

A loop never stands alone: beside it is a twin of whole columns that gives the same
bits, is what runs without the extra, and is what a reader checks the loop against
(``tests/property/test_compiled_loops.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Compiled(Generic[P, R]):
    """A loop over arrays, and its machine code once somebody asks for it.

    *loop* is plain Python that numba understands; it takes arrays and numbers,
    calls nothing of ours, and lets go of the interpreter while it runs. Sums and
    quotients are those of IEEE doubles, in the order written: nothing is fused or
    reordered, or the twin would differ in its last digit.
    """

    def __init__(self, loop: Callable[P, R]) -> None:
        """Keep *loop*; nothing is imported or compiled yet."""
        self.loop = loop

    @cached_property
    def machine(self) -> Callable[P, R] | None:
        """Return the loop as machine code; ``None`` without a compiler.

        Loading the compiler takes about a second, and a loop that was never
        compiled here takes some more; its code is then kept where the compiler
        finds a folder that this user may write, and made anew where there is none.
        """
        if find_spec("numba") is None:
            return None
        numba = import_module("numba")
        if numba.config.DISABLE_JIT:  # whoever looks for a fault in it
            return None
        try:
            made: Callable[P, R] = numba.njit(
                self.loop, nogil=True, cache=True, error_model="numpy"
            )
        except RuntimeError:  # no folder to keep it in
            made = numba.njit(self.loop, nogil=True, error_model="numpy")
        return made


__all__ = ["Compiled"]
