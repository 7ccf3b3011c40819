"""What was signed on a phone is kept as it was seen, with its mark, and a paper made later quotes its hash."""

import hashlib
import io
import struct

import pypdf
import pytest

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.tests.factories import registered
from hutong.documents import signing
from hutong.documents.models import Signature
from hutong.sync.tests import payloads
from hutong.sync.tests.test_attachments import begin, chunk, put

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)) + chunk(b"IEND", b"")
TEXT = "走访记录：张小明\n生活保障：正常\n答应要做的事：月底前补办医保"
SIGNED = {"template": "care.visit", "version": 1, "text": TEXT, "signer": "张德山", "capacity": "carer"}


def signs(phone, op, **more):
    """A signature that goes with an operation; gives its id, or the refusal."""
    asked = begin(phone, op, PNG, kind="signature", mime="image/png", signed=SIGNED | more)
    if asked.status_code != 200:
        return asked
    key = asked.json()["id"]
    assert put(phone, key, 0, PNG).json()["done"]
    return key


@pytest.fixture
def visited(phone):
    child = registered()
    op = phone.note("care.record_visit", payloads.visit(child))
    phone.push()
    return child, op


def test_the_desk_reads_what_the_signer_saw_and_a_paper_quotes_its_hash(phone, visited, cast, client_for):
    child, op = visited
    signs(phone, op)
    desk = client_for(cast.wanbao)
    [kept] = desk.get(f"/children/{child}/attachments").json()
    assert (kept["label"], kept["signed"]["who"], kept["signed"]["text"]) == ("签名", "张德山（实际照护人）签名", TEXT)
    assert kept["signed"]["whole"]
    digest = hashlib.sha256(f"care.visit@1\n{TEXT}".encode()).hexdigest()
    assert kept["signed"]["digest"] == digest
    asked = {"paper": "file", "purpose": "归档", "parts": ["visits"]}
    pages = pypdf.PdfReader(io.BytesIO(desk.post(f"/children/{child}/print", asked).getvalue())).pages
    words = "".join("".join(page.extract_text().split()) for page in pages)
    assert "张德山（实际照护人）签名" in words
    assert digest[: signing.SHOWN] in words
    assert client_for(cast.kaoshan).get(f"/children/{child}/attachments").status_code == 404


def test_names_and_text_lie_sealed_and_another_text_does_not_give_the_hash(phone, visited):
    _, op = visited
    signs(phone, op)
    with context.within(grants.system()):
        [row] = plain(Signature).all()
        for column in (row.text, row.signer):
            assert "张德山".encode() not in bytes(column)
        told = signing.shown(row)
        assert (told["digest"], told["whole"]) == (signing.digest(row.template, row.version, TEXT), True)
        assert signing.digest(row.template, row.version, TEXT.replace("月底", "年底")) != told["digest"]
        # A copy of the database does not tell whether a guess at the text is right.
        assert row.digest != told["digest"]
        assert signing.digest(row.template, 2, TEXT) != row.digest


def test_who_cannot_read_or_gives_a_thumbprint_has_a_witness(phone, visited):
    _, op = visited
    for wrong in ({"read_aloud": True}, {"means": "thumbprint"}, {"means": "thumbprint", "witness": " "}):
        refused = signs(phone, op, **wrong)
        assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "witness")
    assert signs(phone, op, means="thumbprint", witness="李桂芝", read_aloud=True)
    with context.within(grants.system()):
        assert signing.shown(plain(Signature).get())["who"] == "张德山（实际照护人）手印，见证人李桂芝"


def test_a_signature_of_an_upload_that_waits_goes_with_it_to_its_visit(phone, cast):
    from hutong.sync import deciding
    from hutong.sync.models import Quarantined
    from hutong.sync.tests.test_phones import revoke
    from tests.cast import grant_of

    child = registered()
    op = phone.note("care.record_visit", payloads.visit(child))
    revoke(cast)
    phone.push()
    signs(phone, op)
    with context.within(grant_of(cast.wanbao)) as grant:
        assert plain(Signature).get().child is None
        applied = deciding.apply(grant, Quarantined.objects.within(grant).get().pk)
        kept = plain(Signature).get()
        assert (kept.child, kept.record) == (child, applied.record)
        assert signing.shown(kept)["whole"]
