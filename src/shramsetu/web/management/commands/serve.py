"""`shramsetu serve`: the site with its worker, its live events and its calls on one machine."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shramsetu.web import postgres, supervisor


def telephony() -> list[supervisor.Child]:
    """Return the controller of this node's exchange, unless SERVE_TELEPHONY leaves it to a unit of its own."""
    if not settings.SERVE_TELEPHONY:
        return []
    return [supervisor.Child("telephony", supervisor.telephony_command(settings.TELEPHONY_NODE), later=True)]


class Command(BaseCommand):
    help = "Serve the site on PORT (8000) with worker, live events and the calls of its exchange; Ctrl-C stops all"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            supervisor.serve(var=settings.VAR, ready=self.tell, say=self.stdout.write, extra=telephony())
        except (supervisor.PortTaken, postgres.NoDatabase) as error:
            raise CommandError(str(error)) from error

    def tell(self) -> None:
        self.stdout.write(self.style.SUCCESS(f"✓ http://127.0.0.1:{os.environ.get('PORT', '8000')}"))
