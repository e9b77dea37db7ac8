"""Ways to tamper with an exported audit file, drawn by a seed.

Each gives back other bytes than it was given. Those in ``NEED_A_RECEIPT`` write a
chain that is whole in itself, as somebody could who holds the whole site.
"""

import json
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from zhence_web.records.audit.chain import (
    GENESIS,
    attested,
    entry_line,
    header_line,
    moment,
    payload_text,
    seal,
)

Payload = dict[str, object]
Way = Callable[[bytes, random.Random], bytes]


def dice(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the same mutations each run


def lines_of(file: bytes) -> list[bytes]:
    return file.splitlines(keepends=True)


def payloads_of(file: bytes) -> list[Payload]:
    return [
        json.loads(json.loads(line)["payload"])
        for line in file.decode().split("\n")[1:-1]
    ]


def when(payload: Payload) -> datetime:
    return datetime.fromisoformat(str(payload["at"]))


def written(payloads: list[Payload], *, number: bool = True) -> bytes:
    """Return a whole file over these payloads, sealed anew from the first on."""
    digest, lines, last = GENESIS, [], {}
    for seq, payload in enumerate(payloads, 1):
        last = payload | {"seq": seq} if number else payload
        text = payload_text(last)
        previous, digest = digest, seal(digest, text)
        lines.append(entry_line(seq, previous, digest, text))
    detail = last.get("detail")
    site = str(detail.get("site", "")) if isinstance(detail, dict) else ""
    head = header_line(site, when(last), len(payloads), digest)
    return "".join([head, *lines]).encode()


def edited(payload: Payload, rng: random.Random) -> Payload:
    """Return a payload that says something else, but nothing of the clock."""
    key = rng.choice(["actor", "for", "office", "action", "object", "detail"])
    other: Mapping[str, object] = {
        "object": ["return", f"x{rng.random()}"],
        "detail": {"after": rng.random()},
    }
    return payload | {key: other.get(key, f"x{rng.random()}")}


def told_right(payloads: list[Payload]) -> list[Payload]:
    """Return payloads whose marks of the clock are what they have to be."""
    latest, told = "", []
    for payload in payloads:
        at = str(payload["at"])
        plain = {k: v for k, v in payload.items() if k != "behind"}
        told.append(plain | {"behind": latest} if at < latest else plain)
        latest = max(at, latest)
    return told


def flipped(file: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(file))
    return file[:at] + bytes([file[at] ^ rng.randrange(1, 256)]) + file[at + 1 :]


def edited_in_place(file: bytes, rng: random.Random) -> bytes:
    """Edit one payload; sometimes seal that line anew, and never those after it."""
    lines = lines_of(file)
    at = rng.randrange(1, len(lines))
    entry = json.loads(lines[at])
    text = payload_text(edited(json.loads(entry["payload"]), rng))
    anew = rng.random() < 0.5
    digest = seal(entry["previous"], text) if anew else entry["digest"]
    lines[at] = entry_line(entry["seq"], entry["previous"], digest, text).encode()
    return b"".join(lines)


def field_changed(file: bytes, rng: random.Random) -> bytes:
    lines = lines_of(file)
    at = rng.randrange(1, len(lines))
    entry = json.loads(lines[at])
    match rng.choice(["seq", "previous", "digest", "payload"]):
        case "seq":
            entry["seq"] = rng.choice([0, -1, True, 1.5, entry["seq"] + 1, 10**30])
        case "payload":
            entry["payload"] = rng.choice([None, {}, "", "[]", entry["payload"] + " "])
        case word:
            entry[word] = rng.choice(["", None, GENESIS[1:], f"{rng.random()}"])
    lines[at] = payload_text(entry).encode() + b"\n"
    return b"".join(lines)


def deleted(file: bytes, rng: random.Random) -> bytes:
    lines = lines_of(file)
    first = rng.randrange(len(lines))
    del lines[first : first + rng.choice([1, 1, 2, 5])]
    return b"".join(lines)


def swapped(file: bytes, rng: random.Random) -> bytes:
    lines = lines_of(file)
    one, other = rng.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def inserted(file: bytes, rng: random.Random) -> bytes:
    lines = lines_of(file)
    at = rng.randrange(1, len(lines))
    before = json.loads(lines[at])
    text = payload_text(edited(json.loads(before["payload"]), rng))
    digest = seal(before["digest"], text)
    forged = entry_line(before["seq"] + 1, before["digest"], digest, text).encode()
    lines.insert(at + 1, rng.choice([forged, b"\n", b"{}\n", lines[0]]))
    return b"".join(lines)


def duplicated(file: bytes, rng: random.Random) -> bytes:
    lines = lines_of(file)
    at = rng.randrange(len(lines))
    lines.insert(rng.choice([at, rng.randrange(len(lines) + 1)]), lines[at])
    return b"".join(lines)


def cut_off(file: bytes, rng: random.Random) -> bytes:
    return file[: rng.randrange(len(file))]


def cut_off_with_its_header(file: bytes, rng: random.Random) -> bytes:
    """Cut after an entry that is no export, and write the header that would fit."""
    payloads = payloads_of(file)
    ends = [n for n, p in enumerate(payloads, 1) if p["action"] != "audit.export"]
    return written(payloads[: rng.choice(ends)])


def clock_back(file: bytes, rng: random.Random) -> bytes:
    """Set one time back, say nothing of it, and seal everything anew."""
    payloads = payloads_of(file)
    at = rng.randrange(1, len(payloads))
    back = when(payloads[at - 1]) - timedelta(seconds=rng.randrange(1, 10**6))
    plain = {k: v for k, v in payloads[at].items() if k != "behind"}
    payloads[at] = plain | {"at": moment(back)}
    return written(payloads)


def marked_falsely(file: bytes, rng: random.Random) -> bytes:
    """Let an entry say of the clock what is not so, and seal everything anew."""
    payloads = payloads_of(file)
    at = rng.randrange(len(payloads))
    said = moment(when(payloads[at]) + timedelta(days=rng.randrange(1, 99)))
    payloads[at] = payloads[at] | {"behind": rng.choice([said, "", "x"])}
    return written(payloads)


def misnumbered(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    at = rng.randrange(len(payloads))
    payloads[at] = payloads[at] | {"seq": rng.choice([0, at, at + 2, True])}
    return written(payloads, number=False)


def header_changed(file: bytes, rng: random.Random) -> bytes:
    first, rest = file.split(b"\n", 1)
    header = json.loads(first)
    key = rng.choice([*header, "more", "less"])
    if key == "less":
        del header[rng.choice([*header])]
    else:
        header[key] = rng.choice([None, True, "x", 0, [], rng.random()])
    return payload_text(header).encode() + b"\n" + rest


def dressed(file: bytes, rng: random.Random) -> bytes:
    """Leave every word and change how it is written."""
    at = rng.randrange(len(lines_of(file)))
    lines = lines_of(file)
    spaced = json.dumps(json.loads(lines[at]), ensure_ascii=False).encode() + b"\n"
    lines[at] = rng.choice([lines[at][:-1] + b"\r\n", b" " + lines[at], spaced])
    whole = rng.choice(
        [b"\xef\xbb\xbf" + file, file + b"\n", file + b" ", file + b"\0"]
    )
    return rng.choice([b"".join(lines), whole])


def rewritten(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    at = rng.randrange(len(payloads) - 1)
    payloads[at] = edited(payloads[at], rng)
    return written(payloads)


def left_out(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    del payloads[rng.randrange(len(payloads) - 1)]
    return written(told_right(payloads))


def reordered(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    one, other = rng.sample(range(len(payloads) - 1), 2)
    payloads[one], payloads[other] = payloads[other], payloads[one]
    return written(told_right(payloads))


def backdated(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    at = rng.randrange(len(payloads) - 1)
    back = when(payloads[at]) - timedelta(seconds=rng.randrange(1, 10**6))
    payloads[at] = payloads[at] | {"at": moment(back)}
    return written(told_right(payloads))


def cut_back_to_an_export(file: bytes, rng: random.Random) -> bytes:
    payloads = payloads_of(file)
    ends = [n for n, p in enumerate(payloads, 1) if p["action"] == "audit.export"]
    return written(payloads[: rng.choice(ends[:-1])])


def swapped_as_a_whole(file: bytes, rng: random.Random) -> bytes:
    """Write the log of a site where other things happened, of the same length."""
    *payloads, last = payloads_of(file)
    other = [p | {"actor": f"x{rng.random()}"} for p in payloads]
    return written([*other, last | {"detail": attested("elsewhere")}])


FOUND_BY_ITSELF: list[Way] = [
    flipped,
    edited_in_place,
    field_changed,
    deleted,
    swapped,
    inserted,
    duplicated,
    cut_off,
    cut_off_with_its_header,
    clock_back,
    marked_falsely,
    misnumbered,
    header_changed,
    dressed,
]
NEED_A_RECEIPT: list[Way] = [
    rewritten,
    left_out,
    reordered,
    backdated,
    cut_back_to_an_export,
    swapped_as_a_whole,
]
