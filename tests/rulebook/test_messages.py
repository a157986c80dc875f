import pytest
from pydantic import ValidationError

from shramsetu import rulebook
from shramsetu.rulebook.words import Template

BOOK = rulebook.book()
TEMPLATES = [pytest.param(template, id=key) for key, template in BOOK.templates.items()]
HINDI_TWO_SEGMENTS = 134
ENGLISH_TWO_SEGMENTS = 306


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_longest_message_fits_in_two_segments(template: Template) -> None:
    assert len(template.longest("hi").encode("utf-16-le")) // 2 <= HINDI_TWO_SEGMENTS
    assert len(template.longest("en")) <= ENGLISH_TWO_SEGMENTS
    assert template.longest("en").isascii()
    assert len(template.longest("ur").encode("utf-16-le")) // 2 <= HINDI_TWO_SEGMENTS


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_brand_is_the_last_word(template: Template) -> None:
    assert template.text.hi.endswith(" श्रम सेतु")
    assert template.text.en.endswith(" Shram Setu")
    assert template.words("ur").endswith(" श्रम सेतु" if template.to == "officer" else " شرم سیتو")


def test_every_message_to_a_citizen_is_written_in_urdu_too() -> None:
    template = BOOK.templates["claim-paid"]
    assert template.words("ur").startswith("معاملہ")
    with pytest.raises(ValidationError, match="stands in Urdu too"):
        Template.model_validate({**template.model_dump(by_alias=True), "text_ur": "", "dlt_id_ur": ""})


def test_what_goes_to_an_officer_is_hindi_under_its_own_id() -> None:
    template = BOOK.templates["officer-code"]
    assert (template.words("ur"), template.dlt("ur")) == (template.text.hi, template.dlt_id)


def test_no_message_can_carry_a_category_a_scheme_or_a_name() -> None:
    kinds = {variable.kind for template in BOOK.templates.values() for variable in template.variables.values()}
    assert kinds <= {"number", "date", "time", "post", "place", "code", "count"}
    words = ("मज़दूरी", "बंधुआ", "बाल श्रम", "योजना", "रिश्वत", "पेंशन", "भ्रष्टाचार")
    assert [key for key, t in BOOK.templates.items() if any(word in t.text.hi for word in words)] == []


def test_a_sealed_case_names_no_post() -> None:
    assert sorted(BOOK.templates["registered-sealed"].variables) == ["code", "number"]


def test_template_ids_are_unique() -> None:
    ids = [
        number
        for template in BOOK.templates.values()
        for number in (template.dlt_id, template.dlt_id_en, template.dlt_id_ur)
    ]
    assert len([one for one in ids if one]) == len(set(filter(None, ids)))


def test_what_cannot_wait_ignores_quiet_hours() -> None:
    loud = {key for key, template in BOOK.templates.items() if not template.quiet}
    assert {"code", "officer-code", "officer-arrival-urgent", "registered"} <= loud
    assert "officer-digest" not in loud


def test_render_fills_and_cuts() -> None:
    told = BOOK.templates["registered"].render(
        number="1047 2963 8150", post="श्रम प्रवर्तन अधिकारी", place="कानपुर नगर", date="28 नवंबर", code="482913" * 3
    )
    assert told == (
        "मामला 1047 2963 8150 दर्ज। श्रम प्रवर्तन अधिकारी, कानपुर नगर 28 नवंबर तक उत्तर देंगे। गुप्त कोड 48291348। श्रम सेतु"
    )
    with pytest.raises(KeyError):
        BOOK.templates["registered"].render(number="1")


def test_mails_render_in_each_language() -> None:
    for mail in BOOK.mails.values():
        for language in ("hi", "en", "ur"):
            subject, body = mail.render(language, **dict.fromkeys(mail.variables, "×"))
            assert "{" not in subject + body
            assert "×" in body
