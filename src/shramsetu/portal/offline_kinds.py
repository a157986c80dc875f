"""Complaints that were written without a network: the same questions, checked by the same forms, filed the same way."""

from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form

from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import prepare
from shramsetu.journal.rules import Actor
from shramsetu.lib import urdu
from shramsetu.offline import registry
from shramsetu.offline.registry import Handed, Refused
from shramsetu.people import throttle
from shramsetu.portal import actions, answers, citizen, draft, forms, words
from shramsetu.portal.draft import Draft

ASKED: tuple[type[forms.Draftable], ...] = (
    forms.What,
    forms.About,
    forms.Where,
    forms.Whose,
    forms.Who,
    forms.Against,
)


def complaint(handed: Handed) -> dict[str, object]:
    """Register a complaint from a phone; answers with its number. Raises Refused, TooOften."""
    giver, at = handed.giver, handed.at
    source = throttle.address(giver.request)
    throttle.count("file", source, figure="signin.track_per_address_minute", span=throttle.MINUTE, at=at)
    begun = Draft(handed.written.key.hex)
    _attach(begun, handed.files, handed)  # first: a recording or a photograph may stand for the words
    _tell(begun, handed.written.body)
    who = citizen.signed_in(giver.request, at=at)
    by = who.actor if who else Actor(role=citizen.ROLE)
    try:
        trusted = {"against": answers.named_post(begun), "spoken": answers.is_spoken(begun)}
        filing = prepare.filing(answers.values(begun), at=at, **trusted)
    except prepare.BadFiling as wrong:
        raise Refused(wrong.errors) from wrong
    case = grievances.register(filing, by=by, at=at)
    actions.hand_over(begun, case, by=by, at=at)
    draft.note_sent(giver.request, begun, case.number)
    return {"number": case.number}


def _tell(begun: Draft, body: Mapping[str, object]) -> None:
    """Tell the draft every answer, checked by the form of its screen. Raises Refused, a sentence for each wrong one."""
    plain = {name: value if isinstance(value, str) else "" for name, value in body.items()}
    if not plain.get("category") and not plain.get("text", "").strip():
        plain["category"] = prepare.OTHER  # whoever listens shall choose
    wrong: dict[str, str] = {}
    for one in ASKED:
        asked: Form = one(plain, draft=begun)
        if asked.is_valid():
            begun.values.update(asked.cleaned_data)
        wrong.update({("" if name == "__all__" else name): str(said[0]) for name, said in asked.errors.items()})
    if wrong:
        raise Refused(wrong)
    begun.values["language"] = "en" if plain.get("language") == "en" else "hi"
    begun.values["messages_in"] = "ur" if urdu.is_mostly(plain.get("text", "")) else ""
    choices = begun.values.get("choices")
    if isinstance(choices, list) and len(choices) == 1:  # nobody is there to choose among several: words stay words
        begun.values["place"], begun.values["place_label"] = choices[0]


def _attach(begun: Draft, files: Sequence[UploadedFile], handed: Handed) -> None:
    try:
        actions.attach(begun, files, by=handed.giver.actor, at=handed.at)
    except (FalseType, TooLarge, actions.TooManyFiles) as error:
        raise Refused({"files": words.file_fault(error)}) from error


registry.takes(registry.Kind(actions.COMPLAINT, complaint))
