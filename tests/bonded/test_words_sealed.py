"""No personal words in clear: each text column of bonded labour is sealed, or has its reason here."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from tests.bonded import later_room, rescue, room, test_tracks
from tests.bonded import test_packets as parcels
from tests.bonded import transfer_world as world
from tests.room import at_desk

from shramsetu.bonded.actions import chases, operations
from shramsetu.bonded.models import Chase, Hearing, Packet, Seizure, TeamMember
from shramsetu.casework import sealing
from shramsetu.journal.models import Private

pytestmark = pytest.mark.django_db

# Encrypted with a case: what is stored begins with the mark of sealing.
SEALED = """
Account.reason Bondage.evidence BondedDuty.reason BondedDuty.text Certificate.reason Chase.place
Consent.for_child_by Consent.witness Entitlement.because Entitlement.facts Entitlement.reason EscortCall.text
Finding.reasons FirDecision.reason Handed.condition Hearing.video_link Hearing.why Journey.cancel_reason
Opening.reason Order.words StatementVersion.body
Packet.reason Payment.cheque_reason Payment.over_reason PaymentLine.reason Plan.words PlanLine.note Proof.reasons
RiskNote.closed Seizure.what TeamMember.name Transfer.answer TrackAccused.sentence
AgendaItem.decision Meeting.remarks MeetingAction.text Survey.findings Survey.reason
Traveller.condition Traveller.handed_to Visit.closed
""".split()
HARMLESS = {
    "keyed hashes, of which nothing can be read without the key of the environment": """
        Site.keys Accused.keys Account.key SurvivorKeys.keys RegisterRow.key""",
    "code names and running numbers that we gave: they lead to a name only through the log of reads": """
        Site.code Accused.code Household.code Survivor.code Repeat.code Repeat.earlier_code Transfer.code Journey.code
        BankFile.number Claim.number Paper.number Paper.token ClaimItem.certificate Counter.name AgendaItem.codes""",
    "who of the office did it, as a key of the journal": """
        Finding.drafted_by Finding.signed_by Visit.by RiskNote.by Entitlement.by PaymentLine.by BankFile.by Statement.by
        Paper.printed_by Paper.scanned_by Paper.confirmed_by StatementVersion.by
        Certificate.issued_by Certificate.ended_by Scan.by Scan.decided_by
        Committee.made_by Seat.filled_by Meeting.called_by Meeting.ended_by Survey.recorded_by Filing.filed_by
        FundLine.by Claim.by ClaimReceipt.by Hearing.recorded_by Order.by FirDecision.by Delegation.made_by Opening.by
        Opening.reviewed_by Register.by Plan.drawn_by Plan.approved_by Proof.by Transfer.drafted_by Transfer.answered_by
        Transfer.rescue_done_by Transfer.native_done_by Journey.made_by EscortCall.by Consent.by Packet.issued_by
        Packet.revoked_by Chase.opened_by ChaseLetter.sent_by""",
    "words of the rulebook or of the code: a slug, an outcome, a language, a state of India, the id of a key": """
        Site.key_id Accused.key_id Account.key_id BankFile.key_id StatementRow.key_id PaperBody.key_id Register.key_id
        Journey.key_id Packet.key_id Household.native_state Survivor.native_state Survivor.rescue_state Survivor.risk
        Transfer.rescue_state Transfer.native_state Transfer.named_state Bondage.reasons Bondage.results
        Bondage.indicators RiskNote.computed RiskNote.confirmed Repeat.what Payment.key Payment.source BondedDuty.key
        BondedDuty.owner BondedDuty.told MeetingAction.owner BankEntry.outcome StatementRow.result StatementRow.wrong
        StatementRow.outcome Paper.language Paper.form_version Scan.media_type AgendaItem.counts Track.sections
        TrackPerson.reliefs TrackAccused.outcome TrackAccused.proved Hearing.present Delegation.powers Opening.klass
        Register.writing Packet.fields PacketView.why Consent.language""",
    "numbers of orders, letters and sums that an audit of the money or the file asks for; no name stands in them": """
        Operation.order_number Payment.head Payment.sanction_number PaymentLine.reference Receipt.cheque_number
        BankEntry.reference BankEntry.utr FundLine.reference Claim.to_state_letter Claim.to_centre_letter
        ClaimItem.proof ClaimReceipt.reference Committee.notification_number Seat.order_number Delegation.order_number
        Proof.order_number Transfer.answer_letter Journey.order_number Traveller.child_order ChaseLetter.letter_number
        Chase.certificate_number Information.reference""",
    "digests": "BankFile.sha256 Statement.sha256 Paper.sha256 Filing.sha256",
    "how a proceeding is known at the police or the court: the registers and the half-year's report name it": """
        Track.court Track.station Track.fir_number Track.case_number""",
    "offices and places of meeting, never of a person": """
        Transfer.other_office Chase.office Journey.vehicle Committee.subdivision Meeting.venue Survey.agency""",
    "members of a statutory committee, named in its public notification": """
        Seat.name Seat.organisation Meeting.chaired_by""",
    "the last digits of an account, which the two who check it must see": "Account.mask",
    "an address of the network without its last part": "PacketView.address",
}
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


def columns() -> Iterator[str]:
    """Yield each column that may hold words which are not chosen from a list."""
    for table in apps.get_app_config("bonded").get_models():
        for field in table._meta.fields:
            chosen = isinstance(field, models.SlugField) or bool(getattr(field, "choices", None))
            if isinstance(field, TEXTS) and not chosen:
                yield f"{table.__name__}.{field.name}"


def test_each_column_of_words_is_sealed_or_has_its_reason() -> None:
    named = SEALED + [name for names in HARMLESS.values() for name in names.split()]
    assert len(named) == len(set(named))
    assert sorted(set(columns()) - set(named)) == []
    assert sorted(set(named) - set(columns())) == []


def in_clear() -> list[str]:
    """Return the sealed columns in which something lies open."""
    found = []
    for name in SEALED:
        table, column = name.split(".")
        for value in apps.get_model("bonded", table).objects.values_list(column, flat=True):
            texts = [text for side in value.values() for text in side.values()] if isinstance(value, dict) else [value]
            found += [name for text in texts if text and not str(text).startswith(sealing.MARK)]
    return found


def test_words_of_a_rescue_a_track_a_packet_and_a_chase_lie_encrypted() -> None:
    operation, by = rescue.under_way(), room.officer("sdm")
    for _again in range(2):
        operations.join_team(operation.case, part="health", name="डॉ. अनीता", by=by, at=room.AT)
        operations.seize(
            operation.case,
            what="कॉपी, सुखदेव के नाम",
            count=1,
            kept_by=operation.magistrate,
            by=by,
            at=room.AT,
        )
    assert (TeamMember.objects.filter(part="health", post=None).count(), Seizure.objects.count()) == (1, 1)
    later_room.move(
        test_tracks.running(),
        "fix",
        next_at=room.AT + room.DAY,
        purpose="evidence",
        video_link="https://video.example/9",
    )
    parcels.issued("name")
    person = world.person(columns={"rescue_state": "punjab"}, state="chasing")
    chases.begin(person, "ज़िलाधिकारी", place="भट्ठा मोगा", by=world.officer(world.maharajganj()), at=room.AT)
    assert Hearing.objects.exclude(video_link="").count() == Packet.objects.count() == Chase.objects.count() == 1
    assert in_clear() == []
    assert not any("घर ज़िला" in str(body) for body in Private.objects.values_list("body", flat=True))


def test_whoever_works_on_it_reads_these_words() -> None:
    packet = parcels.issued("name")
    page = (
        at_desk(world.officer(world.maharajganj()))
        .get(f"/desk/bonded/transfers/{packet.transfer.code}/")
        .content.decode()
    )
    assert "घर ज़िला गया है" in page
    assert "sealed:" not in page
