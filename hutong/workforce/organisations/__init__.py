"""The register of organisations: departments, institutions, bodies, and the units that shares are given to."""

from hutong.workforce.organisations.actions import add, change, close, named, reopen, unit

__all__ = ["add", "change", "close", "named", "reopen", "unit"]
