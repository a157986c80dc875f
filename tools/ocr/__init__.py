"""Tesseract with Hindi in a folder of its own, for the tests and for trying the counter: `python -m tools.ocr`.

Production: the packages tesseract-ocr and tesseract-ocr-hin (docs/how-to/counter.md).
"""
