"""A pile is parted into letters; what is no page is refused before it is drawn."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from shramsetu.files import pages
from shramsetu.intake.counter import piles
from shramsetu.intake.counter.piles import How, Sheet

A4 = (827, 1169)  # at 100 to the inch


def paper(*, lines: int = 0, shade: int = 250) -> Image.Image:
    image = Image.new("L", A4, shade)
    pen = ImageDraw.Draw(image)
    for number in range(lines):
        for at in range(100, 700, 12):  # words of a line of print
            pen.rectangle((at, 150 + 30 * number, at + 8, 160 + 30 * number), fill=30)
    return image


def pdf(*images: Image.Image) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=100)
    return out.getvalue()


def photo(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def parted(how: str, *files: tuple[bytes, str]) -> list[int]:
    return [len(one) for one in piles.parted(piles.sheets(files, most=60, seconds=60), how)]


@pytest.mark.parametrize("shade", [255, 235, 200])
def test_paper_of_any_shade_is_blank_and_a_line_is_not(shade: int) -> None:
    assert piles.is_blank(paper(shade=shade))
    assert not piles.is_blank(paper(lines=1, shade=shade))


def test_holes_shadows_and_dust_are_no_writing() -> None:
    image = paper()
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 20, A4[1]), fill=60)  # the shadow of the lid
    pen.ellipse((12, 400, 30, 418), fill=20)  # a punched hole at the margin
    for at in range(200, 700, 100):
        pen.point((at, at), fill=0)
    assert piles.is_blank(image.filter(ImageFilter.GaussianBlur(1)))


def test_an_empty_page_parts_two_letters_and_is_not_kept() -> None:
    pile = pdf(paper(lines=9), paper(lines=4), paper(), paper(lines=7), paper())
    assert parted(How.BLANK, (pile, pages.PDF)) == [2, 1]
    assert parted(How.EACH, (pile, pages.PDF)) == [1, 1, 1]
    assert parted(How.ONE, (pile, pages.PDF)) == [3]


def test_each_file_of_the_scanner_is_a_letter_and_photographs_follow_one_another() -> None:
    one, shot = (pdf(paper(lines=9)), pages.PDF), (photo(paper(lines=5)), "image/jpeg")
    assert parted(How.BLANK, one, one) == [1, 1]
    assert parted(How.BLANK, shot, shot, shot) == [3]


def test_a_pile_of_empty_pages_is_no_letter() -> None:
    assert parted(How.BLANK, (pdf(paper(), paper()), pages.PDF)) == []


def test_a_page_is_kept_as_a_picture_and_nothing_of_the_file() -> None:
    sheet: Sheet = piles.sheets([(pdf(paper(lines=9)), pages.PDF)], most=1, seconds=60)[0]
    image = Image.open(io.BytesIO(sheet.picture))
    assert (image.format, max(image.size)) == ("JPEG", 2338)
    assert (sheet.begins, sheet.is_blank) == (True, False)


def test_too_many_pages_are_refused_before_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    pile = pdf(*[paper()] * 3)
    monkeypatch.setattr(pypdfium2.PdfPage, "render", lambda *_args, **_options: pytest.fail("drawn"))
    with pytest.raises(pages.TooManyPages):
        piles.sheets([(pile, pages.PDF)], most=2, seconds=60)


def test_photographs_count_as_pages() -> None:
    shot = (photo(paper(lines=1)), "image/jpeg")
    with pytest.raises(pages.TooManyPages):
        piles.sheets([shot, shot, shot], most=2, seconds=60)


def test_drawing_has_its_seconds() -> None:
    with pytest.raises(piles.TooLong):
        piles.sheets([(photo(paper(lines=1)), "image/jpeg")], most=2, seconds=-1)


def test_a_page_of_five_metres_and_a_locked_file_are_refused() -> None:
    huge = pypdfium2.PdfDocument.new()
    huge.new_page(14_000, 14_000)
    out = io.BytesIO()
    huge.save(out)
    for content in (out.getvalue(), b"%PDF-1.4 nothing"):
        with pytest.raises(pages.Unreadable):
            piles.sheets([(content, pages.PDF)], most=2, seconds=60)
