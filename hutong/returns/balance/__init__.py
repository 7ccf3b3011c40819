"""A2-3: whether a summary balances, as the register stands or as a closed month stood."""
