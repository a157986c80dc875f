"""The few words the exchange says by itself, and the music: by espeak-ng and sox, 8 kHz, the format Asterisk plays.

Everything else a caller hears is the platform's (the helpline's prompts) and lies in a folder of its own.
"""

import shutil
import subprocess
from pathlib import Path

from tools.pbx.root import ROOT, NoExchange
from tools.unpacked import alone

FOLDER = ROOT / "var" / "pbx" / "sounds"
WORDS = {
    "fallback": (
        "नमस्ते। अभी तकनीकी कारण से अधिकारी से बात नहीं हो पा रही है। पुलिस या एम्बुलेंस के लिए एक दबाएँ। "
        "अन्यथा बीप के बाद अपना नाम, गाँव और समस्या बोलें। हम आपको वापस फ़ोन करेंगे।"
    ),
    "moment": "श्रम हेल्पलाइन से फ़ोन है। कृपया रुकें।",
    "again": "क्षमा करें, अभी तकनीकी कारण से बात नहीं हो पा रही है। हम आपको फिर फ़ोन करेंगे। धन्यवाद।",
    "noted": "आपका संदेश मिल गया है। हम आपको वापस फ़ोन करेंगे। धन्यवाद।",
}


def ensure(folder: Path = FOLDER) -> Path:
    """Return the folder with the words and the music; make what is missing, and leave what a site put there."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / ".lock"):
        for name, words in WORDS.items():
            say(words, folder / "hi" / "helpline" / f"{name}.wav")
        music(folder / "music" / "waiting.wav")
        beep(folder / "beep.wav")
    return folder


def say(words: str, target: Path) -> None:
    if target.exists():
        return
    refuse_without("espeak-ng", "sox")
    target.parent.mkdir(parents=True, exist_ok=True)
    raw = target.with_suffix(".raw.wav")
    subprocess.run(["espeak-ng", "-v", "hi", "-s", "145", "-w", str(raw), words], check=True, capture_output=True)
    sox(str(raw), *telephone(target), "gain", "-n", "-3")
    raw.unlink()


def music(target: Path) -> None:
    """A soft chord, which tells a waiting caller that the line is alive; a site puts its own music there."""
    if target.exists():
        return
    refuse_without("sox")
    target.parent.mkdir(parents=True, exist_ok=True)
    tones = ["synth", "20", "sine", "392", "synth", "sine", "mix", "494", "synth", "sine", "mix", "587"]
    sox("-n", *telephone(target), *tones, "tremolo", "0.25", "60", "gain", "-n", "-18")


def beep(target: Path) -> None:
    if not target.exists():
        sox("-n", *telephone(target), "synth", "0.3", "sine", "1000", "gain", "-n", "-12")


def telephone(target: Path) -> list[str]:
    return ["-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer", str(target)]


def sox(*arguments: str) -> None:
    subprocess.run(["sox", *arguments], check=True, capture_output=True)


def refuse_without(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise NoExchange(f"{program} नहीं है · {program} is missing: sudo apt-get install {program}")
