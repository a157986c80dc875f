"""What a mail says in words: the text of HTML without its marks, and what its writer added above what was quoted."""

import html
import re

HTML_MOST = 2_000_000
TEXT_MOST = 20_000
_UNSEEN = ("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe")
_BREAKS = frozenset(
    "address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table td th tr ul".split()
)
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_WROTE = re.compile(
    r"(on\b.{4,200}\bwrote:|.{0,200}ने (?:लिखा|यह लिखा)\s*[:।]?|-{2,}\s*(?:original message|forwarded message|मूल संदेश).*|"
    r"from:\s.{1,200}|प्रेषक:\s.{1,200}|_{10,})\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\u00a0]+")


def of_html(markup: str) -> str:
    """Return the words of HTML, never its marks: scripts, styles and what is hidden left out, a line a block.

    One pass from left to right whatever the marks look like: html.parser of the Pythons in use takes time that
    grows with the square of an unclosed mark.
    """
    markup = markup[:HTML_MOST]
    small = markup.lower()  # of the same length for every sign that a mark can begin or end with
    if len(small) != len(markup):
        small = "".join(one.lower() if one.isascii() else one for one in markup)
    found: list[str] = []
    at = 0
    while (start := markup.find("<", at)) >= 0:
        found.append(markup[at:start])
        at, broke = _past(markup, small, start)
        if broke:
            found.append(broke)
        if at < 0:
            return _tidy(html.unescape("".join(found)))
    found.append(markup[at:])
    return _tidy(html.unescape("".join(found)))


def _past(markup: str, small: str, start: int) -> tuple[int, str]:
    """Return where the mark at `start` ends (-1: it never does) and what stands for it in the text."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return (end + 3 if end >= 0 else -1), ""
    named = _NAME.match(small, start + 1)
    if named is None and not markup.startswith(("<!", "<?"), start):
        return start + 1, "<"
    end = markup.find(">", start)
    if end < 0:
        return -1, ""
    name = named[1] if named else ""
    opens = named is not None and not named[0].startswith("/")
    if opens and (name in _UNSEEN or (name in {"div", "span", "p"} and _HIDDEN.search(small, start, end))):
        close = small.find(f"</{name}", end)
        return (small.find(">", close) + 1 or -1) if close >= 0 else -1, "\n"
    return end + 1, "\n" if name in _BREAKS else ""


def _tidy(text: str) -> str:
    lines = [_SPACES.sub(" ", line).strip() for line in text.replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def own(text: str) -> str:
    """Return what the writer of an answer wrote, without what is quoted below; all of it where all is quoted."""
    lines = text.split("\n")
    # from here on nothing but what is quoted; reckoned once from below, for there may be thousands of such lines
    rest = next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()[:1] not in {"", ">"}), 0)
    cut = next((number for number, line in enumerate(lines) if _quotes(lines, number, line, rest)), len(lines))
    said = "\n".join(line for line in lines[:cut] if not line.startswith(">")).strip()
    return said or text.strip()


def _quotes(lines: list[str], number: int, line: str, rest: int) -> bool:
    if line.startswith(">"):
        return number >= rest
    together = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
    return bool(_WROTE.fullmatch(line[:400]) or (line.lower().startswith("on ") and _WROTE.fullmatch(together[:400])))
