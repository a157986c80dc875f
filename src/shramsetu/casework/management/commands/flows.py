"""`shramsetu flows`: print every kind of case as a drawing with its tables, for docs/reference/flows.md."""

from typing import Any

from django.core.management.base import BaseCommand

from shramsetu.casework import drawing, flow


class Command(BaseCommand):
    help = "Print the flows of every kind of case as Markdown: shramsetu flows > docs/reference/flows.md"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(drawing.page(flow.flows()), ending="")
