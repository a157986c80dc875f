"""Which post owes what the rulebook lays on an owner: of the district concerned, or of the state."""

from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place


def post(owner: str, district: Place | None) -> Post:
    """Return the post that is `owner` (a word of owners.toml) in `district`; raises NoPost where there is none."""
    known = rulebook.book().bonded.owners.get(owner)
    if known is None:
        raise NoPost(f"owner {owner}")
    if district is not None:
        try:
            return offices.desk(f"{known.post}.{slugify(district.name_en)}")
        except NoPost:
            pass
    return offices.desk(known.post)


def title(owner: str, language: str = "hi") -> str:
    """Return the words for an owner."""
    return rulebook.book().bonded.owners[owner].title.say(language)
