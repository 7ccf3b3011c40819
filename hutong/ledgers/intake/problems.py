"""The problem rows given back as the same workbook, coloured, with a comment in each cell."""

import tempfile
from pathlib import Path

from hutong.accounts.grants import Grant
from hutong.documents import store
from hutong.ledgers.intake import work
from hutong.ledgers.models import LedgerImport
from hutong.ledgers.reading import problem_book


def workbook(grant: Grant, ledger: LedgerImport) -> bytes:
    """The .xlsx of a checked ledger. Raises FileNotFoundError when the upload has expired."""
    file, content = store.read(grant, ledger.file)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / f"in{Path(file.name).suffix[:8]}", Path(folder) / "out.xlsx"
        source.write_bytes(content)
        book = work.read_bytes(file.name, content)
        checked = work.checked(grant, book, ledger.place, ledger.on, ledger.columns).checked
        problem_book.write(source, checked, target)
        return target.read_bytes()
