"""What the papers of a rescue operation say by themselves: place, team, persons by their codes, things seized."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import TextChoices
from django.utils import translation

from shramsetu import rulebook
from shramsetu.bonded import rescue_words, rights, unsealed, vault
from shramsetu.bonded.models import Accused, Information, Operation, Site, Survivor, TeamMember
from shramsetu.bonded.papers import values
from shramsetu.bonded.papers.sheet import Value
from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.rulebook.basis import Text

STEPS = (
    "inquiry",
    "rescue",
    "child-committee",
    "finding",
    "certificate",
    "immediate-assistance",
    "fir",
    "identity",
    "bank-account",
    "native-acceptance",
    "arrival",
    "plan",
)


@values.of("process-chart", "spot-questionnaire", "evidence-checklist", "rescue-memo", "police-complaint")
def operation(case: Case) -> Mapping[str, Value]:
    """Return what is known of an operation."""
    row = Operation.objects.select_related("site__district", "information__case").get(pk=case.pk)
    people = list(row.survivors.order_by("code"))
    return {
        "operation": values.number(case),
        "district": values.place(case.district),
        "informed_at": values.moment(row.information.case.opened_at) if row.information else "",
        "site": site_words(row.site),
        "order": row.order_number,
        "times": values.joined([values.moment(row.started_at), values.moment(row.ended_at)], " / "),
        "period": values.day(row.started_at.date() if row.started_at else None),
        "accused": accused_words(row.accused.order_by("pk")),
        "counted": _counted(row.information, people),
        "codes": ", ".join(one.code for one in people),
        "persons": [_person(one) for one in people],
        **_things(row),
        "steps": _steps(clock.day(case.opened_at)),
    }


def site_words(site: Site | None) -> Text | str:
    """Return trade, name and address of a place of work."""
    if site is None:
        return ""
    closed = vault.opened(site.key_id, bytes(site.closed), bound_to=site.code)
    sector = work_words(site.sector)
    named = [str(closed.get(part) or "") for part in ("name", "owner", "address")]
    return values.joined([sector, *named, values.place(site.district)])


def work_words(slug: str) -> Text | str:
    """Return a kind of work as a paper may say it: what says what was done to a person stands on none."""
    return rulebook.book().bonded.sectors.get(rights.sector(slug), "")


def accused_words(found: Iterable[Accused], *parts: str) -> Text | str:
    """Return names and parts of the accused; of those alone who had one of `parts`, if any are named."""
    told = list[Text | str]()
    for one in found:
        if not parts or one.part in parts:
            closed = vault.opened(one.key_id, bytes(one.closed), bound_to=one.code)
            name = str(closed.get("name") or one.code)
            told.append(values.joined([name, label(Accused.Part(one.part))], " · "))
    return values.joined(told, "; ")


def label(choice: TextChoices) -> Text | str:
    """Return the label of a choice in both languages."""
    said = []
    for language in ("hi", "en"):
        with translation.override(language):
            said.append(str(choice.label))
    return values.both(*said)


def post_words(post: Post | None) -> Text | str:
    """Return the title of a post with its place."""
    return values.both(post.title_hi, post.title_en) if post else ""


def sex_words(one: Survivor) -> Text | str:
    """Return the sex of a person."""
    return label(Survivor.Sex(one.sex))


def age_words(one: Survivor) -> Text:
    """Return whether a person is of age."""
    return Text(hi="18 वर्ष से कम", en="Below 18 years") if one.is_minor else Text(hi="वयस्क", en="Adult")


def _person(one: Survivor) -> tuple[Text | str, ...]:
    return (one.code, sex_words(one), age_words(one))


def _counted(told: Information | None, people: Sequence[Survivor]) -> Text | str:
    if people:
        grown = [one for one in people if not one.is_minor]
        women = sum(one.sex == Survivor.Sex.WOMAN for one in grown)
        return f"{len(grown) - women} / {women} / {len(people) - len(grown)}"
    return f"{told.men} / {told.women} / {told.children}" if told else ""


def _things(row: Operation) -> dict[str, Value]:
    found = rescue_words.things(row, eyes=unsealed.printed(row.case))
    seized = [(f"{one.what} ({one.count})", post_words(one.kept_by)) for one in found]
    team = [
        (label(TeamMember.Part(one.part)), post_words(one.post) or one.name)
        for one in rescue_words.team(row, eyes=unsealed.printed(row.case))
    ]
    return {
        "team": team,
        "seized": [(str(n), what, where) for n, (what, where) in enumerate(seized, 1)],
        "seizures": [(str(n), what, "", where) for n, (what, where) in enumerate(seized, 1)],
    }


def _steps(on: date) -> list[tuple[Text | str, ...]]:
    book = rulebook.book().bonded
    rows = [(book.clocks[slug], book.clock(slug, on).due) for slug in STEPS]
    return [(one.what, book.owners[one.owner].title, values.span(due)) for one, due in rows]
