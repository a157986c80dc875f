"""The authority of Kanpur Nagar at work: dates held, orders signed, money recovered."""

from datetime import datetime, timedelta
from typing import Any

from tests import cast
from tests.hearings import court

from shramsetu.casework.models import Case
from shramsetu.hearings.actions import orders
from shramsetu.hearings.actions.orders import Given, Written
from shramsetu.hearings.actions.sittings import Came
from shramsetu.hearings.models import Hearing, Order
from shramsetu.hearings.queries import dates, forums
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

REASONS = "हाज़िरी रजिस्टर और गवाहों से तीन माह का काम सिद्ध है; भुगतान का कोई प्रमाण विपक्षी ने नहीं दिया।"
ORDERED = "विपक्षी दावेदार को ₹ 27,000 एक माह में बैंक खाते में दे।"


def fixed(case: Case) -> Hearing:
    """Return the date that is fixed."""
    found = dates.fixed(court.row(case))
    assert found is not None
    return found


def free(case: Case, after: datetime) -> datetime:
    """Return a free hour after an instant."""
    return forums.free_slot(court.row(case).forum, after=clock.day(after))


def hear(case: Case, came: Came, *, at: datetime | None = None, by: Actor | None = None) -> datetime:
    """Write down what came of the fixed date; return when."""
    at = at or fixed(case).on_at + timedelta(hours=1)
    cast.take(case, "hear", by=by or court.authority(), at=at, **came.detail)
    return at


def adjourn(case: Case, side: str = "respondent", cause: str = "time-for-reply", **more: Any) -> datetime:
    """Put a date off by two weeks."""
    on_at = fixed(case).on_at
    came = Came(
        "adjourned", side=side, cause=cause, next_at=free(case, on_at + timedelta(days=13)), purpose="reply", **more
    )
    return hear(case, came)


def reserve(case: Case) -> datetime:
    """Hear a matter to the end."""
    return hear(case, Came("reserved", business="दोनों पक्षों को सुना।"))


def draft(case: Case, template: str = "award", *, at: datetime, by: Actor | None = None, **more: Any) -> Order:
    """Draft an order."""
    comply = more.pop(
        "comply_by", clock.day(at) + timedelta(days=30) if template.startswith(("award", "settle")) else None
    )
    written = Written(template, more.pop("text", REASONS), more.pop("operative", ORDERED), comply, **more)
    return orders.draft(case, written, by=by or court.registry(), at=at)


def award(case: Case, *, at: datetime, paise: int = 27_000_00, **given: Any) -> Order:
    """Sign an award."""
    made = draft(case, at=at)
    cast.take(case, "sign", by=court.authority(), at=at, given=Given(paise, **given))
    made.refresh_from_db()
    return made


def decided(*, at: datetime = court.AT, **given: Any) -> tuple[Case, datetime]:
    """Bring Ramesh's matter as far as its award; return the case and when it was signed."""
    case = court.noticed(at=at, cause_on=clock.day(at) - timedelta(days=30))
    heard_at = reserve(case)
    award(case, at=heard_at + timedelta(hours=2), **given)
    return case, heard_at + timedelta(hours=2)


def collector() -> Actor:
    """Return the District Magistrate of Kanpur Nagar."""
    return court.post("dm.kanpur-nagar")


def fixed_at(case: Case) -> datetime:
    """Return when the last date was held."""
    done = Hearing.objects.filter(matter=case.pk, state="done").latest("seq")
    assert done.ended_at is not None
    return done.ended_at
