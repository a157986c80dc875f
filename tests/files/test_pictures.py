import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageEnhance
from tests.files.file_samples import camera, jpeg, scene

from shramsetu.files import pictures, rules


def test_time_and_place_are_read_and_taken_out_of_the_picture() -> None:
    read = pictures.read(jpeg(scene(), camera()), rules.JPEG)

    assert (read.taken_at, read.lon, read.lat) == (datetime(2026, 11, 20, 8, 35, 9, tzinfo=UTC), 80.33, 26.458333)
    assert dict(Image.open(io.BytesIO(read.content)).getexif()) == {}
    assert b"SecretPhone" not in read.content
    assert b"Exif" not in read.content


def test_the_zone_of_the_camera_counts() -> None:
    read = pictures.read(jpeg(scene(), camera(zone="+00:00")), rules.JPEG)
    assert read.taken_at == datetime(2026, 11, 20, 14, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("kind", [rules.JPEG, rules.PNG, rules.WEBP])
def test_a_picture_among_others_is_upright_small_and_light(kind: rules.Kind) -> None:
    large, out = scene().resize((4_000, 3_000)), io.BytesIO()
    large.save(out, kind.media_type.removeprefix("image/").upper())
    made = pictures.small(out.getvalue(), kind)
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size) == ("JPEG", (640, 480))
    assert len(made) < 80_000


def test_a_small_picture_of_one_lying_on_its_side_stands() -> None:
    made = pictures.small(jpeg(scene().resize((4_000, 3_000)), camera(orientation=6)), rules.JPEG)
    assert Image.open(io.BytesIO(made)).size == (480, 640)


def test_a_small_picture_of_a_clear_png_is_no_bomb_either() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(pictures.small(out.getvalue(), rules.PNG))).size == (50, 40)
    with pytest.raises(rules.FalseType):
        pictures.small(out.getvalue()[:60], rules.PNG)


@pytest.mark.parametrize("date", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "yesterday"])
def test_a_broken_camera_date_is_none(date: str) -> None:
    assert pictures.read(jpeg(scene(), camera(date=date)), rules.JPEG).taken_at is None


def test_a_picture_lying_on_its_side_is_put_upright() -> None:
    read = pictures.read(jpeg(scene(), camera(orientation=6)), rules.JPEG)
    assert (read.width, read.height) == (480, 640)
    assert Image.open(io.BytesIO(read.content)).size == (480, 640)


def test_words_written_into_a_png_are_taken_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Author", "Ram Kumar 9876543210")
    out = io.BytesIO()
    scene().save(out, "PNG", pnginfo=note)
    read = pictures.read(out.getvalue(), rules.PNG)
    assert b"Ram Kumar" not in read.content


def test_an_image_bomb_is_refused_before_it_is_decoded() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(rules.TooLarge) as caught:
        pictures.read(bomb, rules.PNG)
    assert caught.value.unit == "pixels"


def test_a_picture_cut_in_the_middle_is_refused() -> None:
    content = jpeg(scene())
    with pytest.raises(rules.FalseType):
        pictures.read(content[: len(content) // 2], rules.JPEG)


def apart(one: int, other: int) -> int:
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def test_the_same_scene_smaller_darker_and_squeezed_is_alike() -> None:
    first = pictures.read(jpeg(scene()), rules.JPEG).phash
    darker = ImageEnhance.Brightness(scene().resize((320, 240))).enhance(0.9)
    assert apart(first, pictures.read(jpeg(darker, quality=60), rules.JPEG).phash) <= 3


def test_another_scene_is_not_alike() -> None:
    assert apart(pictures.difference_hash(scene(1)), pictures.difference_hash(scene(7))) > 10


def test_hashes_three_bits_apart_share_a_band() -> None:
    one = pictures.difference_hash(scene())
    for bits in (0b111, 1 << 15 | 1 << 31 | 1 << 47, 1 << 63 | 1 << 32 | 1):
        other = (one ^ bits) & (1 << 64) - 1
        other -= 1 << 64 if other >> 63 else 0
        assert set(pictures.bands(one)) & set(pictures.bands(other))


def test_a_blank_sheet_has_no_bands() -> None:
    assert pictures.bands(pictures.difference_hash(Image.new("RGB", (300, 400), "white"))) == []
