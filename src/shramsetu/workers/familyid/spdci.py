"""Family ID behind the social-registry interface."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shramsetu.workers.familyid.port import BenefitGiven, NoSuchFamily, NotReached
from shramsetu.workers.models import Family, Letter, Listening
from shramsetu.workers.rules.household import Snapshot
from shramsetu.workers.social import post, records
from shramsetu.workers.social.client import Client, Rejected, Service, Untrue

MOST = 50
_WRONG = (post.NotReached, Rejected, Untrue)


class Spdci:
    """The adapter that the house brings along."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.service = Service(**given)
        self.client = Client(self.service)

    def family(self, number: str, *, at: datetime) -> Snapshot:
        """Search for one family, at once."""
        self._need()
        try:
            found = self.client.sync_search([_search(number, uuid.uuid4().hex, at)], at=at).search_response
        except _WRONG as error:
            raise NotReached from error
        listed = [one for item in found if item.status == "succ" and item.data for one in item.data.listed]
        for record in listed:
            try:
                told = records.snapshot_of(record, source=Family.Source.SERVICE, at=at)
            except (KeyError, TypeError, ValueError, StopIteration, AttributeError) as error:
                raise NotReached from error
            if told.number == number:
                return told
        raise NoSuchFamily

    def ask(self, numbers: Sequence[str], *, at: datetime) -> None:
        """Search for many families; they come to `/registry/on-search`."""
        for begin in range(0, len(numbers), MOST):
            references = {uuid.uuid4().hex: number for number in numbers[begin : begin + MOST]}
            items = [_search(number, reference, at) for reference, number in references.items()]
            self._send("/registry/search", "search", {"search_request": items}, references, at)

    def listen(self, numbers: Sequence[str], *, at: datetime) -> None:
        """Subscribe to the families that we do not listen for yet."""
        live = Listening.objects.filter(service=self.service.sender, ended_at=None, family__in=numbers)
        heard = set(live.values_list("family", flat=True))
        wanted = [number for number in dict.fromkeys(numbers) if number not in heard]
        for begin in range(0, len(wanted), MOST):
            references = {uuid.uuid4().hex: number for number in wanted[begin : begin + MOST]}
            items = [_subscription(number, reference, at) for reference, number in references.items()]
            self._send("/registry/subscribe", "subscribe", {"subscribe_request": items}, references, at)

    def tell(self, benefits: Sequence[BenefitGiven], *, at: datetime) -> None:
        """Send benefits as news of their families."""
        for begin in range(0, len(benefits), MOST):
            events = [_benefit(one, at) for one in benefits[begin : begin + MOST]]
            self._send("/registry/notify", "notify", {"notify_event": events}, {}, at)

    def _send(self, path: str, action: str, said: Mapping[str, Any], families: Mapping[str, str], at: datetime) -> None:
        """Send a letter. It is written down first: the answer may be quicker than our own next line."""
        self._need()
        transaction = uuid.uuid4().hex
        message = {"transaction_id": transaction, **said}
        letter = Letter(
            service=self.service.sender, action=action, transaction_id=transaction, families=dict(families), sent_at=at
        )
        letter.save(force_insert=True)
        try:
            correlation = self.client.send(path, action, message, count=max(1, len(families)), at=at)
        except _WRONG as error:
            refused = {"state": Letter.State.REFUSED, "answered_at": at, "fault": str(error)[:60]}
            Letter.objects.filter(pk=letter.pk).update(**refused)
            raise NotReached from error
        Letter.objects.filter(pk=letter.pk).update(correlation_id=correlation)

    def _need(self) -> None:
        if not self.service.url:
            raise NotReached


def _search(number: str, reference: str, at: datetime) -> dict[str, Any]:
    criteria = {
        "query_type": "idtype-value",
        "query": {"type": records.FAMILY, "value": number},
        "reg_type": "ns:org:RegistryType:Social",
        "reg_record_type": "Group",
        "response_entity": "Group",
    }
    return {"reference_id": reference, "timestamp": at.isoformat(), "search_criteria": criteria, "locale": "hin"}


def _subscription(number: str, reference: str, at: datetime) -> dict[str, Any]:
    criteria = {
        "reg_event_type": "UPDATE",
        "filter_type": "idtype-value",
        "filter": {"type": records.FAMILY, "value": number},
        "notify_record_type": "Group",
    }
    return {"reference_id": reference, "timestamp": at.isoformat(), "subscribe_criteria": criteria, "locale": "hin"}


def _benefit(one: BenefitGiven, at: datetime) -> dict[str, Any]:
    record = {
        "@type": "Benefit",
        "household_identifier": [records.identifier(records.FAMILY, one.family)],
        "beneficiary": [records.identifier(records.UIN, one.worker)],
        "programme": one.scheme,
        "claim": one.claim,
        "granted_on": one.on.isoformat(),
        "kind": one.kind,
        "amount_paise": one.paise,
    }
    data = {"reg_event_type": "BENEFIT", "reg_record_type": "Benefit", "reg_records": [record]}
    reference = f"{one.claim}-{one.scheme}"[:99]
    return {"reference_id": reference, "timestamp": at.isoformat(), "data": data, "locale": "hin"}
