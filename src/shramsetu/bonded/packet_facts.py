"""What a packet says beside the identity: money from the ledger, the police report from the tracks, the photograph."""

import base64
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps

from shramsetu.bonded.models import FirDecision, PaidBefore, Payment, PaymentLine, Survivor, TrackPerson
from shramsetu.casework.sealing import Unreadable
from shramsetu.files.models import Attachment, Purpose
from shramsetu.files.views import opened
from shramsetu.lib import money

PICTURE = "data:image/jpeg;base64,"
LONGEST = 480  # pixels: enough to know somebody by, small enough for a page that is read once


def assistance(survivors: Sequence[Survivor]) -> dict[int, str]:
    """Return what was paid to each person, with bank reference and day; and what was paid before this ledger."""
    said = defaultdict[int, list[str]](list)
    lines = PaymentLine.objects.filter(payment__survivor__in=survivors, stage=Payment.Stage.PAID)
    still = lines.filter(payment__stage=Payment.Stage.PAID).select_related("payment").order_by("payment", "-seq")
    for line in still.distinct("payment"):
        on = f"{line.value_on:%d.%m.%Y}" if line.value_on else ""
        label = line.payment.get_kind_display()
        said[line.payment.survivor_id].append(f"{label} {money.rupees(line.amount_paise)}, {line.reference}, {on}")
    for row in PaidBefore.objects.filter(survivor__in=survivors).order_by("pk"):
        words = f"{row.get_kind_display()} {money.rupees(row.amount_paise)}, {row.paid_on:%d.%m.%Y}"
        said[row.survivor_id].append(words)
    return {pk: "; ".join(texts) for pk, texts in said.items()}


def reports(survivors: Sequence[Survivor]) -> dict[int, str]:
    """Return number, police station and day of each person's report; that none was registered, where it was decided."""
    sides = TrackPerson.objects.filter(survivor__in=survivors).exclude(track__fir_number="").select_related("track")
    said = defaultdict[int, list[str]](list)
    for side in sides.order_by("track"):
        on = f"{side.track.fir_on:%d.%m.%Y}" if side.track.fir_on else ""
        said[side.survivor_id].append(", ".join(filter(None, (side.track.fir_number, side.track.station, on))))
    found = {pk: "; ".join(texts) for pk, texts in said.items()}
    for decision in FirDecision.objects.filter(survivor__in=survivors, registered=False).order_by("at"):
        found.setdefault(decision.survivor_id, f"दर्ज नहीं / not registered, {decision.at:%d.%m.%Y}")
    return found


def photo(survivor: Survivor) -> str:
    """Return the newest photograph of a person as the page shows it, made small; empty where there is none."""
    hung = Attachment.objects.filter(stream=survivor.case.stream, purpose=Purpose.IDENTITY, removed_at=None)
    last = hung.filter(width__isnull=False, blob__isnull=False).order_by("-at").first()
    if last is None:
        return ""
    try:
        with opened(last) as file:
            picture = ImageOps.exif_transpose(Image.open(BytesIO(file.read()))).convert("RGB")
    except (OSError, Unreadable):
        return ""
    picture.thumbnail((LONGEST, LONGEST))
    small = BytesIO()
    picture.save(small, "JPEG", quality=80)
    return PICTURE + base64.b64encode(small.getvalue()).decode()
