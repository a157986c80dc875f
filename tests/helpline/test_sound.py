"""Sound as the telephone wants it."""

import pytest
from tests.helpline.sounds import tone

from shramsetu.helpline.rules import sound
from shramsetu.helpline.rules.sound import BadSound


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize(("channels", "width"), [(1, 1), (1, 2), (2, 2), (1, 3), (2, 4)])
def test_every_usual_wav_becomes_eight_kilohertz_of_one_channel(rate: int, channels: int, width: int) -> None:
    read = sound.read_wav(tone(0.5, rate=rate, channels=channels, width=width))
    assert read.seconds == pytest.approx(0.5, abs=0.01)
    assert read.loudness == pytest.approx(-13.5, abs=0.5)  # a sine of 0.3 of full scale


def test_what_the_telephone_cannot_carry_does_not_fold_back() -> None:
    heard, above = (sound.read_wav(tone(0.5, hertz=hertz)) for hertz in (1_000, 6_000))
    assert heard.loudness - above.loudness > 30


def test_a_recording_is_brought_to_the_usual_loudness() -> None:
    loud, soft = (sound.fit(sound.read_wav(tone(share=share))) for share in (0.6, 0.02))
    assert loud.loudness == pytest.approx(sound.LOUDNESS_DB, abs=0.5)
    assert soft.loudness == pytest.approx(sound.LOUDNESS_DB, abs=0.5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no sound at all", "format"),
        (tone(0.05), "short"),
        (tone(0.5, share=0.001), "quiet"),
        (tone(0.5, share=1.0), "distorted"),
        (tone(0.5, rate=4_000), "format"),
    ],
)
def test_what_cannot_be_a_prompt_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadSound) as refused:
        sound.fit(sound.read_wav(content))
    assert refused.value.reason == reason


def test_a_recording_of_minutes_is_too_long() -> None:
    with pytest.raises(BadSound, match="long"):
        sound.read_wav(tone(181, rate=8_000, hertz=1.0))


def test_silence_around_a_word_is_cut_off() -> None:
    quiet, word = sound.silence(1).samples, sound.read_wav(tone(0.5, rate=8_000)).samples
    cut = sound.trimmed(sound.Sound(quiet + word + quiet))
    assert cut.seconds == pytest.approx(0.5 + 2 * sound.KEPT_SECONDS, abs=0.02)
    assert sound.trimmed(sound.silence(1)).seconds == 1


def test_a_wav_is_read_back_as_it_was() -> None:
    made = sound.read_wav(tone(0.2, rate=8_000))
    assert sound.read_wav(sound.wav(made)).samples == made.samples


def test_alaw_is_g711() -> None:
    """The corners of ITU-T G.711: silence, the ends of the scale, one step either side of zero."""
    from array import array

    samples = array("h", [0, -1, 8, -9, 32_767, -32_768, 1_000, -1_000])
    assert sound.alaw(sound.Sound(samples)).hex(" ") == "d5 55 d5 55 aa 2a fa 7a"
