"""What a GeoReport request asks for: a span of days, a place, who complains."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shramsetu.bridges import nearest
from shramsetu.bridges.open311 import shown
from shramsetu.bridges.open311.written import Refused
from shramsetu.lib import clock
from shramsetu.places import queries as places
from shramsetu.places.models import Place

SPAN = timedelta(days=90)  # as the specification says
DEEPEST = 20_000  # rows that are passed over for a page cost as much as rows that are shown


def span(given: Mapping[str, str], at: datetime) -> tuple[datetime, datetime]:
    """Return the whole days between `start_date` and `end_date`, ninety at most; raises Refused."""
    first, last = _instant(given, "start_date"), _instant(given, "end_date")
    end = clock.bounds(clock.day(last or (first + SPAN if first else at)))[1]
    begin = clock.bounds(clock.day(first or end - SPAN))[0]
    if begin >= end or end - begin > SPAN + timedelta(days=2):
        raise Refused(400, _("At most 90 days between start_date and end_date."))
    return begin, end


def page(given: Mapping[str, str], most: int) -> slice:
    """Return which rows of a list are asked for: `page` from 1, of `page_size` rows; raises Refused."""
    try:
        number, size = int(given.get("page") or 1), int(given.get("page_size") or most)
    except ValueError as error:
        raise Refused(400, "page and page_size must be whole numbers") from error
    if number < 1 or not 0 < size <= most:
        raise Refused(400, f"page begins at 1, page_size is {most} at most")
    if number * size > DEEPEST:
        raise Refused(400, _("There is no page so deep. Narrow start_date and end_date."))
    return slice((number - 1) * size, number * size)


def service(given: Mapping[str, str]) -> str:
    """Return the service that is asked for; raises Refused."""
    code = given.get("service_code", "").strip()
    if not code:
        raise Refused(400, "service_code was not provided")
    if code not in shown.open_categories():
        raise Refused(404, "service_code was not found")
    return code


def district(given: Mapping[str, str]) -> Place:
    """Return the district that a point, an id or an address lies in; raises Refused."""
    if code := given.get("address_id", "").strip():
        return _by_code(code)
    if given.get("lat") and given.get("long"):
        return _nearest(given)
    words = given.get("address_string", "").strip()[:200]
    if not words:
        raise Refused(400, "lat and long, address_string or address_id must be provided")
    found = places.find(words, limit=1)
    if not found or found[0].district is None:
        raise Refused(400, _("This place was not found. Write the name of the district."))
    return found[0].district


def _by_code(code: str) -> Place:
    try:
        return places.district(int(code[:9]))
    except (ValueError, places.NoPlace) as error:
        raise Refused(400, _("There is no district with this code in the state.")) from error


def _nearest(given: Mapping[str, str]) -> Place:
    try:
        here = float(given["lat"]), float(given["long"])
    except ValueError as error:
        raise Refused(400, "lat and long must be numbers") from error
    found = nearest.district(here)
    if found is None:
        raise Refused(400, _("This point lies outside the state."))
    return found


def _instant(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, f"{name} is no date of ISO 8601") from error
    if found.year not in clock.NAMED_YEARS:
        raise Refused(400, f"{name} is no date of ISO 8601")
    return found if found.tzinfo else found.replace(tzinfo=clock.IST)
