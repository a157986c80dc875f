"""Free-text search over cases that are not sealed: both scripts and every spelling fold into the same tokens."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, QuerySet, TextField, Value

from shramsetu.casework.models import Case, SearchText
from shramsetu.lib import names

MOST_TOKENS = 120
MOST_WORDS = 12


def index(case: Case, *texts: str) -> None:
    """Put the words of `case` into the index."""
    SearchText(case=case, tokens=_vector(tokens(*texts))).save(force_insert=True)


def add(case: Case, text: str) -> None:
    """Put further words of `case` into the index: a report, an answer."""
    found = tokens(text)
    if found:
        row = SearchText.objects.filter(case=case)
        row.update(tokens=Func("tokens", _vector(found), template="%(expressions)s", arg_joiner=" || "))


def tokens(*texts: str) -> list[str]:
    """Return the phonetic tokens of `texts`, each once, at most as many as an index row should hold."""
    return list(dict.fromkeys(token for text in texts for token in names.indexed(text)))[:MOST_TOKENS]


def containing(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Return those of `cases` that contain every word of `text`, in any script or spelling."""
    # A word may have several readings (ड, ड़; Urdu); any will do, but every word must be there.
    readings = [names.asked(word) for word in text.split()[:MOST_WORDS]]
    groups = ["(" + " | ".join(_quoted(one) for one in found) + ")" for found in readings if found]
    if not groups:
        return cases.none()
    return cases.filter(search_text__tokens=raw(" & ".join(groups)))


def any_word(text: str) -> str:
    """Return the query, for `raw`, that any word of `text` fulfils; empty if it has no word."""
    return " | ".join(_quoted(word) for word in names.asked(text)[:MOST_TOKENS])


def every_token(found: Iterable[str]) -> str:
    """Return the query, for `raw`, that only rows with all these tokens fulfil; empty if there are none."""
    return " & ".join(_quoted(token) for token in found)


def raw(words: str) -> SearchQuery:
    """Return the condition that `search_text__tokens` must match; `words` are tokens with `&` and `|`."""
    return SearchQuery(words, search_type="raw", config="simple")


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "''") + "'"


def _vector(found: list[str]) -> Func:
    words = Value(found, output_field=ArrayField(TextField()))
    return Func(words, function="array_to_tsvector", output_field=SearchVectorField())
