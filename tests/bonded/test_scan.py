"""A scan is read back: turned, crooked, pale, several papers in a pile."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from weasyprint import HTML

from shramsetu.bonded.papers import marks, scan
from shramsetu.files import pages as leaves

ONE, TWO = "A" * 20, "b-_" + "Z" * 17


def page(token: str = "", *, words: str = "मुक्ति") -> str:
    mark = marks.drawn(token, public=True) if token else ""
    return f'<section style="break-after:page"><div style="width:28mm;height:28mm">{mark}</div><p>{words}</p></section>'


def pdf(*pages: str) -> bytes:
    made: bytes = HTML(string=f"<style>svg{{width:28mm;height:28mm}}</style>{''.join(pages)}").write_pdf()
    return made


def photo(token: str, *, dpi: int = 150) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf(page(token)))[0].render(scale=dpi / 72).to_pil()
    return image


def jpeg(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def found(content: bytes, media_type: str = scan.PDF) -> list[tuple[str | None, tuple[int, ...]]]:
    return [(one.token, one.pages) for one in scan.pieces(content, media_type, token_of=marks.token_of)]


def test_token_comes_back_from_its_mark() -> None:
    for public in (True, False):
        assert marks.token_of(marks.address(ONE, public=public)) == ONE
    assert marks.token_of(f"https://moved.example{marks.PUBLIC}{TWO}/") == TWO


@pytest.mark.parametrize(
    "text",
    ["", "upi://pay?pa=x", "https://here.example/other/", f"{marks.PUBLIC}{ONE}/", f"https://x{marks.PUBLIC}short/"],
)
def test_foreign_code_is_no_mark(text: str) -> None:
    assert marks.token_of(text) is None


def test_pile_is_cut_into_its_papers() -> None:
    pile = pdf(page(ONE), page(), page(TWO), page(ONE))
    assert found(pile) == [(ONE, (0, 1, 3)), (TWO, (2,))]
    part = scan.cut(pile, scan.PDF, (0, 1, 3))
    assert found(part) == [(ONE, (0, 1, 2))]
    assert scan.cut(part, scan.PDF, (0, 1, 2)) is part


def test_cover_page_goes_with_the_only_paper() -> None:
    assert found(pdf(page(), page(ONE))) == [(ONE, (0, 1))]
    assert found(pdf(page(), page())) == [(None, (0, 1))]
    assert found(pdf(page(), page(ONE), page(TWO))) == [(None, (0,)), (ONE, (1,)), (TWO, (2,))]


@pytest.mark.parametrize("turned", [0, 90, 180, 270, 8])
def test_turned_photograph_is_read(turned: int) -> None:
    image = photo(ONE).rotate(turned, expand=True, fillcolor="white")
    assert found(jpeg(image), "image/jpeg") == [(ONE, (0,))]


def test_pale_blurred_photograph_is_read() -> None:
    pale = photo(ONE, dpi=200).convert("L").point(lambda grey: 120 + grey * 60 // 255)
    blurred = pale.filter(ImageFilter.GaussianBlur(1.5))
    assert found(jpeg(blurred, quality=40), "image/jpeg") == [(ONE, (0,))]


def test_stamp_on_the_mark_does_no_harm() -> None:
    image = photo(ONE, dpi=200).convert("RGB")
    found_at = image.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    assert found_at
    stamp = Image.new("RGB", (35, 35), "navy")
    image.paste(stamp, (found_at[0] + 110, found_at[1] + 60))
    assert found(jpeg(image), "image/jpeg") == [(ONE, (0,))]


def test_photographs_are_bound_into_one_file() -> None:
    made = scan.bound([jpeg(photo(ONE)), jpeg(Image.new("RGB", (800, 600), "white"))])
    assert found(made) == [(ONE, (0, 1))]


def test_broken_and_foreign_files_are_refused() -> None:
    for content, media_type in ((b"%PDF-1.4 nothing", scan.PDF), (b"\xff\xd8\xff half", "image/jpeg")):
        with pytest.raises(scan.Unreadable):
            found(content, media_type)
    assert found(pdf("<p>nothing here</p>")) == [(None, (0,))]


def test_scan_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaves, "PAGES_MOST", 1)
    with pytest.raises(scan.TooManyPages):
        found(pdf(page(ONE), page(ONE)))
