"""Who may do what: the enum of permissions, and the roles that list them. One page answers "who may"."""

from django.db.models import TextChoices


class Permission(TextChoices):
    """What a route or an action asks for. Labels are what an administrator reads."""

    SIGNED_IN = "signed_in", "已登录"
    HOME = "home", "查看职责首页"
    CHILD_OPEN = "child_open", "打开一份儿童档案"
    CHILD_READ = "child_read", "查看儿童档案"
    CHILD_WRITE = "child_write", "建立和变更儿童档案"
    CHILD_MERGE = "child_merge", "合并重复档案"
    CHILD_UNMASK = "child_unmask", "显示完整号码"
    PRINT = "print", "打印"
    SEALED = "sealed", "接触密封事项"
    VISIT_WRITE = "visit_write", "记录走访"
    REVIEW = "review", "复核退出和终止类别"
    ANSWER = "answer", "办理县内单项事务（接报、接收、整改）"
    KEY_CHECK = "key_check", "重点核查"
    CAMPAIGN = "campaign", "组织摸底排查"
    CLEAN_RECORD = "clean_record", "违法犯罪记录查询"
    DUTY_WRITE = "duty_write", "申请免办、办理交办任务"
    DUTY_DECIDE = "duty_decide", "审批免办、交办任务"
    LEDGER_IMPORT = "ledger_import", "导入台账"
    LEDGER_EXPORT = "ledger_export", "导出台账和清单"
    POST_READ = "post_read", "查看儿童工作人员"
    POST_WRITE = "post_write", "任免儿童工作人员"
    SHARE_READ = "share_read", "查看授权"
    SHARE_WRITE = "share_write", "授权查看档案"
    BREAK_GLASS = "break_glass", "紧急查看档案"
    PACKET = "packet", "向系统外转出和从系统外转入档案"
    EXCHANGE = "exchange", "与全国信息管理系统交换数据"
    LOOKS_READ = "looks_read", "查看谁看过档案"
    ORGANISATION_READ = "organisation_read", "查看单位名录"
    ORGANISATION_WRITE = "organisation_write", "维护单位名录"
    DEVICE_USE = "device_use", "使用手机应用"
    DEVICE_READ = "device_read", "查看手机和待处理的上传"
    DEVICE_WRITE = "device_write", "停用手机、处理待处理的上传"
    URGENT = "urgent", "接收紧急上报"
    AUDIT = "audit", "审计查看记录"
    FEEDBACK_ANSWER = "feedback_answer", "答复意见与投诉"
    SYSTEM = "system", "系统管理"


class Role(TextChoices):
    """The actors of the document (mission.md, "Who uses it")."""

    CHILD_DIRECTOR = "child_director", "儿童主任"
    SUPERVISOR = "supervisor", "儿童督导员"
    PROTECTION_INSTITUTION = "protection_institution", "未成年人救助保护机构"
    WELFARE_INSTITUTION = "welfare_institution", "儿童福利机构"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    DEPARTMENT = "department", "成员单位"
    PARTNER = "partner", "社会组织"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


_P = Permission
_EVERYONE = frozenset({_P.SIGNED_IN})
# Opens and prints what was shared with them, does what was given to them, and nothing else (design.md, wall 4).
_RECEIVER = _EVERYONE | {_P.CHILD_OPEN, _P.CHILD_UNMASK, _P.SHARE_READ, _P.PRINT, _P.DUTY_WRITE}
_FIELDWORK = _EVERYONE | {
    _P.HOME,
    _P.CHILD_OPEN,
    _P.CHILD_READ,
    _P.CHILD_WRITE,
    _P.CHILD_UNMASK,
    _P.PRINT,
    _P.VISIT_WRITE,
    _P.ANSWER,
    _P.POST_READ,
    _P.DUTY_WRITE,
    _P.DEVICE_READ,
}
_DECIDES = frozenset({_P.DUTY_WRITE, _P.DUTY_DECIDE})
# A director may propose a merge; whoever decides it must see both files (doubles).
# Answers for the phones of those below, and for what comes from them and cannot be taken by itself.
_PHONES = frozenset({_P.DEVICE_WRITE, _P.URGENT})
_OFFICE = (
    _FIELDWORK
    | _DECIDES
    | _PHONES
    | {
        _P.REVIEW,
        _P.CHILD_MERGE,
        _P.LEDGER_IMPORT,
        _P.LEDGER_EXPORT,
        _P.POST_WRITE,
        _P.SHARE_READ,
        _P.ORGANISATION_READ,
    }
)
# Held by county level and above: LEVELS.
_RESPONSIBLE = frozenset(
    {_P.SHARE_WRITE, _P.BREAK_GLASS, _P.PACKET, _P.EXCHANGE, _P.LOOKS_READ, _P.ORGANISATION_WRITE, _P.CAMPAIGN}
    | {_P.CLEAN_RECORD}
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CHILD_DIRECTOR: _FIELDWORK | {_P.DEVICE_USE},
    Role.SUPERVISOR: _OFFICE | {_P.KEY_CHECK},
    Role.PROTECTION_INSTITUTION: _RECEIVER
    | _DECIDES
    | {_P.HOME, _P.CHILD_READ, _P.VISIT_WRITE, _P.POST_READ, _P.BREAK_GLASS, _P.ORGANISATION_READ, _P.URGENT}
    | {_P.CAMPAIGN, _P.ANSWER},
    Role.WELFARE_INSTITUTION: _RECEIVER,
    Role.CIVIL_AFFAIRS: _OFFICE | _RESPONSIBLE,
    # Departments and partners see only what was referred to them (design.md, wall 4).
    Role.DEPARTMENT: _RECEIVER,
    Role.PARTNER: _RECEIVER,
    Role.AUDITOR: _EVERYONE | {_P.AUDIT, _P.LOOKS_READ, _P.POST_READ},
    # Runs the system and sees no child.
    Role.ADMINISTRATOR: _EVERYONE | {_P.SYSTEM, _P.FEEDBACK_ANSWER, _P.POST_READ, _P.POST_WRITE},
}

# Levels of place (1 province … 5 village) at which a role's post may stand: opinion 一(一), 二(一), 四(三).
LEVELS: dict[Role, frozenset[int]] = {
    Role.CHILD_DIRECTOR: frozenset({5}),
    Role.SUPERVISOR: frozenset({4}),
    Role.PROTECTION_INSTITUTION: frozenset({1, 2, 3}),
    Role.WELFARE_INSTITUTION: frozenset({1, 2, 3}),
    Role.CIVIL_AFFAIRS: frozenset({1, 2, 3}),
    Role.DEPARTMENT: frozenset({1, 2, 3}),
    Role.PARTNER: frozenset({1, 2, 3}),
    Role.AUDITOR: frozenset({1, 2, 3}),
    Role.ADMINISTRATOR: frozenset({1, 2, 3}),
}

# Stand at a place and have no jurisdiction over it: no child is theirs to read but those shared with them.
WITHOUT_JURISDICTION = frozenset({Role.WELFARE_INSTITUTION, Role.DEPARTMENT, Role.PARTNER})

# Single matters of a county are answered in it: above it the units are looked after, and what climbed or needs the level above.
IN_THE_COUNTY = frozenset({Permission.ANSWER})

# Which numbered annex of the document a role finds on its home page; the bureau follows up the institution's.
ANNEX: dict[Role, str] = {
    Role.CHILD_DIRECTOR: "A3",
    Role.SUPERVISOR: "A2",
    Role.PROTECTION_INSTITUTION: "A1",
    Role.CIVIL_AFFAIRS: "A1",
}

# Sealed facts are held by named staff of the county and above (domain.md §10); a post may be named for them.
MAY_HOLD_SEALED = frozenset({Role.PROTECTION_INSTITUTION, Role.CIVIL_AFFAIRS})


def may(role: Role, permission: Permission) -> bool:
    """Whether a role lists the permission; SEALED is given to a post by name, never to a role."""
    return permission in PERMISSIONS[role]
