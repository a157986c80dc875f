"""Named reads of places."""

from collections.abc import Sequence

from django.db.models import BooleanField, Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from shramsetu.places import rules
from shramsetu.places.models import Kind, Place
from shramsetu.prepared import Rows

FIND_QUERIES = 4  # the most that find() asks of the database
LIKE_ENOUGH = 0.75
_DISTRICT_WORDS = 3
_ORDER = [
    Kind.DISTRICT,
    Kind.TEHSIL,
    Kind.BLOCK,
    Kind.THANA,
    Kind.LOCALITY,
    Kind.VILLAGE,
    Kind.MANDAL,
    Kind.STATE,
]


class NoPlace(LookupError):
    """There is no such place."""


def district(lgd: int) -> Place:
    """Return the district with this LGD code, its mandal loaded; raises NoPlace."""
    found = _BY_CODE.first(code=lgd)
    if found is None:
        raise NoPlace(f"no district with LGD code {lgd}")
    return found


def districts() -> QuerySet[Place]:
    """The 75 districts with their mandals, in the order of their English names."""
    return Place.objects.filter(kind=Kind.DISTRICT).select_related("parent").order_by("name_en")


_BY_CODE = Rows(lambda code: districts().filter(lgd_code=code), code=int)


def mandals() -> QuerySet[Place]:
    """The 18 mandals in the order of their English names."""
    return Place.objects.filter(kind=Kind.MANDAL).order_by("name_en")


def state() -> Place:
    """The state."""
    return Place.objects.get(kind=Kind.STATE)


def subtree(place: Place) -> QuerySet[Place]:
    """`place` and all that lies in it."""
    return Place.objects.filter(path__startswith=place.path)


def ancestors(place: Place) -> QuerySet[Place]:
    """All places above `place`, the state first."""
    parts = place.path.strip("/").split("/")[:-1]
    paths = ["/" + "".join(f"{part}/" for part in parts[: count + 1]) for count in range(len(parts))]
    return Place.objects.filter(path__in=paths).order_by("path")


def find(text: str, *, district: Place | None = None, limit: int = 10) -> list[Place]:
    """Return the places that `text` may mean, the likeliest first, `parent` and `district` loaded.

    Takes any spelling in Devanagari or Roman, a former name, the beginning of a name, a PIN (six digits of any
    script), a name followed by its district. With a PIN alone the district comes first, then its post offices. A name
    that is found nowhere is compared with the districts, as typing errors are. Empty where nothing fits.
    """
    asked = rules.read(text)
    scope = _shown(Place.objects.filter(district=district) if district else Place.objects.all())
    if asked.pin:
        return _by_pin(asked, scope, limit)
    return (
        _named(scope, " ".join(asked.words), limit)
        or (_within_named_district(asked.words, limit) if not district else [])
        or ([] if district else _mistyped(asked.words, limit))
    )


def _shown(places: QuerySet[Place]) -> QuerySet[Place]:
    return places.select_related("parent", "district").defer("keys", "parent__keys", "district__keys")


def _by_pin(asked: rules.Asked, scope: QuerySet[Place], limit: int) -> list[Place]:
    offices = Place.objects.filter(pin=asked.pin)
    if asked.words and (found := _named(scope.filter(pin=asked.pin), " ".join(asked.words), limit)):
        return found
    homes = offices.values_list("district_id").annotate(count=Count("id")).order_by("-count", "district_id")
    ranks = {place: rank for rank, (place, _count) in enumerate(homes)}
    found = list(scope.filter(Q(pk__in=list(ranks)) | Q(pin=asked.pin)).order_by("name_en"))
    return sorted(found, key=lambda place: (place.kind != Kind.DISTRICT, ranks.get(place.district_id, 0)))[:limit]


def _named(scope: QuerySet[Place], name: str, limit: int) -> list[Place]:
    """Places that sound like `name`, then those that begin so, then those with the same consonants."""
    heard = rules.sound(name)
    if not heard:
        return []
    begins = RawSQL(
        "EXISTS (SELECT FROM unnest(places_place.keys) AS spoken WHERE spoken LIKE %s)",  # noqa: S611 - a fixed text
        [heard.replace("_", "").replace("%", "") + "%"],
        output_field=BooleanField(),
    )
    exact, bones = [heard], ["~" + rules.bones(name)]
    rank = Case(
        When(keys__contains=exact, then=0),
        When(begins, then=1),
        When(keys__contains=bones, then=2),
        default=3,
        output_field=IntegerField(),
    )
    found = scope.filter(keys__overlap=[*exact, *bones, rules.start(heard)]).annotate(rank=rank).filter(rank__lt=3)
    return list(found.annotate(order=_kind_order()).order_by("rank", "order", "name_en", "path")[:limit])


def _within_named_district(words: Sequence[str], limit: int) -> list[Place]:
    """Places named by the first words, in the district named by the last ones."""
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))][-_DISTRICT_WORDS:]
    sounds = {rules.sound(tail): head for head, tail in cuts if rules.sound(tail)}
    if not sounds:
        return []
    known = Place.objects.filter(kind=Kind.DISTRICT, keys__overlap=list(sounds)).only("id", "keys")
    homes = [(home, sound) for home in known for sound in sounds if sound in home.keys]
    if not homes:
        return []
    home, sound = max(homes, key=lambda pair: len(pair[1]))
    return _named(_shown(Place.objects.filter(district=home)), sounds[sound], limit)


def _mistyped(words: Sequence[str], limit: int) -> list[Place]:
    """Districts whose name is much like `words`, the likest first."""
    text = " ".join(words)
    if len(rules.sound(text)) < rules.PREFIX + 1:
        return []
    found = list(_shown(Place.objects.filter(kind=Kind.DISTRICT)))
    likeness = {
        place.pk: max(rules.likeness(text, place.name_en), rules.likeness(text, place.name_hi)) for place in found
    }
    close = [place for place in found if likeness[place.pk] >= LIKE_ENOUGH]
    return sorted(close, key=lambda place: -likeness[place.pk])[:limit]


def _kind_order() -> Case:
    return Case(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(_ORDER)), output_field=IntegerField())
