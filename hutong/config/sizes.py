"""How large what is sent to an address may be, before anybody reads it; above BEFORE_KNOWN only from somebody signed in."""

import re

BEFORE_KNOWN = 64 * 1024
WHOLE = 2 * 1024**2  # of a form, or of what a phone sends
SIGN_IN = 16 * 1024
FILES = {
    r"/api/v1/(ledgers|exchange/rosters|exchange/[^/]+/receipt)": 60 * 1024**2,  # the route itself refuses beyond 50 MB
    r"/api/v1/packets/(received|receipts)": 21 * 1024**2,
    r"/api/v1/(feedback|notice-proofs|children/[^/]+/categories/[^/]+/evidence)": 6 * 1024**2,
    r"/_allauth/.*": SIGN_IN,
}
# Sealed reports with a photo come from phones that are locked, lost or nobody's.
OF_ANYBODY = "/api/v1/sync/urgent"


def most(path: str) -> int:
    """The largest body in bytes that an address takes from whoever is signed in."""
    return next((size for address, size in FILES.items() if re.fullmatch(address, path)), WHOLE)


def most_unknown(path: str) -> int:
    """The largest that it takes from anybody."""
    return WHOLE if path == OF_ANYBODY else min(most(path), BEFORE_KNOWN)
