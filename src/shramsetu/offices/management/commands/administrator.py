"""`shramsetu administrator USERNAME NAME`: the first person of a new site, in the administrator's post."""

import secrets
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions, errors, queries
from shramsetu.offices.models import Charge, Role, User


class Command(BaseCommand):
    help = (
        "Add a person, put them into the vacant administrator's post, print a password to be changed at first sign-in"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="name in Hindi")

    def handle(self, *args: object, **options: object) -> None:
        now, password = timezone.now(), secrets.token_urlsafe(15)
        user = User(username=str(options["username"]), name_hi=str(options["name"]), password_given=True)
        post = queries.of_role(Role.ADMINISTRATOR)[0]
        try:
            with transaction.atomic():
                actions.add_user(user, password=password, by=SYSTEM, at=now)
                actions.appoint(post, user, kind=Charge.Kind.SUBSTANTIVE, by=SYSTEM, at=now)
        except errors.Taken as error:
            raise CommandError(f"{user.username}: यह नाम पहले से है · this name is taken") from error
        except errors.Occupied as error:
            raise CommandError(
                "प्रशासक का पद भरा है; वही नए लोग जोड़ें · the post is held; its holder adds people"
            ) from error
        self.stdout.write(f"✓ {user.username} → {post.title_hi}\n  पासवर्ड · password: {password}")
