"""Who stands at the doors of the papers: officers who prepare them, and magistrates who sign."""

from shramsetu.offices.models import Role

PRINTERS = frozenset({Role.OFFICER, Role.DM, Role.MAGISTRATE})
SIGNERS = frozenset({Role.DM, Role.MAGISTRATE})
