"""Forms of old registers on the desk: the file handed in, and one wrong row corrected."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.lib.identity import Identity, Kind
from shramsetu.people.identities import IdentityNumber, NoAadhaarElsewhere
from shramsetu.workers import oldbook_cells
from shramsetu.workers.models import Membership, OldRow
from shramsetu.workers.rules import oldbook as rules

MOST_BYTES = 25 * 1024 * 1024  # below what the proxy before the site lets pass
NUMBERS = {"aadhaar": Kind.AADHAAR, "uan": Kind.UAN, "ration_card": Kind.RATION_CARD}
LONGEST = 300


class Bring(forms.Form):
    """A file, for which board, of which district, and how its names are typed."""

    board = forms.ChoiceField(label=_("Board"), widget=forms.RadioSelect)
    district = fields.District(
        label=_("District of the whole file"), required=False, help_text=_("Only where the file has no column for it.")
    )
    is_krutidev = forms.BooleanField(label=_("The names are typed in Kruti Dev or DevLys"), required=False)
    file = forms.FileField(
        label=_("File of the register"),
        help_text=_("XLSX or CSV, at most 25 MB; headings in Hindi or English."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file.")},
    )

    def __init__(self, *args: object, boards: tuple[str, ...], whole_state: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        chosen = [one for one in Membership.Board.choices if one[0] in boards]
        self.fields["board"].choices = chosen  # type: ignore[attr-defined]
        if len(boards) == 1:
            self.fields["board"].initial = boards[0]
        if not whole_state:
            del self.fields["district"]

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than a desk may send."""
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > MOST_BYTES:
            raise ValidationError(
                gettext("This file is larger than 25 MB. Cut it into several, or ask the site's operator.")
            )
        return found


class Correction(NoAadhaarElsewhere):
    """The cells of one row, each as it stood in the file; an empty Aadhaar box keeps what was told."""

    def __init__(self, row: OldRow, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        cells = oldbook_cells.opened(row)
        language = (get_language() or "hi")[:2]
        for one in rules.COLUMNS:
            label = one.en if language == "en" else one.hi
            field: forms.Field = forms.CharField(label=label, max_length=LONGEST, required=False)
            if one.key in NUMBERS:
                field = IdentityNumber(NUMBERS[one.key], label=label, required=False)
            field.initial = cells.get(one.key, "") if one.key != "aadhaar" else ""
            self.fields[one.key] = field

    def knows(self, name: str, typed: str) -> bool:
        """Let an account number pass, though it may look like Aadhaar."""
        del typed
        return name == "account"

    @property
    def cells(self) -> dict[str, str]:
        """What stands in the boxes now."""
        given = self.cleaned_data.items()
        return {name: said.number if isinstance(said, Identity) else str(said or "") for name, said in given}
