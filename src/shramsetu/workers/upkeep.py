"""What the registry keeps under the keys of the environment, what is made anew, and whose phones are known here."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import rewrapping, runs
from shramsetu.casework.rewrapping import Shelf
from shramsetu.offices.models import Role
from shramsetu.people import reach, rekeying, turning
from shramsetu.workers import anew, changing, oldbook_cells, own_view
from shramsetu.workers.actions import accounts, oldbooks, oldfiles
from shramsetu.workers.models import Account, Change, OldFile, OldRow

FULL = ~Q(closed=b"")  # what was erased lies under no key

rewrapping.keep("changes in the register of workers", Shelf(Change, changing.bound, only=FULL, related=("case",)))
rewrapping.keep("bank accounts of workers", Shelf(Account, accounts.bound, only=FULL, related=("worker",)))
rewrapping.keep("accounts in old registers of workers", Shelf(OldRow, oldbook_cells.bound, only=FULL))
rewrapping.keep("files of old registers", Shelf(OldFile, lambda kept: oldfiles.bound(kept.book), related=("book",)))
reach.KNOWN["workers"] = lambda phone: own_view.behind(phone).exists()
rekeying.KEYS["workers"] = anew.rekey_workers
rekeying.KEYS["members of families"] = anew.rekey_members
turning.TOKENS["workers"] = partial(turning.turn, "workers_worker")
turning.TOKENS["members of families"] = partial(turning.turn, "workers_member")
runs.register(
    runs.Kind(
        oldbooks.KIND,
        _("Old register of workers"),
        oldbooks.work,
        roles=frozenset({Role.ADMINISTRATOR}),
    )
)
runs.register(
    runs.Kind(oldfiles.KIND, _("Reading an old register"), oldfiles.work, roles=frozenset({Role.ADMINISTRATOR}))
)
