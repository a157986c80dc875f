"""The sign of the site as PNG, drawn from its SVG: some phones put nothing else on the home screen."""

import io
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw

SOURCE = "shramsetu/img/favicon.svg"
SIZES = (180, 192, 512)
FINER = 4  # drawn this many times as large, then made small: smooth edges
MASKED = 0.68  # of a maskable icon's width the sign takes so much; the phone may cut off the rest
_VIEW = re.compile(r'viewBox="(\S+) (\S+) (\S+) \S+"')
_GROUND = re.compile(r'<rect [^>]*rx="(\S+)" fill="(#\w+)"')
_PATH = re.compile(r'<path fill="(#\w+)" d="([^"]+)"')


@cache
def png(size: int, *, maskable: bool = False) -> bytes:
    """Return the sign, `size` pixels wide; a maskable one fills its square, so that the phone may cut its own shape."""
    text = Path(str(finders.find(SOURCE))).read_text(encoding="utf-8")
    left, top, width = map(float, _VIEW.findall(text)[0])
    radius, ground = _GROUND.findall(text)[0]
    share = MASKED if maskable else 1.0
    scale, edge = size * FINER * share / width, size * FINER * (1 - share) / 2
    picture = Image.new("RGBA", (size * FINER, size * FINER))
    pen = ImageDraw.Draw(picture)
    corner = 0.0 if maskable else float(radius) * scale
    pen.rounded_rectangle((0, 0, size * FINER - 1, size * FINER - 1), corner, fill=ground)
    for colour, lines in _PATH.findall(text):
        for figure in lines.split("M")[1:]:
            numbers = [float(one) for one in figure.rstrip("z").split()]
            points = zip(numbers[::2], numbers[1::2], strict=True)
            pen.polygon([(edge + (x - left) * scale, edge + (y - top) * scale) for x, y in points], fill=colour)
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
