"""Orders drafted, signed once, published masked; awards paid or recovered, in whole."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import cast
from tests.hearings import bench, court

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.hearings.actions import orders
from shramsetu.hearings.actions.orders import Given
from shramsetu.hearings.models import Award, Order, Recovery, Sum
from shramsetu.hearings.papers import order as order_paper
from shramsetu.hearings.queries import money as balances
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.models import Charge

pytestmark = pytest.mark.django_db


def heard(**changes: object) -> Case:
    case = court.noticed(**changes)
    bench.reserve(case)
    return case


def certified(**given: object) -> tuple[Case, Case, Award]:
    case, _ = bench.decided(**given)  # type: ignore[arg-type]
    over = case.due_at
    assert over is not None
    cast.take(case, "default", by=SYSTEM, at=over)
    cast.take(case, "certify", by=court.authority(), at=over, collector="dm.kanpur-nagar", reference="RC-1")
    return case, Case.objects.get(parent=case, kind="hg_recovery"), Award.objects.get(matter=case.pk)


def test_a_template_is_filled_with_what_is_known() -> None:
    written = orders.prefilled(court.row(heard()), "award", at=court.AT)
    assert "₹ 27,000" in written.operative
    assert "{claim}" in written.text
    assert written.comply_by == clock.day(court.AT) + timedelta(days=30)


def test_what_stands_in_braces_is_filled_before_signing() -> None:
    case = heard()
    at = bench.fixed_at(case)
    bench.draft(case, at=at, text="दावेदार: {claim}")
    with pytest.raises(Refused) as refused:
        cast.take(case, "sign", by=court.authority(), at=at, given=Given(1_00))
    assert refused.value.field == "text"


def test_an_award_needs_a_sum_and_a_day() -> None:
    case = heard()
    at = bench.fixed_at(case)
    bench.draft(case, at=at)
    with pytest.raises(Refused):
        cast.take(case, "sign", by=court.authority(), at=at)
    bench.draft(case, at=at, comply_by=None)
    with pytest.raises(Refused) as refused:
        cast.take(case, "sign", by=court.authority(), at=at, given=Given(1_00))
    assert refused.value.field == "comply_by"


def test_an_interim_order_moves_nothing() -> None:
    case = court.noticed()
    bench.draft(case, "produce-records", at=court.AT, operative="रजिस्टर प्रस्तुत करें।")
    cast.take(case, "sign", by=court.authority(), at=court.AT)
    assert (case.state, Order.objects.get(matter=case.pk).kind) == ("noticed", "interim")


def test_what_is_signed_stands_and_is_put_right_by_another_order() -> None:
    case, at = bench.decided()
    order = Order.objects.get(matter=case.pk)
    assert order.digest == orders.digest_of(order, case)
    for changes in ({"text": "और कुछ"}, {"outcome": "dismissed"}, {"signed_at": None, "signed_by": "", "digest": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(matter=case.pk).update(paise=1)
    bench.draft(case, "dismissed", at=at)
    with pytest.raises(Refused):
        cast.take(case, "sign", by=court.authority(), at=at)
    bench.draft(case, "correction", at=at, operative="27,000 पढ़ें।", corrects=1)
    cast.take(case, "sign", by=court.authority(), at=at)
    assert (case.state, Order.objects.get(matter=case.pk, seq=2).corrects_id) == ("awarded", order.pk)


def test_the_registry_cannot_sign_and_others_cannot_draft() -> None:
    case = heard()
    at = bench.fixed_at(case)
    with pytest.raises(Refused):
        bench.draft(case, at=at, by=court.post("labour.leo.agra"))
    bench.draft(case, at=at)
    with pytest.raises(NotAllowed):
        cast.take(case, "sign", by=court.registry(), at=at, given=Given(1_00))


def test_a_published_order_masks_the_claimant_where_asked() -> None:
    case = court.noticed(masked=True)
    at = bench.reserve(case)
    bench.draft(case, at=at, text="रमेश कुमार, फ़ोन 9999900001, ने बयान दिया।")
    cast.take(case, "sign", by=court.authority(), at=at, given=Given(1_00))
    order = Order.objects.get(matter=case.pk)
    assert order.public_text.startswith("र…, फ़ोन XXXXXXXX01, ने बयान दिया।")
    assert order.text.startswith("रमेश कुमार")


def test_the_employer_pays_itself_and_the_matter_is_over() -> None:
    case, at = bench.decided()
    paid = {"on": clock.day(at), "reference": "UTR9"}
    cast.take(case, "pay", by=court.authority(), at=at, amount="7,000", **paid)
    assert case.state == "awarded"
    with pytest.raises(Refused) as refused:
        cast.take(case, "pay", by=court.authority(), at=at, amount="20,000", **paid)
    assert refused.value.field == "reference"
    cast.take(case, "pay", by=court.authority(), at=at, amount="20,000", on=clock.day(at), reference="UTR10")
    assert (case.state, Award.objects.get(matter=case.pk).satisfied_on) == ("satisfied", clock.day(at))


def test_a_payment_during_recovery_ends_both() -> None:
    case, child, _ = certified()
    at = child.opened_at + timedelta(days=1)
    cast.take(case, "pay", by=court.authority(), at=at, amount="27000", on=clock.day(at), reference="UTR9")
    case.refresh_from_db()
    child.refresh_from_db()
    assert (case.state, child.state) == ("satisfied", "paid")


def test_interest_is_recovered_too() -> None:
    case, child, award = certified(interest_percent=10, interest_from=clock.day(court.AT))
    days = (Recovery.objects.get(award=award).issued_on - clock.day(court.AT)).days
    assert Recovery.objects.get(award=award).interest_paise == round(27_000_00 * 10 * days / 36_500)
    at = child.opened_at
    cast.take(child, "recover", by=bench.collector(), at=at, amount="27000", on=clock.day(at), reference="1")
    assert child.state == "running"
    assert case.state == "recovering"


def test_a_wrong_line_is_taken_back_not_changed() -> None:
    _, child, award = certified()
    at = child.opened_at
    cast.take(child, "recover", by=bench.collector(), at=at, amount="27000", on=clock.day(at), reference="1")
    assert child.state == "recovered"
    cast.take(child, "take_back", by=court.authority(), at=at, line="1", reason="दूसरे वाद का चालान")
    assert (child.state, balances.standing(award, clock.day(at)).owed.total) == ("running", 27_000_00)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sum.objects.filter(award=award, seq=1).update(paise=1)
    with pytest.raises(Refused):
        cast.take(child, "take_back", by=bench.collector(), at=at, line="1", reason="फिर")


def test_what_one_collector_cannot_recover_goes_to_another() -> None:
    case, child, _ = certified()
    at = child.opened_at
    cast.take(child, "give_back", by=bench.collector(), at=at, reason="यहाँ कोई संपत्ति नहीं")
    assert (child.state, child.holder.code) == ("returned", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]
    cast.take(child, "send_again", by=court.authority(), at=at, collector="dm.agra", reason="संपत्ति आगरा में")
    assert child.holder.code == "dm.agra"  # type: ignore[union-attr]
    cast.take(child, "give_back", by=court.post("dm.agra"), at=at, reason="अपील में स्थगन")
    cast.take(child, "recall", by=court.authority(), at=at, reason="अपील में आदेश निरस्त")
    case.refresh_from_db()
    assert (child.state, case.state) == ("recalled", "unpaid")


def test_a_conciliation_office_reports_that_no_terms_were_found() -> None:
    case = court.noticed(matter="conciliation")
    at = bench.reserve(case)
    with pytest.raises(Refused):
        bench.draft(case, "award", at=at, by=court.authority())
    bench.draft(case, "conciliation-failed", at=at, by=court.authority(), operative="सुलह विफल।")
    cast.take(case, "sign", by=court.authority(), at=at)
    assert (case.state, case.outcome) == ("disposed", "failed")
    with pytest.raises(NotAllowed):
        cast.take(case, "default", by=SYSTEM, at=at)


def test_the_law_that_an_officer_chose_is_printed_with_its_reason() -> None:
    case = heard()
    at = bench.fixed_at(case)
    cast.take(case, "choose_law", by=court.authority(), at=at, regime="codes", reason="नया मंच कार्यरत है।")
    bench.award(case, at=at)
    row = court.row(case)
    page = order_paper.page(row, Order.objects.get(matter=case.pk))
    assert page["chosen"] == "नया मंच कार्यरत है।"
    assert order_paper.page(row, Order.objects.get(matter=case.pk), public=True)["chosen"] == ""


def test_who_has_no_charge_any_more_signs_nothing() -> None:
    case = heard()
    at = bench.fixed_at(case)
    bench.draft(case, at=at)
    by = court.authority()
    Charge.objects.filter(user=by.user_id, post=by.post_id).update(to_at=at)
    with pytest.raises(Refused, match="पीठासीन"):
        cast.take(case, "sign", by=by, at=at, given=Given(1_00))
    assert Order.objects.get(matter=case.pk).signed_at is None


def test_the_meter_waits_from_a_hearing_once_and_from_none_for_a_slip() -> None:
    case = court.noticed()
    at = bench.reserve(case)
    bench.draft(case, "produce-records", at=at, operative="रजिस्टर प्रस्तुत करें।")
    cast.take(case, "sign", by=court.authority(), at=at + timedelta(hours=2))
    later = at + timedelta(days=30)
    second = bench.draft(case, "produce-records", at=later, operative="फिर प्रस्तुत करें।")
    assert (second.hearing, second.heard_at) == (None, later)
    slip = bench.draft(case, "correction", at=later, operative="27,000 पढ़ें।", corrects=1)
    assert (slip.pk, slip.hearing, slip.heard_at) == (second.pk, None, later)
