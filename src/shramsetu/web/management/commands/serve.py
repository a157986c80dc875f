"""`shramsetu serve`: the site with its worker and live events on one machine."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shramsetu.web import postgres, supervisor


class Command(BaseCommand):
    help = "Serve the site on PORT (8000) with worker and live events; Ctrl-C stops all of it"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            supervisor.serve(var=settings.VAR, ready=self.tell, say=self.stdout.write)
        except (supervisor.PortTaken, postgres.NoDatabase) as error:
            raise CommandError(str(error)) from error

    def tell(self) -> None:
        self.stdout.write(self.style.SUCCESS(f"✓ http://127.0.0.1:{os.environ.get('PORT', '8000')}"))
