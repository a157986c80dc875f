"""What a site photo says of itself: used before, taken elsewhere, taken too early. It never blocks a report."""

from datetime import datetime

from shramsetu.casework.models import Case
from shramsetu.casework.rules import figure
from shramsetu.files.models import Attachment
from shramsetu.grievances import queries
from shramsetu.lib import clock, globe, similar


def flags(case: Case, kind: str, since: datetime, at: datetime) -> list[str]:
    """Return the flags that the site photos of `case` raise with a report of this kind.

    `since` is the visit, or else when the case came.

    A photo whose camera wrote neither place nor time raises none of its own: many phones write nothing.
    """
    lying = queries.pictures_in(case)
    shown = [one for one in lying if one.purpose == "site_photo" and one.role not in queries.NOT_PROOF]
    if not shown:
        return []
    before = queries.reported_before(case, kind)
    found = {
        "photo_reused": any(queries.is_reused(one, at=at) or _lay_there(one, lying, before, at) for one in shown),
        "photo_far": any(_is_far(photo, case, at) for photo in shown),
        "photo_too_old": any(photo.taken_at and clock.day(photo.taken_at) < clock.day(since) for photo in shown),
    }
    return [name for name, is_so in found.items() if is_so]


def _lay_there(new: Attachment, lying: list[Attachment], before: datetime | None, at: datetime) -> bool:
    """Tell whether the photo lay with the case before: as the complainant's own, or with a report that did not suffice.

    `before` is when the case was last reported on; handing in anew what lay there then proves nothing.
    """
    if not new.bands:
        return False
    within = figure("quality.photo_bits", at)
    return any(
        old.pk != new.pk
        and old.at <= new.at
        and (old.role in queries.NOT_PROOF or (before is not None and old.at <= before < new.at))
        and similar.hamming(new.phash or 0, old.phash or 0) <= within
        for old in lying
    )


def _is_far(photo: Attachment, case: Case, at: datetime) -> bool:
    """Tell whether the photo was taken farther from the case's place than the rulebook lets pass.

    Measured from the place itself where its coordinates are known, else from the middle of the district.
    """
    if photo.lon is None or photo.lat is None:
        return False
    for place, key in (
        (case.place, "files.photo_place_kilometres"),
        (case.district, "files.photo_district_kilometres"),
    ):
        if place is None or place.lon is None or place.lat is None:
            continue
        if place.pk == case.district_id:
            key = "files.photo_district_kilometres"
        return globe.kilometres((photo.lon, photo.lat), (place.lon, place.lat)) > figure(key, at)
    return False
