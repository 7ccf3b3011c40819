"""Files and papers, and what every wing adds to a record (docs/adr/0033-parts-of-every-wing.md)."""

from hutong.documents.models.kept import File, Paper
from hutong.documents.models.numbered import Numbered, Series

__all__ = ["File", "Numbered", "Paper", "Series"]
