"""Erasing what bonded labour keeps of cases that are over for good.

What lies encrypted with a case goes with the case's data key. Here goes the rest: what is closed under the keys of the
environment, the hashes by which somebody is met again, and the numbers that lead to a person elsewhere. What is counted
(sums, days, verdicts, clocks) stays. What speaks of several people goes with the last of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from shramsetu.bonded import bound, packet_box, vault
from shramsetu.bonded.models import (
    Account,
    Accused,
    BankFile,
    BondedDuty,
    Chase,
    Consent,
    Hearing,
    Information,
    Journey,
    Operation,
    Packet,
    PaperBody,
    Payment,
    Register,
    Scan,
    Seizure,
    Site,
    Statement,
    StatementRow,
    Survivor,
    SurvivorKeys,
    TeamMember,
    Track,
    TrackAccused,
    Traveller,
)
from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.journal import actions as journal

Row = TypeVar("Row", bound=Model)
BATCH = 200
GONE = "—"  # where a row must name something


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase what is kept of `cases` outside of their sealed bodies."""
    pks = [case.pk for case in cases]
    _persons(pks)
    _papers(pks, at)
    _money(pks, at)
    _ways(pks)
    _matters(pks)


def previews(before: datetime) -> QuerySet[Register]:
    """Return the old registers that were looked at so long ago and never written."""
    return Register.objects.filter(state=Register.State.PREVIEW, at__lt=before)


def forget_previews(before: datetime, at: datetime) -> int:
    """Remove a batch of them; that they were looked at stays in the journal."""
    del at
    batch = previews(before).order_by("at").values_list("pk", flat=True)[:BATCH]
    return Register.objects.filter(pk__in=list(batch)).delete()[0]


def lines_of_nobody(before: datetime) -> QuerySet[StatementRow]:
    """Return the lines of statements, read so long ago, that name nobody who is known here."""
    return StatementRow.objects.filter(entry=None, emptied=False, statement__at__lt=before)


def forget_lines(before: datetime, at: datetime) -> int:
    """Empty a batch of them; that they were read, and to what they came, stays."""
    del at
    batch = lines_of_nobody(before).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return _empty_lines(StatementRow.objects.filter(pk__in=list(batch)))


def _persons(pks: list[int]) -> None:
    SurvivorKeys.objects.filter(survivor__in=pks).delete()
    BondedDuty.objects.filter(pk__in=pks).update(text="", reason="")
    Chase.objects.filter(survivor__in=pks).update(office=GONE, place="")
    Chase.objects.filter(survivor__in=pks).exclude(certificate_number="").update(certificate_number=GONE)
    Consent.objects.filter(survivor__in=pks).update(witness="", for_child_by="")
    last = _last_of(Register.objects.filter(written__survivor__in=pks), pks, "register_rows__register")
    for row in last:
        shut = vault.shut({"rows": []}, bound_to=bound.register(row), child=True)
        Register.objects.filter(pk=row.pk).update(key_id=shut.key_id, closed=shut.closed)


def _papers(pks: list[int], at: datetime) -> None:
    """Papers of the cases, and those of a rescue once nobody of it is kept; scans that still wait for their place."""
    over = _last_of(Operation.objects.filter(survivors__in=pks), pks, "operation")
    PaperBody.objects.filter(paper__case__in=[*pks, *(one.pk for one in over)]).delete()
    scans = Scan.objects.filter(paper__case__in=pks)
    files.forget([scan.stream for scan in scans], at=at)


def _money(pks: list[int], at: datetime) -> None:
    for account in Account.objects.filter(survivor__in=pks).select_related("survivor"):
        account.mask = account.key = account.reason = ""
        account.name_matches = True
        shut = vault.shut({}, bound_to=bound.account(account), child=account.survivor.is_minor)
        account.key_id, account.closed = shut.key_id, shut.closed
        account.save(update_fields=["mask", "key", "reason", "name_matches", "key_id", "closed"])
    sums = Payment.objects.filter(survivor__in=pks)
    journal.forget_all(f"payment:{pk}" for pk in sums.values_list("pk", flat=True))
    for file in _last_of(BankFile.objects.filter(entries__payment__in=sums), pks, "payments__entries__file"):
        shut = vault.shut({"csv": ""}, bound_to=bound.bank_file(file))
        BankFile.objects.filter(pk=file.pk).update(key_id=shut.key_id, closed=shut.closed, emptied_at=at)
        journal.forget_all([f"bankfile:{file.number}"])
    told = Statement.objects.filter(rows__entry__payment__in=sums)
    over = _last_of(told, pks, "payments__entries__rows__statement")
    mine = StatementRow.objects.filter(Q(entry__payment__in=sums) | Q(statement__in=[one.pk for one in over]))
    _empty_lines(mine)


def _empty_lines(rows: QuerySet[StatementRow]) -> int:
    found = list(rows.filter(emptied=False).select_related("statement"))
    for row in found:
        shut = vault.shut({}, bound_to=bound.statement_row(row))
        StatementRow.objects.filter(pk=row.pk).update(key_id=shut.key_id, closed=shut.closed, emptied=True)
    return len(found)


def _ways(pks: list[int]) -> None:
    """The way home: to whom a person was handed, the escort of a journey, what is left in packets."""
    Traveller.objects.filter(survivor__in=pks).update(child_order="", handed_to="", condition="")
    for one in _last_of(Journey.objects.filter(travellers__survivor__in=pks), pks, "journeys__journey"):
        shut = vault.shut({}, bound_to=bound.journey(one))
        Journey.objects.filter(pk=one.pk).update(key_id=shut.key_id, closed=shut.closed, cancel_reason="")
    for packet in Packet.objects.filter(transfer__persons__survivor__in=pks).select_related("transfer").distinct():
        packet_box.empty(packet)


def _matters(pks: list[int]) -> None:
    """Informations, rescues and legal tracks: the numbers under which they are known elsewhere, sites and accused."""
    Information.objects.filter(pk__in=pks).update(reference="", sender=None)
    TeamMember.objects.filter(operation__in=pks, post=None).update(name=GONE)
    TeamMember.objects.filter(operation__in=pks).exclude(post=None).update(name="")
    Seizure.objects.filter(operation__in=pks).update(what=GONE)
    Track.objects.filter(pk__in=pks).update(court="", station="", fir_number="", case_number="")
    TrackAccused.objects.filter(track__in=pks).update(sentence="")
    Hearing.objects.filter(track__in=pks).update(video_link="")
    living = TrackAccused.objects.filter(accused=OuterRef("pk"), track__case__erased_at=None).exclude(track__in=pks)
    touched = Q(operation__in=pks) | Q(tracks__track__in=pks)
    accused = Accused.objects.filter(touched, ~Exists(living)).filter(_over("operation", pks)).distinct()
    _empty_places(accused)
    touched = Q(operations__in=pks) | Q(informations__in=pks) | Q(survivors__in=pks)
    sites = Site.objects.filter(touched).distinct()
    for rows in (Operation.objects, Information.objects, Survivor.objects):
        sites = sites.filter(~Exists(rows.filter(site=OuterRef("pk"), case__erased_at=None).exclude(pk__in=pks)))
    _empty_places(sites, lon=None, lat=None)


def _empty_places(rows: QuerySet[Site] | QuerySet[Accused], **more: None) -> None:
    for row in rows:
        shut = vault.shut({}, bound_to=bound.place(row))
        values: dict[str, object] = {"key_id": shut.key_id, "closed": shut.closed, "keys": [], **more}
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def _over(name: str, pks: list[int]) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__in": pks}) | Q(**{f"{name}__case__erased_at__isnull": False})


def _last_of(rows: QuerySet[Row], pks: list[int], link: str) -> list[Row]:
    """Return those of `rows` that nobody is left of who is kept, once `pks` are gone; `link` leads from a person."""
    kept = Survivor.objects.filter(case__erased_at=None, **{link: OuterRef("pk")}).exclude(pk__in=pks)
    return list(rows.filter(~Exists(kept)).distinct())


forgetting.ERASERS.append(erase)
