"""One mapping out of several files of a pack, with the place of each name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from zhence.errors import Fault, Severity, Where, ZhenceError
from zhence.packs import build, schema
from zhence.packs.source import SourceFile
from zhence.rules.rulebook import Remark

Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item", bound=BaseModel)
Value = TypeVar("Value")


@dataclass(slots=True)
class Collector:
    """Joins the same mapping out of several files; a name stands only once.

    *faults* and *places* are filled as it goes: what cannot be built, and where each
    name stands, by its kind.
    """

    faults: list[Fault]
    places: dict[tuple[str, str], Where]

    def remarks(
        self, sources: Iterable[tuple[SourceFile, schema.RulesFile]]
    ) -> tuple[Remark, ...]:
        """Return the remarks over all *sources*, noting the place of each."""
        found: list[Remark] = []
        for source, model in sources:
            for index, item in enumerate(model.remarks):
                where = source.where(("remarks", index))
                try:
                    found.append(build.remark(item))
                except ValueError as error:
                    self.faults.append(_unbuildable(item.flag, error, where))
                    continue
                self.places["remark", str(len(found) - 1)] = where
        return tuple(found)

    def mapping(
        self,
        kind: str,
        sources: Iterable[tuple[SourceFile, Model]],
        key: str,
        held: Callable[[Model], dict[str, Item]],
        make: Callable[[str, Item], Value],
    ) -> dict[str, Value]:
        """Return name → value over all *sources*; note the place of each."""
        found: dict[str, Value] = {}
        for source, model in sources:
            for name, item in held(model).items():
                where = source.where((key, name))
                if name in found:
                    first = self.places[kind, name]
                    self.faults.append(
                        Fault(
                            "name_twice",
                            f"{name} 重复定义",
                            f"{name} is defined twice",
                            where,
                            f"只留一处（另一处在 {first}） / keep one of the two"
                            f" (the first is at {first})",
                        )
                    )
                    continue
                try:
                    found[name] = make(name, item)
                except (ValueError, ZhenceError) as error:
                    self.faults.append(_unbuildable(name, error, where))
                    continue
                self.places[kind, name] = where
        return found


def _unbuildable(name: str, error: Exception, where: Where) -> Fault:
    told = (
        error.faults[0].en
        if isinstance(error, ZhenceError) and error.faults
        else str(error)
    )
    return Fault(
        "value_wrong",
        f"{name} 写法有误",
        f"{name}: {told}",
        where,
        "写法见 packs/README.md / see packs/README.md",
        Severity.ERROR,
    )
