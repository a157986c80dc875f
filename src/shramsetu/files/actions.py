"""The only code that writes attachments and contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from shramsetu import rulebook
from shramsetu.files import pictures, rules, sounds, veil
from shramsetu.files.models import Attachment, Blob, Purpose
from shramsetu.files.store import Store
from shramsetu.files.store import store as the_store
from shramsetu.journal.rules import Actor
from shramsetu.lib.clock import day

GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many contents nobody refers to, and how many leftovers of broken writes, were removed."""

    blobs: int
    leftovers: int


@transaction.atomic
def store(
    upload: UploadedFile, *, stream: str, purpose: str, by: Actor, at: datetime, size_rule: str = ""
) -> Attachment:
    """Check `upload`, keep its content, and attach it to `stream`.

    Raises rules.FalseType or rules.TooLarge; then nothing is kept. The bytes of a picture or a sound are not those
    handed in: camera data and tags are taken out, what the camera said stands in the row. What belongs to a sealed
    stream lies encrypted, and has neither name nor sum. `size_rule` names another limit than the kind's own: what our
    own exchange recorded, which is kept as it is.
    """
    largest = max(_limit(rule, at) for rule in (rules.PAPER, rules.PHOTO, rules.SOUND, *filter(None, [size_rule])))
    content: bytes = upload.read(largest + 1)
    kind = rules.kind_of(content, upload.name or "", upload.content_type or "")
    if len(content) > (limit := _limit(size_rule or kind.size_rule, at)):
        raise rules.TooLarge(limit)
    picture = pictures.read(content, kind) if kind.is_picture else None
    kept = picture.content if picture else content
    if kind.is_sound and not size_rule:
        kept = _heard(content, kind, at)
    lies = veil.veiled(stream, kept)
    attachment = Attachment(
        blob=_keep(lies, kind.media_type, at),
        original_sha256=sha256(content).hexdigest() if lies == kept else "",
        stream=stream,
        purpose=Purpose(purpose),
        name=rules.clean_name((upload.name or "") if lies == kept else f"{purpose}.x", kind),
        media_type=kind.media_type,
        size=len(kept),
        by=by.key,
        role=by.role,
        at=at,
    )
    if picture:
        attachment.taken_at, attachment.lon, attachment.lat = picture.taken_at, picture.lon, picture.lat
        attachment.width, attachment.height = picture.width, picture.height
        attachment.phash, attachment.bands = picture.phash, pictures.bands(picture.phash)
    attachment.save(force_insert=True)
    return attachment


@transaction.atomic
def store_mail(content: bytes, *, stream: str, by: Actor, at: datetime) -> Attachment:
    """Keep an e-mail as it came, whatever is in it; it is never shown, only handed out to be saved."""
    lies = veil.veiled(stream, content)
    attachment = Attachment(
        blob=_keep(lies, rules.MAIL, at),
        original_sha256=sha256(content).hexdigest() if lies == content else "",
        stream=stream,
        purpose=Purpose.OTHER,
        name="e-mail.eml",
        media_type=rules.MAIL,
        size=len(content),
        by=by.key,
        role=by.role,
        at=at,
    )
    attachment.save(force_insert=True)
    return attachment


@transaction.atomic
def store_portrait(upload: UploadedFile, *, stream: str, by: Actor, at: datetime) -> Attachment:
    """Check the photograph of a person, cut and scale it for a card, and keep it as all that is attached to `stream`.

    Of the picture handed in nothing is kept, of its camera data neither. Raises rules.FalseType for what is neither
    JPEG nor PNG, rules.TooLarge; then the one before stays.
    """
    limit = _limit(rules.PHOTO, at)
    content: bytes = upload.read(limit + 1)
    kind = rules.kind_of(content, upload.name or "", upload.content_type or "")
    if kind not in rules.PORTRAITS:
        raise rules.FalseType(kind.media_type)
    if len(content) > limit:
        raise rules.TooLarge(limit)
    small = SimpleUploadedFile("photograph.jpg", pictures.portrait(content, kind), rules.JPEG.media_type)
    clear(stream, at=at)
    return store(small, stream=stream, purpose=Purpose.IDENTITY, by=by, at=at)


def clear(stream: str, *, at: datetime) -> int:
    """Take everything attached to `stream` out of sight; return how many."""
    return Attachment.objects.filter(stream=stream, removed_at=None).update(removed_at=at)


def rehang(stream: str, onto: str, *, at: datetime, only: Sequence[UUID] | None = None) -> int:
    """Let everything attached to `stream` (a draft) belong to the stream `onto` (its case); return how many.

    `only` names some of them. The caller writes the entry in the journal of the new stream.
    """
    rows = Attachment.objects.filter(stream=stream, removed_at=None)
    moved = (rows if only is None else rows.filter(pk__in=only)).update(stream=onto)
    shut(onto, at=at)
    return moved


def take_back(pks: Sequence[UUID], *, stream: str, onto: str) -> int:
    """Let these attachments of an open stream, which `rehang` brought there, belong to `onto` again; return how many.

    The caller writes the entry in the journal of the stream that they leave.
    """
    return Attachment.objects.filter(pk__in=pks, stream=stream, removed_at=None).update(stream=onto)


def repeat(stream: str, onto: str, *, role: str, at: datetime) -> list[UUID]:
    """Attach what `role` attached to an open stream to another one too, a picture without its hash: it is no second."""
    rows = list(Attachment.objects.filter(stream=stream, role=role, removed_at=None, blob__isnull=False).order_by("at"))
    for one in rows:
        one.pk, one.stream, one.at, one.phash, one.bands = uuid4(), onto, at, None, []
    return [one.pk for one in Attachment.objects.bulk_create(rows)]


@transaction.atomic
def shut(stream: str, *, at: datetime) -> int:
    """Encrypt what lies open in the store of a stream that is sealed now; return how many.

    The open contents go with the next sweep, unless something else refers to them.
    """
    done = 0
    for one in Attachment.objects.filter(stream=stream, blob__isnull=False, removed_at=None):
        with the_store().open(str(one.blob_id)) as file:
            content = file.read()
        lies = veil.veiled(stream, content)
        if lies == content:
            continue
        name = f"{one.purpose}.{one.name.rpartition('.')[2]}"
        kept = _keep(lies, one.media_type, at)
        done += Attachment.objects.filter(pk=one.pk).update(blob=kept, name=name, original_sha256="")
    return done


def shut_all(*, at: datetime) -> int:
    """Encrypt every paper of a sealed stream that lies open: those of before they were encrypted; return how many."""
    return sum(shut(stream, at=at) for stream in Attachment.objects.values_list("stream", flat=True).distinct())


@transaction.atomic
def turn(attachment: Attachment, *, at: datetime) -> None:
    """Encrypt a sealed content anew under the key that its stream has now; the old one goes with the next sweep."""
    with the_store().open(str(attachment.blob_id)) as file:
        plain = veil.unveiled(attachment.stream, file.read())
    kept = _keep(veil.veiled(attachment.stream, plain), attachment.media_type, at)
    Attachment.objects.filter(pk=attachment.pk, blob=attachment.blob_id).update(blob=kept)


def remove(attachment: Attachment, *, at: datetime) -> None:
    """Take `attachment` out of sight; its content goes with the next sweep after a day if nothing else refers to it.

    The caller writes the entry in the journal of its stream.
    """
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at)


def forget(streams: Sequence[str], *, at: datetime) -> int:
    """Take everything attached to `streams` away for good: names, places and looks now, contents with the next sweep.

    The caller writes the entry.
    """
    Attachment.objects.filter(stream__in=streams, removed_at=None).update(removed_at=at)
    rows = Attachment.objects.filter(stream__in=streams)
    return rows.update(name="", original_sha256="", taken_at=None, lon=None, lat=None, phash=None, bands=[])


def sweep(*, at: datetime, store: Store | None = None) -> Swept:
    """Remove contents that no attachment refers to, and files without a row, older than a day."""
    store = store or the_store()
    dropped = sum(_drop(sha, at - GRACE, store) for sha in _unreferenced(at - GRACE))
    known = set(Blob.objects.values_list("sha256", flat=True))
    leftovers = [name for name, written in store.written() if name not in known and written < at - GRACE]
    for name in leftovers:
        store.drop(name)
    return Swept(dropped, len(leftovers))


def _limit(rule: str, at: datetime) -> int:
    return rulebook.book().number(rule, day(at)) * 1024


def _heard(content: bytes, kind: rules.Kind, at: datetime) -> bytes:
    """Return the bare sound; raise TooLarge for one that lasts longer than anybody will listen."""
    sound = sounds.read(content, kind)
    most = rulebook.book().number("files.audio_seconds", day(at))
    if sound.seconds > most:
        raise rules.TooLarge(most, "seconds")
    return sound.content


def _keep(content: bytes, media_type: str, at: datetime) -> Blob:
    """Keep `content`. The row is written first: its lock makes a sweep of the same content wait, or this one."""
    name = sha256(content).hexdigest()
    blob = Blob(sha256=name, size=len(content), media_type=media_type, stored_at=at)
    Blob.objects.bulk_create([blob], update_conflicts=True, unique_fields=["sha256"], update_fields=["stored_at"])
    the_store().put(name, content)
    return blob


def _unreferenced(before: datetime) -> list[str]:
    live = Attachment.objects.filter(removed_at=None) | Attachment.objects.filter(removed_at__gte=before)
    unused = Blob.objects.filter(stored_at__lt=before).exclude(sha256__in=live.values("blob_id"))
    return list(unused.values_list("sha256", flat=True))


@transaction.atomic
def _drop(sha: str, before: datetime, store: Store) -> bool:
    """Remove one content unless it was stored again meanwhile; the row's lock is held until its file is gone."""
    row = Blob.objects.select_for_update().filter(sha256=sha, stored_at__lt=before).first()
    if row is None or sha not in _unreferenced(before):
        return False
    row.delete()
    store.drop(sha)
    return True
