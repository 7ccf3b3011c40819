"""Why a step with a packet or a partner is not taken."""

from hutong.transfers.packets.keys import PacketError


class PacketRefused(PacketError):
    """The step does not fit; field: where the screen shows the sentence."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
