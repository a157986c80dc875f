"""`python -m tools.ocr`: get Tesseract into var/ocr/root and print the line for OCR_COMMAND."""

import sys

from tools.ocr import root
from tools.ocr.root import NoReader

try:
    print(f"OCR_COMMAND={root.command(root.ensure(say=True))!r}")
except NoReader as error:
    sys.exit(f"✗ {error}")
