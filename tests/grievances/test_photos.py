"""A site photo taken elsewhere or too early raises a flag on the report; nothing is blocked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from tests import cast
from tests.files.file_samples import camera, jpeg, scene

from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.grievances.models import Report
from shramsetu.offices import queries as offices
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
ON_THE_DAY = "2026:11:16 10:30:00"


def photo(case: Case, exif: Image.Exif, seed: int = 1) -> None:
    upload = SimpleUploadedFile("site.jpg", jpeg(scene(seed), exif), content_type="image/jpeg")
    files.store(upload, stream=case.stream, purpose="site_photo", by=cast.holder_of(case), at=cast.MONDAY)


def in_lucknow(date: str) -> Image.Exif:
    exif = camera(date=date)
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLongitude] = (27.0, 57.0, 0.0), (81.0, 30.0, 0.0)
    return exif


def flags(case: Case) -> list[str]:
    cast.report(case)
    return Report.objects.get(case=case).flags


def test_a_photo_of_the_place_and_day_raises_no_flag() -> None:
    case = cast.complaint()
    photo(case, camera(date=ON_THE_DAY))
    assert flags(case) == []


def test_a_photo_from_another_district_raises_a_flag_and_blocks_nothing() -> None:
    case = cast.complaint()
    photo(case, in_lucknow(ON_THE_DAY))
    assert flags(case) == ["photo_far"]
    case.refresh_from_db()
    assert case.state == "in_check"


def test_a_photo_older_than_the_visit_raises_a_flag() -> None:
    case = cast.complaint()
    photo(case, camera(date="2026:11:15 18:00:00"))
    assert flags(case) == ["photo_too_old"]


def test_a_photo_without_place_and_time_raises_none() -> None:
    case = cast.complaint()
    photo(case, Image.Exif())
    assert flags(case) == []


def later(case: Case, upload: int, *, hours: int) -> list[str]:
    """Hand in photo number `upload`, report again some hours after the first time, and return the flags."""
    at = cast.MONDAY + timedelta(hours=hours)
    shown = SimpleUploadedFile("new.jpg", jpeg(scene(upload).resize((320, 240)), quality=70), content_type="image/jpeg")
    files.store(shown, stream=case.stream, purpose="site_photo", by=cast.holder_of(case), at=at)
    cast.take(case, "report", at=at, text="नियोक्ता ने पूरा भुगतान किया, पावती नई है और संलग्न है।", **cast.EVIDENCE)
    return Report.objects.filter(case=case).order_by("-at")[0].flags


@pytest.mark.parametrize(("upload", "raised"), [(1, ["photo_reused"]), (7, [])])
def test_the_photo_of_a_returned_report_proves_nothing_anew(upload: int, raised: list[str]) -> None:
    case = cast.complaint()
    photo(case, Image.Exif())
    assert flags(case) == []
    cast.take(case, "return_report", grade="C", reason="फ़ोटो साफ़ नहीं है", at=cast.MONDAY + timedelta(hours=1))

    assert later(case, upload, hours=2) == raised


def test_the_complainants_own_photo_is_no_photo_of_the_officers() -> None:
    case = cast.complaint()
    own = SimpleUploadedFile("mine.jpg", jpeg(scene(1)), content_type="image/jpeg")
    files.store(own, stream=case.stream, purpose="other", by=cast.citizen(), at=cast.MONDAY)
    photo(case, Image.Exif())

    assert flags(case) == ["photo_reused"]


def test_an_officer_takes_a_photo_over_from_the_enquiry() -> None:
    case = cast.complaint()
    cast.take(case, "open")
    post = offices.subordinates(case.holder)[0]
    cast.take(case, "mark", post=post, text="")
    photo(case, Image.Exif())
    cast.take(case, "submit_enquiry", text="जाँच की गई, भुगतान हुआ।", **cast.EVIDENCE, by=cast.seat(post).actor)
    cast.attach(case)

    assert later(case, 1, hours=2) == []


def test_a_known_place_is_measured_from_itself() -> None:
    district = cast.filing().district
    assert district is not None
    place = Place.objects.create(
        kind="locality", parent=district, district=district, path=f"{district.path}x/", name_hi="दूर", lon=80.6, lat=26.2
    )
    case = cast.complaint(place=place)
    photo(case, camera(date=ON_THE_DAY))
    assert flags(case) == ["photo_far"]
