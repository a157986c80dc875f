"""The documents move with the code: what is named exists, what exists is named, and links lead somewhere."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.web.api import api

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(*parts: str) -> str:
    return DOCS.joinpath(*parts).read_text(encoding="utf-8")


def words(text: str) -> set[str]:
    """Return what stands between backticks, commands cut to their first word."""
    return {word for found in re.findall(r"`([^`]+)`", text) for word in (found, found.split()[0])}


@cache
def code() -> str:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "rulebook").rglob("*.toml")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not link.startswith(("http", "mailto"))]
    assert [link for link in links if not (page.parent / link.split("#")[0]).exists()] == []


def test_every_page_is_reached_from_another() -> None:
    linked = {
        (page.parent / link.split("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not link.startswith("http")
    }
    alone = [page for page in PAGES if page.parent not in (ROOT, REFERENCE) and page not in linked]
    lost = [str(page.relative_to(ROOT)) for page in alone]
    assert lost == []


def test_every_command_is_documented() -> None:
    commands = {file.stem for file in (ROOT / "src").glob("shramsetu/*/management/commands/[a-z]*.py")}
    assert sorted(commands - words(read("reference", "command-line.md"))) == []


def test_every_file_of_the_rulebook_is_documented() -> None:
    """One by one, but the files of figures as a whole: their names are the first words of their keys."""
    files = [file.relative_to(ROOT) for file in (ROOT / "rulebook").rglob("*.*") if file.is_file()]
    page, figures = read("reference", "rulebook.md"), Path("rulebook", "figures")
    assert f"`{figures}/*.toml`" in page
    assert [str(file) for file in files if file.parent != figures and f"`{file}`" not in page] == []


def test_every_flow_and_every_message_is_documented() -> None:
    flows, messages = read("reference", "flows.md"), read("reference", "messages.md")
    assert [one.kind for one in flow.flows() if f"`{one.kind}`" not in flows] == []
    assert [key for key in rulebook.book().templates if f"| `{key}` |" not in messages] == []


def test_every_operation_of_the_api_is_documented() -> None:
    page = read("reference", "api.md")
    paths = api.get_openapi_schema()["paths"]
    named = [f"{verb.upper()} {path.removeprefix('/api/v1')}" for path, verbs in paths.items() for verb in verbs]
    assert [one for one in named if f"`{one}`" not in page] == []


def test_every_setting_of_the_example_is_explained() -> None:
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert (
        sorted(set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) - words(read("reference", "settings.md"))) == []
    )


def test_every_setting_explained_stands_in_the_example() -> None:
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    explained = read("reference", "settings.md").split("## Tests")[0]
    named = set(re.findall(r"`([A-Z_]{3,})`", explained))
    assert (
        sorted(
            named
            - set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
            - {"PG_TEST", "SECRET_KEY_FILE", "DEBUG", "INFO", "WARNING", "ERROR"}
        )
        == []
    )


def test_every_identifier_of_the_glossary_exists() -> None:
    rows = [line.split("|")[4] for line in read("glossary.md").splitlines() if line.count("|") == 5]
    named = {word for row in rows[2:] for word in re.findall(r"`([^`]+)`", row)}
    assert sorted(word for word in named if not re.search(rf"\b{re.escape(word)}\b", code())) == []


def test_every_test_named_by_an_attacker_exists() -> None:
    """An attacker whose test was renamed is an attacker whom nobody holds back."""
    named = set(re.findall(r"`(test_\w+)`", read("why", "threats.md")))
    files = [ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "tests").rglob("test_*.py")]
    there = {node.name for file in files for node in ast.walk(file) if isinstance(node, ast.FunctionDef)}
    assert sorted(named - there) == []


def test_every_file_named_by_the_architecture_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {found.split(":")[0] for found in re.findall(r"`([\w/]+\.py(?:: \w+(?:\(\))?)?)`", text)}
    lost = [name for name in named if "/" in name and not (ROOT / "src" / "shramsetu" / name).exists()]
    assert [name for name in lost if not (ROOT / name).exists()] == []


def test_no_address_comes_from_a_request() -> None:
    """All is asked through `outside`, which follows no redirect, and by these: at addresses of the operator's settings.

    Webhooks go where an administrator said, behind a guard of its own (tests/bridges/test_outward.py).

    Other registries are answered below the one address agreed with each, whatever a request says.
    """
    speaks = re.compile(r"^(?:import|from) (?:httpx|urllib\.request|http\.client|requests|aiohttp)\b", re.MULTILINE)
    asks = re.compile(r"^from shramsetu(?:\.outside import| import (?:\w+, )*outside\b)", re.MULTILINE)
    sources = {file: file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py")}
    names = {str(file.relative_to(ROOT / "src" / "shramsetu")): text for file, text in sources.items()}
    assert sorted(name for name, text in names.items() if speaks.search(text)) == [
        "helpline/exchange/rest.py",
        "outside.py",
        "web/supervisor.py",
    ]
    assert sorted(name for name, text in names.items() if asks.search(text)) == [
        "bridges/outward.py",
        "messages/gateways/http.py",
        "messages/gateways/whatsapp.py",
        "messages/gateways/wire.py",
        "offices/oidc/provider.py",
        "workers/social/post.py",
    ]
    # The supervisor asks its own web process whether it answers, and nobody else.
    own = sources[ROOT / "src" / "shramsetu" / "web" / "supervisor.py"]
    assert re.findall(r"HTTPS?Connection\(([^,]+),", own) == ['"127.0.0.1"']
    assert "follow_redirects" not in "".join(sources.values()), "the library follows none by itself"


def test_the_drawn_pages_are_current() -> None:
    command = [sys.executable, ROOT / "tools" / "reference.py", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    old = [line for line in done.stdout.splitlines() if "flows.md" not in line]  # those: tests/casework/test_drawing.py
    assert old == [], done.stderr
