"""What a face hands in when something is raised: plain values, whichever door it came through."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from shramsetu.casework.models import Case
from shramsetu.offices.models import Post
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as given at the door. `phone` is E.164 or empty; `relation` is the filer's to the complainant."""

    name: str
    phone: str = ""
    other_phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "hi"
    relation: str = ""
    consents: bool = True
    phone_owner: str = ""
    best_time: str = ""
    safe_to_call: bool = True


@dataclass(frozen=True, slots=True)
class Filing:
    """Something raised. The first complainant leads; `district` is None where the place is unknown.

    `exclusion` is the ground on which it is not taken here, `sealed` the complainant's wish, `against` the post or
    person named, `article` the knowledge-base answer that settled a question on the spot. `stream` is the stream of
    references by which it came (where it is empty, the one that claims the channel), `outside_number` and `outside_on`
    what its sender numbered and dated it. `number` was handed out beforehand, for use without a network. `spoken` says
    that a recording or a photograph stands for the words: the desk types them.
    """

    kind: str
    category: str
    text: str
    channel: str
    complainants: Sequence[Someone]
    district: Place | None = None
    place: Place | None = None
    landmark: str = ""
    filed_by: Someone | None = None
    opposite: Sequence[Someone] = ()
    exclusion: str = ""
    article: str = ""
    sealed: bool = False
    against: Post | None = None
    master: Case | None = None
    parent: Case | None = None
    counter: bool = False
    stream: str = ""
    outside_number: str = ""
    outside_on: date | None = None
    spoken: bool = False
    number: str = ""
    files: Sequence[str] = field(default_factory=tuple)
