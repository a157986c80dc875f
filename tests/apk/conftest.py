"""Debian's tools for Android and one app built with them; without them: skipped, or failed where REQUIRE has apk."""

import os
from pathlib import Path

import pytest
from tools.apk import build, root, settings
from tools.apk.root import NoApk, Tools

ORIGIN = "https://setu.example"


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools, unpacked."""
    try:
        return root.ensure()
    except NoApk as error:
        sentence = f"no app can be built here: {error}"
        if "apk" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


@pytest.fixture(scope="session")
def app(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app for a site that is nowhere, signed with a key of this run alone."""
    folder = tmp_path_factory.mktemp("apk")
    asked = settings.Settings(
        ORIGIN, "org.shramsetu.app", "1.4.2", settings.Key(folder / "trial.p12", "trial", is_trial=True), folder
    )
    return build.build(tools, asked)
