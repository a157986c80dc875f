"""What news say: the record as it is when they go, if the partner may still have it."""

from datetime import datetime
from typing import Any

from shramsetu.lib import clock
from shramsetu.workers import household
from shramsetu.workers.models import Disclosed, Errand, Partner, Right, Worker
from shramsetu.workers.social import envelope, records


class Nothing(Exception):
    """There is nothing to tell: the record is gone, or out of what the partner may see."""


def message(errand: Errand, *, at: datetime) -> dict[str, Any]:
    """Write the message of `notify`, and note whose record goes out. Raises Nothing."""
    record, kind = _family(errand, at) if errand.family_id else _worker(errand, at)
    data = {
        "version": envelope.VERSION,
        "reg_type": "ns:org:RegistryType:Social",
        "reg_event_type": errand.event,
        "reg_record_type": kind,
        "reg_records": [record],
    }
    event = {"reference_id": f"news-{errand.pk}", "timestamp": at.isoformat(), "data": data, "locale": "hin"}
    return {"transaction_id": f"news-{errand.pk}", "notify_event": [event]}


def _worker(errand: Errand, at: datetime) -> tuple[dict[str, Any], str]:
    rows = Worker.objects.filter(pk=errand.worker_id or 0, erased_at=None).select_related("district", "place", "family")
    worker = rows.prefetch_related("memberships").first()
    if worker is None or not _may(errand.partner, Right.PERSON, worker.district.path):
        raise Nothing
    Disclosed.objects.create(partner=errand.partner, worker=worker, at=at)
    return records.person(worker), "SRPerson"


def _family(errand: Errand, at: datetime) -> tuple[dict[str, Any], str]:
    family = errand.family
    if family is None or not _may(errand.partner, Right.FAMILY, family.district.path if family.district else ""):
        raise Nothing
    Disclosed.objects.create(partner=errand.partner, family=family, at=at)
    code = family.district.lgd_code if family.district else None
    return records.group(household.snapshot(family, clock.day(at)), district=code, revision=family.revision), "Group"


def _may(partner: Partner, right: Right, path: str) -> bool:
    return right in partner.rights and (partner.place is None or path.startswith(partner.place.path))
