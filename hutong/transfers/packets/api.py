"""Routes of packets to and from other deployments (A2-3)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import FileResponse
from ninja import File, Router, UploadedFile

from hutong.accounts import positions
from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.limits import PRINTS, UPLOADS, limited
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children.opening import fetch
from hutong.documents import printed, store
from hutong.documents.download import download
from hutong.journal.actions import looked
from hutong.sharing.printing import show as papers
from hutong.transfers.models import PacketIn, PacketOut, Partner
from hutong.transfers.packets import actions, envelope, keys, leaving, show
from hutong.transfers.packets import partners as register
from hutong.transfers.packets import schemas as s
from hutong.transfers.packets.keys import PacketError

router = Router(tags=["packets"])


@router.get("/packet-partners", response=s.Partners)
@permits(Permission.PACKET)
def partners(request: Request) -> Any:
    mine = keys.own().public
    rows = plain(Partner).filter(closed_on=None).order_by("confirmed_on", "name", "id")
    own_key = {"key": mine.text, "fingerprint": mine.fingerprint}
    return {"own": own_key, "items": show.partners(request.grant, rows)}


@router.post("/packet-partners/read", response=s.PacketKey)
@permits(Permission.PACKET)
def read_key(request: Request, given: s.PacketKeyIn) -> Any:
    """The fingerprint of a key that was pasted, before it is entered."""
    with as_problem("key"):
        public = keys.parse(given.key)
    return {"key": public.text, "fingerprint": public.fingerprint}


@router.post("/packet-partners", response=s.PartnerOut)
@permits(Permission.PACKET)
def add_partner(request: Request, given: s.PartnerIn) -> Any:
    with as_problem("key"):
        return show.partner(request.grant, register.add_partner(request.grant, **given.model_dump()))


@router.post("/packet-partners/{packet_partner}/confirm", response=s.PartnerOut)
@permits(Permission.PACKET)
def confirm_partner(request: Request, packet_partner: uuid.UUID, given: s.PartnerConfirm) -> Any:
    """A second person at the province has compared the fingerprint too."""
    _partner(request, packet_partner)
    return show.partner(request.grant, register.confirm_partner(request.grant, packet_partner, given.checked_with))


@router.post("/packet-partners/{packet_partner}/close", response=s.PartnerOut)
@permits(Permission.PACKET)
def close_partner(request: Request, packet_partner: uuid.UUID, given: s.PacketReason) -> Any:
    _partner(request, packet_partner)
    return show.partner(request.grant, register.close_partner(request.grant, packet_partner, given.reason))


@router.get("/packets/sent", response=s.PacketsSent)
@permits(Permission.PACKET)
def sent(request: Request, after: str | None = None) -> Any:
    rows = PacketOut.objects.within(request.grant).select_related("partner")
    found, foot = positions.listed(rows, ("-id",), after)
    return {"items": show.sent(request.grant, found), **foot}


@router.get("/packets/received", response=s.PacketsReceived)
@permits(Permission.PACKET)
def received(request: Request, after: str | None = None) -> Any:
    found, foot = positions.listed(PacketIn.objects.within(request.grant), ("-uploaded_on", "-id"), after)
    return {"items": [show.received(row) for row in found], **foot}


@router.post("/children/{child}/packets", response=s.OutPacket)
@permits(Permission.PACKET)
def send(request: Request, child: str, given: s.SendIn) -> Any:
    found = fetch(request, child)
    partner = plain(Partner).filter(pk=given.partner_id).first()
    if partner is None:
        raise Problem(422, "请选择收件方。", "invalid", [("partner", "请选择收件方。")])
    with as_problem():
        packet = actions.make(request.grant, found, partner, given.reason, sealed=given.sealed)
    return show.sent(request.grant, [packet])[0]


@router.get("/packets/sent/{packet_out}/file")
@permits(Permission.PACKET)
def sent_file(request: Request, packet_out: uuid.UUID) -> FileResponse:
    """The file again; each time in the log of looks, as it is carried out of the house."""
    packet = _sent(request, packet_out)
    leaving.logged(request.grant, packet.place, packet.child_id, f"下载转出文件（{packet.partner.name}）")  # type: ignore[attr-defined]  # django-types
    return _download(request, packet.file)


@router.post("/packets/sent/{packet_out}/summary")
@limited(PRINTS)
@permits(Permission.PACKET)
def summary(request: Request, packet_out: uuid.UUID) -> FileResponse:
    """The child's card as a paper that goes beside the packet; logged and kept as every paper."""
    packet = _sent(request, packet_out)
    child = fetch(request, str(packet.child_id))  # type: ignore[attr-defined]  # django-types
    seen = papers.look(request.grant, child, papers.Options(papers.Recipient.SUPERIOR))
    title = "儿童档案转出摘要"
    wanted = printed.Wanted("sharing/papers/card.typ", title, child.place, papers.unit(seen), packet.reason,
                            packet.partner.name, child=child.pk, rev=child.rev)  # fmt: skip
    looked(request.grant, "print", child.place, child.pk, f"打印{title}，交给{packet.partner.name}"[:200])
    issued = printed.issue(request.grant, wanted, papers.card(seen))
    return download(issued.content, f"{title}-{child.number}.pdf", "application/pdf")


@router.post("/packets/sent/{packet_out}/cancel", response=s.OutPacket)
@permits(Permission.PACKET)
def cancel(request: Request, packet_out: uuid.UUID, given: s.PacketReason) -> Any:
    _sent(request, packet_out)
    actions.cancel(request.grant, packet_out, given.reason)
    return show.sent(request.grant, [_sent(request, packet_out)])[0]


@router.post("/packets/receipts", response=s.OutPacket)
@limited(UPLOADS)
@permits(Permission.PACKET)
def take_receipt(request: Request, file: File[UploadedFile]) -> Any:
    with as_problem("file"):
        packet = actions.take_receipt(request.grant, _read(file))
    return show.sent(request.grant, [_sent(request, packet.pk)])[0]


@router.post("/packets/received", response=s.InPacket)
@limited(UPLOADS)
@permits(Permission.PACKET)
def upload(request: Request, file: File[UploadedFile]) -> Any:
    with as_problem("file"):
        return show.received(actions.upload(request.grant, _read(file)))


@router.get("/packets/received/{packet_in}", response=s.PacketPreview)
@permits(Permission.PACKET)
def preview(request: Request, packet_in: uuid.UUID) -> Any:
    with as_problem():
        return show.preview(request.grant, _received(request, packet_in))


@router.post("/packets/received/{packet_in}/receive", response=s.InPacket)
@permits(Permission.PACKET)
def receive(request: Request, packet_in: uuid.UUID, given: s.ReceiveIn) -> Any:
    _received(request, packet_in)
    with as_problem():
        return show.received(actions.receive(request.grant, packet_in, **given.model_dump()))


@router.post("/packets/received/{packet_in}/refuse", response=s.InPacket)
@permits(Permission.PACKET)
def refuse(request: Request, packet_in: uuid.UUID, given: s.PacketReason) -> Any:
    _received(request, packet_in)
    return show.received(actions.refuse(request.grant, packet_in, given.reason))


@router.get("/packets/received/{packet_in}/receipt")
@permits(Permission.PACKET)
def receipt(request: Request, packet_in: uuid.UUID) -> FileResponse:
    row = _received(request, packet_in)
    if row.receipt is None:
        raise Problem(409, "还没有办理，办完才有回执。", "not_now")
    return _download(request, row.receipt)


def _sent(request: Request, packet: uuid.UUID) -> PacketOut:
    found = PacketOut.objects.within(request.grant).filter(pk=packet).select_related("partner").first()
    if found is None:
        raise missing("转出记录")
    return found


def _partner(request: Request, partner: uuid.UUID) -> None:
    if not Partner.objects.within(request.grant).filter(pk=partner).exists():
        raise missing("收件方")


def _received(request: Request, packet: uuid.UUID) -> PacketIn:
    found = PacketIn.objects.within(request.grant).filter(pk=packet).first()
    if found is None:
        raise missing("转入记录")
    return found


def _read(file: UploadedFile) -> bytes:
    if (file.size or 0) > envelope.LIMIT:
        raise PacketError("文件超过 20 MB，不是护童数据包。")
    return file.read()


def _download(request: Request, key: uuid.UUID) -> FileResponse:
    try:
        file, content = store.read(request.grant, key)
    except (store.File.DoesNotExist, FileNotFoundError):
        raise missing("文件") from None
    return download(content, file.name, "application/octet-stream")


@contextmanager
def as_problem(field: str = "") -> Iterator[None]:
    """What cannot be taken, as an answer for the screen. field: at which a sentence without a field of its own belongs."""
    try:
        yield
    except PacketError as wrong:
        at = getattr(wrong, "field", "") or field
        raise Problem(422, str(wrong), "invalid", [(at, str(wrong))] if at else []) from None
