"""Places of work and who is accused there: kept closed, and met again by keyed hashes of name, phone and licence."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from shramsetu.bonded import counters, powers, vault
from shramsetu.bonded.actions import repeats
from shramsetu.bonded.models import Accused, Operation, Site
from shramsetu.casework.actions import amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a site or of somebody accused; all of it lies closed."""

    name: str = ""
    owner: str = ""  # of a site; of a person the parents' name
    phone: str = ""
    licence: str = ""  # of a kiln, a factory, the tax number
    address: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said by which it could be met again."""
        return not (self.name or self.owner or self.phone or self.licence)


def known(given: Given, *, district: Place, sector: str, at: datetime) -> Site | None:
    """Return the site that `given` speaks of: one met before, else a new one; None where nothing was said of it."""
    if given.is_empty:
        return None
    keys = keys_of(given, district)
    _one_at_a_time(keys)
    found = Site.objects.filter(district=district, keys__overlap=keys).order_by("id").first()
    return found or _made(given, keys, district=district, sector=sector, at=at)


@transaction.atomic
def accuse(
    operation: Operation, given: Given, *, part: str, is_company: bool, outside: bool | None, by: Actor, at: datetime
) -> Accused:
    """Name somebody accused in an operation; named again by phone or name in the same one, it is the same row."""
    case = Case.objects.select_for_update().get(pk=operation.pk)
    assert case.district is not None
    powers.need_here(by, case.district_id)
    keys = keys_of(given, case.district)
    again = operation.accused.filter(keys__overlap=keys, part=part).first()
    if again is not None:
        return again
    code = counters.code("AC", case.district)
    shut = vault.shut(asdict(given), bound_to=code)
    accused = Accused(
        operation=operation,
        site=operation.site,
        code=code,
        part=part,
        is_company=is_company,
        outside_scheduled=outside,
        key_id=shut.key_id,
        closed=shut.closed,
        keys=keys,
        named_at=at,
    )
    accused.save(force_insert=True)
    amend(case, "accuse", to=To(case.state, facts={"accused": code, "part": part}), by=by, at=at)
    repeats.look(operation, by=by, at=at)
    return accused


def opened(row: Site | Accused) -> dict[str, object]:
    """Return what is kept closed of a site or an accused; the caller has checked that its reader may see it."""
    return vault.opened(row.key_id, bytes(row.closed), bound_to=row.code)


def keys_of(given: Given, district: Place) -> list[str]:
    """Return the hashes by which `given` is met again; a name alone counts within its district."""
    where = str(district.lgd_code)
    made = [
        vault.match_key("name", f"{given.name} {given.owner} {where}") if given.name else "",
        vault.match_key("phone", given.phone),
        vault.match_key("licence", given.licence),
    ]
    return [one for one in made if one]


def _made(given: Given, keys: list[str], *, district: Place, sector: str, at: datetime) -> Site:
    code = counters.code("ST", district)
    shut = vault.shut(asdict(given), bound_to=code)
    site = Site(
        code=code, district=district, sector=sector, key_id=shut.key_id, closed=shut.closed, keys=keys, made_at=at
    )
    site.save(force_insert=True)
    return site


def _one_at_a_time(keys: list[str]) -> None:
    """Let two who tell of one site at once pass one after the other, so that it is not made twice."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])
