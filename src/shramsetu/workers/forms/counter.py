"""The page of a counter: all parts of a registration at once, the phone, the payment, the papers."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.casework.actions import Refused
from shramsetu.people.identities import NoAadhaarElsewhere
from shramsetu.workers.entry import NewWorker, Registration
from shramsetu.workers.forms.registration import PARTS


class Counter(NoAadhaarElsewhere):
    """What a counter adds: the worker's phone, who files, how the fee was paid, the papers."""

    phone = fields.Phone(label=_("Worker's mobile number"), required=False)
    filer = forms.CharField(label=_("Who files: centre or office"), max_length=80, required=False)
    certificate = fields.Files(label=_("Certificate of work, photograph, passbook"), required=False, most=5)
    photo = forms.FileField(
        label=_("Photograph for the card"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPG or PNG: the face from the front. Without it the card has an empty frame."),
    )
    declared = forms.BooleanField(
        label=_("The worker declares that all this is true and agrees that it is checked with other registers."),
        error_messages={"required": _("Without the declaration it cannot be registered.")},
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    likely_seen = forms.BooleanField(widget=forms.HiddenInput, required=False)


class Payment(forms.Form):
    """How the fee was paid. A reference may look like an Aadhaar number: this part does not refuse it."""

    reference = forms.CharField(
        label=_("Reference of the payment"),
        max_length=40,
        required=False,
        help_text=_("Number of the challan or of the transfer. It may be added later."),
    )


class Whole:
    """Every part bound to one posting; `errors` are those of all."""

    def __init__(
        self,
        posted: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        given = {"initial": dict(initial or {})}
        self.parts = {name: kind(posted, **given) for name, kind in PARTS.items()}  # type: ignore[arg-type]
        self.counter = Counter(posted, files, **given)  # type: ignore[arg-type]
        self.payment = Payment(posted, **given)  # type: ignore[arg-type]

    def is_valid(self) -> bool:
        """Check every part, so that all that is wrong is told at once."""
        found = [one.is_valid() for one in (*self.parts.values(), self.counter, self.payment)]
        return all(found)

    def refuse(self, refused: Refused) -> None:
        """Write a refusal beside the box that it names, in whichever part that is."""
        for form in (*self.parts.values(), self.payment, self.counter):
            if refused.field in form.fields:
                form.add_error(refused.field, ValidationError(str(refused.message), code="refused"))
                return
        self.counter.add_error(None, str(refused.message))

    @property
    def worker(self) -> NewWorker:
        """The worker as told."""
        given: dict[str, object] = {}
        for part in self.parts.values():
            given |= part.values
        told = self.counter.cleaned_data
        return NewWorker(**given, phone=told["phone"], key=told["idempotency_key"])  # type: ignore[arg-type]

    def told(self, channel: str, *, filer: str = "") -> Registration:
        """The registration as told."""
        board, told = self.parts["board"].cleaned_data, self.counter.cleaned_data
        return Registration(
            worker=self.worker,
            board=board["board"],
            years=int(board["years"]),
            channel=channel,
            trade=board["trade"] if board["board"] == "bocw" else "",
            filer=told["filer"] or filer,
            reference=self.payment.cleaned_data["reference"],
        )
