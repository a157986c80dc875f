"""Which scenes that the sign-ins promise are not played yet: most of the history grows while the site is served."""

from datetime import datetime

from shramsetu.bridges.models import CpgramsFile
from shramsetu.demo import counter
from shramsetu.demo.models import Played
from shramsetu.demo.rescues import play
from shramsetu.intake.models import Letter, Mail
from shramsetu.offices import demo_seats

WHOLE = (("lately", 0),)  # the last act: figures of the whole state are whole when it is over
# The acts, by name and days ago, without which the post has nothing of what its sign-in promises, or half of it.
SCENES: dict[str, tuple[tuple[str, float], ...]] = {
    "bonded-magistrate.firozabad": (("Firozabad", 1.6),),
    "dm.sonbhadra": (("committees", 0), ("Sonbhadra", 18)),
    "labour.leo.agra": (("Agra", 34),),
    "labour.leo.mirzapur": (("Varanasi", 12), ("Bhadohi", 330)),
    "home.superintendent.maharajganj": (("Maharajganj", 3),),
    "child-unit.baghpat": (("Baghpat", 0.5),),
    "lead-bank.bhadohi": (("Bhadohi", 5),),
    "social-welfare.chitrakoot": (("Prayagraj", 62),),
    "prosecutor.prayagraj": (("Prayagraj", 62),),
    "labour.lc": WHOLE,
    "labour.secretary": WHOLE,
    "auditor": WHOLE,
}

DOORS = frozenset({"state-desk", "administrator"})
COUNTER, MAILS = frozenset({counter.OFFICE}), frozenset({"operators-1076"})


@demo_seats.missing_scenes
def waiting(at: datetime) -> frozenset[str]:
    """Return the posts of which a scene is still to be played."""
    played = set(Played.objects.filter(index__gte=play.FIRST).values_list("index", flat=True))
    acts = enumerate(play.acts(at), start=play.FIRST)
    missing = {(act.name, act.days) for index, act in acts if index not in played}
    doors = ((CpgramsFile, DOORS), (Letter, COUNTER), (Mail, MAILS))  # they come with the history, first of all
    away = frozenset[str]().union(*(posts for rows, posts in doors if not rows.objects.exists()))
    return away | frozenset(code for code, needed in SCENES.items() if not missing.isdisjoint(needed))
