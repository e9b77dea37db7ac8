"""Files that were handed in, and what came of each."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Text300


class FileFaultOut(Out):
    """What is wrong in a file; *place* is "sheet!cell", a line, or empty.

    *error* false: it is asked about, and lets the file pass. A *soft* error passes
    with a reason written beside the figure, or given for the place of a code; any
    other has to be mended.
    """

    place: str
    error: bool
    soft: bool
    code: str
    words: Both
    remedy: Both


class UploadLine(Out):
    """What came of a file: *done* of *steps* until it is *over*.

    *of* is the return that it fills, ``null`` for a roster. *verdict* is empty until
    it is over, then accepted, unchanged or refused; *changed* counts the cells or rows
    that were written, or in a *trial* would have been. *given_up*: no worker could
    read it to the end, it may be sent again.
    """

    id: int
    kind: str
    kind_name: Both
    site: int
    of: int | None
    year: int | None
    trial: bool
    file_name: str
    sha256: str
    size: int
    over: bool
    done: int
    steps: int
    verdict: str
    rows: int
    changed: int
    annotated: bool
    given_up: bool
    sent_by: str
    sent_at: datetime
    done_at: datetime | None


class UploadOut(UploadLine):
    """The same with every fault that was found."""

    faults: list[FileFaultOut]


Place = Annotated[str, Field(min_length=1, max_length=120)]


class ReasonsIn(Body):
    """Why codes that do not check stay, by the places where they stand in the file."""

    reasons: Annotated[
        dict[Place, Text300], Field(default_factory=dict, max_length=500)
    ]
