"""The kinds of personal data, the rule that says how long each is kept, what is due, and how it is erased."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import forgetting as bonded
from shramsetu.bridges.cpgrams import forgetting as cpgrams
from shramsetu.bridges.whatsapp import forgetting as whatsapp
from shramsetu.casework import forgetting as casework
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.helpline import forgetting as helpline
from shramsetu.helpline.models import Recording
from shramsetu.intake import forgetting as intake
from shramsetu.intake.mail import forgetting as mail
from shramsetu.journal import actions as journal
from shramsetu.journal import queries as entries
from shramsetu.messages import actions as messages
from shramsetu.messages.models import Message
from shramsetu.people import actions as people
from shramsetu.people.models import OneTimeCode
from shramsetu.portal import actions as portal
from shramsetu.privacy.kind import Erased, Kind
from shramsetu.schemes import forgetting as claims
from shramsetu.schemes import forgetting_money as money
from shramsetu.workers import forgetting as registry
from shramsetu.workers.social import forgetting as registries

BATCH = 200


def _cases(*, sealed: bool) -> Callable[[datetime, datetime], Erased]:
    def erase(before: datetime, at: datetime) -> Erased:
        due = casework.due(before=before, sealed=sealed).order_by("closed_at", "pk")
        batch = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        casework.erase(batch, at=at)
        named = {} if sealed else {"numbers": [case.number for case in batch]}
        return {"count": len(batch), **named}

    return erase


def _messages(before: datetime, at: datetime) -> Erased:
    return {"count": messages.forget(before=before, at=at)}


def _reads(before: datetime, at: datetime) -> Erased:
    del at
    return {"count": journal.forget_before("reads:", before=before)}


def _codes(before: datetime, at: datetime) -> Erased:
    del before
    return {"count": people.forget_codes(at=at)}


def _drafts(before: datetime, at: datetime) -> Erased:
    del before
    return {"count": portal.forget_drafts(at=at) + claims.forget_drafts(at=at)}


def _counted(erase: Callable[[datetime, datetime], int]) -> Callable[[datetime, datetime], Erased]:
    return lambda before, at: {"count": erase(before, at)}


def _final(*, sealed: bool) -> Callable[[datetime], QuerySet[Case]]:
    return lambda before: casework.due(before=before, sealed=sealed)


KINDS: tuple[Kind, ...] = (
    Kind(
        "cases",
        _("Final cases"),
        _("Words, reports, calls, papers, messages; persons of whom no other case speaks"),
        "privacy.case_years",
        _final(sealed=False),
        _cases(sealed=False),
    ),
    Kind(
        "sealed",
        _("Final sealed cases"),
        _("The key of the record is destroyed; then what is encrypted cannot be read by anybody"),
        "privacy.sealed_years",
        _final(sealed=True),
        _cases(sealed=True),
    ),
    Kind(
        "messages",
        _("Messages sent"),
        _("To whom, and their words; that one was sent stays"),
        "privacy.message_months",
        lambda before: Message.objects.filter(queued_at__lt=before, forgotten_at=None),
        _messages,
    ),
    Kind(
        "reads",
        _("Who looked"),
        _("The reasons given; that somebody looked stays in the journal"),
        "privacy.read_log_months",
        lambda before: entries.private_before("reads:", before),
        _reads,
    ),
    Kind(
        "codes",
        _("One-time codes"),
        _("The keyed hash of code and phone"),
        "privacy.code_days",
        lambda before: OneTimeCode.objects.filter(made_at__lt=before),
        _codes,
    ),
    Kind(
        "drafts",
        _("Unfinished drafts"),
        _("Papers handed in with what was never sent"),
        "privacy.draft_days",
        lambda before: Attachment.objects.filter(stream__startswith="draft:", removed_at=None, at__lt=before),
        _drafts,
    ),
)


KINDS += (
    Kind(
        "registers",
        _("Old registers that were only looked at"),
        _("The file, when nothing of it was written"),
        "privacy.draft_days",
        bonded.previews,
        _counted(bonded.forget_previews),
    ),
    Kind(
        "statement-lines",
        _("Lines of bank statements that name nobody known here"),
        _("Their texts; that they were read stays"),
        "privacy.draft_days",
        bonded.lines_of_nobody,
        _counted(bonded.forget_lines),
    ),
    Kind(
        "workers",
        _("Workers whose registration ended"),
        _("Names, numbers, phone, address, account, employers, nominees; year of birth, district, days and sums stay"),
        "privacy.worker_years",
        registry.workers,
        _counted(registry.forget_workers),
    ),
    Kind(
        "registries",
        _("What other systems asked and were given"),
        _("Which system was given whose record, and when; our letters to other systems"),
        "privacy.read_log_months",
        registries.asked,
        _counted(registries.forget),
    ),
    Kind(
        "old-workers",
        _("Rows of old registers of workers that nobody corrected"),
        _("The cells; that a row was wrong, and how, stays"),
        "privacy.draft_days",
        registry.old_rows,
        _counted(registry.forget_old_rows),
    ),
    Kind(
        "old-worker-files",
        _("Files of old registers of workers that were handed in and not read"),
        _("The whole file"),
        "privacy.draft_days",
        registry.old_files,
        _counted(registry.forget_old_files),
    ),
    Kind(
        "letters",
        _("Letters in the registers that belong to no case"),
        _("Who wrote or to whom, address, subject, the sender's number, scanned pages; our number, day and way stay"),
        "privacy.case_years",
        intake.letters,
        _counted(intake.forget_letters),
    ),
    Kind(
        "calls",
        _("Phone calls"),
        _("The caller's number and person; line, times and outcome stay"),
        "privacy.call_months",
        helpline.calls,
        _counted(helpline.forget_calls),
    ),
    Kind(
        "call-log",
        _("What happened in calls"),
        _("The steps of each call"),
        "privacy.call_log_months",
        helpline.events,
        _counted(helpline.forget_events),
    ),
    Kind(
        "recordings",
        _("Recordings of talks"),
        _("The sound; of a case that is not final it stays"),
        "privacy.recording_months",
        partial(helpline.recordings, Recording.Kind.TALK),
        _counted(partial(helpline.forget_recordings, Recording.Kind.TALK)),
    ),
    Kind(
        "voicemails",
        _("Voicemails"),
        _("The sound"),
        "privacy.voicemail_months",
        partial(helpline.recordings, Recording.Kind.VOICEMAIL),
        _counted(partial(helpline.forget_recordings, Recording.Kind.VOICEMAIL)),
    ),
    Kind(
        "targets",
        _("People who were to be called"),
        _("Number, person and note"),
        "privacy.target_months",
        helpline.targets,
        _counted(helpline.forget_targets),
    ),
    Kind(
        "blocks",
        _("Blocked numbers"),
        _("The number and what was said of it, once the block is over"),
        "privacy.block_months",
        helpline.blocks,
        _counted(helpline.forget_blocks),
    ),
    Kind(
        "payees",
        _("Heirs and others to whom benefits were paid"),
        _("Name and account, once all is paid and the claim is erased"),
        "privacy.case_years",
        money.payees,
        _counted(money.forget_payees),
    ),
    Kind(
        "benefit-files",
        _("Files of benefits for the bank"),
        _("Their content, once no claim of them is kept; count, sum and digest stay"),
        "privacy.case_years",
        money.files,
        _counted(money.forget_files),
    ),
    Kind(
        "mails",
        _("E-mails that belong to no case"),
        _("Sender, words and what came with them, once a person has put them away; that one came stays"),
        "mail.keep_months",
        mail.mails,
        _counted(mail.forget_mails),
    ),
    Kind(
        "portal-files",
        _("Files of the PG portal that were handed in and not taken"),
        _("The cells; the registration number stays"),
        "privacy.draft_days",
        cpgrams.waiting,
        _counted(cpgrams.forget_waiting),
    ),
    Kind(
        "portal-reports",
        _("Action-taken reports for the PG portal"),
        _("The file; that it was handed out, when and to whom stays"),
        "cpgrams.report_kept_days",
        cpgrams.reports,
        _counted(cpgrams.forget_reports),
    ),
    Kind(
        "whatsapp",
        _("Talks on WhatsApp that became no case"),
        _("What was told, and messages that could not be answered; that one came stays"),
        "privacy.draft_days",
        whatsapp.talks,
        _counted(whatsapp.forget_talks),
    ),
)
