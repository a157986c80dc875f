"""`shramsetu bonded unpaid`: who is freed and has no immediate assistance. `reconcile` proves that all sums agree."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from shramsetu.bonded import proof, unpaid
from shramsetu.bonded.models import Survivor
from shramsetu.lib import money
from shramsetu.lib.text import grouped

FUND = {True: "हाँ · yes", False: "नहीं · no", None: "खाता-बही नहीं · no book"}


class Command(BaseCommand):
    help = (
        "unpaid: who is freed and not paid, since when, why, whose turn, whether the fund could pay"
        " · reconcile: prove that ledger, bank, fund and entitlement agree"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["unpaid", "reconcile"])
        parser.add_argument("--district", type=int, help="LGD code; without it the whole state")

    def handle(self, *args: object, **options: object) -> None:
        with translation.override("hi"):
            getattr(self, str(options["what"]))(options["district"])

    def unpaid(self, district: int | None) -> None:
        at = timezone.now()
        survivors = Survivor.objects.all()
        if district is not None:
            survivors = survivors.filter(case__district__lgd_code=district)
        found = unpaid.lines(survivors, at=at)
        for line in found:
            where = line.survivor.case.district
            cells = (
                line.survivor.code,
                where.name_hi if where else "",
                f"{line.since:%d-%m-%Y}" if line.since else "-",
                f"{line.days} दिन",
                money.rupees(line.paise),
                str(line.reason),
                line.whose,
                f"कोष: {FUND[line.fund_covers]}",
            )
            self.stdout.write(" | ".join(cells))
        aside = [line for line in found if line.is_aside]
        main = [line for line in found if not line.is_aside]
        owed = money.rupees(sum(line.paise for line in main))
        self.stdout.write(f"अदत्त {grouped(len(main))}, {owed} · unpaid {len(main)}")
        if aside:
            self.stdout.write(f"भुगतान संभव नहीं {grouped(len(aside))} · cannot be paid {len(aside)}")

    def reconcile(self, district: int | None) -> None:
        del district
        found = proof.faults()
        for fault in found:
            sign = "✗" if fault.count else "✓"
            self.stdout.write(f"{sign} {fault.name}: {fault.count} {' '.join(fault.examples)}".rstrip())
        if wrong := sum(fault.count for fault in found):
            raise CommandError(f"मिलान में {wrong} गड़बड़ी · {wrong} things do not fit")
        sums = proof.totals()
        self.stdout.write(
            f"✓ बही = बैंक = पात्रता · ledger = bank = entitlement: {sums.paid} paid, {money.rupees(sums.paid_paise)};"
            f" at the bank {money.rupees(sums.at_bank_paise)}; funds {money.rupees(sums.funds_paise)}"
        )
