"""What the sandbox of IGRS knows, in one SQLite file: killed at any moment it still knows all that it answered."""

import json
import sqlite3
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from shramsetu.bridges.igrs import contract
from shramsetu.bridges.igrs.contract import (
    Facts,
    Ledger,
    Mirrored,
    Noted,
    Reference,
    References,
    Row,
    SentLedger,
    SentRow,
    StateRow,
    Step,
    Taken,
)
from shramsetu.lib import clock

_TABLES = """
CREATE TABLE IF NOT EXISTS cases (number TEXT PRIMARY KEY, igrs_number TEXT, gone INTEGER DEFAULT 0, changed REAL);
CREATE TABLE IF NOT EXISTS steps (number TEXT, seq INTEGER, facts TEXT, digest TEXT, words TEXT,
    PRIMARY KEY (number, seq));
CREATE TABLE IF NOT EXISTS sent (place INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT UNIQUE, body TEXT,
    taken INTEGER DEFAULT 0, "case" TEXT DEFAULT '', changed REAL);
"""


class Gone(LookupError):
    """This case was withdrawn."""


class Unknown(LookupError):
    """This is not here."""


class Store:
    """Cases, steps and references. Each call is one transaction; `now` are seconds since 1970."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def mirror(self, number: str, seq: int, step: Step, *, now: float) -> Mirrored:
        """Keep a step; the same one twice is one, another body under its number takes its place. Raises Gone."""
        digest = contract.digest(step.facts)
        with self._lock, self._database:
            self._run("BEGIN IMMEDIATE")
            known = self._one("SELECT igrs_number, gone FROM cases WHERE number = ?", number)
            if known and known[1]:
                raise Gone(number)
            theirs = known[0] if known else step.facts.reference or f"IGRS-{number}"
            self._run(
                "INSERT INTO cases (number, igrs_number, changed) VALUES (?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET changed = excluded.changed",
                number, theirs, now,
            )  # fmt: skip
            words = step.words.model_dump_json() if step.words else None
            self._run(
                "INSERT OR REPLACE INTO steps (number, seq, facts, digest, words) VALUES (?, ?, ?, ?, ?)",
                number, seq, step.facts.model_dump_json(), digest, words,
            )  # fmt: skip
        return Mirrored(number=number, igrs_number=theirs, seq=seq, digest=digest)

    def withdraw(self, number: str) -> Noted:
        """Forget the words and steps of a case for ever."""
        with self._lock, self._database:
            self._run("BEGIN IMMEDIATE")
            self._run("DELETE FROM steps WHERE number = ?", number)
            self._run(
                "INSERT INTO cases (number, igrs_number, gone) VALUES (?, '', 1)"
                " ON CONFLICT (number) DO UPDATE SET gone = 1",
                number,
            )
        return Noted(number=number)

    def row(self, number: str) -> Row:
        """Return how a case stands. Raises Unknown, Gone."""
        with self._lock:
            known = self._one("SELECT igrs_number, gone FROM cases WHERE number = ?", number)
            steps = self._all("SELECT seq, digest FROM steps WHERE number = ? ORDER BY seq", number)
        if known and known[1]:
            raise Gone(number)
        if not known or not steps:
            raise Unknown(number)
        digest = contract.digest_of_case(steps)
        return Row(number=number, igrs_number=known[0], steps=len(steps), last=steps[-1][0], digest=digest)

    def ledger(self, *, since: float, after: str, limit: int) -> Ledger:
        """Return the cases that changed since, by number."""
        asked = "SELECT number FROM cases WHERE gone = 0 AND changed >= ? AND number > ? ORDER BY number LIMIT ?"
        with self._lock:
            found = [one for (one,) in self._all(asked, since, after, limit + 1)]
        return Ledger(rows=[self.row(one) for one in found[:limit]], more=len(found) > limit)

    def facts(self, number: str) -> dict[int, Facts]:
        """Return the facts of each step, for whoever looks at the sandbox."""
        with self._lock:
            rows = self._all("SELECT seq, facts FROM steps WHERE number = ? ORDER BY seq", number)
        return {seq: Facts.model_validate_json(said) for seq, said in rows}

    def send(self, reference: Reference, *, now: float) -> None:
        """Give a reference to the department; once, however often it is given."""
        with self._lock, self._database:
            self._run("BEGIN IMMEDIATE")
            self._run(
                "INSERT OR IGNORE INTO sent (number, body, changed) VALUES (?, ?, ?)",
                reference.number, reference.model_dump_json(), now,
            )  # fmt: skip

    def references(self, *, after: int, limit: int) -> References:
        """Return the references behind a cursor."""
        with self._lock:
            rows = self._all("SELECT place, body FROM sent WHERE place > ? ORDER BY place LIMIT ?", after, limit)
        found = [Reference(**json.loads(body)) for _, body in rows]
        return References(cursor=rows[-1][0] if rows else after, references=found)

    def reference(self, number: str) -> Reference:
        """Return one reference. Raises Unknown."""
        with self._lock:
            row = self._one("SELECT body FROM sent WHERE number = ?", number)
        if not row:
            raise Unknown(number)
        return Reference(**json.loads(row[0]))

    def taken(self, number: str, said: Taken, *, now: float) -> Noted:
        """Note that a reference has arrived. Raises Unknown."""
        with self._lock, self._database:
            self._run("BEGIN IMMEDIATE")
            noted = self._database.execute(
                'UPDATE sent SET taken = 1, "case" = ?, changed = ? WHERE number = ?', (said.case, now, number)
            )
        if not noted.rowcount:
            raise Unknown(number)
        return Noted(number=number)

    def sent(self, *, since: float, after: str, limit: int) -> SentLedger:
        """Return the references that changed since, by number."""
        asked = 'SELECT number, taken, "case" FROM sent WHERE changed >= ? AND number > ? ORDER BY number LIMIT ?'
        with self._lock:
            rows = self._all(asked, since, after, limit + 1)
        shown = [SentRow(number=number, taken=bool(taken), case=case) for number, taken, case in rows[:limit]]
        return SentLedger(rows=shown, more=len(rows) > limit)

    def states(self, *, since: float) -> list[StateRow]:
        """Return how the cases stand that changed since, by number, and the references that were not said taken."""
        asked = (
            "SELECT number, igrs_number, seq, facts FROM cases JOIN steps USING (number)"
            " WHERE gone = 0 AND changed >= ? ORDER BY number, seq"
        )
        with self._lock:
            steps = self._all(asked, since)
            left = self._all("SELECT number, body FROM sent WHERE taken = 0 AND changed >= ? ORDER BY number", since)
        last = {number: (theirs, seq, Facts.model_validate_json(said)) for number, theirs, seq, said in steps}
        untaken = [StateRow(igrs_number=number, stream=json.loads(body)["stream"]) for number, body in left]
        return [*(_state(number, *row) for number, row in last.items()), *untaken]

    def lose(self, number: str, seq: int) -> None:
        """Lose a step, so that a reconciliation has something to find."""
        with self._lock, self._database:
            self._run("BEGIN IMMEDIATE")
            self._run("DELETE FROM steps WHERE number = ? AND seq = ?", number, seq)
            rest = self._one("SELECT count(*) FROM steps WHERE number = ?", number)
            if rest and not rest[0]:
                self._run("DELETE FROM cases WHERE number = ?", number)

    def _run(self, statement: str, *values: object) -> None:
        with closing(self._database.execute(statement, values)):
            pass

    def _one(self, statement: str, *values: object) -> Any:
        with closing(self._database.execute(statement, values)) as found:
            return found.fetchone()

    def _all(self, statement: str, *values: object) -> list[Any]:
        with closing(self._database.execute(statement, values)) as found:
            return found.fetchall()


def _state(number: str, theirs: str, seq: int, facts: Facts) -> StateRow:
    at = clock.local(datetime.fromisoformat(facts.at)).isoformat(timespec="seconds")
    return StateRow(number=number, igrs_number=theirs, stream=facts.stream, state=facts.state, last_step=seq, at=at)
