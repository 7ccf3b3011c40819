"""A2-3: the ledger closed at the end of each month, by itself and for good, and any two months compared."""
