"""Files and papers, and what every wing adds to a record (docs/adr/0033-parts-of-every-wing.md)."""

from hutong.documents.models.attached import Attachment
from hutong.documents.models.kept import File, Paper
from hutong.documents.models.link import Link
from hutong.documents.models.notice import Notice
from hutong.documents.models.numbered import Numbered, Series
from hutong.documents.models.signed import Signature

__all__ = ["Attachment", "File", "Link", "Notice", "Numbered", "Paper", "Series", "Signature"]
