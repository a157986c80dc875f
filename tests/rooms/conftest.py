"""A real Janus for these tests, one for each process; without one: skipped, or failed where REQUIRE has video."""

import os
from collections.abc import Iterator

import pytest
from tools.video.launch import VideoServer
from tools.video.root import NoRooms


@pytest.fixture(scope="session")
def video() -> Iterator[VideoServer]:
    """The video server, running."""
    try:
        started = VideoServer.fresh()
        started.start()
    except NoRooms as error:
        sentence = f"no video server here: {error}"
        if "video" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    yield started
    started.stop()


@pytest.fixture
def janus(video: VideoServer, settings: pytest.FixtureRequest) -> VideoServer:
    """The video server, known to the site."""
    for name, value in {**video.settings, "JANUS_API_URL": video.url}.items():
        setattr(settings, name, value)
    return video
