"""Shapes of one-time links on the wire."""

from datetime import datetime

from ninja import Schema


class LinkMade(Schema):
    """Told once: of the code only a hash is kept. address: where it is typed in."""

    code: str
    address: str
    until: datetime
