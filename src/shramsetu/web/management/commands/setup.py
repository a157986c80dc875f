"""`shramsetu setup`: bring the database to this version: tables, places, posts, forums, menus; make the sounds.

Safe to repeat.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.hearings.actions import forums
from shramsetu.helpline.actions import menus
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions as offices
from shramsetu.places import actions as places


class Command(BaseCommand):
    help = "Bring the database to this version: tables, places, departments, posts, menus and sounds"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        now = timezone.now()
        added = places.load(by=SYSTEM, at=now)
        self.stdout.write(f"✓ स्थान · places: {added} +")
        loaded = offices.load(by=SYSTEM, at=now)
        self.stdout.write(f"✓ विभाग, पद · departments, posts: {loaded.departments} +, {loaded.posts} +")
        self.stdout.write(f"✓ श्रम न्यायालय, प्राधिकारी · forums: {forums.load(by=SYSTEM, at=now)} +")
        self.stdout.write(f"✓ फ़ोन के मेन्यू · telephone menus: {menus.seed(by=SYSTEM, at=now)} +")
        call_command("sounds", stdout=self.stdout)
