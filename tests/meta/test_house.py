"""What must hold of every file of the repository."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from tools import catalogue

ROOT = Path(__file__).resolve().parents[2]
REGISTRIES = r"registry\.npmjs\.org|registry\.yarnpkg|files\.pythonhosted|pypi\.org/simple|--(extra-)?index-url"
MACHINE = r"(?<![\w.])/(root|home/\w+|work|opt)/|\.\./shared|/shared/(design|research|data|seeds)"
THIS = "tests/meta/test_house.py"
TRANSLATORS = {"gettext", "ngettext", "pgettext", "npgettext", "_"}
EVERYWHERE = ("", "0.0.0.0", "::")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and name != THIS and (ROOT / name).is_file()]


def lines_with(pattern: str) -> list[str]:
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name}: {match[0]}" for match in re.finditer(pattern, text)]
    return found


def test_no_file_knows_a_machine() -> None:
    assert lines_with(MACHINE) == []


def test_no_lock_names_a_registry() -> None:
    assert lines_with(REGISTRIES) == []


@pytest.mark.parametrize("tool", ["catalogue.py", "licences.py"])
def test_the_check_finds_no_fault(tool: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / tool], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("", 0)


def said(*messages: tuple[str, str, str | None]) -> Catalog:
    book = Catalog(locale="hi")
    for english, hindi, context in messages:
        book.add(english, hindi, context=context)
    return book


def test_two_packages_may_not_give_one_english_two_hindi_words() -> None:
    books = {
        "bonded": said(("Line", "मद", None), ("Open", "खोलें", None), ("Paper", "", None)),
        "helpline": said(("Line", "लाइन", None), ("Open", "खुली", "state"), ("Paper", "काग़ज़", None)),
        "schemes": said(("Line", "मद", None), ("Open", "खोलें", None), ("Paper", "काग़ज़", None)),
    }
    assert list(catalogue.clashes(books)) == ["helpline: 'लाइन', but 'मद' in bonded, give one a context: 'Line'"]


def hidden_words(text: str) -> list[str]:
    """Return what is translated inside an f-string: there the catalogue's reader does not see it."""
    held = [part for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)]
    calls = [one for one in held if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    return [ast.unparse(one) for one in calls if one.func.id in TRANSLATORS]  # type: ignore[attr-defined]


def test_no_words_are_translated_out_of_the_catalogue_s_sight() -> None:
    assert hidden_words("f\"{gettext('until')}\"") == ["gettext('until')"]
    files = sorted((ROOT / "src" / "shramsetu").rglob("*.py"))
    assert [(file.name, words) for file in files for words in hidden_words(file.read_text(encoding="utf-8"))] == []


def test_every_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text() + (ROOT / "package.json").read_text()
    python = re.findall(r'^  "([a-z0-9-]+)(?:\[[a-z,]+\])?==', text, re.MULTILINE)
    npm = re.findall(r'^    "(@?[a-z0-9./-]+)": "\d', text, re.MULTILINE)
    reasons = (ROOT / "docs" / "why" / "dependencies.md").read_text(encoding="utf-8")
    assert [name for name in python + npm if f"`{name}`" not in reasons] == []


def test_make_help_names_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    assert [name for name in commands if not re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)] == []


def test_every_setting_of_the_operator_is_explained() -> None:
    reader = re.compile(
        r"""(?:(?<![\w.])|env\.|environment\.)(?:text|flag|number|words|pairs)\("([A-Z_]+)"|environ(?:\.get\(|\[)"([A-Z_]+)\""""
    )
    sources = [(ROOT / name).read_text(encoding="utf-8") for name in tracked() if re.match(r"src/.*\.py$", name)]
    used = {one or other for source in sources for one, other in reader.findall(source)}
    used -= {"PYTEST_XDIST_WORKER", "NOTIFY_SOCKET"}  # set by pytest and by systemd
    explained = set(
        re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8"))
    )
    assert sorted(used - explained) == []


def test_servers_of_tests_and_tools_are_for_this_machine_alone() -> None:
    """One that listens everywhere is open to whoever shares the network while the tests run."""
    openings = {"bind", "create_server", "HTTPServer", "ThreadingHTTPServer", "TCPServer", "ThreadingTCPServer"}
    openings |= {"start_server", "TCPSite", "serve", "create_datagram_endpoint"}

    def is_open(call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [*call.args, *(word.value for word in call.keywords if word.arg in ("host", "local_addr", "address"))]
        hosts = [one.elts[0] if isinstance(one, ast.Tuple) and one.elts else one for one in given]
        return name in openings and any(isinstance(one, ast.Constant) and one.value in EVERYWHERE for one in hosts)

    assert is_open(ast.parse("socket.bind(('', 80))", mode="eval").body)  # type: ignore[arg-type]
    files = [ROOT / name for name in tracked() if re.match(r"(tests|tools|bench)/.*\.py$", name)]
    calls = [(file, node) for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    assert [(file.name, node.lineno) for file, node in calls if isinstance(node, ast.Call) and is_open(node)] == []
