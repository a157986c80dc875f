from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shramsetu.journal.rules import SYSTEM
from shramsetu.places import actions, listing, queries
from shramsetu.places.models import Alias, Kind, Place

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


pytestmark = pytest.mark.django_db


def names(found: list[Place]) -> list[str]:
    return [f"{place.kind} {place.name_en}" for place in found]


def first(text: str) -> str:
    return names(queries.find(text))[0]


def test_the_state_has_18_mandals_and_75_districts_each_with_a_hexagon_of_its_own() -> None:
    districts = list(queries.districts())
    assert (queries.mandals().count(), len(districts), queries.state().lgd_code) == (18, 75, 9)
    assert len({(place.hex_col, place.hex_row) for place in districts}) == 75
    codes = {place.lgd_code for place in districts}
    assert all(set(place.neighbours) <= codes for place in districts)
    assert Place.objects.filter(kind=Kind.LOCALITY).count() > 17_900


def test_every_place_lies_below_its_parent_and_in_its_district() -> None:
    for place in Place.objects.exclude(kind=Kind.STATE).select_related("parent", "district").iterator():
        assert place.parent is not None
        assert place.path.startswith(place.parent.path)
        assert place.district is None or place.path.startswith(place.district.path)


def test_loading_again_changes_nothing_and_keeps_ids() -> None:
    actions.load(by=SYSTEM, at=AT)
    before = dict(Place.objects.values_list("path", "id"))
    assert actions.load(by=SYSTEM, at=AT) == 0
    assert dict(Place.objects.values_list("path", "id")) == before


def test_a_changed_seed_updates_places_in_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(Place.objects.values_list("path", "id"))
    Place.objects.filter(lgd_code=118).update(name_hi="ग़लत", keys=[])
    Alias.objects.create(place=queries.district(118), name="Forgotten")
    monkeypatch.setattr(actions.seed, "digest", lambda files: "another")
    assert actions.load(by=SYSTEM, at=AT) == len(before)
    assert dict(Place.objects.values_list("path", "id")) == before
    assert queries.find("आगरा")[0].name_hi == "आगरा"
    assert not Alias.objects.filter(name="Forgotten").exists()


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("गाजियाबाद", "Ghaziabad"),
        ("ग़ाज़ियाबाद", "Ghaziabad"),
        ("gaziyabad", "Ghaziabad"),
        ("Kanpur", "Kanpur Nagar"),
        ("कानपुर देहात", "Kanpur Dehat"),
        ("इलाहाबाद", "Prayagraj"),
        ("allahabad", "Prayagraj"),
        ("Faizabad", "Ayodhya"),
        ("बनारस", "Varanasi"),
        ("noida", "Gautam Buddha Nagar"),
        ("बदायूँ", "Budaun"),
        ("badaun", "Budaun"),
        ("संत रविदास नगर", "Bhadohi"),
        ("Lakhimpur", "Kheri"),
        ("संतकबीरनगर", "Sant Kabir Nagar"),
        ("जिला मऊ", "Mau"),
        ("ghaz", "Ghaziabad"),
        ("Saharanpurr", "Saharanpur"),
        ("Muzaffarnager", "Muzaffarnagar"),
        ("Gorkhpur", "Gorakhpur"),
    ],
)
def test_a_district_is_found_by_any_of_its_names(text: str, district: str) -> None:
    assert first(text) == f"district {district}"


def test_a_pin_gives_its_district_and_then_its_post_offices() -> None:
    found = queries.find("226001")
    assert names(found)[0] == "district Lucknow"
    assert {place.pin for place in found[1:]} == {"226001"}
    assert len(found) > 3
    assert names(queries.find("२२६ ००१")) == names(found)


def test_an_unknown_pin_finds_nothing() -> None:
    assert queries.find("999999") == []


def test_a_post_office_is_found_with_its_district_behind_it() -> None:
    found = queries.find("Mandola, Ghaziabad")
    assert names(found)[0] == "locality Mandola"
    assert {place.district.name_en for place in found if place.district} == {"Ghaziabad"}
    assert names(queries.find("मंडोला गाजियाबाद"))[0] == "locality Mandola"
    assert names(queries.find("मंडोला", district=queries.district(145)))[0] == "locality Mandola"


def test_a_name_with_its_pin_is_the_post_office_of_that_name() -> None:
    office = Place.objects.filter(kind=Kind.LOCALITY, name_en="Mandola", district__lgd_code=145).get()
    assert queries.find(f"गाँव मंडोला {office.pin}") == [office]


@pytest.mark.parametrize("text", ["", "   ", "?!", "qqqqxx", "%", "_", "'; DROP TABLE", "\x00"])
def test_nonsense_finds_nothing(text: str) -> None:
    assert queries.find(text) == []


@pytest.mark.parametrize("text", ["गाजियाबाद", "Mandola Ghaziabad", "226001", "Muzaffarnager", "no such place at all"])
def test_a_search_asks_the_database_at_most_four_times(text: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for place in queries.find(text):
            assert place.parent is None or place.parent.name_en
            assert place.district is None or place.district.name_en
    assert len(asked) <= queries.FIND_QUERIES


def test_an_unknown_district_has_its_own_error() -> None:
    with pytest.raises(queries.NoPlace):
        queries.district(1)


def test_subtree_and_ancestors() -> None:
    agra = queries.district(118)
    assert [place.kind for place in queries.ancestors(agra)] == ["state", "mandal"]
    assert agra.parent is not None
    below = queries.subtree(agra.parent).filter(kind=Kind.DISTRICT).order_by("name_en")
    assert [place.name_en for place in below] == ["Agra", "Firozabad", "Mainpuri", "Mathura"]


TEHSILS = """State Code,District Code,Subdistrict Code,Subdistrict Name (In English),Subdistrict Name (In Local)
9,118,801,Bah,बाह
9,118,802,Kiraoli,किरावली
"""
VILLAGES = """District Code,Sub-District Code,Village Code,Village Name (In English),Village Name (In Local),Pincode
118,801,120001,Nagla Parsoti,नगला परसोती,283113
118,802,120002,Achhnera Dehat,,
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    return path


def test_tehsils_and_villages_are_imported_below_their_district(tmp_path: Path) -> None:
    assert actions.import_list(write(tmp_path, TEHSILS), by=SYSTEM, at=AT) == 2
    assert actions.import_list(write(tmp_path, VILLAGES), by=SYSTEM, at=AT) == 2
    village = queries.find("नगला परसोती")[0]
    assert (village.path, village.pin, village.lgd_code) == ("/9/agra/118/t801/v120001/", "283113", 120001)
    assert village.parent is not None
    assert (village.parent.name_hi, str(village.district)) == ("बाह", "आगरा")
    assert str(queries.find("Achhnera Dehat")[0]) == "Achhnera Dehat"
    assert actions.import_list(write(tmp_path, VILLAGES), by=SYSTEM, at=AT) == 2
    assert Place.objects.filter(kind=Kind.VILLAGE).count() == 2


def test_a_list_with_errors_is_refused_whole_with_a_sentence_for_each_line(tmp_path: Path) -> None:
    before = Place.objects.count()
    bad = (
        VILLAGES + "999,801,120003,A,,\n118,801,abc,B,,\n118,801,120001,C,,\n118,801,120004,,,\n118,801,120005,D,,१२\n"
    )
    actions.import_list(write(tmp_path, TEHSILS), by=SYSTEM, at=AT)
    with pytest.raises(listing.BadList) as caught:
        actions.import_list(write(tmp_path, bad), by=SYSTEM, at=AT)
    assert caught.value.sentences == [
        "पंक्ति 4: जनपद कोड 999 उत्तर प्रदेश में नहीं है।",
        'पंक्ति 5: कोड पूरी संख्या होना चाहिए; लिखा है "abc"।',
        "पंक्ति 6: कोड 120001 इस सूची में दो बार है।",
        "पंक्ति 7: नाम ख़ाली है या 100 अक्षरों से लंबा है।",
        'पंक्ति 8: पिन कोड में 6 अंक होते हैं; लिखा है "12"।',
    ]
    assert Place.objects.count() == before + 2


def test_a_village_before_its_tehsil_is_refused(tmp_path: Path) -> None:
    with pytest.raises(listing.BadList) as caught:
        actions.import_list(write(tmp_path, VILLAGES), by=SYSTEM, at=AT)
    assert caught.value.sentences[0] == "पंक्ति 2: तहसील कोड 801 इस जनपद में नहीं है; पहले तहसीलों की सूची दीजिए।"


def test_the_command_says_in_hindi_what_it_did_and_what_is_wrong(tmp_path: Path) -> None:
    out = StringIO()
    call_command("places", "import", str(write(tmp_path, TEHSILS)), stdout=out)
    assert out.getvalue() == "2 स्थान जोड़े गए।\n"
    with pytest.raises(CommandError, match="शीर्षक होने चाहिए"):
        call_command("places", "import", str(write(tmp_path, "a,b\n1,2\n")))
    with pytest.raises(CommandError, match="यह फ़ाइल नहीं मिली"):
        call_command("places", "import", str(tmp_path / "none.csv"))
