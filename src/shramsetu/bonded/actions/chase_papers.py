"""Letters of a chase as papers: numbered and marked at print, signed by the home district, and back by scan."""

from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import unsealed
from shramsetu.bonded.actions import papers
from shramsetu.bonded.models import ChaseLetter, Paper
from shramsetu.bonded.papers import values
from shramsetu.bonded.papers.sheet import Value, Words
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.rulebook.basis import Text

LETTER, COPY = "chase-letter", "chase-copy"
COMMISSION = Text(
    hi="सचिव, राष्ट्रीय मानवाधिकार आयोग, नई दिल्ली",
    en="The Secretary General, National Human Rights Commission, New Delhi",
)


@transaction.atomic
def print_letter(letter: ChaseLetter, *, office: Post, by: Actor, at: datetime) -> Paper:
    """Return the paper of a letter; printed again it is the same one."""
    rows = ChaseLetter.objects.select_for_update(of=("self",))
    row = rows.select_related("paper", "chase__survivor__case__district").get(pk=letter.pk)
    if row.paper is not None:
        return row.paper
    kind = COPY if row.is_copy else LETTER
    paper = papers.print_form(kind, row.chase.survivor.case, office=office, by=by, at=at, written=_words(row))
    ChaseLetter.objects.filter(pk=row.pk, paper=None).update(paper=paper)
    return paper


def _words(row: ChaseLetter) -> dict[str, Value]:
    """Return what stands on a letter: code name, day and place, no name."""
    chase = row.chase
    survivor = chase.survivor
    state: Words = rulebook.book().bonded.states.get(survivor.rescue_state, survivor.rescue_state)
    where: list[Words] = [state, unsealed.for_work(survivor.case, chase.place)]
    return {
        "office": COMMISSION if row.is_copy else values.joined([chase.office, state]),
        "code": survivor.code,
        "home": values.place(survivor.native_district or survivor.case.district),
        "place": values.joined(where),
        "rescued": values.day(chase.rescued_on),
        "which": _which(row),
        "earlier": _earlier(row),
    }


def _which(row: ChaseLetter) -> Text:
    if row.is_copy:
        return Text(hi="आयोग को प्रति", en="Copy to the Commission")
    if row.number == 1:
        return Text(hi="पहला पत्र", en="First letter")
    return Text(hi=f"अनुस्मारक {row.number - 1}", en=f"Reminder {row.number - 1}")


def _earlier(row: ChaseLetter) -> Words:
    before = row.chase.letters.filter(number__lt=row.number, sent_on__isnull=False).order_by("number")
    return "; ".join(f"{one.letter_number}, {one.sent_on:%d.%m.%Y}" for one in before)
