"""A card given out, printed, read from the picture of its code, renewed, corrected and revoked."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.workers import room

from shramsetu.casework.actions import Refused
from shramsetu.workers import card_keys, card_paper
from shramsetu.workers.actions import boards, cards
from shramsetu.workers.models import Membership
from shramsetu.workers.rules import cards as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership() -> Membership:
    return boards.admit(room.worker(), "bocw", years=3, on=room.TODAY, by=room.clerk(), at=room.AT)


def given(membership: Membership, at=room.AT):
    return cards.issue(membership, by=room.clerk(), at=at)


def test_a_card_says_what_the_register_says_and_verifies(membership):
    card = given(membership)
    said = rules.check(card_paper.address(card), card_keys.ring().published())
    assert (said.number, said.board, said.issue) == (membership.worker.number, "bocw", 1)
    assert (said.name, said.parent, said.born_year) == ("रामदेव निषाद", "शिवचरण निषाद", 1988)
    assert (said.issued_on, said.valid_until) == (room.TODAY, date(2029, 11, 15))


def test_neither_aadhaar_nor_phone_nor_account_stands_in_the_code():
    worker = room.worker(aadhaar=room.AADHAAR)
    card = given(boards.admit(worker, "bocw", years=1, on=room.TODAY, by=room.clerk(), at=room.AT))
    content = bytes(card.content).decode()
    for secret in (room.AADHAAR.number, worker.phone[3:], room.BANK.number, worker.aadhaar_last_four):
        assert secret not in content


def test_asked_again_it_is_the_same_card(membership):
    first = given(membership)
    assert given(membership, at=room.AT + timedelta(days=3)).pk == first.pk


def test_a_renewal_makes_a_new_card_and_leaves_the_old_one_to_its_date(membership):
    first = given(membership)
    Membership.objects.filter(pk=membership.pk).update(paid_until=date(2030, 11, 15))
    second = given(membership)
    first.refresh_from_db()
    assert (second.issue, second.valid_until, first.revoked_at) == (2, date(2030, 11, 15), None)


def test_after_a_corrected_name_the_older_card_is_revoked(membership):
    first = given(membership)
    type(membership.worker).objects.filter(pk=membership.worker_id).update(name="रामदेव केवट")
    second = given(membership)
    first.refresh_from_db()
    assert (second.issue, first.revoked_why) == (2, cards.Why.WRONG)


def test_a_registration_that_is_over_gets_no_card(membership):
    with pytest.raises(Refused):
        given(membership, at=room.AT + timedelta(days=4 * 366))


def test_a_revoked_card_stands_in_the_signed_list_until_its_time_is_over(membership, client):
    card = given(membership)
    assert cards.revoke(card, cards.Why.LOST, by=room.clerk(), at=room.AT)
    assert not cards.revoke(card, cards.Why.FRAUD, by=room.clerk(), at=room.AT)
    told = client.get(reverse("card:revoked")).json()
    public = card_keys.ring().published()[told["key"]]
    marks = rules.listed(told["signed"], told["signature"], public)
    assert marks == {rules.mark_of(membership.worker.number, "bocw", 1)}
    with pytest.raises(rules.Forged):
        rules.listed(told["signed"].replace("[", "[ "), told["signature"], public)
    later = room.AT + timedelta(days=4 * 366)
    assert json.loads(str(cards.revoked(at=later)["signed"]))["cards"] == []
    assert given(membership).issue == 2


def test_the_printed_code_is_read_from_a_picture_of_the_paper(membership):
    import pypdfium2
    import zxingcpp

    card = given(membership)
    page = pypdfium2.PdfDocument(card_paper.printed(card))[0]
    [found] = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    assert found.text == card_paper.address(card)
    assert rules.check(found.text, card_keys.ring().published()).name == "रामदेव निषाद"


def test_the_longest_names_still_fit_into_a_readable_code():
    import pypdfium2
    import zxingcpp

    worker = room.worker(name="श्री" * 24, parent="क्षत्रिय" * 14)
    card = given(boards.admit(worker, "bocw", years=1, on=room.TODAY, by=room.clerk(), at=room.AT))
    page = pypdfium2.PdfDocument(card_paper.printed(card))[0]
    [found] = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    assert found.text == card_paper.address(card)


def test_the_checking_page_carries_the_keys_and_may_use_the_camera(client):
    answer = client.get(reverse("card:check"))
    [(name, key)] = card_keys.ring().published().items()
    assert f'value="{key}" data-id="{name}"' in answer.content.decode()
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert client.get(reverse("card:keys")).json()["keys"] == {name: key}


def test_the_command_checks_a_code_a_picture_and_the_list(membership, client, tmp_path, capsys):
    import pypdfium2

    card = given(membership)
    files = {name: tmp_path / f"{name}.json" for name in ("keys", "revoked")}
    for name, file in files.items():
        file.write_bytes(client.get(reverse(f"card:{name}")).content)
    picture = tmp_path / "card.png"
    pypdfium2.PdfDocument(card_paper.printed(card))[0].render(scale=300 / 72).to_pil().save(picture)
    lists = [f"--keys={files['keys']}", f"--revoked={files['revoked']}"]
    call_command("workers", "card", "verify", str(picture), *lists)
    assert "रामदेव निषाद" in capsys.readouterr().out
    code = cards.code_of(card)
    call_command("workers", "card", "verify", code)
    with pytest.raises(CommandError, match="forged"):
        call_command("workers", "card", "verify", code[:-4] + "AAAA")
    with pytest.raises(CommandError, match="not the code"):
        call_command("workers", "card", "verify", "कुछ और")
    cards.revoke(card, cards.Why.LOST, by=room.clerk(), at=room.AT)
    files["revoked"].write_text(json.dumps(cards.revoked(at=room.AT)))
    with pytest.raises(CommandError, match="revoked"):
        call_command("workers", "card", "verify", code, *lists)
    files["revoked"].write_text(files["revoked"].read_text().replace('"key"', '"other"'))
    with pytest.raises(CommandError, match="not ours"):
        call_command("workers", "card", "verify", code, *lists)
