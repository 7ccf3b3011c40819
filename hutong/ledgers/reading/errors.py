"""What can go wrong with a ledger as a whole; each carries one Chinese sentence for the user."""


class LedgerError(Exception):
    """A ledger that cannot be worked on; str(error) is one sentence: what is wrong and what to do."""


class LedgerUnreadable(LedgerError):
    """The file is no table that can be read: damaged, encrypted, too large, of another kind."""


class LedgerWithoutHeader(LedgerError):
    """No visible sheet has a row of column names that this program understands."""
