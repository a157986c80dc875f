"""The rules of bonded labour: limbs, entitlement, the gate of the balance, money's way, signals of danger."""

from datetime import date

import pytest

from shramsetu import rulebook
from shramsetu.bonded.rules.entitlement import Facts, category_of, entitlement
from shramsetu.bonded.rules.gate import WAYS, Missing, Proofs, gate
from shramsetu.bonded.rules.ledger import NEXT, Stage, WrongStage, step, sums
from shramsetu.bonded.rules.limbs import REASONS, RESULTS, Limbs, Verdict, missing, suggested
from shramsetu.bonded.rules.risk import Risk, Signals, risk

LAKH = 10_000_000
BOOK = rulebook.book().bonded
ALL_AGAINST = dict.fromkeys((*REASONS, *RESULTS), "पूछा गया; नहीं")


def asked(for_it: dict[str, str], against_it: dict[str, str] | None = None, *, laboured: bool = False) -> Limbs:
    return Limbs(for_it, against_it or {}, laboured)


def test_the_limbs_are_those_of_the_rulebook() -> None:
    assert (tuple(BOOK.reasons), tuple(BOOK.results)) == (REASONS, RESULTS)


@pytest.mark.parametrize(
    ("limbs", "verdict", "lacks"),
    [
        (asked({"advance": "20,000 रुपये", "wages": "आधी मज़दूरी"}), Verdict.BONDED, ()),
        (asked({"wages": "आधी मज़दूरी"}), Verdict.BONDED, ("reason",)),
        (asked({"wages": "आधी मज़दूरी"}, laboured=True), Verdict.BONDED, ()),
        (asked({"wages": "आधी"}, {"advance": "बही देखी, अग्रिम नहीं"}, laboured=True), Verdict.BONDED, ("reason",)),
        (asked({"birth": "समुदाय का काम"}), Verdict.BONDED, ("result",)),
        (asked({}), Verdict.BONDED, ("reason", "result")),
        (asked({}, ALL_AGAINST), Verdict.NOT_BONDED, ()),
        (asked({}, {**ALL_AGAINST, "movement": " "}), Verdict.NOT_BONDED, ("movement",)),
        (asked({"advance": "हाँ", "wages": "हाँ"}, ALL_AGAINST), Verdict.NOT_BONDED, ("contradiction",)),
        (asked({}), Verdict.NEEDS_INQUIRY, ()),
    ],
)  # fmt: skip
def test_what_a_verdict_still_lacks(limbs: Limbs, verdict: Verdict, lacks: tuple[str, ...]) -> None:
    assert missing(limbs, verdict) == lacks


def test_who_laboured_and_answered_nothing_against_it_is_not_sent_home() -> None:
    assert suggested(asked({"wages": "हाँ"}, laboured=True)) is Verdict.BONDED
    assert suggested(asked({}, laboured=True)) is Verdict.NEEDS_INQUIRY
    assert suggested(asked({}, ALL_AGAINST)) is Verdict.NOT_BONDED


@pytest.mark.parametrize(
    ("facts", "category", "because"),
    [
        (Facts("m", is_minor=False), "man", ("adult_man",)),
        (Facts("f", is_minor=False), "special", ("woman",)),
        (Facts("m", is_minor=True), "special", ("child",)),
        (Facts("m", is_minor=False, begging=True), "special", ("begging",)),
        (Facts("t", is_minor=False), "extreme", ("transgender",)),
        (Facts("f", is_minor=False, trafficked=True), "extreme", ("trafficked",)),
        (Facts("m", is_minor=False, trafficked=True), "man", ("adult_man",)),
        (Facts("m", is_minor=True, trafficked=True), "extreme", ("trafficked",)),
        (Facts("m", is_minor=False, disabled=True), "extreme", ("disabled",)),
        (Facts("m", is_minor=False, dm_finds="आदेश 12"), "extreme", ("dm_finds",)),
    ],
)
def test_the_category_and_why(facts: Facts, category: str, because: tuple[str, ...]) -> None:
    assert category_of(facts) == (category, because)


@pytest.mark.parametrize(
    ("released", "version", "immediate", "balance"),
    [
        (date(2016, 5, 17), "css-2016", 500_000, LAKH - 500_000),
        (date(2017, 6, 22), "css-2016", 500_000, LAKH - 500_000),
        (date(2017, 6, 23), "css-2017", 2_000_000, LAKH - 2_000_000),
        (date(2022, 1, 26), "css-2017", 2_000_000, LAKH - 2_000_000),
        (date(2022, 1, 27), "css-2021", 3_000_000, LAKH - 3_000_000),
        (date(2026, 11, 22), "css-2021", 3_000_000, LAKH - 3_000_000),
    ],
)
def test_the_day_of_release_decides_the_version(released: date, version: str, immediate: int, balance: int) -> None:
    found = entitlement(Facts("m", is_minor=False), BOOK.version(released), released_on=released)
    assert (found.version, found.immediate, found.balance, found.total) == (version, immediate, balance, LAKH)
    assert found.past_approval == (released > date(2026, 3, 31))


def test_before_the_first_version_nothing_is_made_up() -> None:
    with pytest.raises(rulebook.NoRule):
        BOOK.version(date(2016, 5, 16))


def test_the_gate_never_waits_for_a_conviction() -> None:
    ready = Proofs(certificate=True, account_checked=True, dm_proof=True, state_sanction=True)
    assert (gate(ready).way, gate(ready).is_open) == ("dm_finding", True)
    assert gate(Proofs(certificate=True, account_checked=True, convicted=True)).is_open
    assert gate(Proofs(certificate=True, account_checked=True, summary_trial_found=True)).way == "summary_trial"


def test_the_gate_says_what_is_missing_and_who_owes_it() -> None:
    assert gate(Proofs()).missing == (
        Missing("certificate", "sdm"),
        Missing("account_checked", "labour_officer"),
        Missing("dm_proof", "dm"),
        Missing("state_sanction", "commissioner"),
    )
    late = Proofs(certificate=True, account_checked=True, convicted=True, annuity_due=True)
    assert (gate(late).way, gate(late).missing) == ("conviction", (Missing("annuity_consent", "labour_officer"),))
    assert not gate(late).is_open
    assert [name for name, _ in WAYS] == ["conviction", "summary_trial", "dm_finding"]


def test_money_goes_its_way_and_no_other() -> None:
    assert step(Stage.SENT, Stage.RETURNED) is Stage.RETURNED
    assert step(Stage.RETURNED, Stage.SENT) is Stage.SENT
    for here in (Stage.PAID, Stage.DUE, Stage.PROPOSED):
        with pytest.raises(WrongStage):
            step(here, Stage.SENT)
    assert step(Stage.PAID, Stage.RETURNED) is Stage.RETURNED, "banks take back days later what they credited"
    assert {stage for stage in Stage if not NEXT[stage]} == {Stage.CANCELLED}


def test_sums_count_what_is_paid_and_what_is_on_its_way() -> None:
    found = sums(LAKH, [(Stage.PAID, 3_000_000), (Stage.SENT, 7_000_000), (Stage.RETURNED, 7_000_000)])
    assert (found.unpaid, found.is_over) == (7_000_000, False)
    assert sums(LAKH, [(Stage.PAID, LAKH), (Stage.SANCTIONED, 1)]).is_over


def test_the_season_alone_is_no_danger_and_debt_is_measured_by_income() -> None:
    assert risk(Signals(frozenset(), month=10)) is Risk.LOW
    poor = Signals(frozenset(), debt_paise=3_000_000, monthly_income_paise=1_000_000)
    assert (poor.found, risk(poor)) == (("debt",), Risk.MEDIUM)
    assert risk(Signals(frozenset({"same_agent", "threat"}), month=9)) is Risk.HIGH
    assert Signals(frozenset({"no-such"})).found == ()
