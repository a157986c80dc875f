"""Visits with their photographs, and the fixed points from which these are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework.actions import Refused
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import bounds, papers, powers
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.records import UNSEEN, Photo, PhotoPoint, Visit
from shramsetu.monitoring.works.rules import flags
from shramsetu.monitoring.works.rules.flags import Flag, Shot
from shramsetu.offices import queries as offices

Place = tuple[float, float]
TRAVELLED = timedelta(days=2)  # how far back the ways of one person are looked at


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph about to be handed in: from which point, and where the phone says it is."""

    point: PhotoPoint
    upload: UploadedFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit about to be entered. `place` is where the browser says the phone is: None where it was not told.

    `nobody_seen`: the visitor has looked at the photographs, and no person can be recognised on them. `when` is what
    a phone tells that had no network; None: now. When it came in stands beside it.
    """

    visitor: str
    notes: str = ""
    place: Place | None = None
    photos: Sequence[Taken] = ()
    nobody_seen: bool = False
    when: datetime | None = None


@transaction.atomic
def set_point(work: Work, title: str, *, place: Place, bearing: int, by: Actor, at: datetime) -> PhotoPoint:
    """Fix a point from which the work is photographed; raises Refused, NotAllowed."""
    powers.need(work, Side.AGENCY, Side.DEPARTMENT, by=by)
    lon, lat = place
    if not (77 <= lon <= 85 and 23 <= lat <= 31):
        raise Refused(gettext("This place lies outside the state."), "lon")
    if not 0 <= bearing < 360:
        raise Refused(gettext("A direction is between 0 and 359 degrees."), "bearing")
    if not title.strip():
        raise Refused(gettext("Name the point."), "title")
    Work.objects.select_for_update().get(pk=work.pk)
    point = PhotoPoint(
        work=work,
        number=PhotoPoint.objects.filter(work=work).count() + 1,
        title=title.strip(),
        lon=lon,
        lat=lat,
        bearing=bearing,
        made_at=at,
    )
    point.save(force_insert=True)
    detail = {"number": point.number, "lon": lon, "lat": lat, "bearing": bearing}
    journal.append(work.stream, "set_point", by=by, at=at, detail=detail)
    return point


@transaction.atomic
def retire(point: PhotoPoint, *, why: str, by: Actor, at: datetime) -> None:
    """Ask for no more photographs from a point: it was fixed wrongly, or is walled in. Raises Refused, NotAllowed."""
    powers.need(point.work, Side.AGENCY, Side.DEPARTMENT, by=by)
    if not why.strip():
        raise Refused(gettext("Write the reason."), "reason")
    if PhotoPoint.objects.filter(pk=point.pk, retired_at=None).update(retired_at=at):
        detail, words = {"number": point.number}, {"why": why.strip()}
        journal.append(point.work.stream, "retire_point", by=by, at=at, detail=detail, private=words)


@transaction.atomic
def visit(work: Work, seen: Seen, *, by: Actor, at: datetime) -> Visit:
    """Enter a visit of today with its photographs; what is strange about one is flagged, never refused.

    Raises Refused for a visit that shows and says nothing, NotAllowed.
    """
    pen = powers.need(work, *Side, by=by)
    if seen.visitor not in powers.visitors(powers.sides(offices.get(pen.post), work)):
        raise Refused(gettext("Choose who visits."), "visitor")
    if not seen.photos and not seen.notes.strip():
        raise Refused(gettext("Write what you saw, or take a photograph."), "notes")
    lon, lat = seen.place or (None, None)
    row = Visit(
        work=work,
        visitor=seen.visitor,
        on=clock.day(_when(seen, at)),
        notes=seen.notes.strip(),
        lon=lon,
        lat=lat,
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    kept = [_keep(row, taken, seen, by=by, at=at) for taken in seen.photos]
    detail: dict[str, object] = {
        "visit": row.pk,
        "on": row.on.isoformat(),
        "visitor": row.visitor,
        "photos": len(kept),
        "flags": sorted({flag for photo in kept for flag in photo.flags}),
        "has_place": seen.place is not None,
    }
    journal.append(work.stream, "visit", by=by, at=at, detail=detail)
    return row


@transaction.atomic
def hide(photo: Photo, *, why: str, by: Actor, at: datetime) -> None:
    """Take a photograph out of the public page: it shows a person. On the desk it stays. Raises Refused, NotAllowed."""
    powers.need(photo.work, Side.AGENCY, Side.DEPARTMENT, by=by)
    if not why.strip():
        raise Refused(gettext("Write the reason."), "reason")
    won = Photo.objects.filter(pk=photo.pk, hidden_at=None).update(hidden_at=at, hidden_why=why.strip())
    if won:
        detail = {"photo": photo.pk}
        journal.append(photo.work.stream, "hide_photo", by=by, at=at, detail=detail, private={"why": why.strip()})


@transaction.atomic
def show(photo: Photo, *, by: Actor, at: datetime) -> None:
    """Put a photograph on the public page: somebody looked, and no person can be recognised on it.

    What was taken out for a reason, only the department puts back. Raises NotAllowed.
    """
    sides = (Side.AGENCY, Side.DEPARTMENT) if photo.hidden_why == UNSEEN else (Side.DEPARTMENT,)
    powers.need(photo.work, *sides, by=by)
    seen = Photo.objects.filter(pk=photo.pk, hidden_why=photo.hidden_why).exclude(hidden_at=None)
    if seen.update(hidden_at=None, hidden_why=""):
        journal.append(photo.work.stream, "show_photo", by=by, at=at, detail={"photo": photo.pk})


def _keep(row: Visit, taken: Taken, seen: Seen, *, by: Actor, at: datetime) -> Photo:
    field = f"photo_{taken.point.number}"
    if taken.point.work_id != row.work_id:
        raise Refused(gettext("This point belongs to another building."), field)
    # The page that everybody sees hands the name out with the picture: it says nothing.
    taken.upload.name = f"site{PurePosixPath(taken.upload.name or '').suffix}"
    file = papers.keep(row.work, taken.upload, by=by, at=at, photo=field)
    if not file.media_type.startswith("image/"):
        raise Refused(gettext("A photograph is a picture: JPG or PNG."), field)
    own = None if file.lon is None or file.lat is None else (file.lon, file.lat)
    stands, sent_from = own or seen.place, seen.place if own else None
    shot = Shot(taken.point.pk, file.phash, file.taken_at, _when(seen, at), stands, by.key, sent_from)
    limits = bounds.on(row.on)
    found = flags.of_shot(shot, taken.point.place, _earlier(row, file, by=by, when=shot.at, at=at), limits)
    if file.phash is not None and files.photos_like(file.phash, row.work.stream, within=limits.same_bits).exists():
        found |= {Flag.SAME_PHOTO}
    photo = Photo(
        visit=row,
        work=row.work,
        point=taken.point,
        file=file,
        by_id=row.by_id,
        at=at,
        taken_at=file.taken_at or seen.when,
        lon=stands[0] if stands else None,
        lat=stands[1] if stands else None,
        phash=file.phash,
        flags=[one.value for one in flags.worst_first(found)],
        hidden_at=None if seen.nobody_seen else at,
        hidden_why="" if seen.nobody_seen else UNSEEN,
    )
    photo.save(force_insert=True)
    return photo


def _when(seen: Seen, at: datetime) -> datetime:
    return min(seen.when or at, at)


def _earlier(row: Visit, file: Attachment, *, by: Actor, when: datetime, at: datetime) -> list[Shot]:
    """Return the photographs of this work that could be the same one, and where this person was of late and since."""
    alike = Photo.objects.filter(work=row.work, file__bands__overlap=file.bands) if file.bands else Photo.objects.none()
    ways = Photo.objects.filter(by=by.user_id, at__gte=when - TRAVELLED, at__lte=at)
    found = {photo.pk: photo for photo in (*alike, *ways)}
    return [
        Shot(one.point_id, one.phash, one.taken_at, one.at, one.place, f"user:{one.by_id}@{row.post_id or 0}")
        for one in found.values()
    ]
