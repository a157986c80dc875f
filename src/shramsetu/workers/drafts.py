"""An application being written on the portal: kept encrypted in the visitor's session, under the proved phone.

An Aadhaar number becomes its token when it is written; the number is kept nowhere. `began_at` is when it was begun:
from then its time counts where the service was down when it was to be sent.
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.http import HttpRequest

from shramsetu.casework import rules, sealing
from shramsetu.lib.aadhaar_tokens import Token
from shramsetu.people.identities import IdentityNumber
from shramsetu.workers.actions import entering
from shramsetu.workers.entry import NewWorker, Registration
from shramsetu.workers.forms.registration import PARTS, Bank, Part

DRAFT, SENT = "wk_draft", "wk_sent"
SENT_MOST = 5


@dataclass
class Draft:
    """What was told so far: what stood in each screen's boxes, the token in place of Aadhaar, when it was begun."""

    id: str
    began_at: datetime
    screens: dict[str, dict[str, str]] = field(default_factory=dict)
    token: Token | None = None

    @property
    def stream(self) -> str:
        """The stream with which its papers lie until it has a number."""
        return f"draft:{self.id}"

    @property
    def next_screen(self) -> str:
        """The first screen that was not told yet; empty when all were."""
        return next((name for name in PARTS if name not in self.screens), "")


def read(request: HttpRequest, *, at: datetime) -> Draft:
    """Return the visitor's draft; a new one if there is none, if it is too old, or if its key is not here any more."""
    kept = request.session.get(DRAFT)
    if kept:
        try:
            stored = sealing.opened(kept["key"], base64.b64decode(kept["closed"]), bound_to=f"draft:{kept['id']}")
        except sealing.Unreadable:
            return Draft(uuid4().hex, at)
        known = json.loads(stored)
        token = Token(**known["token"]) if known["token"] else None
        found = Draft(kept["id"], datetime.fromisoformat(known["began_at"]), known["screens"], token)
        if at - found.began_at <= timedelta(days=rules.figure("workers.draft_days", at)):
            return found
    return Draft(uuid4().hex, at)


def keep(request: HttpRequest, draft: Draft, name: str, form: Part | Bank) -> Draft:
    """Keep what stands in one screen's boxes, the Aadhaar number as its token."""
    boxes = {field.name: field.data or "" for field in form}
    given = form.cleaned_data
    for box, asked in form.fields.items():
        if isinstance(asked, IdentityNumber) and box == "aadhaar":
            boxes[box] = ""
            draft.token = entering.token_of(given[box]) if given.get(box) else draft.token
    draft.screens[name] = {box: str(value) for box, value in boxes.items()}
    _write(request, draft)
    return draft


def drop(request: HttpRequest) -> None:
    """Throw the draft away."""
    request.session.pop(DRAFT, None)


def note_sent(request: HttpRequest, number: str) -> None:
    """Remember in this browser that the draft became the case `number`."""
    request.session[SENT] = [*[one for one in request.session.get(SENT, []) if one != number], number][-SENT_MOST:]
    drop(request)


def form_of(draft: Draft, name: str) -> Part | Bank:
    """Return one screen's form with what was told in it."""
    return PARTS[name](initial=draft.screens.get(name))


def told(draft: Draft, *, phone: str, reference: str) -> Registration | None:
    """Return the registration that the draft holds; None while a screen is missing or does not hold any more."""
    forms = {name: kind(draft.screens.get(name, {})) for name, kind in PARTS.items()}
    if draft.next_screen or not all(form.is_valid() for form in forms.values()):
        return None
    given: dict[str, object] = {}
    for form in forms.values():
        given |= form.values
    given["aadhaar"] = draft.token
    board = forms["board"].cleaned_data
    return Registration(
        worker=NewWorker(**given, phone=phone, key=f"portal:{draft.id}"),  # type: ignore[arg-type]
        board=board["board"],
        years=int(board["years"]),
        channel="portal",
        trade=board["trade"] if board["board"] == "bocw" else "",
        began_at=draft.began_at,
        reference=reference,
    )


def _write(request: HttpRequest, draft: Draft) -> None:
    token = draft.token
    known = {
        "began_at": draft.began_at.isoformat(),
        "screens": draft.screens,
        "token": {"key_id": token.key_id, "digest": token.digest, "last_four": token.last_four} if token else None,
    }
    key, stored = sealing.shut(json.dumps(known, ensure_ascii=False).encode(), bound_to=f"draft:{draft.id}")
    request.session[DRAFT] = {"id": draft.id, "key": key, "closed": base64.b64encode(stored).decode()}
