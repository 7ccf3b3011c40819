"""紧急上报: taken from anybody, at any time. What cannot be opened is kept as it came; too many make it small, never closed."""

import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.limits import Limit
from hutong.accounts.managers import plain
from hutong.accounts.permissions import PERMISSIONS, Permission
from hutong.alarms.actions import held_at, raise_for
from hutong.alarms.models import Kind
from hutong.documents import pictures
from hutong.ground import clock, figures, query
from hutong.ground.sealing import SealedTextField, unsealed
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level, level_of
from hutong.places.models import Place
from hutong.sync import envelope, senders
from hutong.sync.enrolment import report_token
from hutong.sync.models import UrgentReport
from hutong.sync.quota import FILE
from hutong.sync.schemas import UrgentIn
from hutong.sync.sent import storable

LIMIT, SMALL, FEW_WORDS = 1_500_000, 8 * 1024, 2 * 1024
MANY = Limit("urgent", 20, 60, "紧急上报")
# What one known phone sends beyond waits with the unknown: its secret lies on it in the clear, and whoever has a stolen one
# must not bury what other known phones report.
KNOWN = Limit("urgent-known", 60, 24 * 60, "紧急上报")
# All unknown senders together, whatever addresses they have: what they fill of the disk in a day has an end.
TOGETHER_LARGE, TOGETHER_LONG = "unknown_urgent_large", "unknown_urgent_long"
DAY = 24 * 60
ALARMS = uuid.UUID("6f1d8a52-5d0f-4b7e-9a1c-3a7c0e5b2d41")
TOO_LARGE = "内容太长，没有发出。请先拨打110，再只发几句话，不带照片和录音。"
Content = dict[str, Any]


@dataclass(frozen=True)
class Came:
    """Whose report it is, as far as anybody knows. trusted: a phone that speaks for its owner showed the secret of this
    enrolment; sender: else, a keyed hash."""

    device: uuid.UUID | None
    person: uuid.UUID | None
    name: str
    village: int | None
    trusted: bool
    sender: str

    def checked(self, size: int) -> None:
        """Raises Problem 413 for what is too long, or too long for one who sent many. A few words always pass, uncounted:
        a school shares one address, and no stranger uses up what a known phone may send."""
        who = str(self.device) if self.trusted else self.sender
        if size > LIMIT or (size > SMALL and not MANY.take(who, MANY.most)) or not (self.trusted or _room(size)):
            raise Problem(413, TOO_LARGE, "too_large")


def _room(size: int) -> bool:
    """Whether unknown senders together may send one more of this size today: photos end first, long texts next, a few words never."""
    if size <= FEW_WORDS:
        return True
    name = TOGETHER_LARGE if size > SMALL else TOGETHER_LONG
    most = figures.of(FILE, clock.today())[name]
    return Limit(name, most, DAY, "紧急上报").take("all", most)


def came(given: UrgentIn, address: str) -> Came:
    """Whose report it is. address: empty where the server is asked through a socket that knows none."""
    for device, person, name, village, enrolled_at, stands in _phones(given):
        shown = stands and _shows(given, report_token(device, enrolled_at))
        trusted = shown and KNOWN.take(str(device), KNOWN.most)
        return Came(device, person, name, village, trusted, "" if trusted else senders.of_address(address))
    return Came(None, None, "", None, False, senders.of_address(address))


@action("sync.urgent", Permission.URGENT)
def receive(grant: Grant, given: UrgentIn, who: Came) -> None:
    """Keep a report for township and county. The same id twice is one report."""
    query.one_by_one(str(given.id))
    if plain(UrgentReport).filter(pk=given.id).exists():
        return
    content, readable = _unsealed(given)
    named = content.get("place")
    village = who.village or (named if isinstance(named, int) and _known(named) else None)
    row = UrgentReport(
        id=given.id, place=_township(village), village=village, device=who.device, person=who.person,
        person_name=who.name, trusted=who.trusted, opened=readable, received_at=clock.now(),
    )  # fmt: skip
    row.content = _column().close(row, json.dumps(content, ensure_ascii=False)) or b""
    row.save(force_insert=True)
    if not who.trusted:
        senders.keep(row.pk, row.place, who.sender)
    _alarm(row)


def _alarm(row: UrgentReport) -> None:
    """Tell township and county. Unknown senders alarm once an hour, or whoever floods them would silence the rest."""
    matter = row.pk if row.trusted else uuid.uuid5(ALARMS, f"{row.place} {row.received_at:%Y-%m-%dT%H}")
    roles = [role for role, permissions in PERMISSIONS.items() if Permission.URGENT in permissions]
    places = {row.place, at_level(row.place, min(Level.COUNTY, level_of(row.place)))}
    raise_for([post for place in places for post in held_at(place, roles)], Kind.URGENT, matter)


def _unsealed(given: UrgentIn) -> tuple[Content, bool]:
    try:
        plain_text = envelope.open_sealed(str(given.id), given.ephemeral, given.nonce, given.sealed)
        found = storable(json.loads(plain_text))
        return (_cleaned(found), True) if isinstance(found, dict) else ({"words": str(found)}, True)
    except (envelope.Unreadable, ValueError, RecursionError):
        return given.model_dump(mode="json"), False


def _cleaned(content: Content) -> Content:
    """Pictures without their place. One that is none stays, as something to be saved: no report is refused for it."""
    media = content.get("media")
    if not isinstance(media, list):
        return content
    return content | {"media": [_medium(one) for one in media]}


def _medium(one: Any) -> Any:
    try:
        kept = pictures.cleaned(one["mime"], envelope.decode(one["data"]))
        return one | {"data": envelope.encode(kept)}
    except (pictures.NotThat, LookupError, TypeError, ValueError, AttributeError):
        return one | {"mime": "application/octet-stream"} if isinstance(one, dict) else one


def _phones(given: UrgentIn) -> list[tuple[Any, ...]]:
    if not given.device:
        return []
    return query.rows("SELECT * FROM sync_reporter(%s, %s)", [given.device, given.person])


def _shows(given: UrgentIn, token: str) -> bool:
    return hmac.compare_digest((given.report_token or "").encode(), token.encode())


def _known(place: int) -> bool:
    return Place.objects.filter(code=place).exists()


def _township(place: int | None) -> int:
    """The township that answers for a village; a report from nowhere goes to the province of this deployment."""
    if place is None:
        return settings.PROVINCE * 10**10
    return at_level(place, Level.TOWNSHIP) if level_of(place) > Level.TOWNSHIP else place


def _column() -> SealedTextField:
    column = UrgentReport._meta.get_field("content")
    assert isinstance(column, SealedTextField)
    return column


# After how many minutes what nobody took is the next level's to take up.
CLIMBS = {Level.PREFECTURE: "urgent_prefecture_minutes", Level.PROVINCE: "urgent_province_minutes"}
NOT_YOURS = "这份上报先由县、乡接报；他们到时没有接的，才到您这里。"


def theirs(grant: Grant) -> Q:
    """Which reports are a grant's to take up: a county's inside it; above it those that stand at its own place, and what nobody
    took for as long as policy says (phone-limits.csv)."""
    level = min((level_of(place) for place in grant.places), default=Level.COUNTY)
    if level >= Level.COUNTY:
        return Q()
    minutes = figures.of(FILE, clock.today())[CLIMBS[Level(level)]]
    late = Q(received_at__lte=clock.now() - timedelta(minutes=minutes))
    return Q(place__in=grant.places) | late


@action("sync.acknowledge", Permission.URGENT)
def acknowledge(grant: Grant, key: uuid.UUID, note: str) -> UrgentReport:
    """Say that a report was taken up, and what was done. Raises UrgentReport.DoesNotExist, Problem 403."""
    row = UrgentReport.objects.within(grant).select_for_update().get(pk=key)
    if not UrgentReport.objects.within(grant).filter(theirs(grant), pk=key).exists():
        raise Problem(403, NOT_YOURS, "not_yours")
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = clock.now(), grant.name
    row.note = f"{row.note}\n{note}".strip()[-500:] if note else row.note
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])
    return row


@action("sync.acknowledge_sender", Permission.URGENT)
def acknowledge_sender(grant: Grant, sender: str, upto: datetime, reason: str) -> int:
    """Say of all that one unknown sender sent until a moment that it was looked at, and why it needs nothing more.

    upto: the last that the officer was shown; what came later goes on waiting. Gives how many; raises
    UrgentReport.DoesNotExist where nothing waits."""
    found = senders.waiting(grant).filter(sender=sender, received_at__lte=upto).values("pk")
    rows = UrgentReport.objects.within(grant).filter(pk__in=[row["pk"] for row in found], acknowledged_at=None)
    mine = rows.filter(theirs(grant))
    if rows.exists() and not mine.exists():
        raise Problem(403, NOT_YOURS, "not_yours")
    taken = mine.update(acknowledged_at=clock.now(), acknowledged_by=grant.name, note=f"一并处理：{reason}")
    if not taken:
        raise UrgentReport.DoesNotExist
    return taken


def content_of(row: UrgentReport) -> Content:
    """What was reported: words, child, place, called_110, made_at, media; {} where it could not be opened."""
    return json.loads(unsealed(row, "content") or "{}") if row.opened else {}


def medium(row: UrgentReport, number: int) -> tuple[str, bytes]:
    """One photo or recording of a report. Raises LookupError, ValueError."""
    media = content_of(row).get("media") or []
    one = media[number]
    return str(one["mime"]), envelope.decode(str(one["data"]))
