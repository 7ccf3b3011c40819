"""Open sessions: where a person is signed in, when that ends, and the log of every attempt."""

import ipaddress
import re
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from hutong.accounts import context, held
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Presence, SignIn
from hutong.accounts.presence import How, Result, Why
from hutong.accounts.session_store import SessionStore
from hutong.ground import clock
from hutong.places.codes import level_of

KEY = "presence"
# Written at most this often, so that a click costs no write.
SEEN = timedelta(minutes=1)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "火狐"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the outermost of our own proxies saw it (HUTONG_PROXIES says how many there are)."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.PROXIES
    found = hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return found[:45]


def network_of(address: str) -> str:
    """Whose line an address is, for counting: of IPv6 the first 64 bits, within which each line has addresses without end."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def device_of(request: HttpRequest) -> str:
    """The browser and the system, in words that a person knows again."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    browser, system = (
        next((name for mark, name in known if re.search(mark, agent)), "其他") for known in (BROWSERS, SYSTEMS)
    )
    return f"{system}，{browser}浏览器"


def arrive(request: HttpRequest, person: Person) -> Presence:
    """Note that a person has signed in here; the oldest session beyond the allowed number ends, and is told why."""
    now = clock.now()
    here = Presence(
        person=person,
        began_at=now,
        seen_at=now,
        address=address_of(request),
        device=device_of(request),
        how=_how(request),
    )
    with context.as_person(person):
        here.save(force_insert=True)
        others = open_of(person.pk).exclude(pk=here.pk).order_by("-began_at", "-pk")
        surplus = list(others.values_list("pk", flat=True)[max(settings.SESSIONS - 1, 0) :])
        _end(Presence.objects.filter(pk__in=surplus), Why.TOO_MANY)
    request.session[KEY] = str(here.pk)
    note(request, person, Result.OK, How(here.how))
    return here


def _how(request: HttpRequest) -> How:
    methods = {record["method"] for record in request.session.get("account_authentication_methods", [])}
    if How.SSO in methods:
        return How.SSO
    return How.SECOND_FACTOR if "mfa" in methods else How.PASSWORD


def judged(here: Presence | None) -> Why | None:
    """Whether a session that was looked up is over, and why; notes that the person is still here."""
    if here is None:
        return Why.LEFT
    if here.ended_at is None and (why := _too_old(here)):
        end(_of(here), here.pk, why)
        return why
    if here.ended_at is None and clock.now() - here.seen_at >= SEEN:
        with context.as_person(_of(here)):
            Presence.objects.filter(pk=here.pk).update(seen_at=clock.now())
    return Why(here.ended_why) if here.ended_at else None


def _too_old(here: Presence) -> Why | None:
    now = clock.now()
    if now - here.began_at >= timedelta(hours=settings.SESSION_HOURS):
        return Why.TOO_LONG
    return Why.IDLE if now - here.seen_at >= timedelta(minutes=settings.IDLE_MINUTES) else None


def _of(here: Presence) -> UUID:
    return here.person_id  # type: ignore[attr-defined]  # django-types


def open_of(person: UUID):
    """A person's sessions that nothing has ended, also those that time has. Asked as that person (context.as_person)."""
    return Presence.objects.filter(person=person, ended_at=None)


def live_of(person: UUID) -> list[Presence]:
    """A person's sessions that still work, newest first."""
    with context.as_person(person):
        return [one for one in open_of(person).order_by("-seen_at", "-pk") if not _too_old(one)]


def end_all(person: UUID, why: Why, keep: str | UUID | None = None) -> int:
    """End a person's sessions, but the one to keep; each is told why at its next click. Gives how many."""
    with context.as_person(person):
        return _end(open_of(person).exclude(pk=keep) if keep else open_of(person), why)


def leave(session: str, person: str | UUID) -> None:
    """The person signed out."""
    end(UUID(str(person)), UUID(str(session)), Why.LEFT)


def end(person: UUID, session: UUID, why: Why) -> int:
    """End one of a person's sessions; 0 where it is none of them, or over."""
    with context.as_person(person):
        return _end(open_of(person).filter(pk=session), why)


def _end(sessions, why: Why) -> int:
    return sessions.update(ended_at=clock.now(), ended_why=why)


def note(request: HttpRequest, person: Person, result: Result, how: How = How.PASSWORD) -> None:
    """One line of the person's history of sign-ins."""
    posts = held.posts_of(person)
    place = min(posts, key=lambda post: level_of(post.place)).place if posts else person.place
    with context.as_person(person):
        SignIn(
            at=clock.now(),
            person=person,
            place=place,
            address=address_of(request),
            device=device_of(request),
            how=how,
            result=result,
        ).save(force_insert=True)


def known_here(person: Person, address: str) -> bool:
    """Whether the person has lately signed in from an address's network: of IPv6 a line gets another address every day."""
    since, here = clock.now() - timedelta(days=90), network_of(address)
    with context.as_person(person):
        lately = plain(SignIn).filter(person=person, result=Result.OK, at__gte=since)
        return any(network_of(one) == here for one in lately.values_list("address", flat=True).distinct())


def sweep() -> int:
    """Remove what sessions held that are over, and sign-ins older than the setting, at night; gives how many sign-ins."""
    SessionStore.clear_expired()
    before = clock.now() - timedelta(days=settings.SIGN_IN_DAYS)
    Presence.objects.filter(seen_at__lt=before).delete()
    return plain(SignIn).filter(at__lt=before).delete()[0]
