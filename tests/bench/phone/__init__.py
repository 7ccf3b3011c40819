"""Measures the phone: its start, its first pull, two hundred phones at once, a visit, and PouchDB beside it."""
