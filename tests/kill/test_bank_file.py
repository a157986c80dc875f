"""Money under SIGKILL and under two officers at once: nothing lost, nothing doubled."""

import ctypes
import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.bonded import purse, room

from shramsetu.bonded import proof
from shramsetu.bonded.actions import bankfiles, payments, statements
from shramsetu.bonded.models import BankEntry, BankFile, FundLine, Payment, PaymentLine, Statement
from shramsetu.journal import queries as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.errors import Refused
from shramsetu.places.models import Place

pytestmark = pytest.mark.kill
PAYMENTS = 6
FORK = multiprocessing.get_context("fork")


def sanctioned() -> list[Payment]:
    purse.opened_fund()
    return [purse.sanctioned(purse.freed(number)) for number in range(PAYMENTS)]


def in_order() -> bool:
    return [one for one in proof.faults() if one.count] == [] and list(journal.faults()) == []


def started(work: Callable[..., None], *given: object) -> BaseProcess:
    """Start a process of its own; it shares no connection with this one."""
    connection.close()
    process = FORK.Process(target=work, args=given)
    process.start()
    return process


def make_slowly(district: Place, by: Actor, reached: "Synchronized[int]", stage: str) -> None:
    """Make the file and stop dead at a stage of it, as a process does before it is killed."""
    wrapped = {"ready": bankfiles._ready, "order": bankfiles._order, "send": bankfiles._send}[stage]

    def slowly(*args: object, **options: object) -> object:
        answer = wrapped(*args, **options)  # type: ignore[operator]
        reached.value += 1
        if reached.value == (1 if stage == "ready" else PAYMENTS // 2):
            time.sleep(60)
        return answer

    setattr(bankfiles, f"_{stage}", slowly)
    bankfiles.make(district, by=by, at=purse.AT)


def make(district: Place, by: Actor) -> None:
    try:
        bankfiles.make(district, by=by, at=purse.AT)
    except Refused:
        pass
    finally:
        connection.close()


def kill_at(process: BaseProcess, reached: "Synchronized[int]", count: int) -> None:
    until = time.monotonic() + 60
    while reached.value < count:
        assert process.is_alive(), "the process ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)
    process.kill()
    process.join(10)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.usefixtures("committed")
def test_killed_between_sanction_and_bank_file_and_while_writing_it() -> None:
    waiting = sanctioned()
    district, clerk, dm = room.district(), room.officer("labour_officer"), room.officer("dm")

    for stage in ("ready", "order", "send"):
        reached = FORK.Value(ctypes.c_int, 0)
        process = started(make_slowly, district, clerk, reached, stage)
        kill_at(process, reached, 1 if stage == "ready" else PAYMENTS // 2)
        assert (BankFile.objects.count(), BankEntry.objects.count()) == (0, 0)
        assert set(Payment.objects.values_list("stage", flat=True)) == {"sanctioned"}
        assert FundLine.objects.count() == 1
        assert in_order()

    both = [started(make, district, by) for by in (clerk, dm)]
    for process in both:
        process.join(60)
        assert process.exitcode == 0

    entries = Counter(BankEntry.objects.values_list("payment", flat=True))
    assert entries == dict.fromkeys((one.pk for one in waiting), 1)
    assert PaymentLine.objects.filter(stage="sent").count() == PAYMENTS
    assert FundLine.objects.filter(kind="sent").count() == PAYMENTS
    sent = [line.split(",")[0] for file in BankFile.objects.all() for line in written(file)]
    assert sorted(sent) == sorted(BankEntry.objects.values_list("reference", flat=True))
    assert in_order()


def written(file: BankFile) -> list[str]:
    return bankfiles.content(file).decode().splitlines()[1:]


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do the deeds in the same moment, each on a connection of its own; return what each came to."""
    barrier, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = deed() or "done"  # type: ignore[call-overload]
        except Refused as error:
            results[place] = type(error).__name__  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


@pytest.mark.usefixtures("committed")
def test_two_officers_at_once_on_the_same_payment() -> None:
    purse.opened_fund()
    payment = purse.proposed(purse.freed())
    seen, sdm, dm, clerk = payment.seq, room.officer("sdm"), room.officer("dm"), room.officer("labour_officer")

    def sanction(by: Actor) -> Callable[[], object]:
        mine = Payment.objects.select_related("survivor__case").get(pk=payment.pk)
        return lambda: payments.sanction(mine, f"{by.role}/1", seen=seen, by=by, at=purse.AT)

    assert sorted(map(str, at_once(sanction(sdm), sanction(dm)))) == ["Moved", "done"]
    payment.refresh_from_db()
    assert (payment.stage, payment.lines.filter(stage="sanctioned").count()) == ("sanctioned", 1)

    district = room.district()
    results = at_once(*(lambda by=by: bankfiles.make(district, by=by, at=purse.AT) for by in (clerk, dm)))  # type: ignore[misc]
    assert sum(isinstance(one, BankFile) for one in results) == 1
    assert "NothingToSend" in results

    payment.refresh_from_db()
    content = purse.credited(purse.reference(payment))
    read = [
        lambda by=by, more=more: statements.read_in(content + more, districts=None, by=by, at=purse.AT)  # type: ignore[misc]
        for by in (sdm, dm)
        for more in (b"", b"\r\n")
    ]
    assert len(at_once(*read)) == 4
    assert Statement.objects.count() == 4, "each reader has their own"
    assert PaymentLine.objects.filter(payment=payment, stage="paid").count() == 1
    assert in_order()
