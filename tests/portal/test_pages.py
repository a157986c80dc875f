import gzip
import io
import re
from datetime import date, time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shramsetu import rulebook
from shramsetu.grievances import suggest
from shramsetu.lib import numbers
from shramsetu.lib.clock import moment
from shramsetu.portal import notices

pytestmark = pytest.mark.django_db
NAMES = (
    "home file track sign_in schemes help helplines figures open_data open_figures open_figures_json open_categories"
    " open_holidays open_journal privacy accessibility about manifest worker offline app"
).split()
LIMIT = 150 * 1024
UNKNOWN = f"/track/{numbers.number_for(5, b'k' * 32)}/"
SIZES = ["192x192", "512x512", "512x512"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_page_opens_in_both_languages(client, name, language):
    client.cookies["django_language"] = language
    found = client.get(reverse(f"portal:{name}"), follow=True)
    assert found.status_code == 200
    assert "style=" not in found.content.decode() if "html" in found["Content-Type"] else True


def test_the_app_has_icons_in_the_sizes_it_names(client):
    drawn = [one for one in client.get("/manifest.webmanifest").json()["icons"] if one["type"] == "image/png"]
    pictures = [Image.open(io.BytesIO(client.get(one["src"]).content)) for one in drawn]
    assert [f"{one.width}x{one.height}" for one in pictures] == [one["sizes"] for one in drawn] == SIZES
    assert client.get("/icon-4096.png").status_code == 404


def test_every_scheme_and_every_answer_has_its_page(client):
    book = rulebook.book()
    addresses = [reverse("portal:scheme", args=[slug]) for slug in book.schemes]
    addresses += [reverse("portal:answer", args=[slug]) for slug in book.articles]
    assert {client.get(one).status_code for one in addresses} == {200}
    assert client.get(reverse("portal:scheme", args=["none"])).status_code == 404


@pytest.mark.parametrize(("on", "is_listed"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_a_round_of_admissions_is_listed_until_its_last_day(client, monkeypatch, on, is_listed):
    monkeypatch.setattr(timezone, "now", lambda: moment(on, time(12)))
    assert (b"/atal-admission/" in client.get(reverse("portal:schemes")).content) == is_listed


def test_a_scheme_shows_the_sum_in_force_and_no_former_one(client):
    page = client.get(reverse("portal:scheme", args=["bocw-marriage-help"])).content.decode()
    assert ("₹65,000" in page, "₹55,000" in page) == (True, False)


def test_a_scheme_names_its_source_in_hindi(client):
    page = client.get(reverse("portal:scheme", args=["bocw-marriage-help"])).content.decode()
    assert "दो अन्य जगहों पर मिली प्रतियाँ" in page
    assert "third parties" not in page


def test_what_is_not_verified_says_so(client):
    slug = next(slug for slug, one in rulebook.book().schemes.items() if one.unverified)
    assert "विभाग ने अभी इसकी पुष्टि नहीं की" in client.get(reverse("portal:scheme", args=[slug])).content.decode()


def test_first_page_weighs_less_than_150_kb_in_all(client):
    page = client.get("/").content
    links = re.findall(rb'(?:href|src)="(/(?:assets|static)/[^"]+\.(?:css|js|svg))"', page)
    weight = len(page)
    for link in links:
        weight += len(_content(client, link.decode()))
    css = next(_content(client, link.decode()) for link in links if link.endswith(b".css"))
    for font in re.findall(rb'url\("?(/static/[^")]+\.woff2)', css):
        if b"/urdu/" not in font:  # by its unicode-range a browser fetches it where such letters stand
            weight += len(_content(client, font.decode()))
    assert weight <= LIMIT
    assert len(gzip.compress(page)) < 10_000


def _content(client, address):
    if address.startswith("/assets/"):
        return client.get(address).content
    found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", address.removeprefix("/static/")))
    return Path(found).read_bytes()


def test_the_first_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.parametrize(
    ("address", "status"), [("/", 200), ("/track/", 200), ("/track/?number=1", 422), (UNKNOWN, 404)]
)
def test_who_told_of_bonded_labour_is_led_to_their_own_page(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert 'href="/bandhua/soochna/sthiti/"' in answer.content.decode()


def test_help_is_found_in_both_scripts(client):
    for asked in ("लेबर कार्ड कैसे बनेगा", "labour card kaise banega"):
        found = client.get(reverse("portal:help"), {"q": asked}).context["found"]
        assert "bocw-register" in [one.slug for one in found]


def test_a_complaint_number_in_the_search_leads_to_its_page(client):
    number = numbers.number_for(5, b"k" * 32)
    assert client.get(reverse("portal:help"), {"q": numbers.spaced(number)}).url == reverse(
        "portal:case", args=[number]
    )


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("तीन महीने से मज़दूरी नहीं मिली", "wages-not-paid"),
        ("majduri nahi mili", "wages-not-paid"),
        ("काम करते समय मशीन में हाथ कट गया", "work-accident"),
        ("ईंट भट्ठे पर बच्चे काम करते हैं", "child-labour"),
    ],
)
def test_words_suggest_their_category(words, slug):
    assert slug in [one.slug for one in suggest.categories(words)]


@pytest.mark.parametrize(("words", "slug"), [("RTI का जवाब नहीं मिला", "rti"), ("case high court me hai", "sub-judice")])
def test_words_suggest_what_another_office_decides(words, slug):
    assert suggest.exclusions(words)[0].slug == slug


def test_every_category_finds_itself_by_each_of_its_keywords():
    for slug, category in rulebook.book().categories.items():
        for phrase in (*category.keywords.hi, *category.keywords.roman):
            found = [one.slug for one in suggest.categories(phrase, most=99)]
            assert slug in found or not found, (slug, phrase)


def test_an_unknown_address_answers_in_hindi(client):
    found = client.get("/no-such-page/")
    assert found.status_code == 404
    assert "ऐसा कोई पन्ना नहीं है" in found.content.decode()


def test_the_notice_says_where_a_complaint_goes_on_to_and_its_first_version_stays(client):
    first, second = (client.get("/privacy/", {"version": version}).content.decode() for version in ("1", "2"))
    words = ("(आईजीआरएस)", "आपात सेवा 112", "उस कंपनी से")
    assert [[word in page for word in words] for page in (first, second)] == [[False] * 3, [True] * 3]
    assert [notices.current(date(2026, 11, day)).version for day in (23, 24)] == [1, 2]
