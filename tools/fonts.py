"""Cut the web fonts out of Noto Sans Devanagari and Noto Naskh Arabic (OFL-1.1, npm); run by hand when a pin changes.

Hindi needs some 90 of the font's letters and the weights 400-700 only. 147 KB become 67 KB, which lets a first page of
the portal stay under 150 KB. What is cut off (Vedic signs, rare letters) falls back to the phone's own font. Of the
Arabic letters those of Urdu, Arabic and Persian stay; a page without any of them never fetches that font.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "node_modules/@fontsource-variable"
TARGET = ROOT / "src/shramsetu/web/static/shramsetu/fonts"
WEIGHTS = (400, 700)

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§·×‐‑‒–—‘’“”•…₹←→−"
HINDI = (
    "\u0020\u00a0\u200c\u200d\u25cc₹"  # the space too, so that a Hindi line stays in one font
    "ँंःअआइईउऊऋऍएऐऑओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह"
    "\u093cऽ\u093e\u093f\u0940\u0941\u0942\u0943\u0945\u0947\u0948\u0949\u094b\u094c\u094dॐ"
    "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f।॥०१२३४५६७८९॰"
)
URDU = (
    "\u0020\u00a0\u200c\u200d\u25cc"
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0656\u0657\u0670"
    "ٹٺپچڈڑژکگںھۀہۂۃۄیےۓ۔،؛؟٪٫٬٭۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩؀؁؂؃ؐؑؒؓؔ\ufdf2\ufdfa"
)


def main() -> None:
    cut("noto-sans-devanagari", "devanagari", HINDI, "sans-devanagari.woff2")
    cut("noto-sans-devanagari", "latin", LATIN, "sans-latin.woff2")
    cut("noto-naskh-arabic", "arabic", URDU, "urdu/naskh.woff2")


def cut(family: str, part: str, letters: str, target: str) -> None:
    font = TTFont(SOURCE / family / f"files/{family}-{part}-wght-normal.woff2")
    options = subset.Options(flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.layout_scripts = ["dev2", "latn", "arab", "DFLT"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(TARGET / target)
    print(target, (TARGET / target).stat().st_size)


if __name__ == "__main__":
    main()
