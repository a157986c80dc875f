"""A complaint being written: kept in the visitor's session, so that nothing is lost by an error or the back button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import HttpRequest

DRAFT, FILED = "portal_draft", "portal_filed"
FILED_MOST = 10
RANDOM = 4  # the version of an id that nobody can guess


@dataclass
class Draft:
    """What the visitor has told so far. `turn` grows with every change: `key` names this state of it."""

    id: str
    turn: int = 0
    values: dict[str, object] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        """The stream with which its papers lie until it has a number."""
        return f"draft:{self.id}"

    @property
    def key(self) -> str:
        """The idempotency key of sending exactly this."""
        return f"{self.id}:{self.turn}"

    @property
    def device_key(self) -> UUID:
        """The key under which the visitor's phone goes on with it when the network drops."""
        return UUID(self.id)

    def text(self, name: str) -> str:
        """Return the text under `name`, empty where nothing was said."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def says(self, name: str) -> bool:
        """Return whether `name` was answered with yes."""
        return self.values.get(name) in (True, "yes")


def read(request: HttpRequest) -> Draft:
    """Return the visitor's draft, a new one if there is none."""
    kept = request.session.get(DRAFT)
    return Draft(kept["id"], kept["turn"], kept["values"]) if kept else Draft(uuid4().hex)


def begin(request: HttpRequest) -> Draft:
    """Return the visitor's draft; a new one has the id that the page gave it, under which the phone keeps a copy."""
    kept = read(request)
    try:
        named = UUID(request.POST.get("draft", ""))
    except ValueError:
        return kept
    return kept if kept.turn or named.version != RANDOM else Draft(named.hex)


def write(request: HttpRequest, draft: Draft, values: Mapping[str, object] | None = None) -> Draft:
    """Keep `values` in the draft and return it; its key is a new one."""
    changed = Draft(draft.id, draft.turn + 1, {**draft.values, **(values or {})})
    request.session[DRAFT] = {"id": changed.id, "turn": changed.turn, "values": changed.values}
    return changed


def drop(request: HttpRequest) -> None:
    """Throw the draft away."""
    request.session.pop(DRAFT, None)


def note_filed(request: HttpRequest, draft: Draft, number: str) -> None:
    """Remember that the draft became the case `number`, for its slip and for a second press of the button."""
    note_sent(request, draft, number)
    drop(request)


def note_sent(request: HttpRequest, draft: Draft, number: str) -> None:
    """Remember that what a phone sent became the case `number`; a draft that it went on with is over."""
    kept = [pair for pair in request.session.get(FILED, []) if pair[0] != draft.id][-FILED_MOST:]
    request.session[FILED] = [*kept, [draft.id, number]]
    if read(request).id == draft.id:
        drop(request)


def filed(request: HttpRequest) -> dict[str, str]:
    """Return the numbers of what this browser has filed, by the draft they came from, the latest last."""
    return dict(request.session.get(FILED, []))
