"""通知渠道."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import Made, kept, makes


@makes("channel")
def _channel(place: int, made: Made) -> Any:
    from hutong.accounts.models import new_id
    from hutong.alarms.models import Channel
    from hutong.ground.sealing import seal

    key = new_id()
    return kept(
        Channel(id=key, place=place, name="短信网关", url=seal("json://127.0.0.1", f"alarms_channel.url.{key}"))
    )
