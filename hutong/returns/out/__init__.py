"""A2-3: ledgers and lists out: layouts as data, streamed workbooks, balance, monthly ledgers, exceptions."""
