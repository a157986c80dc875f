"""The synthesised voice: espeak-ng in a process of its own, and the folder of sounds that an exchange plays from.

A sound is `HELPLINE_SOUNDS/<language>/ss/<key>.wav` (8 kHz, 16 bits) with the same as bare A-law beside it. Without
espeak-ng nothing new is made; what lies in the folder is still played, and a piece that is not there is left out.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.conf import settings

from shramsetu import rulebook
from shramsetu.helpline.rules import sound, speech
from shramsetu.helpline.rules.menu import FOLDER, piece
from shramsetu.helpline.rules.menu import sound as key_of
from shramsetu.helpline.rules.sound import Sound

log = structlog.get_logger(__name__)

ESPEAK = "espeak-ng"
WORDS_A_MINUTE = {"hi": 145, "en": 150}
GAP_TENTHS_OF_MS = 2  # between words, in tens of milliseconds: slower than talk, as on a station
TIMEOUT_SECONDS = 20
TRIES = 2
IN_CALL_SECONDS = 2.5  # a caller waits, and so do all others whose rows the same few threads read
MUTE_SECONDS = 60.0  # a synthesiser that hangs is left alone so long
LONGEST_TEXT = 1_500
PAUSE_SECONDS = 0.35
SOX_READS = ("ogg", "mp3")
WORKERS = 2
_one = threading.Lock()  # one synthesiser at a time in calls: when it hangs, the others learn of it and go on without
_mute = {"until": 0.0}
HUNG = subprocess.TimeoutExpired.__name__
_RECIPE = "1"  # counts up when the way a sound is made changes, so that all are made anew


class Speechless(Exception):
    """The synthesiser is missing, or did not speak."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a round of making sounds did."""

    made: int = 0
    kept: int = 0
    failed: int = 0


def is_there() -> bool:
    """Tell whether the synthesiser is installed."""
    return shutil.which(ESPEAK) is not None


def path(key: str, language: str, ending: str = "wav") -> Path:
    """Return where the sound `key` lies; it need not be there."""
    return Path(settings.HELPLINE_SOUNDS) / language / FOLDER / f"{key}.{ending}"


def free(text: str, language: str) -> tuple[str, ...]:
    """Return the piece that says a free text, made now if nobody asked for it before; nothing if that fails."""
    key = key_of(text)
    if path(key, language).exists():
        return (piece(key),)
    if not _one.acquire(timeout=IN_CALL_SECONDS):
        return ()
    try:
        if time.monotonic() < _mute["until"]:
            return ()
        keep(key, language, speak(text, language, tries=1, seconds=IN_CALL_SECONDS))
    except Speechless as problem:
        if str(problem) == HUNG:
            _mute["until"] = time.monotonic() + MUTE_SECONDS
        log.warning("helpline.speechless", language=language, problem=str(problem))
        return ()
    finally:
        _one.release()
    return (piece(key),)


def speak(text: str, language: str, *, tries: int = TRIES, seconds: float = TIMEOUT_SECONDS) -> Sound:
    """Synthesise a text; raises Speechless after the last try, each of which may take so many seconds."""
    voice = rulebook.book().helpline.languages[language].voice
    words = speech.aloud(text, language)[:LONGEST_TEXT]
    speed = str(WORDS_A_MINUTE[language])
    problem = "not installed"
    for _ in range(tries if is_there() else 0):
        with TemporaryDirectory(prefix="voice") as folder:
            file = Path(folder) / "said.wav"
            command = [ESPEAK, "-v", voice, "-s", speed, "-g", str(GAP_TENTHS_OF_MS), "-w", str(file), "--stdin"]
            try:
                subprocess.run(command, input=words.encode(), capture_output=True, check=True, timeout=seconds)
                return sound.evened(sound.trimmed(sound.read_wav(file.read_bytes())))
            except (subprocess.SubprocessError, OSError, sound.BadSound) as error:
                problem = f"{type(error).__name__}"
    raise Speechless(problem)


def as_wav(content: bytes) -> bytes:
    """Return a recording as WAV: another format through ffmpeg or sox where one of them is there, else as it is."""
    if content.startswith(b"RIFF"):
        return content
    rate, most = str(sound.RATE), str(sound.LONGEST_SECONDS + 1)
    alone = ["-protocol_whitelist", "pipe"]  # what was handed in may name no other file and no address
    for command in (
        ["ffmpeg", "-v", "error", *alone, "-i", "pipe:0", "-t", most, "-ac", "1", "-ar", rate, "-f", "wav", "pipe:1"],
        *(["sox", "-t", kind, "-", "-c", "1", "-r", rate, "-t", "wav", "-", "trim", "0", most] for kind in SOX_READS),
    ):
        if shutil.which(command[0]) is None:
            continue
        try:
            made = subprocess.run(command, input=content, capture_output=True, check=True, timeout=TIMEOUT_SECONDS)
        except (subprocess.SubprocessError, OSError):
            continue
        return made.stdout
    return content


def keep(key: str, language: str, what: Sound) -> None:
    """Lay a sound into the folder, whole or not at all."""
    for ending, content in (("wav", sound.wav(what)), ("alaw", sound.alaw(what))):
        target = path(key, language, ending)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(target)


def make(
    language: str, texts: Mapping[str, str], recordings: Mapping[str, str], content: Callable[[str], bytes]
) -> Made:
    """Bring the sounds of a language up to date: `texts` by key, `recordings` (studio) by key as the id of a content.

    Only what changed is made; `content` fetches a recording. Repeating it changes nothing.
    """
    known = _manifest(language)
    wanted = {key: _digest(language, text, recordings.get(key, "")) for key, text in texts.items()}
    todo = [key for key, digest in wanted.items() if known.get(key) != digest or not path(key, language).exists()]
    kept = len(wanted) - len(todo)
    contents = {key: content(recordings[key]) for key in todo if key in recordings}

    def work(key: str) -> str:
        try:
            keep(key, language, sound.read_wav(contents[key]) if key in contents else _said(key, texts[key], language))
        except (Speechless, sound.BadSound):
            return ""
        return key

    with ThreadPoolExecutor(WORKERS) as pool:
        done = [key for key in pool.map(work, todo) if key]
    if done:
        _write_manifest(language, {**known, **{key: wanted[key] for key in done}})
    return Made(len(done), kept, len(todo) - len(done))


def missing(language: str, keys: Iterable[str]) -> list[str]:
    """Return those of `keys` that cannot be played yet."""
    return [key for key in keys if not path(key, language).exists()]


def _said(key: str, text: str, language: str) -> Sound:
    return sound.silence(PAUSE_SECONDS) if key == speech.PAUSE else speak(text, language)


def _digest(language: str, text: str, recording: str) -> str:
    voice = rulebook.book().helpline.languages[language].voice
    recipe = f"{_RECIPE} {voice} {WORDS_A_MINUTE[language]} {text}"
    return recording or sha256(recipe.encode()).hexdigest()


def _manifest(language: str) -> dict[str, str]:
    try:
        found = json.loads(_manifest_file(language).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(digest) for key, digest in found.items()} if isinstance(found, dict) else {}


def _write_manifest(language: str, made: Mapping[str, str]) -> None:
    file = _manifest_file(language)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(made, indent=0, sort_keys=True), encoding="utf-8")
    part.replace(file)


def _manifest_file(language: str) -> Path:
    return Path(settings.HELPLINE_SOUNDS) / language / "made.json"
