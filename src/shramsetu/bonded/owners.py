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
    for code in _codes(known.post, district):
        try:
            return offices.desk(code)
        except NoPost:
            continue
    raise NoPost(f"owner {owner}")


def _codes(template: str, district: Place | None) -> tuple[str, ...]:
    """The codes a template's post may have: of the district, of its mandal, of the state."""
    if district is None:
        return (template,)
    mandal = district.path.strip("/").split("/")[1]
    return (f"{template}.{slugify(district.name_en)}", f"{template}.{mandal}", template)


def title(owner: str, language: str = "hi") -> str:
    """Return the words for an owner."""
    return rulebook.book().bonded.owners[owner].title.say(language)
