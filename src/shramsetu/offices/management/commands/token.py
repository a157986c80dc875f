"""`shramsetu token USERNAME`: print a token of the API that acts as this user (demo mode only)."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shramsetu import rulebook
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices import actions, queries
from shramsetu.offices.models import User

SCOPES = ("read", "write")


class Command(BaseCommand):
    help = "Print a token of the API that acts as USERNAME (demo mode only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--post", help="code of the post, where the user holds several")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("टोकन आदेश केवल नमूना-रूप (DEMO=yes) में चलता है; असली टोकन प्रशासक के पृष्ठ से बनाइए।")
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"{options['username']}: इस नाम का कोई उपयोगकर्ता नहीं है।")
        now = timezone.now()
        posts = [post for post in queries.posts_of(user, now) if options["post"] in (None, post.code)]
        if not posts:
            raise CommandError(f"{user.username}: इनके पास ऐसा कोई पद नहीं है।")
        days = rulebook.book().number("signin.token_days", clock.day(now))
        _token, text = actions.make_token(
            user, posts[0], name="shramsetu token", scopes=SCOPES, days=days, by=SYSTEM, at=now
        )
        self.stdout.write(text)
