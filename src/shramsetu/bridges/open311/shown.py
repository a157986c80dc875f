"""What GeoReport says of services and requests: no name, no word of anybody, days instead of hours, districts alone."""

from datetime import datetime, time
from typing import Any

from django.conf import settings

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.lib import clock

Row = dict[str, Any]
CHANGED = "2026-11-23T00:00:00+05:30"  # of this door as it is described
PLACES = 2  # decimals of a degree: about a kilometre, of a district's centre


def discovery() -> Row:
    """Return what this door is and where, as service discovery describes it."""
    base = f"{settings.SITE_URL}/open311/v2"
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": base,
        "changeset": CHANGED,
        "type": "test" if settings.DEMO else "production",
        "formats": ["application/json", "text/xml"],
    }
    return {
        "changeset": CHANGED,
        "contact": settings.SITE_URL,
        "key_service": settings.SITE_URL,
        "endpoints": [endpoint],
    }


def open_categories() -> dict[str, rulebook.Category]:
    """Return the categories that may be spoken of in public: none that is sealed by itself."""
    return {slug: one for slug, one in rulebook.book().categories.items() if not one.sealed}


def service(one: rulebook.Category, language: str) -> Row:
    """Return one service."""
    words = one.keywords.roman if language == "en" else one.keywords.hi
    return {
        "service_code": one.slug,
        "service_name": one.title.say(language),
        "description": one.ask.say(language),
        "metadata": "false",
        "type": "realtime",
        "keywords": ",".join(words),
        "group": rulebook.book().departments[one.department].name.say(language),
    }


def request(case: Case, language: str) -> Row:
    """Return one request; `case` carries its district and department."""
    category = rulebook.book().categories.get(case.category)
    district, department = case.district, case.department
    state = flow.flow_of(case.kind).by_name[case.state]
    return {
        "service_request_id": case.number,
        "status": "open" if case.is_open else "closed",
        "status_notes": str(state.portal),
        "service_name": category.title.say(language) if category else "",
        "service_code": case.category,
        "description": "",
        "agency_responsible": (department.name_en if language == "en" else department.name_hi) if department else "",
        "service_notice": "",
        "requested_datetime": _day(case.opened_at),
        "updated_datetime": _day(max(filter(None, (case.level_at, case.closed_at)))),
        "expected_datetime": _day(case.due_at) if case.is_open else "",
        "address": district.name(language) if district else "",
        "address_id": str(district.lgd_code) if district else "",
        "zipcode": "",
        "lat": round(district.lat, PLACES) if district and district.lat is not None else "",
        "long": round(district.lon, PLACES) if district and district.lon is not None else "",
        "media_url": "",
    }


def _day(at: datetime | None) -> str:
    """Write the day alone, as an instant with its zone: who was seen at a counter at ten is nobody's business."""
    return datetime.combine(clock.day(at), time(), clock.IST).isoformat() if at else ""
