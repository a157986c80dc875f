"""`shramsetu pagesounds`: say the public pages beforehand, for phones that have no Hindi voice. Safe to repeat."""

from http import HTTPStatus
from typing import Any

from django.core.management.base import BaseCommand
from django.test import Client
from django.urls import reverse

from shramsetu.helpline import voice
from shramsetu.portal import aloud

BEGUN = {"kind": "grievance", "text": "मज़दूरी नहीं मिली।" * 3}


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == HTTPStatus.OK else ""


class Command(BaseCommand):
    help = "Say the public pages beforehand, for phones without a Hindi voice · पन्नों की आवाज़ें बनाना"

    def handle(self, *args: Any, **options: Any) -> None:
        if not voice.is_there():
            self.stdout.write("! espeak-ng नहीं है, पन्नों की आवाज़ें नहीं बनीं · espeak-ng is missing, no pages were said")
            return
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="hi")
        client.post(reverse("portal:file_screen", args=["what"]), BEGUN)  # else nobody is asked where and whose
        made = list(aloud.make(lambda address: _page(client, address)))
        client.session.flush()
        self.stdout.write(f"✓ पन्नों की आवाज़ें · pages said: {sum(done for _, done in made)} / {len(made)}")
