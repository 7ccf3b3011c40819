"""What the server knows of phones: who carries one, what it sent, and what waits for a person."""

from hutong.sync.models.attached import Arriving, Piece
from hutong.sync.models.device import Device, Epoch, Session
from hutong.sync.models.operation import Conflict, Operation, Quarantined
from hutong.sync.models.urgent import SenderSalt, UrgentReport, UrgentSender

__all__ = [
    "Arriving",
    "Conflict",
    "Device",
    "Epoch",
    "Operation",
    "Piece",
    "Quarantined",
    "SenderSalt",
    "Session",
    "UrgentReport",
    "UrgentSender",
]
