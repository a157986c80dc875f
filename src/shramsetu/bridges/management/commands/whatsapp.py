"""`shramsetu whatsapp again`: answer what was set aside."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from shramsetu.bridges.whatsapp import answering


class Command(BaseCommand):
    help = "again: answer messages on WhatsApp that were set aside"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["again"])

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(str(answering.again(at=timezone.now())))
