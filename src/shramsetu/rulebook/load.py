"""Reading the rulebook: every file checked, kept once a process."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from shramsetu.rulebook import bonded, committees, forms, schema, telephone, watched, words
from shramsetu.rulebook.basis import BadRule, Dated, Text
from shramsetu.rulebook.check import check
from shramsetu.rulebook.load_cpgrams import read_cpgrams
from shramsetu.rulebook.load_law import read_law
from shramsetu.rulebook.load_reviews import read_reviews
from shramsetu.rulebook.load_schemes import read_schemes
from shramsetu.rulebook.load_streams import read_streams
from shramsetu.rulebook.load_works import read_works
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row, folder


def book() -> Book:
    """Return the rulebook, read and checked once a process."""
    return read(folder())


@cache
def read(root: Path) -> Book:
    """Read and check the rulebook under `root`; raises BadRule naming the file and key."""
    found = Book(root)
    _read_sources(found)
    _read_offices(found)
    _read_categories(found)
    _read_figures(found)
    _read_closing(found)
    _read_calendar(found)
    read_schemes(found, _keep)
    _read_words(found)
    _read_helpline(found)
    _read_bonded(found)
    read_law(found, _keep)
    _read_watched(found)
    read_works(found, _keep)
    read_reviews(found, _keep)
    read_streams(found, _keep)
    read_cpgrams(found, _keep)
    _ordered(found)
    check(found)
    return found


def _file(found: Book, name: str) -> File:
    return File.at(found.root, name)


def _keep(found: Book, prefix: str, file: File, key: str, header: str = "") -> str:
    """Note where `key` stands; raises BadRule if another file has it already."""
    name = f"{prefix}{key}"
    if name in found.homes:
        raise BadRule(f"{file.name}:{file.line(header or key)}: [{key}] stands in {found.homes[name][0].name} already")
    found.homes[name] = (file, header or key)
    return key


def _read_sources(found: Book) -> None:
    file = _file(found, "sources.toml")
    rows = file.table("hindi").items()
    found.sources = {en: file.build(Text, "hindi", {"hi": hi, "en": en}).hi for en, hi in rows}


def _read_offices(found: Book) -> None:
    file = _file(found, "departments.toml")
    for key, department in file.rows(schema.Department):
        found.departments[_keep(found, "department:", file, key)] = department
    file = _file(found, "offices.toml")
    for key, post in file.rows(schema.PostTemplate, "key"):
        found.offices[_keep(found, "office:", file, key)] = post


def _read_categories(found: Book) -> None:
    for name in _names(found, "categories"):
        file = _file(found, name)
        for key, category in file.rows(schema.Category):
            found.categories[_keep(found, "", file, key)] = category


def _read_figures(found: Book) -> None:
    for file in [_file(found, name) for name in _names(found, "figures")]:
        for group, table in file.tables.items():
            for name, row in dict(file.table(group)).items() if isinstance(table, dict) else ():
                key = f"{group}.{name}"
                found.figures[_keep(found, "", file, key)] = file.build(schema.Figure, key, row, {"key": key})


def _read_closing(found: Book) -> None:
    file = _file(found, "exclusions.toml")
    found.exclusions = {_keep(found, "exclusion:", file, key): row for key, row in file.rows(schema.Exclusion)}
    file = _file(found, "closure.toml")
    for key, ground in file.rows(schema.Ground, under="grounds"):
        found.grounds[_keep(found, "ground:", file, key, f"grounds.{key}")] = ground
    file = _file(found, "choices.toml")
    for name in file.tables:
        rows = dict(file.rows(schema.Choice, under=name))
        found.choices[name] = {_keep(found, f"{name}:", file, key, f"{name}.{key}"): row for key, row in rows.items()}
    found.groups = found.choices.get("groups", {})


def _read_calendar(found: Book) -> None:
    file = _file(found, "calendar.toml")
    found.week = file.build(schema.Calendar, "calendar", dict(file.tables))
    found.homes["calendar.office"] = (file, "office")


def _read_words(found: Book) -> None:
    file = _file(found, "messages.toml")
    found.templates = {_keep(found, "sms:", file, key): row for key, row in file.rows(words.Template, "key")}
    file = _file(found, "mails.toml")
    found.mails = {_keep(found, "mail:", file, key): row for key, row in file.rows(words.Mail, "key")}
    file = _file(found, "dlt.toml")
    for key, header in file.rows(words.Header, "header", under="headers"):
        found.headers[_keep(found, "header:", file, key, f"headers.{key}")] = header
    for key, reject in file.rows(words.Reject, "code", under="rejects"):
        found.rejects[_keep(found, "reject:", file, key, f"rejects.{key}")] = reject
    file = _file(found, "returns.toml")
    rows = file.rows(words.ReturnCode, "code", under="returns")
    found.returns = {_keep(found, "return:", file, key, f"returns.{key}"): row for key, row in rows}
    for name in _names(found, "knowledge"):
        file = _file(found, name)
        for key, article in file.rows(words.Article):
            found.articles[_keep(found, "article:", file, key)] = article
    file = _file(found, "schemes.toml")
    found.schemes |= {_keep(found, "scheme:", file, key): row for key, row in file.rows(words.Scheme)}
    file = _file(found, "replies.toml")
    found.replies = {_keep(found, "reply:", file, key): row for key, row in file.rows(words.Reply)}
    file = _file(found, "calls.toml")
    found.script = tuple(row for _, row in file.rows(words.ScriptLine, under="feedback"))
    found.inbound = tuple(row for _, row in file.rows(words.ScriptLine, under="inbound"))
    found.help_numbers = tuple(row for _, row in file.rows(words.HelpNumber, "number", under="numbers"))


def _read_helpline(found: Book) -> None:
    file = _file(found, "helpline.toml")

    def under(name: str, shelf: str, kind: type[Row], field: str = "slug") -> dict[str, Row]:
        rows = file.rows(kind, field, name)
        return {_keep(found, f"{shelf}:", file, key, f"{name}.{key}"): row for key, row in rows}

    found.helpline = telephone.Helpline(
        lines=under("lines", "line", telephone.Line),
        missed=under("missed", "missed", telephone.Missed, "number"),
        boards=under("boards", "board", telephone.Board),
        languages=under("languages", "language", telephone.Language),
        pauses=under("pauses", "pause", telephone.Pause),
        dispositions=under("dispositions", "disposition", telephone.Disposition),
        emergencies=under("emergency", "emergency", telephone.Emergency, "number"),
        abuses=under("abuse", "abuse", telephone.Abuse),
        menus=dict(_menus(found)),
        prompts=dict(_file(found, "prompts.toml").rows(telephone.Said)),
    )


def _menus(found: Book) -> Iterator[tuple[str, telephone.Menu]]:
    for name in _names(found, "menus"):
        file, slug = _file(found, name), Path(name).stem
        yield _keep(found, "menu:", file, slug), file.build(telephone.Menu, slug, dict(file.tables), {"slug": slug})


def _read_bonded(found: Book) -> None:
    clocks, scheme, heads = (_file(found, f"bonded/{name}.toml") for name in ("clocks", "scheme", "heads"))
    owners, lists, reading = (_file(found, f"bonded/{name}.toml") for name in ("owners", "lists", "reading"))
    search = reading.build(bonded.Search, "search", reading.table("search"))
    panel = _file(found, "bonded/committees.toml")

    def under(name: str, kind: type[Row], file: File = lists) -> dict[str, Row]:
        rows = file.rows(kind, under=name)
        return {_keep(found, f"{name}:", file, key, f"{name}.{key}"): row for key, row in rows}

    def texts(name: str) -> dict[str, Text]:
        found.homes[f"bonded.{name}"] = (lists, name)
        return {key: lists.build(Text, name, row) for key, row in lists.table(name).items()}

    found.bonded = bonded.Bonded(
        clocks={_keep(found, "clock:", clocks, key): row for key, row in clocks.rows(bonded.Clock)},
        versions={_keep(found, "version:", scheme, key): row for key, row in scheme.rows(bonded.Version)},
        heads={_keep(found, "head:", heads, key): row for key, row in heads.rows(bonded.Head)},
        owners={_keep(found, "owner:", owners, key): row for key, row in owners.rows(bonded.OwnerPost)},
        purposes=under("purposes", bonded.Purpose, reading),
        searched_for=search.purposes,
        seats=under("seats", committees.SeatRule, panel),
        agenda=under("agenda", committees.AgendaRule, panel),
        reasons=under("reasons", bonded.Limb),
        results=under("results", bonded.Limb),
        forms=dict(_forms(found)),
        **{name: texts(name) for name in ("indicators", "sectors", "offences", "tracks", "informants", "states")},
    )


def _forms(found: Book) -> Iterator[tuple[str, forms.Form]]:
    for name in _names(found, "bonded/forms"):
        file, slug = _file(found, name), Path(name).stem
        yield _keep(found, "form:", file, slug), file.build(forms.Form, slug, dict(file.tables), {"slug": slug})


def _read_watched(found: Book) -> None:
    file = _file(found, "indicators.toml")

    def under(name: str, shelf: str, kind: type[Row]) -> dict[str, Row]:
        rows = file.rows(kind, under=name)
        return {_keep(found, f"{shelf}:", file, key, f"{name}.{key}"): row for key, row in rows}

    found.watched = watched.Watched(
        sectors=under("sectors", "sector", watched.Named),
        sources=under("sources", "source", watched.Named),
        causes=under("causes", "cause", schema.Choice),
        peers=under("peers", "peers", watched.Peers),
        indicators=under("indicators", "indicator", watched.Indicator),
    )


def _names(found: Book, under: str) -> Iterable[str]:
    return [f"{under}/{path.name}" for path in sorted((found.root / under).glob("*.toml"))]


def _ordered(found: Book) -> None:
    """Refuse two rows of one rule that begin on the same day or stand out of order."""
    dated: dict[str, Sequence[Dated]] = {key: row.values for key, row in found.figures.items()}
    dated |= {key: row.limits for key, row in found.categories.items()}
    dated |= {f"clock:{key}": row.values for key, row in found.bonded.clocks.items()}
    dated |= {f"head:{key}": row.values for key, row in found.bonded.heads.items()}
    dated |= {f"hindrance:{key}": row.values for key, row in found.works.hindrances.items()}
    dated |= {f"visitor:{key}": row.values for key, row in found.works.visitors.items()}
    dated |= {f"rule:{key}": row.values for key, row in found.scheme_rules.homes.items()}
    dated |= {f"law-limit:{key}": row.values for key, row in found.law.limits.items()}
    dated |= {f"stream:{key}": row.limits for key, row in found.streams.streams.items()}
    for key, rows in dated.items():
        days = [row.from_on for row in rows]
        if days != sorted(set(days)):
            file, header = found.homes[key]
            raise BadRule(f"{file.name}:{file.line(header)}: [{key}] rows must stand in the order of their dates")
