"""What the boards' orders say on a day: ages, days of work, fees, and how long a card that is not renewed lives."""

from dataclasses import dataclass
from datetime import date, timedelta

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.workers.models import Membership
from shramsetu.workers.rules.standing import Limits, Standing, Terms, standing

BOCW, UOW = str(Membership.Board.BOCW), str(Membership.Board.UOW)
_REGISTRATION = {BOCW: "workers.bocw_registration_paise", UOW: "workers.uow_registration_paise"}
_YEARLY = {BOCW: "workers.bocw_yearly_paise", UOW: "workers.uow_yearly_paise"}
_YEARS_MOST = {BOCW: "workers.bocw_years_most", UOW: "workers.uow_years_most"}
_AGE_LEAST = {BOCW: "workers.bocw_age_least", UOW: "workers.uow_age_least"}
_AGE_ENDS = {BOCW: "workers.bocw_age_ends", UOW: "workers.uow_age_ends"}
_DAYS_LEAST = {BOCW: "workers.bocw_days_least", UOW: "workers.uow_days_least"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a board takes on a day, in paise, and for how many years at once."""

    registration: int
    yearly: int
    years_most: int

    def first(self, years: int) -> int:
        """Give the fee of a registration with `years` of contribution."""
        return self.registration + self.renewal(years)

    def renewal(self, years: int) -> int:
        """Give the fee of `years` more of contribution."""
        return self.yearly * years


def tariff(board: str, on: date) -> Tariff:
    """Give the fees of `board` on the day `on`."""
    book = rulebook.book()
    return Tariff(
        book.number(_REGISTRATION[board], on), book.number(_YEARLY[board], on), book.number(_YEARS_MOST[board], on)
    )


def limits(board: str, on: date) -> Limits:
    """Give what decides how a membership stands on the day `on`."""
    book = rulebook.book()
    return Limits(
        due_days=book.number("workers.due_days", on),
        lapsed_years=book.number("workers.lapsed_years", on),
        inactive_years=book.number("workers.inactive_years", on),
        ceases_age=book.number(_AGE_ENDS[board], on),
    )


def age_least(board: str, on: date) -> int:
    """Give the age from which `board` registers."""
    return rulebook.book().number(_AGE_LEAST[board], on)


def days_least(board: str, on: date) -> int:
    """Give how many days of work in the last twelve months `board` asks for; 0 where it asks for none."""
    return rulebook.book().number(_DAYS_LEAST[board], on)


def standing_of(membership: Membership, on: date) -> Standing:
    """Tell how `membership` (with its worker at hand) stands on the day `on`."""
    worker = membership.worker
    terms = Terms(
        registered_on=membership.registered_on,
        paid_until=membership.paid_until,
        born_on=worker.born_on,
        died_on=worker.died_on,
        cancelled_on=membership.cancelled_on,
    )
    return standing(terms, limits(membership.board, on), on)


def furthest(board: str, on: date) -> date:
    """Give the last day up to which a renewal on the day `on` may pay: of one who renews as early as it is due."""
    return clock.years_from(on + timedelta(days=limits(board, on).due_days), tariff(board, on).years_most)


def paid_until(begins: date, years: int) -> date:
    """Give the last day that `years` of contribution from `begins` pay for."""
    return clock.years_from(begins, years) - ONE_DAY
