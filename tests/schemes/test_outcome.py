"""What an outcome tells beside its answers: sentences, sources, proof, papers, kinds, last day, contribution."""

from dataclasses import replace
from datetime import date

import pytest
from tests.schemes.golden import BOOK, cases

from shramsetu.rulebook.basis import NoRule, Text
from shramsetu.schemes.rules.deadline import Span, charge_paise, window
from shramsetu.schemes.rules.outcome import Outcome, outcome
from shramsetu.schemes.rules.stated import Stated

TODAY = date(2026, 11, 21)


def stated(scheme: str, **changed: object) -> dict[str, Stated]:
    """The facts of the first golden case of a scheme, some of them changed."""
    found = next(case.stated for case in cases() if case.scheme == scheme)
    return found | {name: Stated(value) for name, value in changed.items()}  # type: ignore[arg-type]


def answered(scheme: str, **changed: object) -> Outcome:
    return outcome(BOOK, scheme, stated(scheme, **changed), on=TODAY)


def sentence(found: Outcome, slug: str) -> Text:
    return next(one.sentence for one in found.answers if one.condition.slug == slug)


def test_a_failed_condition_says_what_was_seen_and_what_is_needed() -> None:
    found = sentence(answered("bocw-marriage-help", work_days=89), "worked-long-enough")
    assert found.hi == ("पिछले 12 माह में 89 दिन काम दर्ज है; 90 दिन चाहिए। छूटे काम का प्रमाण पत्र जोड़िए।")
    assert found.en.startswith("89 days of work are on record for the last 12 months; 90 are needed.")


def test_money_and_days_are_said_in_the_words_of_the_office() -> None:
    found = answered("pm-sym", monthly_income_paise=1_500_100)
    assert sentence(found, "income-low").hi == "मासिक आय ₹ 15,001 है; ₹ 15,000 तक होनी चाहिए।"
    late = sentence(answered("bocw-marriage-help", renewed_until=date(2026, 10, 11)), "renewed")
    assert late.hi == "नवीनीकरण 11 अक्टूबर 2026 को समाप्त हो गया था; 12 अक्टूबर 2026 को चालू होना चाहिए था।"


def test_each_value_used_has_its_source_and_whether_that_proves_it() -> None:
    found = answered("bocw-marriage-help")
    used = {one.name: (one.shown.hi, one.source.hi, one.is_proved) for answer in found.answers for one in answer.used}
    assert used["bride_years"] == ("21", "काग़ज़", False)
    assert used["renewed_until"] == ("9 अप्रैल 2027", "पंजी", True)
    assert used["bride"] == ("श्रमिक की बेटी", "फ़ैमिली आईडी", True)


def test_each_figure_measured_with_has_its_order() -> None:
    found = answered("bocw-marriage-help")
    (measure,) = next(one.measures for one in found.answers if one.condition.slug == "worked-long-enough")
    assert (measure.title.hi, measure.shown.hi, measure.row.from_on, measure.row.source) == (
        "12 माह में काम के कम से कम दिन",
        "90",
        date(2025, 1, 1),
        "Building and Other Construction Workers Act 1996, section 12",
    )


def test_the_fast_track_opens_when_every_paper_was_seen() -> None:
    facts = stated("bocw-marriage-help")
    assert not outcome(BOOK, "bocw-marriage-help", facts, on=TODAY).is_proved
    seen = {
        name: replace(one, is_proved=True, source=Text(hi="लेबर ऑफ़िसर", en="officer")) for name, one in facts.items()
    }
    assert outcome(BOOK, "bocw-marriage-help", seen, on=TODAY).is_proved


def test_an_unknown_fact_is_never_proved() -> None:
    found = answered("bocw-illness-help", patient="daughter", is_patient_married=None)
    patient = next(one for one in found.answers if one.condition.slug == "patient-covered")
    assert (patient.result, patient.is_proved) == (None, False)
    assert [one.condition.slug for one in found.open] == ["patient-covered"]


def test_papers_follow_the_case() -> None:
    assert answered("bocw-death-help").papers == (
        *("labour-card", "aadhaar", "death-certificate", "fir", "heir-aadhaar", "no-double-benefit", "passbook"),
    )
    assert "fir" not in answered("bocw-death-help", cause="natural").papers
    assert "fir" in answered("bocw-death-help", cause=None).papers  # asked for until it is known that it is not needed


def test_kinds_are_never_added_together() -> None:
    assert answered("bocw-maternity-help").benefits.paise_by_kind() == {"per_event": 3_100_000, "deposit": 2_500_000}
    assert answered("bocw-death-help").benefits.paise_by_kind() == {"instalments": 50_000_000, "once": 2_500_000}


def test_the_last_day_to_apply_follows_the_event() -> None:
    found = answered("bocw-marriage-help")
    assert window(found.edition, found.facts) == Span(date(2026, 10, 12), date(2027, 10, 12))
    mass = answered("bocw-marriage-help", is_mass_wedding=True, wedding_on=date(2026, 12, 6))
    assert window(mass.edition, mass.facts) == Span(None, TODAY)
    none = answered("bocw-death-help")
    assert window(none.edition, none.facts) is None
    unknown = answered("bocw-marriage-help", is_mass_wedding=None)
    with pytest.raises(NoRule, match="the event or its case is not known"):
        window(unknown.edition, unknown.facts)


@pytest.mark.parametrize(
    ("born", "rupees"), [(date(2008, 11, 21), 55), (date(1997, 5, 1), 100), (date(1985, 11, 22), 200)]
)
def test_the_contribution_follows_the_age_at_entry(born: date, rupees: int) -> None:
    found = answered("pm-sym", born_on=born)
    assert charge_paise(found.edition, "month", found.facts) == rupees * 100


def test_nobody_of_forty_one_has_a_contribution() -> None:
    found = answered("pm-sym", born_on=date(1985, 11, 21))
    with pytest.raises(NoRule, match="no month for age_years 41"):
        charge_paise(found.edition, "month", found.facts)


def test_without_the_day_of_the_event_nothing_is_decided_by_today() -> None:
    found = answered("bocw-marriage-help", wedding_on=None)
    open_ = {one.condition.slug for one in found.open}
    assert open_ == {"renewed", "member-long-enough", "bride-of-age", "groom-of-age", "window"}


def test_a_day_beyond_belief_is_not_known() -> None:
    found = answered("bocw-marriage-help", wedding_on=date(1812, 1, 1))
    assert "window" in {one.condition.slug for one in found.open}
    assert found.edition.from_on == date(2025, 9, 1)


def test_what_nobody_can_give_is_refused() -> None:
    with pytest.raises(KeyError, match="age_years"):
        answered("pm-sym", age_years=30)
    with pytest.raises(TypeError, match="no date"):
        answered("pm-sym", born_on="1990")
    with pytest.raises(NoRule, match="bocw-marriage-help: not in force on 31-12-2024"):
        answered("bocw-marriage-help", wedding_on=date(2024, 12, 31))
