"""The envelope of a packet or receipt: encrypted to one deployment, signed by another (docs/packet.md)."""

import base64
import json
import os
import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hutong.transfers.packets.keys import Own, PacketError, Public, parse

FORMAT, VERSION = "hutong-packet", 1
FILE, RECEIPT = "file", "receipt"
LIMIT = 20 * 1024**2
HEADER = ("format", "version", "kind", "id", "sender", "receiver", "ephemeral", "nonce")
INCOMPLETE = "这不是护童数据包，或者文件不完整，请向对方再要一次。"
CHANGED = "数据包的签名不对：内容被改动过，或者传送中损坏了。没有收下任何内容。"


@dataclass(frozen=True)
class Unsealed:
    """What was in it. id: the packet's own; of a receipt, the receipt's."""

    kind: str
    id: uuid.UUID
    sender: Public
    content: dict[str, Any]


def seal(own: Own, to: Public, kind: str, key: uuid.UUID, content: dict[str, Any]) -> bytes:
    """Encrypt a content to a deployment and sign the whole."""
    private = X25519PrivateKey.generate()
    ephemeral, nonce = private.public_key().public_bytes_raw(), os.urandom(12)
    header = {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "id": str(key),
        "sender": own.public.text,
        "receiver": to.text,
        "ephemeral": _text(ephemeral),
        "nonce": _text(nonce),
    }
    said = _canonical(header)
    aead = AESGCM(_key(private.exchange(to.target), ephemeral, to))
    body = aead.encrypt(nonce, json.dumps(content, ensure_ascii=False).encode(), said)
    signature = own.sign.sign(said + b"\n" + body)
    return _canonical(header | {"ciphertext": _text(body), "signature": _text(signature)})


def open_(own: Own, data: bytes) -> Unsealed:
    """Check and decrypt. Raises PacketError for whatever is not a whole packet of version 1 to this deployment."""
    if len(data) > LIMIT:
        raise PacketError("文件超过 20 MB，不是护童数据包。")
    packet = _read(data)
    header = {name: packet.get(name) for name in HEADER}
    if packet.get("format") != FORMAT:
        raise PacketError(INCOMPLETE)
    if packet.get("version") != VERSION:
        raise PacketError(
            f"数据包的版本是 {str(packet.get('version'))[:10]}，本系统只能读版本 {VERSION}，请升级后再收。"
        )
    if packet.get("receiver") != own.public.text:
        raise PacketError("这个数据包不是发给本系统的，请对方核对收件方的公钥。")
    sender, said = parse(_str(packet, "sender")), _canonical(header)
    body = _bytes(packet, "ciphertext")
    try:
        sender.verifier.verify(_bytes(packet, "signature"), said + b"\n" + body)
        ephemeral = _bytes(packet, "ephemeral")
        shared = own.box.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        plain = AESGCM(_key(shared, ephemeral, own.public)).decrypt(_bytes(packet, "nonce"), body, said)
        return Unsealed(_str(packet, "kind"), uuid.UUID(_str(packet, "id")), sender, _read(plain))
    except (InvalidSignature, InvalidTag, ValueError) as wrong:
        raise wrong if isinstance(wrong, PacketError) else PacketError(CHANGED) from None


def _key(shared: bytes, ephemeral: bytes, receiver: Public) -> bytes:
    """The key of this one packet, out of what the ephemeral key and the receiver's have in common."""
    return HKDF(hashes.SHA256(), 32, ephemeral + receiver.box, b"hutong-packet v1 AES-256-GCM").derive(shared)


def _read(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise PacketError(INCOMPLETE) from None
    if not isinstance(found, dict):
        raise PacketError(INCOMPLETE)
    return found


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _str(packet: dict[str, Any], name: str) -> str:
    value = packet.get(name)
    if not isinstance(value, str):
        raise PacketError(INCOMPLETE)
    return value


def _bytes(packet: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_str(packet, name), validate=True)
    except ValueError:
        raise PacketError(INCOMPLETE) from None
