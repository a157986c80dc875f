"""To what each closed row is bound: its bytes, moved to another row, do not open there."""

from shramsetu.bonded.models import (
    Account,
    Accused,
    BankFile,
    Journey,
    Packet,
    PaperBody,
    Register,
    Site,
    StatementRow,
)


def place(row: Site | Accused) -> str:
    """A site, and somebody accused, by their code."""
    return row.code


def account(row: Account) -> str:
    """An account by its person and the hash of its number."""
    return f"account:{row.survivor_id}:{row.key}"


def bank_file(row: BankFile) -> str:
    """A file for the bank by its number."""
    return f"bankfile:{row.number}"


def statement_row(row: StatementRow) -> str:
    """A line of a statement by the digest of the statement."""
    return f"statement:{row.statement.sha256}:{row.row}"


def journey(row: Journey) -> str:
    """A journey by its code."""
    return f"journey:{row.code}"


def packet(row: Packet) -> str:
    """A packet by its transfer and version."""
    return f"packet:{row.transfer.code}:{row.version}"


def paper(row: PaperBody) -> str:
    """What stands on a paper by the paper's token."""
    return row.paper.token


def register(row: Register) -> str:
    """An old register by its row."""
    return f"register:{row.pk}"
