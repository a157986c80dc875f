"""The menu tried on a page: the keys of a telephone, the words that a caller hears, the switch of the hours."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from shramsetu.helpline import voice, words
from shramsetu.helpline.models import Call, Menu
from shramsetu.helpline.queries import menus, prompts, spoken
from shramsetu.helpline.rules import menu
from shramsetu.helpline.rules.menu import Turn
from shramsetu.helpline.views.page import MANAGERS
from shramsetu.offices.access import DeskRequest, post_required

PAD = "123456789*0#"
LAST = {"queue", "call_back", "voicemail", "bye"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tried call is; it travels in the address, nothing is kept."""

    node: str
    language: str = "hi"
    is_open: bool = True
    tries: int = 0
    keyed: str = ""
    number: str = ""


@require_GET
@post_required(*MANAGERS)
def trial(request: DeskRequest, slug: str) -> HttpResponse:
    """Show where a caller is after the key that was pressed."""
    one = _version(request, slug)
    place = _pressed(one, _place(one, request.GET), request.GET.get("key"))
    try:
        turn = menu.turn(one.tree, place.node, language=place.language, is_open=place.is_open, tries=place.tries)
    except KeyError as lost:
        raise Http404(gettext("There is no such place.")) from lost
    answer = _answer(turn, place)
    page: dict[str, Any] = {
        "name": words.line(slug),
        "menu": one,
        "turn": turn,
        "place": place,
        "node": menu.node_of(one.tree, turn.node),
        "kind": words.KINDS[menu.node_of(one.tree, turn.node).kind],
        "said": [*_heard(turn.say, place), *_heard(answer, place)],
        "details": [(words.field(name), words.value(name, given)) for name, given in turn.detail.items()],
        "pad": PAD,
        "goes_on": not turn.waits and turn.deed not in LAST,
        "is_over": turn.deed in LAST,
    }
    return render(request, "helpline/trial.html", page)


def _version(request: DeskRequest, slug: str) -> Menu:
    asked = request.GET.get("version", "")
    found = menus.versions(slug)
    one = found.filter(version=int(asked)).first() if asked.isdigit() and len(asked) < 10 else menus.in_force(slug)
    if one is None:
        raise Http404(gettext("There is no such menu."))
    return one


def _place(one: Menu, query: QueryDict) -> Place:
    language = query.get("language", "hi")
    tries = query.get("tries", "0")
    return Place(
        node=query.get("node") or menu.start(one.tree),
        language=language if language in ("hi", "en") else "hi",
        is_open=query.get("open", "yes") != "no",
        tries=int(tries) if tries.isdigit() and len(tries) < 3 else 0,
        keyed="".join(mark for mark in query.get("keyed", "") if mark in PAD)[:20],
        number="".join(filter(str.isdigit, query.get("number", "")))[:20],
    )


def _pressed(one: Menu, place: Place, key: str | None) -> Place:
    """Return the place after a key ("" for silence, None for none at all)."""
    if key is None or place.node not in menu.nodes_of(one.tree):
        return place
    turn = menu.turn(one.tree, place.node, language=place.language, is_open=place.is_open, tries=place.tries)
    if key == menu.END_KEY and turn.waits != "digits":
        return place
    keyed = f"{place.keyed}{key}" if key in PAD else place.keyed
    if turn.waits == "digits" and key and not menu.is_complete(turn, keyed):
        return Place(turn.node, place.language, place.is_open, place.tries, keyed, place.number)
    given = keyed if turn.waits == "digits" else key
    then = menu.after(one.tree, turn.node, given, tries=place.tries) or turn.node
    language = str(turn.detail.get("language", place.language)) if turn.deed == "language" else place.language
    number = keyed.removesuffix(menu.END_KEY) if turn.waits == "digits" and given else place.number
    return Place(then, language, place.is_open, place.tries + 1 if then == turn.node else 0, "", number)


def _answer(turn: Turn, place: Place) -> tuple[str, ...]:
    if turn.deed != "answer":
        return ()
    return spoken.answer(Call(language=place.language), turn.detail, place.number, at=timezone.now())


def _heard(sounds: tuple[str, ...], place: Place) -> list[dict[str, object]]:
    """Return each sound with its words and whether it can be heard."""
    texts = prompts.texts(place.language)
    keys = [sound.rpartition("/")[2] for sound in sounds]
    return [
        {"key": key, "words": texts.get(key, ""), "is_there": voice.path(key, place.language).exists()} for key in keys
    ]
