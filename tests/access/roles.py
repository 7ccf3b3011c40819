"""Who may do what, said a second time and by hand: the matrix compares the program with this page."""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY = "signed_in"
DECIDES = "duty_write duty_decide"
FIELD = f"{EVERYBODY} home child_open child_read child_write child_unmask visit_write answer post_read duty_write device_read print"
PHONES = "device_write urgent"
OFFICE = (
    f"{FIELD} {DECIDES} {PHONES} review child_merge ledger_import ledger_export post_write share_read organisation_read"
)
BUREAU = f"{OFFICE} share_write break_glass packet exchange looks_read organisation_write campaign clean_record"
RECEIVER = f"{EVERYBODY} child_open child_unmask share_read print duty_write"

ROLES = {
    "child_director": f"{FIELD} device_use",
    "supervisor": f"{OFFICE} key_check",
    "civil_affairs": BUREAU,
    "civil_affairs, above the county": BUREAU.replace(" answer", ""),
    "civil_affairs, named for sealed facts": f"{BUREAU} sealed",
    "protection_institution": f"{RECEIVER} {DECIDES} home child_read visit_write post_read break_glass organisation_read urgent campaign answer",
    "welfare_institution": RECEIVER,
    "department": RECEIVER,
    "partner": RECEIVER,
    "auditor": f"{EVERYBODY} audit looks_read post_read",
    "administrator": f"{EVERYBODY} system feedback_answer post_read post_write",
}
# Stand at a place and have no jurisdiction: only what was shared with them is theirs to open.
WITHOUT_JURISDICTION = {"welfare_institution", "department", "partner"}

VILLAGE, BESIDE_VILLAGE = 222426_105_204, 222426_105_205
TOWNSHIP, BESIDE_TOWNSHIP, IN_BESIDE_TOWNSHIP = 222426_105_000, 222426_106_000, 222426_106_001
COUNTY, BESIDE_COUNTY = 222426_000_000, 222403_000_000
PREFECTURE, BESIDE_PREFECTURE = 2224_00_000_000, 2201_00_000_000
PROVINCE = 22 * 10**10
FAR, SHARED, EXPIRED = 220122_103_200, 220122_103_201, 220122_103_202

# Where the objects of the matrix lie: one of each kind at each spot.
SPOTS = (
    VILLAGE,
    BESIDE_VILLAGE,
    TOWNSHIP,
    BESIDE_TOWNSHIP,
    IN_BESIDE_TOWNSHIP,
    COUNTY,
    BESIDE_COUNTY,
    PREFECTURE,
    BESIDE_PREFECTURE,
    PROVINCE,
    FAR,
    SHARED,
    EXPIRED,
)
RELATIONS = ("own", "below", "beside", "above", "elsewhere", "shared", "expired share")
STATES = ("active", "suspended", "post ended", "moved", "must change password")


@dataclass(frozen=True)
class Caller:
    """Who asks: a role at a place; moved_to: where the post is in the state "moved"."""

    name: str
    words: str
    place: int
    moved_to: int | None

    @property
    def role(self) -> str:
        return self.words.split(",")[0]

    @property
    def sealed(self) -> bool:
        return "sealed" in self.words

    @property
    def inside(self) -> frozenset[str]:
        """The relations that lie in the caller's jurisdiction."""
        return frozenset() if self.role in WITHOUT_JURISDICTION else frozenset({"own", "below"})

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(ROLES[self.words].split())

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(state for state in STATES if state != "moved" or self.moved_to)


CALLERS = (
    Caller("director", "child_director", VILLAGE, BESIDE_VILLAGE),
    Caller("supervisor", "supervisor", TOWNSHIP, BESIDE_TOWNSHIP),
    Caller("county", "civil_affairs", COUNTY, BESIDE_COUNTY),
    Caller("county, sealed", "civil_affairs, named for sealed facts", COUNTY, BESIDE_COUNTY),
    Caller("prefecture", "civil_affairs, above the county", PREFECTURE, BESIDE_PREFECTURE),
    Caller("province", "civil_affairs, above the county", PROVINCE, None),
    *(
        Caller(role, role, COUNTY, BESIDE_COUNTY)
        for role in (
            "protection_institution",
            "welfare_institution",
            "department",
            "partner",
            "auditor",
            "administrator",
        )
    ),
)


def relation(of: int, to: int) -> str:
    """How an object's place lies to a caller's place. Reckoned from the digits alone."""
    if of == to:
        return "own"
    if _within(of, to):
        return "below"
    if to in (SHARED, EXPIRED):
        return "shared" if to == SHARED else "expired share"
    if _within(to, of):
        return "above"
    return "beside" if _above(of) == _above(to) else "elsewhere"


def _size(place: int) -> int:
    return next(size for size in (10**10, 10**8, 10**6, 10**3, 1) if place % size == 0)


def _within(unit: int, place: int) -> bool:
    return unit // _size(unit) == place // _size(unit)


def _above(place: int) -> int:
    bigger = {1: 10**3, 10**3: 10**6, 10**6: 10**8, 10**8: 10**10, 10**10: 10**12}[_size(place)]
    return place // bigger * bigger
