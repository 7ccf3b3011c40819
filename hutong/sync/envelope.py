"""What a phone seals to the server: ECDH on P-256, HKDF-SHA-256, AES-256-GCM; WebCrypto has all three (docs/sync.md)."""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hutong.ground import sealing

ALGORITHM = "ECDH-P256+HKDF-SHA256+A256GCM"
INFO = b"hutong urgent 1"


class Unreadable(ValueError):
    """The envelope was sealed to another key, or is none."""


def public_key() -> dict[str, str]:
    """ServerKey (schemas.py): what phones seal to."""
    point = _point(sealing.report_key().public_key())
    return {"id": hashlib.sha256(point).hexdigest()[:16], "algorithm": ALGORITHM, "key": encode(point)}


def open_sealed(bound_to: str, ephemeral: str, nonce: str, sealed: str) -> bytes:
    """The plain text. Raises Unreadable."""
    own = sealing.report_key()
    try:
        point = decode(ephemeral)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        key = _key(own.exchange(ec.ECDH(), theirs), point, _point(own.public_key()))
        return AESGCM(key).decrypt(decode(nonce), decode(sealed), bound_to.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable(bound_to) from wrong


def seal(content: bytes, bound_to: str, server_key: str) -> dict[str, str]:
    """What a phone does; for tests and for the description of the format."""
    own = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(server_key))
    point, nonce = _point(own.public_key()), os.urandom(12)
    key = _key(own.exchange(ec.ECDH(), theirs), point, decode(server_key))
    sealed = AESGCM(key).encrypt(nonce, content, bound_to.encode())
    return {"ephemeral": encode(point), "nonce": encode(nonce), "sealed": encode(sealed)}


def encode(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url, padded or not. Raises ValueError."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _key(secret: bytes, ephemeral: bytes, server: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=ephemeral + server, info=INFO).derive(secret)
