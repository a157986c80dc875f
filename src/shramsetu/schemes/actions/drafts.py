"""Claims being written: kept so that nothing is lost by an error, a dead battery or a service that was down."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as attached
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib.conditions import Value
from shramsetu.schemes import asked, fact_forms
from shramsetu.schemes.actions import claiming
from shramsetu.schemes.models import Draft
from shramsetu.schemes.telling import Telling
from shramsetu.schemes.words import SAY
from shramsetu.workers.actions import service
from shramsetu.workers.models import Worker


def begin(worker: Worker, scheme: str, *, by: Actor, at: datetime) -> Draft:
    """Return the draft of a claim, the one that was begun before or a new one."""
    made = {"begun_at": at, "changed_at": at}
    return Draft.objects.get_or_create(worker=worker, scheme=scheme, by=by.key, claim=None, defaults=made)[0]


def tell(draft: Draft, values: Mapping[str, Value], *, at: datetime) -> Draft:
    """Keep what was told."""
    book = rulebook.book().scheme_rules.facts
    facts = {**draft.facts, **{name: fact_forms.plain(book[name], one) for name, one in values.items()}}
    Draft.objects.filter(pk=draft.pk, claim=None).update(facts=facts, changed_at=at)
    draft.facts = facts
    return draft


def untell(draft: Draft, name: str, *, at: datetime) -> Draft:
    """Forget one answer, so that it is asked again."""
    facts = {key: one for key, one in draft.facts.items() if key != name}
    Draft.objects.filter(pk=draft.pk, claim=None).update(facts=facts, changed_at=at)
    draft.facts = facts
    return draft


@transaction.atomic
def lay(draft: Draft, slug: str, *, upload: UploadedFile, by: Actor, at: datetime) -> Draft:
    """Keep a paper with the draft. Raises FalseType or TooLarge; Refused for one paper too many."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk, claim=None)
    if attached.attached(locked.stream).count() >= rules.figure("files.per_filing", at):
        raise Refused(SAY["too_many_papers"], slug)
    kept = files.store(upload, stream=locked.stream, purpose=Purpose.OTHER, by=by, at=at)
    locked.papers = {**locked.papers, slug: [*locked.papers.get(slug, []), str(kept.pk)]}
    Draft.objects.filter(pk=locked.pk).update(papers=locked.papers, changed_at=at)
    return locked


def values(draft: Draft) -> dict[str, Value]:
    """Return what was told so far, as the rules take it; a fact that the rulebook no longer knows is left out."""
    book = rulebook.book().scheme_rules.facts
    return {name: fact_forms.read(book[name], one) for name, one in draft.facts.items() if name in book}


def counts_on(draft: Draft, *, at: datetime) -> date:
    """Return the day of the application if the draft is sent at `at`: that of the draft where the service was down."""
    return clock.day(service.counts_from(draft.begun_at, at=at)[0])


def send(draft: Draft, *, channel: str, by: Actor, at: datetime) -> Case:
    """Make the draft a claim; sent twice, it is the same one."""
    papers = {slug: tuple(UUID(one) for one in ids) for slug, ids in draft.papers.items()}
    told = Telling(
        worker=draft.worker,
        scheme=draft.scheme,
        facts=asked.as_told(values(draft)),
        channel=channel,
        papers=papers,
        begun_at=draft.begun_at,
        key=f"draft:{draft.pk.hex}",
        draft=draft,
    )
    return claiming.submit(told, by=by, at=at)


def drop(draft: Draft) -> None:
    """Throw a draft away; its papers are the caller's to remove."""
    Draft.objects.filter(pk=draft.pk, claim=None).delete()
