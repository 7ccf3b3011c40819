"""Photos and voice arrive in pieces, whatever the line does, and a picture does not say where it was taken."""

import hashlib
import os
import struct
import uuid

import pytest
from django.test import Client

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.tests.factories import registered
from hutong.documents.attaching import content_of
from hutong.documents.models import Attachment
from hutong.documents.pictures import NotThat, cleaned
from hutong.ground.sealing import seal_bytes
from hutong.sync import attachments
from hutong.sync.attachments import PIECE
from hutong.sync.models import Arriving, Piece
from hutong.sync.tests import payloads
from tests.cast import grant_of

pytestmark = pytest.mark.django_db
PLACE = b"Exif\0\0 42.1N 128.9E"


def jpeg(size: int) -> bytes:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body

    head = b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xE1, PLACE) + segment(0xFE, b"by M1")
    head += segment(0xDA, b"\1\1\0\0\x3f\0")
    return head + os.urandom(size).replace(b"\xff", b"\0") + b"\xff\xd9" + b"trailer"


def begin(phone, op, content, **over):
    body = {"id": str(uuid.uuid4()), "op_id": op["op_id"], "kind": "photo", "mime": "image/jpeg", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest()} | over  # fmt: skip
    return phone.call("/sync/attachments", body)


def put(phone, key, number, piece, digest=None):
    headers = {
        "HTTP_AUTHORIZATION": f"Device {phone.token}",
        "HTTP_X_PIECE_SHA256": digest or hashlib.sha256(piece).hexdigest(),
    }
    path = f"/api/v1/sync/attachments/{key}/{number}"
    return Client().put(path, piece, content_type="application/octet-stream", **headers)


@pytest.fixture
def sent(phone):
    child = registered()
    op = phone.note("care.record_visit", payloads.visit(child))
    phone.push()
    return child, op


def test_a_photo_arrives_piece_by_piece_without_its_place(phone, sent, cast, client_for):
    child, op = sent
    content = jpeg(PIECE + 50_000)
    key = begin(phone, op, content).json()["id"]
    assert put(phone, key, 1, content[PIECE:]).json() == {
        "id": key,
        "piece_size": PIECE,
        "received": [1],
        "done": False,
    }
    assert put(phone, key, 1, content[PIECE:]).json()["received"] == [1]
    assert put(phone, key, 0, content[:PIECE]).json()["done"]
    with context.within(grants.system()):
        row = plain(Attachment).get(pk=key)
        kept = content_of(row)
    assert PLACE in content
    assert PLACE not in kept
    assert kept.startswith(b"\xff\xd8")
    assert kept.endswith(b"\xff\xd9")
    desk = client_for(cast.wanbao)
    [listed] = desk.get(f"/children/{child}/attachments").json()
    assert (listed["label"], listed["whole"]) == ("照片", True)
    shown = desk.get(f"/children/{child}/attachments/{key}")
    assert (shown["Content-Type"], shown.getvalue()) == ("image/jpeg", kept)
    assert client_for(cast.antu).get(f"/children/{child}/attachments/{key}").status_code == 200
    assert client_for(cast.kaoshan).get(f"/children/{child}/attachments/{key}").status_code == 404


def test_a_damaged_piece_and_a_damaged_whole_are_asked_for_again(phone, sent):
    _, op = sent
    content = jpeg(1000)
    key = begin(phone, op, content, sha256="0" * 64).json()["id"]
    assert put(phone, key, 0, content, digest="0" * 64).json()["code"] == "bad_hash"
    assert put(phone, key, 0, content).json()["code"] == "bad_hash"
    assert begin(phone, op, content, id=key, sha256="0" * 64).json()["received"] == []


def test_what_does_not_belong_to_anything_or_is_too_large_is_not_taken(phone, sent):
    _, op = sent
    content = jpeg(1000)
    assert begin(phone, {"op_id": str(uuid.uuid4())}, content).json()["code"] == "no_operation"
    assert begin(phone, op, content, size=10_000_000).json()["code"] == "too_large"
    assert begin(phone, op, content, mime="text/html").json()["code"] == "invalid"


def test_what_hangs_behind_a_picture_or_hides_in_it_is_not_kept():
    """A picture that is a page or an archive too, a second picture behind the first, a thumbnail with the place."""
    whole = jpeg(2000).removesuffix(b"trailer")
    for hung in (b"<html><script>1</script>", b"PK\x03\x04 an archive", jpeg(500)):
        assert cleaned("image/jpeg", whole + hung + b"\xff\xd9") == cleaned("image/jpeg", whole)
    assert b"Exif" not in cleaned("image/jpeg", whole)
    chunks = (
        chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)) + chunk(b"eXIf", PLACE) + chunk(b"IEND", b"")
    )
    assert PLACE not in cleaned("image/png", b"\x89PNG\r\n\x1a\n" + chunks)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + bytes(4)


def test_a_picture_of_a_billion_points_is_refused():
    huge = struct.pack(">HBHHB", 11, 8, 60_000, 60_000, 1) + bytes(3)
    with pytest.raises(NotThat):
        cleaned("image/jpeg", b"\xff\xd8\xff\xc0" + huge + jpeg(100)[2:])
    with pytest.raises(NotThat):
        cleaned(
            "image/png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
        )


def test_a_picture_that_is_none_is_refused():
    for mime, content in (
        ("image/jpeg", b"<html>"),
        ("image/jpeg", b"\xff\xd8\xff"),
        ("image/png", b"\x89PNG"),
        ("audio/webm", b"x"),
        ("image/jpeg", b"\0\0\0\x18ftypheic"),
        ("image/png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("image/jpeg", jpeg(500)[:300]),
    ):
        with pytest.raises(NotThat):
            cleaned(mime, content)


def test_a_revoked_phone_hands_in_what_belongs_to_what_was_kept(phone, cast):
    from hutong.sync import deciding
    from hutong.sync.tests.test_phones import revoke

    child = registered()
    op = phone.note("care.record_visit", payloads.visit(child))
    revoke(cast)
    phone.push()
    content = jpeg(1000)
    key = begin(phone, op, content).json()["id"]
    assert put(phone, key, 0, content).json()["done"]
    [row] = payloads.quarantined()
    with context.within(grant_of(cast.wanbao)) as grant:
        deciding.apply(grant, row.pk)
    assert [row.child for row in payloads.rows_of(Attachment)] == [child]


def test_the_same_announcement_twice_is_one_and_another_under_its_id_is_told_so(phone, sent):
    _, op = sent
    content, key = jpeg(1000), str(uuid.uuid4())
    assert begin(phone, op, content, id=key).json() == begin(phone, op, content, id=key).json()
    assert begin(phone, op, jpeg(1000), id=key).json()["code"] == "id_used"
    other = phone.note("children.confirm", {"child": str(sent[0])})
    phone.push()
    assert begin(phone, other, content, id=key).json()["code"] == "id_used"
    assert put(phone, key, 0, content).json()["done"]


def test_one_whose_pieces_all_lie_there_is_made_whole_when_it_is_asked_for(phone, sent):
    """As two last pieces at once left it, before they waited for each other."""
    _, op = sent
    content, key = jpeg(PIECE + 10), str(uuid.uuid4())
    begin(phone, op, content, id=key)
    put(phone, key, 0, content[:PIECE])
    with context.within(grants.system()):
        row = plain(Arriving).get(pk=key)
        last = seal_bytes(content[PIECE:], attachments._bound(row, 1))
        plain(Piece).create(attachment=row, place=row.place, number=1, content=last)
    assert begin(phone, op, content, id=key).json()["done"]
