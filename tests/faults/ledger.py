"""What the driver knows for itself, kept outside, and how the database compares.

The database is read as a file, past the site: what is compared is what would be left
to an investigator.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEEDS = ("reporting", "lifecycle", "assessment", "intake")
OPEN_STATES = {"draft", "returned"}
DECIDED = ("lifecycle.record_decision", "lifecycle.withdraw_decision")


@dataclass
class Ledger:
    """Acknowledgements, and receipts of the chain's head, in the order they came."""

    returns: dict[int, dict[int, str]] = field(default_factory=dict)
    done: list[tuple[int, str]] = field(default_factory=list)
    receipts: list[tuple[int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def acknowledged(self) -> int:
        """How many deeds were acknowledged."""
        return self.kinds.total()

    def note(self, line: str) -> None:
        """Take down one line of the process that decides."""
        told = json.loads(line)
        if "done" in told:
            self.done.append((told["id"], told["done"]))
            self.kinds[told["done"]] += 1
        else:
            self.faults.append(line)

    def taken_in(self, upload: int, kind: str) -> None:
        """Take down what the site answered to whoever handed a file in."""
        self.done.append((upload, "intake.load"))
        self.kinds[f"intake.load {kind}"] += 1

    def approved(self, of: int, version: int, verb: str) -> None:
        """Take down what the site answered to a client."""
        self.returns.setdefault(of, {})[version] = verb
        self.kinds[f"reporting.{verb}"] += 1


@dataclass
class Found:
    """How many deeds of each kind the database holds, and what is wrong with them."""

    kinds: Counter[str]
    wrong: list[str]

    @property
    def deeds(self) -> int:
        """How many deeds the database holds."""
        return self.kinds.total()


def compare(database: Path, ledger: Ledger) -> Found:
    """Hold the database to the ledger and to itself."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        entries = _entries(db)
        acts = _acts(db)
        wrong = [
            *_whole(db),
            *_returns(db, acts, entries),
            *_figures(db, entries),
            *_decisions(db, entries),
            *_runs(db, entries),
            *_cells(db, entries),
            *_uploads(db, entries),
            *_workbooks(db, entries),
            *_rosters(db),
            *_lost(ledger, acts, entries),
        ]
    kinds = Counter(_kind(e) for e in entries if e["action"].startswith(DEEDS))
    kinds.pop("reporting.open", None)
    return Found(kinds, wrong)


def _kind(entry: dict[str, Any]) -> str:
    """Return the kind of a deed; files are told apart by what is in them."""
    action: str = entry["action"]
    return f"{action} {entry['detail']['kind']}" if action == "intake.load" else action


def _whole(db: sqlite3.Connection) -> Iterator[str]:
    (said,) = db.execute("PRAGMA integrity_check").fetchone()
    if said != "ok":
        yield f"the file is broken: {said}"
    for row in db.execute("PRAGMA foreign_key_check"):
        yield f"a key leads nowhere: {tuple(row)}"


def _entries(db: sqlite3.Connection) -> list[dict[str, Any]]:
    rows = db.execute("SELECT payload FROM records_entry ORDER BY seq")
    return [json.loads(row["payload"]) for row in rows]


def _acts(db: sqlite3.Connection) -> dict[int, list[sqlite3.Row]]:
    rows = db.execute(
        "SELECT r.of_id AS of_id, r.number, a.verb, a.before, a.after"
        " FROM records_act a JOIN records_revision r ON r.id = a.revision_id"
        " ORDER BY a.id"
    )
    found: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["of_id"]].append(row)
    return found


def _returns(
    db: sqlite3.Connection,
    acts: dict[int, list[sqlite3.Row]],
    entries: list[dict[str, Any]],
) -> Iterator[str]:
    """Yield where state, acts, revisions and audit of a return do not go together."""
    audited: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for entry in entries:
        kind, id_ = entry["object"]
        if kind == "return" and entry["action"] != "reporting.open":
            verb = entry["action"].partition(".")[2]
            audited[int(id_)].append((verb, entry["detail"]["revision"]))
    for row in db.execute("SELECT id, state, version FROM records_return"):
        mine, of = acts[row["id"]], row["id"]
        if [(a["verb"], a["number"]) for a in mine] != audited[of]:
            yield f"return {of}: the acts are not those that the audit tells"
        states = ["draft", *(a["after"] for a in mine)]
        if [a["before"] for a in mine] != states[:-1] or row["state"] != states[-1]:
            yield f"return {of}: its state does not follow from its acts"
        if row["version"] != len(mine) + 1:
            yield f"return {of}: version {row['version']} after {len(mine)} acts"
        yield from _revisions(db, of, row["state"], [a["verb"] for a in mine])


def _revisions(
    db: sqlite3.Connection, of: int, state: str, verbs: list[str]
) -> Iterator[str]:
    rows = db.execute(
        "SELECT r.sealed_at, (SELECT count(*) FROM records_cell c"
        " WHERE c.revision_id = r.id) AS cells"
        " FROM records_revision r WHERE r.of_id = ? ORDER BY r.number",
        [of],
    ).fetchall()
    if len(rows) != 1 + verbs.count("send_back"):
        yield f"return {of}: {len(rows)} revisions for its acts"
    sealed = [row["sealed_at"] is not None for row in rows]
    if sealed != [True] * (len(rows) - 1) + [state not in OPEN_STATES]:
        yield f"return {of}: the seals do not fit its state"
    if len({row["cells"] for row in rows}) != 1 and "fill" in verbs:
        yield f"return {of}: a revision has not all cells"
    (reasons,) = db.execute(
        "SELECT count(*) FROM records_returnedcell c"
        " JOIN records_act a ON a.id = c.act_id"
        " JOIN records_revision r ON r.id = a.revision_id WHERE r.of_id = ?",
        [of],
    ).fetchone()
    if reasons != verbs.count("send_back"):
        yield f"return {of}: {reasons} reasons for its acts"


def _figures(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    told = [o for e in entries for o in e["detail"].get("observations", ())]
    rows = db.execute("SELECT id FROM records_observation ORDER BY id")
    if sorted(told) != [row["id"] for row in rows]:
        yield "the figures are not those that the audit tells"


def _decisions(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where decisions, their moves and the audit do not go together."""
    told = [_decided(e) for e in entries if e["action"] in DECIDED]
    rows = db.execute(
        "SELECT d.id, d.what, d.published_at, d.withdrawn_by_id, m.id AS move"
        " FROM records_decision d LEFT JOIN records_move m ON m.decision_id = d.id"
        " ORDER BY d.id"
    ).fetchall()
    if sorted(told) != [row["id"] for row in rows]:
        yield "the decisions are not those that the audit tells"
    published = [e for e in entries if e["action"] == "lifecycle.publish_decision"]
    if len(published) != sum(row["published_at"] is not None for row in rows):
        yield "what is published is not what the audit tells"
    withdrawn = sum(row["withdrawn_by_id"] is not None for row in rows)
    if withdrawn != sum(row["what"] == "withdraw" for row in rows):
        yield "a withdrawal is half done"
    for row in rows:
        if row["what"] == "downgrade" and row["move"] is None:
            yield f"decision {row['id']} moved nothing"


def _runs(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where runs, their results and progress, and the audit differ."""
    asked = [e["object"][1] for e in entries if e["action"] == "assessment.ask_run"]
    finished = {
        e["object"][1]: e["detail"]["results"]
        for e in entries
        if e["action"] == "assessment.finish_run"
    }
    rows = db.execute(
        "SELECT r.id, r.done_at, r.snapshot_id, p.stage, p.done,"
        " (SELECT count(*) FROM records_result s WHERE s.run_id = r.id) AS results"
        " FROM records_run r JOIN records_progress p ON p.id = r.progress_id"
        " ORDER BY r.id"
    ).fetchall()
    if asked != [str(row["id"]) for row in rows]:
        yield "the runs are not those that the audit tells"
    for row in rows:
        id_, done = str(row["id"]), row["done_at"] is not None
        if row["snapshot_id"] is None:
            yield f"run {id_} has nothing frozen to look at"
        if done != (row["stage"] == "done") or done != (id_ in finished):
            yield f"run {id_} is half finished"
        elif row["results"] != row["done"]:
            yield f"run {id_}: {row['results']} results, told as {row['done']}"
        elif done and row["results"] != finished[id_]:
            yield f"run {id_}: {row['results']} results, {finished[id_]} audited"


def _cells(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where a return holds other cells than all that were told, typed or read."""
    told: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for entry in entries:
        if entry["action"] == "reporting.fill":
            cells = entry["detail"]["cells"]
            told[int(entry["object"][1])] |= {
                c: new[:2] for c, (_, new) in cells.items()
            }
    held: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for row in db.execute(
        "SELECT r.of_id, c.item, c.kind, c.typed FROM records_cell c"
        " JOIN records_revision r ON r.id = c.revision_id WHERE r.number ="
        " (SELECT max(number) FROM records_revision n WHERE n.of_id = r.of_id)"
    ):
        held[row["of_id"]][row["item"]] = [row["kind"], row["typed"]]
    for of in {*told, *held}:
        if told[of] != held[of]:
            yield f"return {of}: its cells are not those that the audit tells"


def _uploads(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where a file is not as its audit says, or was refused: all are sound."""
    told = {
        int(e["object"][1]): (e["detail"]["verdict"], e["detail"]["file"])
        for e in entries
        if e["action"] == "intake.load"
    }
    rows = db.execute("SELECT id, verdict, sha256, faults FROM records_upload")
    held = {row["id"]: row for row in rows}
    if told != {id_: (row["verdict"], row["sha256"]) for id_, row in held.items()}:
        yield "the uploads are not those that the audit tells"
    for id_, row in held.items():
        if row["verdict"] != "accepted":
            yield f"upload {id_} is {row['verdict']}: {row['faults']}"


def _workbooks(db: sqlite3.Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where a filled return did not write each of its cells, once."""
    told = sorted(
        (int(e["object"][1]), e["detail"]["file"], len(e["detail"]["cells"]))
        for e in entries
        if e["action"] == "reporting.fill" and "file" in e["detail"]
    )
    rows = db.execute(
        "SELECT of_id, sha256, changed FROM records_upload WHERE kind = 'return'"
        " AND verdict = 'accepted'"
    )
    if told != sorted(map(tuple, rows)):
        yield "the filled workbooks are not those whose cells were written"


def _rosters(db: sqlite3.Connection) -> Iterator[str]:
    """Yield where a roster of firms was taken in by half."""
    rows = db.execute(
        "SELECT u.id, u.verdict, u.rows, u.sha256,"
        " (SELECT count(*) FROM records_firmyear WHERE source = sha256) AS written"
        " FROM records_upload u WHERE u.kind = 'firms' ORDER BY u.id"
    ).fetchall()
    for row in rows:
        if row["written"] != (row["rows"] if row["verdict"] == "accepted" else 0):
            yield f"upload {row['id']}: {row['written']} rows of {row['rows']}"
    hashes = {row["sha256"] for row in rows}
    for (source,) in db.execute("SELECT DISTINCT source FROM records_firmyear"):
        if source not in hashes:
            yield "there are rows of a file that nobody handed in"
    tenants, figures = db.execute(
        "SELECT (SELECT count(*) FROM records_tenancy),"
        " (SELECT count(*) FROM records_firmyear)"
    ).fetchone()
    if tenants != figures:
        yield f"{tenants} tenants with {figures} figures: a roster is half done"


def _decided(entry: dict[str, Any]) -> int:
    """Return the decision that an entry made; a withdrawal is told of the first."""
    return int(entry["detail"].get("by") or entry["object"][1])


def _lost(
    ledger: Ledger,
    acts: dict[int, list[sqlite3.Row]],
    entries: list[dict[str, Any]],
) -> Iterator[str]:
    """Yield what was acknowledged and is not there."""
    for of, told in ledger.returns.items():
        verbs = dict(enumerate((a["verb"] for a in acts[of]), 1))
        for version, verb in told.items():
            if verbs.get(version) != verb:
                yield f"LOST: return {of}, version {version}: {verb}"
    kept = {(e["object"][1], e["action"]) for e in entries}
    for id_, action in ledger.done:
        if (str(id_), action) not in kept:
            yield f"LOST: {action} {id_}"
