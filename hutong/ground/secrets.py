"""Keys of the deployment, kept in one file outside the database and its backups."""

import hashlib
import hmac
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """django: signing key. seal: 32-byte key of the envelopes. find: 32-byte key of the look-up HMAC."""

    django: str
    seal: bytes
    find: bytes


def load(data: Path) -> Keys:
    """Read the key file (`HUTONG_KEYS`, else keys.toml in the data folder), making it on first use."""
    path = Path(os.environ.get("HUTONG_KEYS", data / "keys.toml"))
    if not path.exists():
        _make(path)
    keys = tomllib.loads(path.read_text())
    return Keys(keys["django"], bytes.fromhex(keys["seal"]), bytes.fromhex(keys["find"]))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f'{name} = "{secrets.token_hex(32)}"\n' for name in ("django", "seal", "find"))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)


def app_password(key: str) -> str:
    """The application role's password, derived so that no second secret must be kept."""
    return hmac.new(key.encode(), b"hutong_app", hashlib.sha256).hexdigest()


def report_scalar(seal: bytes) -> int:
    """The number behind the server's P-256 key for urgent reports, derived for the same reason; 1 ≤ n < the curve's order."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    drawn = hmac.new(seal, b"hutong urgent", hashlib.sha512).digest()
    return int.from_bytes(drawn, "big") % (order - 1) + 1


def packet_seeds(keys: Keys) -> tuple[bytes, bytes]:
    """Seeds of the deployment's own key pairs for packets: (signing, exchange). Derived for the same reason."""
    signing, exchange = (
        hmac.new(keys.seal, f"hutong packet {use}".encode(), hashlib.sha256) for use in ("sign", "box")
    )
    return signing.digest(), exchange.digest()
