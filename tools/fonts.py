"""Cut the two web fonts out of Noto Sans Devanagari (OFL-1.1, npm); run by hand when the npm pin changes.

Hindi needs some 90 of the font's letters and the weights 400-700 only. 147 KB become 67 KB, which lets a first page of
the portal stay under 150 KB. What is cut off (Vedic signs, rare letters) falls back to the phone's own font.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "node_modules/@fontsource-variable/noto-sans-devanagari/files"
TARGET = ROOT / "src/shramsetu/web/static/shramsetu/fonts"
WEIGHTS = (400, 700)

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§·×‐‑‒–—‘’“”•…₹←→−"
HINDI = (
    "\u0020\u00a0\u200c\u200d\u25cc₹"  # the space too, so that a Hindi line stays in one font
    "ँंःअआइईउऊऋऍएऐऑओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह"
    "\u093cऽ\u093e\u093f\u0940\u0941\u0942\u0943\u0945\u0947\u0948\u0949\u094b\u094c\u094dॐ"
    "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f।॥०१२३४५६७८९॰"
)


def main() -> None:
    cut("noto-sans-devanagari-devanagari-wght-normal.woff2", HINDI, "sans-devanagari.woff2")
    cut("noto-sans-devanagari-latin-wght-normal.woff2", LATIN, "sans-latin.woff2")


def cut(source: str, letters: str, target: str) -> None:
    font = TTFont(SOURCE / source)
    options = subset.Options(flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.layout_scripts = ["dev2", "latn", "DFLT"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(TARGET / target)
    print(target, (TARGET / target).stat().st_size)


if __name__ == "__main__":
    main()
