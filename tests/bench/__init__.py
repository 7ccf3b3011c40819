"""Measures: the import of a large ledger, and lists and search over it, beside what PostgreSQL alone can do.

`python -m tests.bench` writes its figures to docs/bench.md. Nothing here is a test: no figure fails a build.
"""
