"""Forms of the helpline's pages: a menu and its nodes, blocks, recordings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.helpline import words
from shramsetu.helpline.models import Voicemail
from shramsetu.helpline.rules import menu, menu_check
from shramsetu.helpline.rules.menu import Tree
from shramsetu.helpline.rules.menu_shape import FIELDS, KEYS
from shramsetu.lib import clock
from shramsetu.lib.phone import BadPhone, normalise

Choices = Sequence[tuple[str, str | Promise]]
NOTHING: tuple[str, str] = ("", "—")
CHECKS: Choices = [("", _("Any number")), ("case", _("A complaint number"))]
ANSWERS: Choices = [
    ("status", _("How a complaint stands")),
    ("scheme", _("A scheme")),
    ("hearing", _("The next hearing")),
    ("report", _("To whom we rang: the officer's answer")),
    ("reminder", _("To whom we rang: the date that ends soon")),
]
RESULTS: Choices = [
    ("satisfied", _("Satisfied")),
    ("dissatisfied", _("Not satisfied")),
    ("heard", _("Has heard it")),
    ("stop", _("Not to be called again")),
]
TEXT_MAX = 1_000


class Root(forms.Form):
    """Where a menu begins, and where operator and closed line are."""

    start = forms.ChoiceField(label=_("First place"))
    operator = forms.ChoiceField(label=_("0 and silence lead to"))
    closed = forms.ChoiceField(label=_("While closed, callers come to"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "operator", "closed"):
            _choose(self, name, [(node, node) for node in menu.nodes_of(tree)])


class NewNode(forms.Form):
    """A new place of a menu."""

    name = forms.SlugField(label=_("Name"), max_length=40, help_text=_("Small letters, digits, hyphens: status-again"))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(words.KINDS.items()))
    seen = forms.CharField(widget=forms.HiddenInput)


class NodeForm(forms.Form):
    """One place of a menu: just the fields of its kind."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tree: Tree, node: menu.Node, **kwargs: Any) -> None:
        self.kind = node.kind
        kwargs["initial"] = {**_initial(node), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        targets = [NOTHING, *((name, name) for name in menu.nodes_of(tree))]
        for name in FIELDS[node.kind]:
            for key, field in _fields(name, targets).items():
                self.fields[key] = field

    @property
    def row(self) -> dict[str, object]:
        """Return the node as the tree keeps it."""
        data = self.cleaned_data
        found: dict[str, object] = {"kind": self.kind}
        for name in FIELDS[self.kind]:
            if name == "text":
                found["text"] = {
                    key: data[f"text_{key}"].strip() for key in ("hi", "en") if data[f"text_{key}"].strip()
                }
            elif name == "keys":
                found["keys"] = {key: data[_key(key)] for key in KEYS if data[_key(key)]}
            else:
                found[name] = data[name]
        return found


class Proposal(forms.Form):
    """Propose a block."""

    phone = forms.CharField(label=_("Phone number"), max_length=20)
    kind = forms.ChoiceField(label=_("What did the caller do?"))
    note = forms.CharField(label=_("In a few words"), max_length=150, required=False)
    days = forms.IntegerField(label=_("For how many days"), min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book, on = rulebook.book(), clock.day(timezone.now())
        _choose(self, "kind", [(slug, words.said(row.title)) for slug, row in book.helpline.abuses.items()])
        self.fields["days"].initial = book.number("helpline.block_days", on)
        self.fields["days"].max_value = book.number("helpline.block_days_max", on)  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Return the number as it is kept."""
        try:
            return normalise(self.cleaned_data["phone"])
        except BadPhone as problem:
            raise forms.ValidationError(problem.sentence()) from problem

    @property
    def reason(self) -> str:
        """Return kind and words as the block keeps them."""
        return f"{self.cleaned_data['kind']}: {self.cleaned_data['note']}".rstrip(": ")


class Studio(forms.Form):
    """A recording that replaces the synthesised voice."""

    recording = forms.FileField(label=_("Recording"), widget=forms.ClearableFileInput(attrs={"accept": "audio/*"}))


class End(forms.Form):
    """What came of a voicemail."""

    result = forms.ChoiceField(
        label=_("What came of it"),
        choices=[choice for choice in Voicemail.Result.choices if choice[0] != Voicemail.Result.OWED],
        widget=forms.RadioSelect,
    )


def _fields(name: str, targets: Choices) -> Mapping[str, forms.Field]:
    if name == "text":
        return {f"text_{language}": _text(language) for language in ("hi", "en")}
    if name == "keys":
        return {_key(key): _choice(str(_("Key %(key)s leads to")) % {"key": key}, targets) for key in KEYS}
    label = str(words.FIELDS[name])
    if name in ("next", "operator", "help"):
        return {name: _choice(label, targets)}
    if name in ("urgent", "woman"):
        return {name: forms.BooleanField(label=label, required=False)}
    if name in ("digits", "tries", "wait_seconds"):
        return {name: forms.IntegerField(label=label, min_value=1, max_value=menu_check.MOST[name])}
    return {name: _choice(label, _words(name))}


def _words(name: str) -> Choices:
    helpline = rulebook.book().helpline
    dialects = {slug: row for slug, row in helpline.languages.items() if row.kind == "dialect"}
    rows: Mapping[str, Choices] = {
        "check": CHECKS,
        "what": ANSWERS,
        "word": RESULTS,
        "board": [NOTHING, *((slug, words.said(row.name)) for slug, row in helpline.boards.items())],
        "dialect": [NOTHING, *((slug, words.said(row.name)) for slug, row in dialects.items())],
        "language": [NOTHING, *((row.slug, words.said(row.name)) for row in helpline.menu_languages())],
        "scheme": [NOTHING, *((slug, words.said(row.name)) for slug, row in rulebook.book().schemes.items())],
        "service": [(row.number, words.said(row.name)) for row in rulebook.book().help_numbers],
    }
    known = helpline.emergencies
    return [row for row in rows[name] if name != "service" or row[0] in known]


def _text(language: str) -> forms.CharField:
    label = _("Text in Hindi") if language == "hi" else _("Text in English")
    return forms.CharField(label=label, max_length=TEXT_MAX, required=False, widget=forms.Textarea(attrs={"rows": 4}))


def _choice(label: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _key(key: str) -> str:
    return "key_star" if key == "*" else f"key_{key}"


def _initial(node: menu.Node) -> dict[str, object]:
    plain = {"next": node.next, "help": node.help, "operator": node.operator, "check": node.check, **node.detail}
    numbers = {"digits": node.digits or None, "tries": node.tries, "wait_seconds": int(node.wait_seconds)}
    texts = {f"text_{language}": text for language, text in node.text.items()}
    return {**plain, **numbers, **texts, **{_key(key): target for key, target in node.keys.items()}}
