"""Moves between places, files to and from other deployments, children of divided villages."""

from hutong.transfers.models.move import Move
from hutong.transfers.models.packet import PacketIn, PacketOut, Partner
from hutong.transfers.models.placing import Placing

__all__ = [
    "Move",
    "PacketIn",
    "PacketOut",
    "Partner",
    "Placing",
]
