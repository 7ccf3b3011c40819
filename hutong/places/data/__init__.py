"""Files that ship with the app: the national list, the reporting tree, readings (see README.md in this folder)."""

from pathlib import Path


def folder() -> Path:
    """The folder the files lie in."""
    return Path(__file__).parent
