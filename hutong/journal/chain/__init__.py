"""The hash chain over journal and log of looks: sealed, checked, and erased from by law (ADR 19)."""
