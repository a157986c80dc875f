"""What a reader finds in a PDF: letters in their order, not shapes."""

import pypdfium2
from pypdfium2 import PdfDocument

from shramsetu.casework import paper

SAID = "निर्माण कर्मकार कल्याण बोर्ड के विद्यार्थी की क्षेत्रीय किश्त ₹ 65,000, No. 1047"


def read(page: str) -> str:
    document: PdfDocument = pypdfium2.PdfDocument(paper.printed(page))
    text: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return " ".join(text.split())


def test_hindi_is_copied_and_found_as_it_was_written() -> None:
    assert read(f"<p>{SAID}</p>") == SAID


def test_a_line_in_bold_and_one_in_latin_letters_stay_whole() -> None:
    assert read("<p><b>आदेश</b> of the Board</p>") == "आदेश of the Board"
