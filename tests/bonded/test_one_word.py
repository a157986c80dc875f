"""One thing has one name on screens, on papers and in messages (look.md)."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OTHERS = ("प्रमाणपत्र", "तत्काल सहायता", "निष्कर्ष", "गृह जनपद", "गृह राज्य", "पुनरीक्षण", "अभियान", " जिलाधिकारी")


@pytest.mark.parametrize("word", OTHERS)
def test_a_word_that_another_one_stands_for_is_nowhere(word: str) -> None:
    texts = [*ROOT.glob("rulebook/bonded/**/*.toml"), *ROOT.glob("src/shramsetu/bonded/**/*.html")]
    texts.append(ROOT / "src/shramsetu/bonded/locale/hi/LC_MESSAGES/django.po")
    assert [path.name for path in texts if word in path.read_text()] == []
