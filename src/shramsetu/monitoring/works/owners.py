"""Which post stands behind a word of the rulebook's lists: of the district, of its mandal, or of the state."""

from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place

AGENCY, DEPARTMENT = "agency", "department"


def post(owner: str, district: Place) -> Post:
    """Return the post that is `owner` (a word of lists.toml) in `district`; raises NoPost where there is none."""
    known = rulebook.book().works.owners.get(owner)
    if known is None:
        raise NoPost(f"owner {owner}")
    mandal = district.path.strip("/").split("/")[1]
    for code in (f"{known.post}.{slugify(district.name_en)}", f"{known.post}.{mandal}", known.post):
        try:
            return offices.desk(code)
        except NoPost:
            continue
    raise NoPost(f"owner {owner}")


def title(owner: str, language: str = "hi") -> str:
    """Return the words for an owner."""
    return rulebook.book().works.owners[owner].title.say(language)
