import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from shramsetu.web import icons, stylesheets, wording

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)  # noon in India


def render(source, **values):
    return Template("{% load look %}" + source).render(Context(values))


class Example(forms.Form):
    phone = forms.CharField(label="मोबाइल नंबर", help_text="10 अंक")
    kind = forms.ChoiceField(label="क्या बात है?", choices=[("a", "मज़दूरी")], widget=forms.RadioSelect, required=False)


@pytest.mark.parametrize(
    ("left", "state", "sentence"),
    [
        (timedelta(days=5), "on-time", "5 दिन बाक़ी"),
        (timedelta(hours=20), "soon", "कल सुबह 8:00 बजे तक"),
        (timedelta(hours=3), "soon", "आज दोपहर 3:00 बजे तक"),
        (timedelta(minutes=20), "soon", "20 मिनट बाक़ी"),
        (timedelta(hours=-3), "overdue", "3 घंटे की देर"),
        (timedelta(days=-2, hours=-4), "overdue", "2 दिन 4 घंटे की देर"),
    ],
)
def test_time_left_is_a_sentence_and_a_state(left, state, sentence):
    found = wording.time_left(NOW + left, NOW)
    assert (found.state, found.sentence) == (state, sentence)


def test_time_is_soon_when_four_fifths_are_used():
    since, due = NOW - timedelta(days=8), NOW + timedelta(days=2)
    assert wording.time_left(due, NOW, since).state == "soon"
    assert wording.time_left(due + timedelta(days=1), NOW, since).state == "on-time"


def test_overdue_has_the_common_word_on_the_portal_and_the_offices_at_the_desk():
    assert [wording.state_word("overdue", room) for room in ("portal", "desk")] == ["समय निकल गया", "डिफॉल्टर"]


def test_day_of_an_instant_is_indias():
    assert render("{{ at|hindi_date }}", at=datetime(2026, 11, 20, 18, 30, tzinfo=UTC)) == "21 नवंबर 2026"


def test_text_follows_the_language_of_the_page():
    value = SimpleNamespace(hi="मज़दूरी", en="Wages")
    with translation.override("en"):
        assert render("{{ value|text }}", value=value) == "Wages"
    assert render("{{ value|text }} {{ other|text }}", value=value, other={"hi": "चोट", "en": "Injury"}) == "मज़दूरी चोट"


def test_figures_and_numbers_are_written_the_indian_way():
    assert render("{{ n|grouped }} {{ no|spaced }}", n=1234567, no="104729638150") == "12,34,567 1047 2963 8150"


def test_state_badge_has_word_shape_and_class():
    drawn = render('{% state_badge "on_time" %}')
    assert "is-on-time" in drawn
    assert "<svg" in drawn
    assert "समय पर" in drawn


def test_badge_escapes_its_label():
    assert "<b>" not in render('{% state_badge "closed" label %}', label="<b>x</b>")


def test_every_state_with_a_word_has_a_shape():
    assert [state for state in icons.SHAPES if wording.state_word(state) == state] == []


def test_icon_is_silent_beside_a_word_and_spoken_with_a_label():
    assert 'aria-hidden="true"' in render('{% icon "phone" %}')
    assert 'role="img" aria-label="फ़ोन"' in render('{% icon "phone" label="फ़ोन" %}')


def test_unknown_icon_is_named():
    if not icons.drawing("phone"):
        pytest.skip("icons are not installed")
    with pytest.raises(icons.NoIcon, match="no-such-icon"):
        icons.drawing("no-such-icon")


def test_field_ties_label_hint_and_error_to_the_control():
    drawn = render("{% field form.phone %}", form=Example({"phone": ""}))
    assert '<label class="field-label" for="id_phone">' in drawn
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_phone_error"' in drawn


def test_choices_stand_in_a_fieldset_and_say_they_are_optional():
    drawn = render("{% field form.kind %}", form=Example())
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert "ज़रूरी नहीं" in drawn


def test_form_errors_link_to_their_fields():
    drawn = render("{% form_errors form %}", form=Example({}))
    assert '<a href="#id_phone">' in drawn
    assert "मोबाइल नंबर · " in drawn  # which one is empty
    assert render("{% form_errors form %}", form=Example()).strip() == ""


def test_one_of_two_fields_is_not_called_optional():
    either = type("Either", (Example,), {"EITHER": ("kind",)})
    drawn = [render("{% field form.kind %}", form=made()) for made in (Example, either)]
    assert ["field-optional" in one for one in drawn] == [True, False]


def test_map_without_links_is_a_picture_with_links_a_group():
    row = {"col": 0, "row": 0, "name": "आगरा", "value": 3}
    assert 'role="img"' in render("{% hexmap rows title='लंबित' %}", rows=[row])
    linked = render("{% hexmap rows title='लंबित' %}", rows=[row | {"url": "/d/118/"}])
    assert 'role="group"' in linked
    assert '<a href="/d/118/">' in linked


def test_map_escapes_names():
    assert "<script>" not in render("{% hexmap rows %}", rows=[{"col": 0, "row": 0, "name": "<script>", "value": 1}])


@pytest.mark.parametrize("room", stylesheets.ROOMS)
def test_each_room_has_its_css_under_a_name_that_changes_with_it(client, room):
    address = re.search(r'href="([^"]+)"', render("{% stylesheet room %}", room=room))[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert "../" not in answer.content.decode()


def test_stale_css_is_not_kept_and_unknown_is_not_found(client):
    assert client.get("/assets/portal.000000000000.css")["Cache-Control"] == "no-cache"
    assert client.get("/assets/attic.000000000000.css").status_code == 404


def test_portal_css_and_font_leave_room_for_the_page():
    fonts = sum(path.stat().st_size for path in (stylesheets.CSS.parent / "fonts").glob("*.woff2"))
    scripts = sum((stylesheets.CSS.parent / "js" / name).stat().st_size for name in ("form.js", "listen.js"))
    assert fonts + scripts + len(stylesheets.sheet("portal").body) < 110_000


@override_settings(DEBUG=False, DEMO=False)
def test_style_page_is_not_there_outside_demo(client):
    assert client.get("/style/").status_code == 404


@override_settings(DEMO=True)
@pytest.mark.parametrize("page", ["", "desk/", "page/", "print/", "auth/"])
def test_style_page_shows_the_components_without_inline_style_or_script(client, page):
    html = client.get(f"/style/{page}").content.decode()
    assert re.findall(r'\sstyle="|\son\w+="|<script(?![^>]*src=)', html) == []


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_page_says_in_hindi_what_to_do_next(code):
    html = Template(f'{{% extends "{code}.html" %}}').render(Context())
    assert re.search(r"<h1>[\u0900-\u097f ]", html)
    assert 'class="button' in html
