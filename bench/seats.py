"""Bring a database to this version and seat somebody in every post, as `python -m bench.seats`."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models come after setup
from django.utils import timezone  # noqa: E402

from shramsetu.demo import people  # noqa: E402
from shramsetu.offices.models import Post  # noqa: E402


def main() -> None:
    """Migrate, load the reference data, seat everyone."""
    call_command("setup", stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - its lines are not ours
    if Post.objects.filter(is_vacant=True).exists():
        people.seat_everyone(at=timezone.now())


if __name__ == "__main__":
    main()
