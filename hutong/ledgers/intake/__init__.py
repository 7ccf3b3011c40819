"""A2-3: a township's ledger taken in: read, checked against the register, shown, and written in one action."""
