"""Heads of the chain leave the house: where the database can be written anew, only what somebody else keeps can tell (ADR 25)."""

import logging
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from hutong.journal.chain import checking, sealing
from hutong.journal.chain.sealing import Head

FILE = "heads.txt"
MOST = 50
log = logging.getLogger("hutong")


def remember(folder: Path) -> None:
    """Backups go here; so do heads, every night."""
    (settings.DATA / "backups-folder").write_text(str(folder.absolute()), encoding="utf-8")


def folders() -> list[Path]:
    """Where heads are kept: HUTONG_HEADS, and the folder of the last backup."""
    kept = settings.DATA / "backups-folder"
    told = [settings.HEADS, kept.read_text(encoding="utf-8") if kept.exists() else ""]
    return list(dict.fromkeys(Path(one) for one in told if one))


def noted(folder: Path) -> list[Head]:
    """The heads that a folder keeps; [] where it keeps none. Raises sealing.NotAHead."""
    file = folder / FILE
    return sealing.heads(file.read_text(encoding="utf-8")) if file.exists() else []


def leave(differs: list[str]) -> list[str]:
    """Note the present head in every folder and send it to the administrator; gives where it went. differs: what tonight's
    comparison found; to it comes what the last head in each folder finds. The mail tells the number, the log the sentences."""
    differs = [*differs, *_differing()]
    for sentence in differs[:MOST]:
        log.error("%s", sentence)
    head = checking.last()
    if head is None:
        return []
    return [str(folder) for folder in folders() if _written(folder, head)] + _sent(head, len(differs))


def _differing() -> list[str]:
    """Where the chain no longer holds the head that a folder got last: cut, sealed anew, or come back from a backup.

    The last alone: after a restore the next night begins anew, and `hutong journal verify` goes on telling of all."""
    found: list[str] = []
    for folder in folders():
        with suppress(OSError, sealing.NotAHead):  # said when the next head is kept there
            found += checking.against(noted(folder)[-1:])
    return list(dict.fromkeys(found))


def _written(folder: Path, head: Head) -> bool:
    try:
        if head not in noted(folder)[-1:]:
            with (folder / FILE).open("a", encoding="utf-8") as file:
                file.write(head.line + "\n")
    except (OSError, sealing.NotAHead) as wrong:
        log.error("heads of the chain cannot be kept in %s", folder, exc_info=wrong)
        return False
    return True


def _sent(head: Head, differs: int) -> list[str]:
    if not (settings.SMTP and settings.ADMIN_MAIL):
        return []
    found = (
        f"今夜核对发现 {differs} 处被越过历史改动，请运行 hutong journal verify。"
        if differs
        else "今夜核对没有发现问题。"
    )
    text = f"请保存这封邮件，不要删除；核对时用得着。\n\n{head.line}\n\n{found}\n"
    try:
        send_mail(f"护童历史封存 第 {head.n} 批", text, settings.EMAIL_FROM, [settings.ADMIN_MAIL])
    except OSError as wrong:  # smtplib's errors are of this kind
        log.error("the head of the chain cannot be sent by mail", exc_info=wrong)
        return []
    return [settings.ADMIN_MAIL]
