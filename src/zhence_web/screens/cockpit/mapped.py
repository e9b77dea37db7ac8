"""The members below a place on a map, each by its standing, in the flow's colours."""

from __future__ import annotations

from collections.abc import Callable

from zhence.evidence import Text
from zhence_web.kit.mapping import Door, Drawing, Mark, drawing, stem_of
from zhence_web.records.boundaries.reads import DrawnLayer
from zhence_web.records.cockpit import reads
from zhence_web.records.cockpit.figures import STANDING, figure_id
from zhence_web.records.cockpit.ground import Ground
from zhence_web.screens.cockpit import present


def kinds_of(told: reads.Settled) -> list[tuple[str, Text]]:
    """Return the kind of each state, with its words, numbered as in the flow."""
    return [(str(nth), name) for nth, (_, name) in enumerate(told.states, 1)]


def drawn(
    told: reads.Settled,
    ground: Ground,
    policy: str,
    layer: DrawnLayer | None,
    link: Callable[[int], str],
) -> Drawing | None:
    """Return the map, ``None`` where no boundaries of the place were brought.

    *link* gives the address of a place below, by its organisation.
    """
    if layer is None:
        return None
    place = ground.place
    kinds = {state: str(nth) for nth, (state, _) in enumerate(told.states, 1)}
    names = dict(told.states)
    marks = [
        Mark(
            name=one.name.zh,
            codes=one.codes,
            kind=kinds[one.state],
            said=names[one.state],
            url=present.part_url(
                figure_id(STANDING, policy, one.state), str(one.site), place.org
            ),
        )
        for one in told.located
        if one.state in kinds
    ]
    doors = [
        Door(spot.code, spot.name, len(spot.sites), link(spot.org))
        for spot in ground.below
    ]
    # A site has no shape of its own; it is shown in the county that it lies in.
    within = next(
        (
            spot.code
            for spot in (place, *reversed(ground.above))
            if any(code.startswith(stem_of(spot.code)) for code in layer.divisions)
        ),
        place.code,
    )
    return drawing(layer, within, marks, doors)
