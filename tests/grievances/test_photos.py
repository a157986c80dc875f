"""A site photo taken elsewhere or too early raises a flag on the report; nothing is blocked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from tests import cast
from tests.files.file_samples import camera, jpeg, scene

from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.grievances.models import Report
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


def test_a_known_place_is_measured_from_itself() -> None:
    district = cast.filing().district
    assert district is not None
    place = Place.objects.create(
        kind="locality", parent=district, district=district, path=f"{district.path}x/", name_hi="दूर", lon=80.6, lat=26.2
    )
    case = cast.complaint(place=place)
    photo(case, camera(date=ON_THE_DAY))
    assert flags(case) == ["photo_far"]
