"""What the operator's page offers while one types: categories, places, posts, articles, exclusions, what is alike."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case, Party
from shramsetu.grievances import queries
from shramsetu.grievances.queries import Alike
from shramsetu.journal.rules import Actor
from shramsetu.lib import names, phone
from shramsetu.offices import roster, words
from shramsetu.offices.models import Post
from shramsetu.people import queries as people
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.rulebook.basis import Keywords
from shramsetu.rulebook.words import Article

MOST = 8
EARLIER = 5


def _language() -> str:
    return get_language() or "hi"


def category_choices() -> list[tuple[str, str]]:
    """Return every category, by group and title, in the language of the page."""
    book, language = rulebook.book(), _language()
    rows = sorted(
        book.categories.values(), key=lambda row: (list(book.groups).index(row.group), row.title.say(language))
    )
    return [(row.slug, f"{book.groups[row.group].title.say(language)}: {row.title.say(language)}") for row in rows]


def categories_like(text: str) -> list[tuple[str, str]]:
    """Return the categories whose keywords or title occur in `text`, the likeliest first; all where none does."""
    titled = dict(category_choices())
    scored = [(_score(text, row.keywords, row.title.hi, row.title.en), slug) for slug, row in _categories()]
    found = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])[:MOST]
    return [(slug, titled[slug]) for _score_, slug in found] or list(titled.items())


def _categories() -> Iterable[tuple[str, rulebook.Category]]:
    return rulebook.book().categories.items()


def _score(text: str, keywords: Keywords, *titles: str) -> float:
    """Return how many of the words stand in `text`, in either script; the beginning of a word counts half."""
    written = set(names.tokens(text))
    if not written:
        return 0.0
    score = 0.0
    for keyword in (*keywords.hi, *keywords.roman, *titles):
        wanted = set(names.tokens(keyword))
        if wanted and wanted <= written:
            score += len(wanted)
        elif any(token.startswith(one) for one in written if len(one) > 2 for token in wanted):
            score += 0.25
    return score


def listed(name: str) -> list[tuple[str, str]]:
    """Return a list of the rulebook in the language of the page."""
    return [(slug, row.title.say(_language())) for slug, row in rulebook.book().choices.get(name, {}).items()]


def stream_choices() -> list[tuple[str, str]]:
    """Return the streams of references, by title."""
    return [(slug, row.title.say(_language())) for slug, row in rulebook.book().streams.streams.items()]


def exclusion_choices() -> list[tuple[str, str]]:
    """Return the matters that are not taken here."""
    return [(slug, row.name.say(_language())) for slug, row in rulebook.book().exclusions.items()]


def exclusions_like(text: str, chosen: str = "") -> list[rulebook.Exclusion]:
    """Return the exclusions that `text` speaks of, the chosen one first."""
    rows = rulebook.book().exclusions
    found = [row for row in rows.values() if _score(text, row.keywords) >= 1 and row.slug != chosen]
    return [*([rows[chosen]] if chosen in rows else []), *found][:2]


def articles_like(text: str) -> list[Article]:
    """Return the answers of the knowledge base that fit `text`, the likeliest first."""
    scored = [
        (_score(text, row.keywords, row.title.hi, row.title.en), row) for row in rulebook.book().articles.values()
    ]
    return [row for score, row in sorted(scored, key=lambda one: -one[0]) if score > 0][:4]


def places_like(text: str) -> list[Place]:
    """Return the places that `text` may mean."""
    return [place for place in places.find(text, limit=MOST) if place.district_id] if text.strip() else []


def place_of(chosen: str, word: str) -> tuple[Place | None, list[Place]]:
    """Return the place chosen from the list, or the only one that `word` may mean, with what else it may mean."""
    if chosen.isascii() and chosen.isdigit():
        place = Place.objects.select_related("district").filter(pk=int(chosen), district__isnull=False).first()
        return place, []
    found = places_like(word)
    return (found[0] if len(found) == 1 or (found and _is_the_district(found[0], word)) else None), found


def _is_the_district(place: Place, word: str) -> bool:
    """Whether `word` is just the district's name, so that its villages of the same name need not be asked about."""
    return place.pk == place.district_id and word.strip().casefold() in {place.name_hi, place.name_en.casefold()}


def posts_like(text: str) -> list[Post]:
    """Return the occupied or vacant posts whose titles hold every word of `text`, in either script, highest first."""
    wanted = set(names.tokens(text))
    if not wanted:
        return []
    posts = [post for post in roster.current().posts.values() if not post.is_desk]
    found = [post for post in posts if wanted <= set(names.tokens(f"{post.title_hi} {post.title_en} {post.short_en}"))]
    return sorted(found, key=lambda post: (-post.level, post.code))[:MOST]


def post_of(chosen: str, word: str) -> tuple[Post | None, list[Post]]:
    """Return the post chosen by its code, or the only one that `word` may mean, with what else it may mean."""
    if chosen:
        return roster.current().by_code.get(chosen), []
    found = posts_like(word)
    return (found[0] if len(found) == 1 else None), found


def post_choices(found: Iterable[Post]) -> list[tuple[str, str]]:
    """Return posts by code and title."""
    return [(post.code, words.title(post)) for post in found]


def earlier(number: str, by: Actor) -> tuple[str, list[Case]]:
    """Return the name last given with a phone and its latest cases, as far as the actor may see them."""
    try:
        line = phone.normalise(number)
    except phone.BadPhone:
        return "", []
    known = people.with_phone(line).first()
    mine = casework.cases_visible_to(by).filter(parties__phone_key=people.phone_key(line))
    cases = mine.exclude(parties__part=Party.Part.OPPOSITE).select_related("holder", "district").distinct()
    return (known.name if known else ""), list(cases.order_by("-opened_at")[:EARLIER])


def alike(values: dict[str, str], by: Actor, *, at: datetime) -> list[Alike]:
    """Return open complaints like the one being written; nothing while too little is known."""
    text, category = values.get("text", ""), values.get("category", "")
    if len(text) < 15 or category not in rulebook.book().categories:
        return []
    try:
        line = phone.normalise(values.get("phone", ""))
    except phone.BadPhone:
        line = ""
    place, _options = place_of(values.get("place", ""), values.get("place_word", ""))
    return queries.alike(
        by,
        category=category,
        district=place.district if place else None,
        text=text,
        phone=line,
        at=at,
    )
