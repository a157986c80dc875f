"""The cells of a row of an old register: the account number lies sealed among them, as those of the registry do."""

from collections.abc import Mapping

from shramsetu.casework import sealing
from shramsetu.workers.models import OldBook, OldRow

ACCOUNT = "account"


def laid(book: OldBook, number: int, cells: Mapping[str, object]) -> OldRow:
    """Return the row of these cells, not yet written."""
    row = OldRow(book=book, number=number, cells={name: cell for name, cell in cells.items() if name != ACCOUNT})
    if said := cells.get(ACCOUNT):
        row.key_id, row.closed = sealing.shut(str(said).encode(), bound_to=bound(row))
    return row


def opened(row: OldRow) -> dict[str, str]:
    """Return the cells as they were laid down, to enter the row or have it corrected; raises sealing.Unreadable."""
    cells: dict[str, str] = dict(row.cells)
    if bytes(row.closed):
        cells[ACCOUNT] = sealing.opened(row.key_id, bytes(row.closed), bound_to=bound(row)).decode()
    return cells


def bound(row: OldRow) -> str:
    """Give what the encrypted cell of a row is bound to."""
    return f"oldrow:{row.book_id}:{row.number}"
