"""The download page of the Android app, with and without one."""

import json

import pytest

pytestmark = pytest.mark.django_db
ABOUT = {
    "package": "org.shramsetu.app",
    "version": "1.4.2",
    "size": 9,
    "sha256": "a1" * 32,
    "certificate": "0f" * 32,
    "is_trial": False,
}
AGENT = "Mozilla/5.0 (Linux; Android 8.0; wv) Chrome/120.0 Mobile Safari/537.36 ShramSetuApp/{}"


@pytest.fixture
def folder(settings, tmp_path):
    settings.APK_FOLDER = str(tmp_path)
    return tmp_path


@pytest.fixture
def put(folder):
    def put(**changes: object) -> None:
        (folder / "shram-setu.apk").write_bytes(b"an.apk.zip"[:9])
        (folder / "shram-setu.json").write_text(json.dumps({**ABOUT, **changes}), encoding="utf-8")

    return put


def test_without_an_app_the_page_says_so_and_what_to_do_instead(client, folder):
    page = client.get("/app/").content.decode()
    assert "इस साइट का ऐप अभी नहीं बना है।" in page
    assert "होम स्क्रीन पर जोड़ें" in page
    assert "/app/shram-setu.apk" not in page
    assert client.get("/app/shram-setu.apk").status_code == 404


def test_the_page_gives_size_and_the_signer_s_mark(client, put):
    put()
    page = client.get("/app/").content.decode()
    assert "ऐप उतारें (1 KB)" in page
    assert " ".join(["0F0F"] * 16) in page
    assert "परीक्षण का ऐप" not in page
    found = client.get("/app/shram-setu.apk")
    assert b"".join(found.streaming_content) == b"an.apk.zip"[:9]
    assert found["Content-Type"] == "application/vnd.android.package-archive"
    assert found["Content-Disposition"] == 'attachment; filename="shram-setu-1.4.2.apk"'


def test_a_trial_is_called_a_trial(client, put):
    put(is_trial=True)
    assert "यह परीक्षण का ऐप है" in client.get("/app/").content.decode()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("1.4.2", "आपके पास सबसे नया ऐप है।"), ("1.4.1", "आपका ऐप 1.4.1 है; सबसे नया 1.4.2 है।")],
)
def test_in_the_app_the_page_says_whether_it_is_the_newest(client, put, version, sentence):
    put()
    assert sentence in client.get("/app/", headers={"user-agent": AGENT.format(version)}).content.decode()
    assert sentence not in client.get("/app/").content.decode()


@pytest.mark.parametrize("changes", [{"size": 10}, {"version": None, "size": "9"}])
def test_a_file_and_a_description_of_two_builds_are_not_offered(client, put, changes):
    put(**changes)
    assert "इस साइट का ऐप अभी नहीं बना है।" in client.get("/app/").content.decode()


def test_a_broken_description_is_not_offered(client, put, folder):
    put()
    (folder / "shram-setu.json").write_text("{", encoding="utf-8")
    assert client.get("/app/").status_code == 200
    assert client.get("/app/shram-setu.apk").status_code == 404
