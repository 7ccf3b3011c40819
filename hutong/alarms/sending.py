"""Alarms on their way out. A transaction a message: killed in between, it is taken up again; none is lost while a gateway is down."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.alarms.models import Alarm, Channel, Delivery, Kind
from hutong.ground import clock, figures
from hutong.ground.sealing import unsealed
from hutong.places.codes import Level, at_level, level_of

State = Delivery.State
# After each failure; the last goes on until it is given up.
PAUSES = [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1)]
BLOCK = 200
TITLE = "护童"
TRIAL = "这是护童的测试消息。收到它，说明这个通知渠道能用。"


def run() -> int:
    """Hand on what was raised and send what is due; gives how many were sent. Its own transactions, never within another."""
    while _hand_on():
        pass
    sent = 0
    while (outcome := _send_next()) is not None:
        sent += outcome
    return sent


def _hand_on() -> bool:
    """Write the deliveries of a block of alarms: by the organisation's channels, else by those of the nearest place that has some."""
    with context.within(grants.system()):
        rows = list(plain(Alarm).filter(handed_on=False).select_for_update(skip_locked=True).order_by("id")[:BLOCK])
        made = [
            Delivery(place=channel.place, channel=channel, kind=row.kind, matter=row.matter, raised_at=row.raised_at,
                     next_at=row.raised_at)
            for row in rows
            for channel in _ways(row)
        ]  # fmt: skip
        plain(Delivery).bulk_create(made, ignore_conflicts=True)
        plain(Alarm).filter(pk__in=[row.pk for row in rows]).update(handed_on=True)
        return len(rows) == BLOCK


def _ways(row: Alarm) -> list[Channel]:
    above = {at_level(row.place, level) for level in Level if level <= level_of(row.place)}
    found = list(plain(Channel).filter(Q(place__in=above, organisation=None) | Q(organisation=row.organisation),
                                       closed_at=None).select_related("organisation"))  # fmt: skip
    own = [channel for channel in found if channel.organisation]
    nearest = max((channel.place for channel in found), key=level_of, default=None)
    return own or [channel for channel in found if channel.place == nearest and not channel.organisation]


def _send_next() -> bool | None:
    """Send one that is due; None where there is none, else whether the gateway took it."""
    with context.within(grants.system()):
        due = plain(Delivery).filter(state__in=[State.WAITING, State.AGAIN], next_at__lte=clock.now())
        row = (
            due.select_for_update(skip_locked=True, of=("self",)).select_related("channel").order_by("next_at").first()
        )
        if row is None:
            return None
        taken = leave(unsealed(row.channel, "url") or "", Kind(row.kind))
        row.tries += 1
        if taken:
            row.state, row.sent_at = State.SENT, clock.now()
        else:
            row.state, row.next_at = _failed(row)
        row.save(update_fields=["state", "tries", "sent_at", "next_at"])
        return taken


def _failed(row: Delivery):
    now = clock.now()
    allowed = timedelta(hours=figures.of("alarm-limits.csv", clock.today())["give_up_hours"])
    over = now - row.raised_at >= allowed
    return State.FAILED if over else State.AGAIN, now + PAUSES[min(row.tries, len(PAUSES)) - 1]


def leave(url: str, kind: Kind) -> bool:
    """Send one message by an address of apprise; whether the other end took it."""
    import apprise

    # It would write the addresses, which hold tokens, to the log.
    logging.getLogger("apprise").disabled = True
    way = apprise.Apprise()
    return bool(way.add(url)) and bool(way.notify(title=TITLE, body=body(kind)))


def body(kind: Kind) -> str:
    """What goes out: no name, no place, no matter."""
    if kind == Kind.TRIAL:
        return TRIAL
    [origin] = settings.CSRF_TRUSTED_ORIGINS[:1] or [""]
    return f"您{kind.label}。请登录护童查看{'：' if origin else '。'}{origin + '/alarms' if origin else ''}"
