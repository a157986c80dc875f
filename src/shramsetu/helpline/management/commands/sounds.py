"""`shramsetu sounds`: make what the telephone says, only what changed. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from shramsetu.helpline import voice
from shramsetu.helpline.actions import prompts

NO_VOICE = (
    "! espeak-ng नहीं है, इसलिए फ़ोन की नई आवाज़ें नहीं बनीं: sudo apt-get install espeak-ng · "
    "espeak-ng is missing, so no new sounds were made for the telephone"
)


class Command(BaseCommand):
    help = "Make the sounds that the telephone says: only what changed · फ़ोन की आवाज़ें बनाना"

    def handle(self, *args: Any, **options: Any) -> None:
        made = prompts.refresh()
        if not voice.is_there() and any(one.failed for one in made.values()):
            self.stdout.write(NO_VOICE)
        for language, one in made.items():
            self.stdout.write(f"✓ आवाज़ें · sounds {language}: {one.made} +, {one.kept} =, {one.failed} ✗")
