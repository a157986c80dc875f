"""What the papers of one person say by themselves. Only the certificate has the name; all others carry the code."""

from collections.abc import Mapping

from shramsetu import rulebook
from shramsetu.bonded import unsealed
from shramsetu.bonded.models import Accused, Bondage, Certificate, Finding, Survivor
from shramsetu.bonded.papers import operations, values
from shramsetu.bonded.papers.sheet import Value
from shramsetu.bonded.words import state_name
from shramsetu.casework.models import Case
from shramsetu.rulebook.basis import Text

SEXES = (Survivor.Sex.MAN, Survivor.Sex.WOMAN, Survivor.Sex.TRANSGENDER)
VERDICTS = (Finding.Verdict.BONDED, Finding.Verdict.NOT_BONDED, Finding.Verdict.NEEDS_INQUIRY)
AGENTS = (Accused.Part.CONTRACTOR, Accused.Part.AGENT, Accused.Part.TRANSPORTER)
CASTES: Mapping[str, Text] = {
    "sc": Text(hi="अनुसूचित जाति", en="Scheduled Caste"),
    "st": Text(hi="अनुसूचित जनजाति", en="Scheduled Tribe"),
    "obc": Text(hi="अन्य पिछड़ा वर्ग", en="Other Backward Class"),
    "general": Text(hi="सामान्य", en="General"),
}
ROWS = ("case__district", "site__district", "operation__case", "native_district", "household", "bondage")


@values.of("inquiry-form", "rehabilitation-assessment", "native-letter", "protection-letter", "finding-order")
def person(case: Case) -> Mapping[str, Value]:
    """Return what papers with the code alone may say of a person."""
    one = Survivor.objects.select_related(*ROWS).get(pk=case.pk)
    bound = _bondage(one)
    certificate = Certificate.objects.filter(survivor=one, standing="in_force").select_related("paper").first()
    return {
        "code": one.code,
        "operation": values.number(one.operation.case if one.operation else None),
        "age": operations.age_words(one),
        "sex": frozenset({str(SEXES.index(Survivor.Sex(one.sex)))}),
        "work": _sector(one),
        "advance": values.joined([values.amount(bound.advance_paise), values.day(bound.advance_on)]),
        "wage": values.amount(bound.wage_day_paise),
        "hours": str(bound.hours_day or ""),
        "certificate": certificate.paper.number if certificate else "",
        "home_on": values.day(one.arrived_at.date() if one.arrived_at else None),
        "native": values.joined([values.place(one.native_district), state_name(one.native_state)]),
        "released": values.joined([values.day(one.released_on), values.place(case.district)]),
        "heads": [(head.title, "", "") for head in rulebook.book().bonded.heads.values()],
        **_finding(one, bound),
    }


def certificate_values(survivor: Survivor, known: Mapping[str, object]) -> dict[str, Value]:
    """Return what stands on a release certificate, the one paper with the full name; `known` is the identity."""
    one = Survivor.objects.select_related(*ROWS).get(pk=survivor.pk)
    bound = _bondage(one)
    site_people = list(Accused.objects.filter(operation=one.operation_id).order_by("pk")) if one.operation_id else []
    book = rulebook.book().bonded
    return {
        **_identity(one, known),
        "workplace": operations.site_words(one.site) or _sector(one),
        "employer": operations.accused_words(site_people, Accused.Part.OWNER, Accused.Part.MANAGER),
        "agent": operations.accused_words(site_people, *AGENTS),
        "period": values.joined([values.day(bound.from_on), values.day(bound.to_on)], " – "),
        "reasons": values.joined([book.reasons[slug].title for slug in bound.reasons if slug in book.reasons], "; "),
        "results": values.joined([book.results[slug].title for slug in bound.results if slug in book.results], "; "),
        "advance": values.amount(bound.advance_paise),
        "released": values.joined([values.day(one.released_on), values.place(one.case.district)]),
        "finding": _signed_finding(one),
        "fir": values.number(one.case),
    }


def _identity(one: Survivor, known: Mapping[str, object]) -> dict[str, Value]:
    def text(*names: str) -> str:
        return ", ".join(str(known[name]) for name in names if known.get(name))

    family = Survivor.objects.filter(household=one.household_id).exclude(pk=one.pk).order_by("code")
    codes = [each.code for each in family] if one.household_id else []
    return {
        "name": text("name"),
        "parent": text("parent"),
        "age_sex": values.joined([text("age") or operations.age_words(one), operations.sex_words(one)]),
        "address": values.joined([text("address"), values.place(one.native_district), state_name(one.native_state)]),
        "caste_class": CASTES.get(text("caste"), text("caste")),
        "id_kind": text("id_kind"),
        "family": ", ".join(codes),
    }


def _sector(one: Survivor) -> Text | str:
    slug = one.sector or (one.site.sector if one.site else "")
    return operations.work_words(slug)


def _bondage(one: Survivor) -> Bondage:
    return getattr(one, "bondage", None) or Bondage(survivor=one)


def _finding(one: Survivor, bound: Bondage) -> dict[str, Value]:
    found = Finding.objects.filter(survivor=one).order_by("-seq").first()
    book = rulebook.book().bonded
    for_it = dict(bound.evidence.get("for", {}))
    against = dict(bound.evidence.get("against", {}))
    yes, no = Text(hi="हाँ", en="Yes"), Text(hi="नहीं", en="No")
    rows = list[tuple[Text | str, ...]]()
    for slug, limb in {**book.reasons, **book.results}.items():
        stands = slug in (*bound.reasons, *bound.results)
        said = unsealed.for_work(one.case, str(for_it.get(slug) or against.get(slug) or ""))
        rows.append((limb.title, (yes if stands else no) if said or stands else "", said))
    verdict = frozenset({str(VERDICTS.index(Finding.Verdict(found.verdict)))}) if found else frozenset[str]()
    return {
        "limbs": rows,
        "verdict": verdict,
        "grounds": unsealed.for_work(one.case, found.reasons) if found else "",
    }


def _signed_finding(one: Survivor) -> Text | str:
    found = Finding.objects.filter(survivor=one, verdict="bonded", signed_at__isnull=False).order_by("-seq").first()
    if found is None or found.signed_at is None:
        return ""
    return values.joined([operations.post_words(found.magistrate), values.day(found.signed_at.date())])
