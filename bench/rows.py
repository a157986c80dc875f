"""Rows in COPY's text form, gathered by table, and the ids they are given."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from bench.world import Words, World
from shramsetu import rulebook
from shramsetu.lib import clock, numbers
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.words import VARIABLE

if TYPE_CHECKING:
    from bench.lives import Life

NULL = "\\N"
COLUMNS = {
    "casework_case": "id number kind state phase level holder_id due_at rests_until department_id category place_id "
    "district_id urgent sealed channel opened_by parent_id master_id outcome opened_at level_at closed_at limit_key "
    "limit_from warned warn_at revision head",
    "casework_party": "id case_id person_id part seat leads relation consents phone_owner best_time safe_to_call "
    "phone_key",
    "casework_searchtext": "case_id tokens",
    "people_person": "id name phone other_phone email address language keys made_at",
    "journal_entry": "id stream seq verb by role at written_at detail private_digest head",
    "journal_private": "entry_id salt body",
    "grievances_grievance": "case_id text landmark exclusion exclusion_appealed article transfers returns reopens "
    "asked_levels asked_at due_before_pause pauses authority authority_case",
    "grievances_report": "id case_id kind text level post_id by drafted_by at contacted_at letter_number evidence "
    "fingerprint flags",
    "grievances_check": "id report_id passed grade reasons second by at",
    "grievances_feedback": "id case_id attempt result answered_by misconduct text level by at",
    "grievances_lapse": "id case_id post_id user_id level due_at at",
    "casework_duty": "case_id purpose text",
    "outbox_message": "id key template audience channel to_phone to_email language values subject text units segments "
    "dlt_template dlt_header stream by state queued_at send_after attempts gateway gateway_ref error sent_at "
    "settled_at",
}
IDS = {
    "case": 2,
    "entry": 16,
    "person": 1,
    "party": 1,
    "report": 2,
    "check": 2,
    "feedback": 4,
    "lapse": 4,
    "message": 6,
}
FIRST = 100_000  # below lie the few rows of the set-up
AGAIN = 0.25  # share of complaints by somebody who complained before


class Blank(str):
    """What a copy fills in; written as it is, where all other text has its percent signs doubled."""

    __slots__ = ()


class Rows:
    """The rows of one history, with blanks where a copy of it has its own ids, number and complainant."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lines: dict[str, list[str]] = defaultdict(list)
        self.counts: dict[str, int] = defaultdict(int)

    def next(self, name: str) -> Blank:
        """Return the blank of a new id of `name`."""
        self.counts[name] += 1
        return Blank(f"%({name}{self.counts[name]})d")

    def write(self, table: str, *values: object) -> None:
        """Add one row; values come in the order of COLUMNS."""
        self.lines[table].append("\t".join([_text(value) for value in values]))

    def case(self, life: "Life", warn_at: datetime | None) -> None:
        """Add the case's own row."""
        key, from_on = life.limit
        self.write(
            "casework_case",
            life.pk, life.number, life.kind, life.state, life.phase, life.level, life.holder, life.due, life.rests,
            life.matter.department, life.matter.slug, life.district.pk, life.district.pk, life.matter.urgent, False,
            life.channel, life.by, life.parent, None, life.outcome, life.opened, life.level_at, life.closed_at, key,
            from_on, life.warned, warn_at, life.seq, life.head,
        )  # fmt: skip

    def grievance(self, life: "Life") -> None:
        """Add the complaint's words."""
        asked_at = life.level_at if life.asked else None
        self.write(
            "grievances_grievance",
            life.pk, life.words.text, "", "", False, "", 0, life.returns, 0, "{}", asked_at, life.before_pause,
            int(life.asked), "", "",
        )  # fmt: skip

    def party(self, case: str) -> None:
        """Add the complainant."""
        person, key = Blank("%(person)d"), Blank("%(key)s")
        self.write(
            "casework_party", self.next("party"), case, person, "complainant", 1, True, "", True, "", "", True, key
        )

    def search(self, case: str, vector: str) -> None:
        """Add what search knows."""
        self.write("casework_searchtext", case, vector)

    def entry(self, pk: str, number: str, seq: int, verb: str, by: str, role: str, at: datetime, *kept: object) -> None:
        """Add an entry; `kept` are its detail, private digest and head."""
        self.write("journal_entry", pk, Blank(f"case:{number}"), seq, verb, by, role, at, at, *kept)

    def private(self, entry: str, salt: bytes, body: str) -> None:
        """Add the personal side of an entry."""
        self.write("journal_private", entry, salt, body)

    def report(self, life: "Life", by: str, words: Words) -> str:
        """Add a report and return its id."""
        pk = self.next("report")
        letter = f"श्र.का./{words.fingerprint % 900 + 100}/{life.at.year}"
        self.write(
            "grievances_report",
            pk, life.pk, "final", words.text, life.level, life.holder, by, "", life.at, life.at - timedelta(hours=1),
            letter, '{"statements":"दोनों पक्षों के कथन लिए गए, संलग्न हैं।"}', words.fingerprint, "{}",
        )  # fmt: skip
        return pk

    def check(self, report: str, grade: str, by: str, at: datetime) -> None:
        """Add what the quality desk said."""
        self.write("grievances_check", self.next("check"), report, True, grade, "", False, by, at)

    def feedback(self, life: "Life", result: str, answerer: str, words: str, attempt: int, by: str) -> None:
        """Add a call."""
        self.write(
            "grievances_feedback",
            self.next("feedback"), life.pk, attempt, result, answerer, False, words, life.level, by, life.at,
        )  # fmt: skip

    def lapse(self, life: "Life", user: int) -> None:
        """Add who let it lie."""
        self.write("grievances_lapse", self.next("lapse"), life.pk, life.holder, user, life.level, life.due, life.at)

    def duty(self, case: str) -> None:
        """Add what a duty asks."""
        self.write("casework_duty", case, "late_report", "")

    def message(self, life: "Life", template: str) -> None:
        """Add a message that was delivered; its words are erased where the rulebook says so."""
        pk = self.next("message")
        found = rulebook.book().templates[template]
        seat = self.world.seats[life.holder or 0]
        values = {
            "number": Blank(life.number.replace("number", "spaced")), "post": seat.short[:25],
            "place": life.district.name_hi[:21], "date": f"{clock.day(life.due or life.rests or life.at):%d.%m.%Y}",
            "code": "••••••",
        }  # fmt: skip
        text = VARIABLE.sub(lambda match: values[match[1]], found.text.hi)
        body = "{" + ",".join(f'"{name}":"{values[name]}"' for name in found.variables) + "}"
        self.write(
            "outbox_message",
            Blank(f"00000000-0000-4000-8000-{pk.replace('d', '012x')}"),
            Blank(f"{life.number}:{life.seq}:{template}:{life.pk}"),
            template, found.to, "sms", Blank("%(phone)s"), "", "hi", Blank(body), "", Blank(text), len(text), 2,
            found.dlt_id, found.header, Blank(f"case:{life.number}"), "system", "delivered", life.at, life.at, 1,
            "http",            Blank(f"g{pk}"), "", life.at, life.at,
        )  # fmt: skip


class Pattern:
    """One history ready to be copied: for each table its lines with blanks."""

    def __init__(self, rows: Rows) -> None:
        self.blocks = {table: "\n".join(lines) + "\n" for table, lines in rows.lines.items()}
        self.blanks = [(name, f"{name}{number}") for name in rows.counts for number in range(1, rows.counts[name] + 1)]


class Printer:
    """Copies patterns, each copy with ids, numbers and a complainant of its own."""

    def __init__(self, world: World, first: int, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        self.ids = {name: FIRST + first * most for name, most in IDS.items()}
        self.texts: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self.people: list[tuple[int, str, str]] = []

    def copy(self, pattern: Pattern) -> None:
        """Add one copy of `pattern`."""
        given: dict[str, object] = {}
        for name, blank in pattern.blanks:
            self.ids[name] += 1
            given[blank] = self.ids[name]
            if name == "case":
                number = numbers.number_for(self.ids[name], settings.NUMBER_KEY)
                given[f"number{blank[4:]}"], given[f"spaced{blank[4:]}"] = number, numbers.spaced(number)
        given["person"], given["phone"], given["key"] = self._person()
        for table, block in pattern.blocks.items():
            self.texts[table].append(block % given)

    def _person(self) -> tuple[int, str, str]:
        """Return a complainant: a new person, or one who complained before."""
        if self.people and self.chance.random() < AGAIN:
            return self.chance.choice(self.people)
        self.ids["person"] += 1
        pk = self.ids["person"]
        name, keys = self.chance.choice(self.world.names)
        phone = f"+919{pk:09d}"
        self.texts["people_person"].append(f"{pk}\t{name}\t{phone}\t\t\t\thi\t{keys}\t{self.world.now}\n")
        found = (pk, phone, phone_key(phone))
        self.people.append(found)
        return found


def _text(value: object) -> str:
    if value is None:
        return NULL
    if value.__class__ is bytes:
        return "\\\\x" + value.hex()  # type: ignore[attr-defined, no-any-return]
    if value.__class__ is bool:
        return "t" if value else "f"
    if value.__class__ is Blank:
        return value  # type: ignore[return-value]
    text = str(value)
    if "%" in text:
        text = text.replace("%", "%%")
    return text.replace("\\", "\\\\") if "\\" in text else text
