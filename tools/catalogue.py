"""The Hindi catalogues, one a package: `catalogue.py check | update | compile`.

`check` compares each package's code and templates with src/shramsetu/PACKAGE/locale/hi/LC_MESSAGES/django.po and names
what is missing, unused, uncertain (fuzzy), not in Devanagari, or has other placeholders than its English; and where two
packages give one English two Hindi words, for Django shows both of them the word of the one first in INSTALLED_APPS.
`update` adds the missing ids with an empty Hindi and drops the unused ones. `compile` writes the .mo files, which are
not committed.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "src" / "shramsetu"
CALLS = ("gettext", "ngettext", "pgettext", "npgettext")
SHAPES = {
    "gettext": None,
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = SHAPES | {f"{call}_lazy": SHAPES[call] for call in CALLS}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
LETTER = re.compile(r"[^\W\d_]")
Key = tuple[str, str | None]  # English, context


def main() -> None:
    verbs = {"check": check, "update": update, "compile": compile_all}
    verb = sys.argv[1] if len(sys.argv) > 1 else "check"
    if verb not in verbs:
        sys.exit(f"{' | '.join(verbs)}, not {verb}")
    sys.exit(verbs[verb]())


def check() -> int:
    faults = [fault for package in packages() for fault in faults_of(package)]
    faults += clashes({package.name: kept for package in packages() if (kept := read(package)) is not None})
    print("\n".join(faults))
    return bool(faults)


def update() -> int:
    for package in packages():
        found, kept = extracted(package), read(package)
        if not found and kept is None:
            continue
        new = Catalog(locale="hi", charset="utf-8", fuzzy=False, header_comment="")
        for key, plural in found.items():
            old = None if kept is None else kept.get(key[0], context=key[1])
            new.add((key[0], plural) if plural else key[0], old.string if old else None, context=key[1])
        path = path_of(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(new))
    return check()


def compile_all() -> int:
    for po in PACKAGES.glob("*/locale/*/LC_MESSAGES/*.po"):
        made = io.BytesIO()
        write_mo(made, read_po(io.BytesIO(po.read_bytes()), locale=po.parts[-3], abort_invalid=True))
        new = po.with_suffix(".mo.new")
        new.write_bytes(made.getvalue())
        new.replace(po.with_suffix(".mo"))
    return 0


# --- what the sources say


def packages() -> list[Path]:
    return sorted(path.parent for path in PACKAGES.glob("*/__init__.py"))


def extracted(package: Path) -> dict[Key, str | None]:
    """Every message of the package's code and templates, with its plural if it has one."""
    found: dict[Key, str | None] = {}
    for path in sorted(package.rglob("*.py")) + sorted(package.glob("**/templates/**/*.*")):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else as_python(text)
        for _, words, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            one, many = (words[0], words[1]) if isinstance(words, tuple) else (words, None)
            found[one, context] = many or found.get((one, context))
    return dict(sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or "")))


def as_python(template: str) -> str:
    """Turn the template's messages into calls; lines lose their indentation, which would be Python's."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


# --- what the catalogue says


def path_of(package: Path) -> Path:
    return package / "locale" / "hi" / "LC_MESSAGES" / "django.po"


def read(package: Path) -> Catalog | None:
    path = path_of(package)
    return read_po(io.BytesIO(path.read_bytes()), locale="hi") if path.exists() else None


def written(catalogue: Catalog) -> bytes:
    """The file without line numbers and dates, in the order of the ids: two people's additions merge."""
    out = io.BytesIO()
    write_po(out, catalogue, width=118, no_location=True, sort_output=True, omit_header=True)
    head = (
        'msgid ""\nmsgstr ""\n"Language: hi\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + out.getvalue().strip() + b"\n"


def faults_of(package: Path) -> Iterator[str]:
    """Say each fault in a line: package, what, the English."""
    found, kept = extracted(package), read(package)
    have = {(identity(message), message.context): message for message in kept or [] if message.id}
    for key in found.keys() - have.keys():
        yield f"{package.name}: no Hindi, run `tools/catalogue.py update`: {key[0]!r}"
    for key in have.keys() - found.keys():
        yield f"{package.name}: not used any more: {key[0]!r}"
    for key in found.keys() & have.keys():
        for fault in faults_in(have[key]):
            yield f"{package.name}: {fault}: {key[0]!r}"
    if kept is not None and kept.obsolete:
        yield f"{package.name}: {len(kept.obsolete)} obsolete entries at the end of the catalogue"


def faults_in(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    hindi = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        yield "uncertain (fuzzy)"
    if not all(hindi):
        yield "no Hindi"
    elif any(LETTER.search(PLACEHOLDER.sub("", ids[0])) and not DEVANAGARI.search(text) for text in hindi):
        yield "not in Devanagari"
    allowed = {place for text in ids for place in PLACEHOLDER.findall(text)}
    for text in filter(None, hindi):
        if not set(PLACEHOLDER.findall(text)) <= allowed or (
            len(ids) == 1 and set(PLACEHOLDER.findall(text)) != allowed
        ):
            yield "other placeholders"


def clashes(catalogues: dict[str, Catalog]) -> Iterator[str]:
    """Say where a package has other Hindi for an English (in the same context) than a package before it."""
    known: dict[tuple[str, bool, str | None], tuple[str, str | tuple[str, ...]]] = {}
    for package, catalogue in catalogues.items():
        for message in filter(lambda message: message.id and message.string, catalogue):
            key = (identity(message), message.pluralizable, message.context)
            other, hindi = known.setdefault(key, (package, message.string))
            if message.string != hindi:
                yield f"{package}: {message.string!r}, but {hindi!r} in {other}, give one a context: {key[0]!r}"


def identity(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


if __name__ == "__main__":
    main()
