"""`shramsetu partner`: other systems that may ask this registry: let one in, its keys, its secret, show it out."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers.models import Partner, Right
from shramsetu.workers.social import keys, post
from shramsetu.workers.social.actions import errands, partners
from shramsetu.workers.social.actions.partners import BadPartner, NewPartner

SHOWN = 200


class Command(BaseCommand):
    help = (
        "add NAME: let another system in · keys NAME: its public keys · secret NAME: a new one · end NAME · list"
        " · errands: what is owed to them and was not taken, and why"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="prints the secret once")
        add.add_argument("sender", help="the name under which it speaks (sender_id)")
        add.add_argument("--title", required=True, help="what people call it")
        add.add_argument("--purpose", required=True, help="the law or order by which it may ask")
        add.add_argument(
            "--right", action="append", choices=Right.values, default=[], help="may be given several times"
        )
        add.add_argument("--district", type=int, help="LGD code: it sees this district alone")
        add.add_argument("--callback", default="", help="https address below which it is answered")
        add.add_argument("--strict", action="store_true", help="refuse signatures in the legacy form")
        taken = verbs.add_parser("keys", help="take its public keys, from its published set or as written")
        taken.add_argument("sender")
        taken.add_argument("--jwks", help="https address of its /.well-known/jwks.json")
        taken.add_argument("--key", action="append", default=[], help="32 bytes in base64")
        taken.add_argument("--end", default="", help="take the key of this id out of use")
        for verb, what in (("secret", "give it a new secret"), ("end", "show it out")):
            verbs.add_parser(verb, help=what).add_argument("sender")
        verbs.add_parser("list", help="who is let in, by what, and what was asked")
        owed = verbs.add_parser("errands", help="answers and news that wait or were set aside, each with its reason")
        owed.add_argument("sender", nargs="?", help="those of this partner alone")

    def handle(self, *args: object, **options: object) -> None:
        getattr(self, f"do_{options['verb']}")(options)

    def do_add(self, options: dict[str, object]) -> None:
        rights = options["right"]
        assert isinstance(rights, list)
        if Partner.objects.filter(sender_id=options["sender"]).exists():
            raise CommandError(f"{options['sender']}: यह नाम पहले से है · this name is there already")
        new = NewPartner(
            sender_id=str(options["sender"]),
            name=str(options["title"]),
            purpose=str(options["purpose"]),
            rights=rights,
            place=_district(options["district"]),
            callback=str(options["callback"]),
            tolerates_legacy=not options["strict"],
        )
        try:
            _, secret = partners.admit(new, by=SYSTEM, at=timezone.now())
        except BadPartner as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"✓ {new.sender_id}: client_secret {secret}")
        self.stdout.write("  यह दोबारा नहीं दिखेगा · it is not shown again")

    def do_keys(self, options: dict[str, object]) -> None:
        partner, written = _partner(options), options["key"]
        assert isinstance(written, list)
        if options["end"]:
            partners.end_key(partner, str(options["end"]), by=SYSTEM, at=timezone.now())
        try:
            shown = _published(str(options["jwks"])) if options["jwks"] else []
            for one in [*shown, *written]:
                key = partners.add_key(partner, one, by=SYSTEM, at=timezone.now())
                self.stdout.write(f"✓ {key.key_id}")
        except (keys.BadKeys, post.NotReached) as error:
            raise CommandError(str(error)) from error

    def do_secret(self, options: dict[str, object]) -> None:
        secret = partners.new_secret(_partner(options), by=SYSTEM, at=timezone.now())
        self.stdout.write(f"✓ client_secret {secret}")

    def do_end(self, options: dict[str, object]) -> None:
        partners.end(_partner(options), by=SYSTEM, at=timezone.now())
        self.stdout.write("✓ बंद · shown out")

    def do_list(self, options: dict[str, object]) -> None:
        del options
        for one in Partner.objects.select_related("place").order_by("ended_at", "sender_id"):
            where = one.place.name_hi if one.place else "राज्य · state"
            state = f"✗ {one.ended_at:%Y-%m-%d}" if one.ended_at else "✓"
            asked = one.received.count()
            self.stdout.write(f"{state} {one.sender_id}\t{one.name}\t{','.join(one.rights)}\t{where}\t{asked}")

    def do_errands(self, options: dict[str, object]) -> None:
        for mark, words, rows in (
            ("✗", "छोड़े गए · set aside", errands.set_aside()),
            ("…", "रुके हुए · waiting", errands.waiting()),
        ):
            mine = rows.filter(partner__sender_id=options["sender"]) if options["sender"] else rows
            self.stdout.write(f"{mark} {words}: {mine.count()}")
            for one in mine[:SHOWN]:
                when = f"{one.ended_at or one.due_at:%Y-%m-%d %H:%M}Z"
                said = (str(one.pk), one.partner.sender_id, one.action, when, f"{one.tries}×", one.fault or "—")
                self.stdout.write("  " + "\t".join(said))


def _partner(options: dict[str, object]) -> Partner:
    found = Partner.objects.filter(sender_id=options["sender"], ended_at=None).first()
    if found is None:
        raise CommandError(f"{options['sender']}: यह कोई साथी प्रणाली नहीं · there is no such partner")
    return found


def _district(code: object) -> Place | None:
    if not isinstance(code, int):
        return None
    try:
        return places.district(code)
    except places.NoPlace as error:
        raise CommandError(f"{code}: ऐसा कोई जनपद नहीं · there is no such district") from error


def _published(address: str) -> list[str]:
    if not address.startswith("https://"):
        raise CommandError("--jwks: https")
    found = post.fetch(address).said.get("keys")
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [keys.written(keys.of_jwk(one)) for one in listed if one.get("crv") == "Ed25519"]
