"""Signing in as an officer: password, lock, time-outs, second factor, choice of the post."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import encrypt
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from tests.offices.cast import AT, post, sit

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import access, actions, tokens
from shramsetu.offices.models import Charge, User

WORD = "a long enough word"


def sign_in(client: Client, username: str = "ram", password: str = WORD) -> int:
    return client.post("/signin/", {"login": username, "password": password}).status_code


def is_in(client: Client) -> bool:
    return client.get("/signin/post/").status_code == 200


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> datetime:
    now = timezone.now() + timedelta(**span)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def test_an_officer_signs_in_by_name_and_password(client: Client, ram: User) -> None:
    assert sign_in(client) == 302
    assert is_in(client)
    assert Entry.objects.filter(stream=f"user:{ram.pk}", verb="sign_in").count() == 1


def test_a_wrong_password_says_so_and_opens_nothing(client: Client, ram: User) -> None:
    assert sign_in(client, password="not the word at all") == 200
    assert not is_in(client)


def test_five_wrong_passwords_lock_even_the_right_one_for_a_quarter_of_an_hour(
    client: Client, ram: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.account.app_settings.AppSettings.RATE_LIMITS", {})
    for _try in range(5):
        sign_in(client, password="not the word at all")
    assert sign_in(client) == 200
    assert not is_in(client)
    later(monkeypatch, minutes=16)
    assert sign_in(client) == 302
    assert Entry.objects.filter(stream=f"user:{ram.pk}", verb="lock").count() == 1


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/signin/up/").status_code == 404
    assert client.post("/accounts/signup/", {"username": "x", "password1": WORD}).status_code == 404


def test_idle_for_half_an_hour_ends_the_session(client: Client, ram: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    later(monkeypatch, minutes=29)
    assert is_in(client)
    later(monkeypatch, minutes=31)
    assert not is_in(client)


def test_a_page_that_refreshes_itself_is_no_sign_of_life(
    client: Client, ram: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    later(monkeypatch, minutes=20)
    client.get("/signin/post/", headers={"X-Background": "1"})
    later(monkeypatch, minutes=20)
    assert not is_in(client)


def test_after_twelve_hours_the_session_ends_however_busy(
    client: Client, ram: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    for _quarter in range(47):
        later(monkeypatch, minutes=15)
        assert is_in(client)
    later(monkeypatch, minutes=16)
    assert not is_in(client)


def test_handing_over_the_charge_ends_the_old_sessions(client: Client, ram: User, sita: User) -> None:
    sit("labour.leo.agra", ram)
    sign_in(client)
    assert is_in(client)
    actions.hand_over(post("labour.leo.agra"), sita, by=SYSTEM, at=timezone.now())
    assert not is_in(client)


def test_a_deactivated_user_is_out_at_once(client: Client, ram: User) -> None:
    sign_in(client)
    actions.deactivate_user(ram, by=SYSTEM, at=timezone.now())
    assert not is_in(client)
    assert sign_in(client) == 302
    assert not is_in(client)


def test_a_password_given_by_another_is_changed_first(client: Client, ram: User) -> None:
    actions.change_password(ram, password=WORD, by=SYSTEM, at=AT)
    sit("labour.leo.agra", ram)
    sign_in(client)
    assert client.get("/desk/routing/").headers["Location"] == "/signin/password/"
    new = "another long enough word"
    changed = client.post("/signin/password/", {"oldpassword": WORD, "password1": new, "password2": new})
    assert changed.headers["Location"] == "/desk/"  # on to work, not back to the form
    assert is_in(client)
    ram.refresh_from_db()
    assert (ram.password_given, ram.check_password(new)) == (False, True)


def test_where_a_second_factor_is_required_one_without_is_led_to_add_it(
    client: Client, ram: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"
    sit("labour.leo.agra", ram)
    sign_in(client)
    assert client.get("/desk/routing/").headers["Location"] == "/signin/security/"
    Authenticator.objects.create(user=ram, type=Authenticator.Type.TOTP, data={})
    assert client.get("/desk/routing/").status_code == 200


def test_the_second_factor_is_asked_for_at_sign_in(client: Client, ram: User) -> None:
    Authenticator.objects.create(user=ram, type=Authenticator.Type.TOTP, data={})
    answer = client.post("/signin/", {"login": "ram", "password": WORD})
    assert answer.headers["Location"].startswith("/signin/security/authenticate/")
    assert not is_in(client)


def test_the_code_of_the_authenticator_opens_and_its_secret_is_kept_encrypted(client: Client, ram: User) -> None:
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(user=ram, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    assert secret not in str(Authenticator.objects.get(user=ram).data)
    sign_in(client)
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter + 1))
    assert client.post("/signin/security/authenticate/", {"code": "not-a-code"}).status_code == 200
    assert not is_in(client)
    client.post("/signin/security/authenticate/", {"code": code})
    assert is_in(client)


def test_one_post_is_taken_by_itself_several_are_chosen_from(client: Client, ram: User) -> None:
    sit("labour.leo.agra", ram)
    sign_in(client)
    assert client.get("/desk/routing/").status_code == 200
    sit("labour.leo.mathura", ram, Charge.Kind.ADDITIONAL)
    fresh = Client()
    answer = fresh.post("/signin/", {"login": "ram", "password": WORD})
    assert answer.headers["Location"] == "/signin/post/"
    assert fresh.get("/desk/routing/").headers["Location"] == "/signin/post/?next=/desk/routing/"
    answer = fresh.post("/signin/post/", {"post": "labour.leo.mathura", "next": "/desk/routing/"})
    assert answer.headers["Location"] == "/desk/routing/"
    assert fresh.get("/desk/routing/").status_code == 200


def test_nobody_acts_as_a_post_that_is_not_theirs(client: Client, ram: User) -> None:
    sign_in(client)
    assert client.post("/signin/post/", {"post": "labour.lc"}).status_code == 404


def test_the_choice_leads_to_no_other_site(client: Client, ram: User) -> None:
    sit("labour.leo.agra", ram)
    sign_in(client)
    answer = client.post("/signin/post/", {"post": "labour.leo.agra", "next": "https://example.org/"})
    assert "example.org" not in answer.headers["Location"]


def test_the_demos_sign_ins_stand_only_in_the_demo(client: Client, ram: User, settings: Settings) -> None:
    charge = sit("labour.leo.agra", ram)
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/signin/", {"charge": charge.pk}).status_code == 404
    settings.DEMO = True
    assert settings.DEMO_PASSWORD in client.get("/demo/").content.decode()
    client.post("/demo/signin/", {"charge": charge.pk})
    assert is_in(client)


def test_the_demo_offers_two_people_of_a_desk_where_two_must_sign(client: Client, settings: Settings, db: None) -> None:
    settings.DEMO = True
    tried = [seat for _title, seats in client.get("/demo/").context["groups"] for seat, *_ in seats]
    two = [seat.user_id for seat in tried if seat.post.code == "bocw.accounts"]
    assert len(two) == len(set(two)) == 2


def test_the_demos_password_opens_nothing_elsewhere(client: Client, ram: User, settings: Settings) -> None:
    ram.set_password(settings.DEMO_PASSWORD)
    ram.save()

    settings.DEMO = False
    assert sign_in(client, password=settings.DEMO_PASSWORD) == 200
    assert not is_in(client)
    settings.DEMO = True
    assert sign_in(client, password=settings.DEMO_PASSWORD) == 302


def test_a_token_acts_as_its_post_until_it_ends(ram: User) -> None:
    charge = sit("labour.leo.agra", ram)
    token, text = actions.make_token(ram, charge.post, name="demo", scopes=["read"], days=1, by=SYSTEM, at=AT)
    expected = Actor(role="officer", user_id=ram.pk, post_id=charge.post_id)
    assert tokens.actor_of(text, AT) == expected
    assert tokens.actor_of(text + "x", AT) is None
    assert tokens.actor_of(text, AT + timedelta(days=2)) is None
    actions.revoke_token(token, by=SYSTEM, at=AT)
    assert tokens.actor_of(text, AT) is None


def test_a_citizens_session_lasts_half_an_hour_of_silence(rf: RequestFactory, client: Client, db: None) -> None:
    request = rf.get("/")
    request.session = client.session
    access.sign_in_citizen(request, "key", AT)
    assert access.citizen_key(request, AT + timedelta(minutes=29)) == "key"
    assert access.citizen_key(request, AT + timedelta(minutes=58)) == "key"
    assert access.citizen_key(request, AT + timedelta(minutes=89)) == ""
