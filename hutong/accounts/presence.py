"""What sign-in leaves behind: open sessions, the log of sign-ins, and hashes of former passwords. No data of children."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from hutong.accounts.managers import ScopedManager


class Why(models.TextChoices):
    """What ended a session."""

    LEFT = "left", "本人退出"
    IDLE = "idle", "长时间没有操作"
    TOO_LONG = "too_long", "登录时间太长"
    TOO_MANY = "too_many", "在其他设备登录，超过了允许的数量"
    SENT_AWAY = "sent_away", "本人在其他设备上让它退出"
    PASSWORD = "password", "密码已修改"
    RESET = "reset", "密码或第二步验证被上级重置"
    SUSPENDED = "suspended", "账号被停用"
    POST_ENDED = "post_ended", "岗位已结束"


class How(models.TextChoices):
    """What a person showed at sign-in."""

    PASSWORD = "password", "密码"
    SECOND_FACTOR = "second_factor", "密码和验证码"
    SSO = "sso", "统一身份认证"


class Result(models.TextChoices):
    """What came of an attempt."""

    OK = "ok", "成功"
    WRONG_PASSWORD = "wrong_password", "密码不对"
    WRONG_CODE = "wrong_code", "验证码不对"
    LOCKED = "locked", "账号锁定期间"
    ADDRESS = "address", "这个网络地址失败太多"
    SUSPENDED = "suspended", "账号已停用"
    NO_POST = "no_post", "没有在任岗位"


class Presence(models.Model):
    """One person at one device, from sign-in to its end. The database shows a person's own to that person only.

    The session holds its id; the middleware (config/watch.py) looks at it with every request.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=60)
    how = models.CharField(max_length=13, choices=How.choices)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"])]


class SignIn(models.Model):
    """One attempt to sign in, with what came of it. place: where the person's highest post was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    place = models.BigIntegerField()
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=60)
    how = models.CharField(max_length=13, choices=How.choices)
    result = models.CharField(max_length=14, choices=Result.choices)

    objects: ClassVar[ScopedManager] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["person", "at"]), models.Index(fields=["at"])]


class Counted(models.Model):
    """How often something was done since the first time, until its minutes are over (limits.py).

    Unlogged: a count costs no disk's wait, and is lost only with the server itself. Read before any scope exists: no
    row-level security.
    """

    name = models.CharField(primary_key=True, max_length=90, help_text="the limit, and a hash of who")
    times = models.BigIntegerField()
    until = models.DateTimeField()


class FormerPassword(models.Model):
    """The hash of a password that a person has had, so that it is not taken again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    hash = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["person", "at"])]
