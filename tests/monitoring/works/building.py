"""The school of Varanasi as the tests build it: who writes, and short ways to write."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw
from tests import cast

from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works.actions import entering, measuring, planning, visiting
from shramsetu.monitoring.works.models import Component, Plan, Work
from shramsetu.monitoring.works.records import PhotoPoint, Visit
from shramsetu.monitoring.works.rules.progress import Point
from shramsetu.offices import queries as offices

AT = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # a Monday, eleven in the morning
TODAY = date(2026, 3, 2)
KARSADA = (82.884, 25.222)
BEGINS, ENDS = date(2025, 3, 3), date(2026, 12, 31)


def by(code: str) -> Actor:
    """Return who sits in the post with this code."""
    return cast.seat(offices.desk(code)).actor


@dataclass(frozen=True)
class People:
    """Who writes of the school of Varanasi."""

    agency: Actor
    circle: Actor
    labour: Actor
    dlc: Actor
    dm: Actor
    head: Actor


def people() -> People:
    return People(
        agency=by("works-agency.varanasi"),
        circle=by("works-circle.varanasi"),
        labour=by("labour.alc.varanasi"),
        dlc=by("labour.dlc.varanasi"),
        dm=by("dm.varanasi"),
        head=by("labour.lc"),
    )


def paper(name: str = "order.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, cast.PAPER, content_type="application/pdf")


def picture(seed: int, *, taken: datetime | None = None) -> SimpleUploadedFile:
    """Return a picture that looks unlike those of other seeds; its camera says when it was `taken`, or nothing."""
    image = Image.new("RGB", (320, 240), (235, 230, 220))
    draw = ImageDraw.Draw(image)
    for n in range(24):
        x, y = (seed * 97 + n * 53) % 300, (seed * 61 + n * 37 * (seed % 7 + 1)) % 220
        shade = (seed * 31 + n * 71) % 200
        draw.rectangle([x, y, x + 20 + (n * seed) % 70, y + 15 + (n * 13) % 60], fill=(shade, shade // 2, 90))
    out, exif = BytesIO(), Image.Exif()
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{clock.local(taken):%Y:%m:%d %H:%M:%S}"
    image.save(out, "JPEG", quality=90, exif=exif)
    return SimpleUploadedFile("Ramesh 9999900001.jpg", out.getvalue(), content_type="image/jpeg")


def entered(*, at: datetime = AT, site: str = "atal-varanasi") -> Work:
    return entering.enter(entering.of_site(site), by=people().labour, at=at)


def planned(*, at: datetime = AT, begins: date = BEGINS, ends: date = ENDS) -> Work:
    """Enter the school and approve its first plan."""
    work, who = entered(at=at), people()
    propose(work, begins=begins, ends=ends, at=at)
    planning.decide(Plan.objects.get(work=work), approve=True, by=who.labour, at=at)
    return fresh(work)


def propose(
    work: Work, *, begins: date = BEGINS, ends: date = ENDS, at: datetime = AT, reason: str = "प्रथम योजना"
) -> Plan:
    middle = begins + (ends - begins) / 2
    points = [Point(begins, 0), Point(middle, 5_000), Point(ends, 10_000)]
    return planning.propose(work, points, reason=reason, by=people().agency, at=at)


def fresh(work: Work) -> Work:
    return Work.objects.select_related("case__district", "case__holder", "agency").get(pk=work.pk)


def part(work: Work, slug: str) -> Component:
    return Component.objects.get(work=work, slug=slug)


def measure(work: Work, slug: str, percent: int, *, on: date = TODAY, at: datetime = AT) -> None:
    measuring.measure(part(work, slug), percent * 100, on=on, by=people().agency, at=at)


def whole(work: Work, *slugs: str, on: date = TODAY, at: datetime = AT) -> None:
    """Measure parts as whole: all that are not named where none is."""
    for one in Component.objects.filter(work=work):
        if not slugs or one.slug in slugs:
            measuring.measure(one, 10_000, on=on, by=people().agency, at=at)


def point(work: Work, *, place: tuple[float, float] = KARSADA) -> PhotoPoint:
    return visiting.set_point(work, "मुख्य द्वार से", place=place, bearing=90, by=people().agency, at=AT)


def visit(
    work: Work,
    *shots: tuple[PhotoPoint, int],
    actor: Actor | None = None,
    place: tuple[float, float] | None = KARSADA,
    at: datetime = AT,
    visitor: str = "ee",
    nobody_seen: bool = True,
) -> Visit:
    taken = [visiting.Taken(spot, picture(seed, taken=at)) for spot, seed in shots]
    seen = visiting.Seen(visitor, notes="काम चल रहा है।", place=place, photos=taken, nobody_seen=nobody_seen)
    return visiting.visit(work, seen, by=actor or people().agency, at=at)


def days(count: int) -> timedelta:
    return timedelta(days=count)
