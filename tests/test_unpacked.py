"""A program from the cache of this machine is there whole, or not yet."""

from dataclasses import replace
from pathlib import Path

import pytest
from tools import unpacked
from tools.imap.root import DOVECOT
from tools.unpacked import Unpacked


def test_who_looks_while_it_is_copied_from_the_cache_never_sees_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked, "ROOT", tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(Unpacked, "version", lambda self: "1")
    program = replace(DOVECOT, name="half")
    program.cache.mkdir(parents=True)
    for name in (".recipe", "first", "last"):
        (program.cache / name).write_text(program.recipe)
    seen: list[Unpacked | None] = []
    whole = unpacked.link_or_copy

    def one_file(source: str, target: str) -> None:
        whole(source, target)
        seen.append(unpacked.ready(program))

    monkeypatch.setattr(unpacked, "link_or_copy", one_file)
    made = unpacked.ensure(program)
    assert seen == [None, None, None]
    assert sorted(one.name for one in made.folder.iterdir()) == [".recipe", "first", "last"]
