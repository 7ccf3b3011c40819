"""地址保密: a child whose father must not learn where it lives, by the court's order; and one on request."""

from datetime import date, timedelta

from hutong.children.models import Child
from hutong.children.protecting.actions import protect_address
from hutong.demo.acting import acting, moment
from hutong.demo.cases.choosing import Register
from hutong.demo.cases.moves import MINGYUE, MINGYUES
from hutong.demo.villages import ANTU

ORDER = {
    "against": "father",
    "basis": "order",
    "document": "（演示）人身安全保护令",
    "decided_by": "安图县人民法院",
}
REQUEST = {
    "against": "other",
    "against_name": "父亲的弟弟",
    "basis": "request",
}


def protect(register: Register, today: date) -> None:
    """Both children live in 安图, one of them in 明月镇."""
    for place, days, half_year, told in ((MINGYUE, 25, True, ORDER), (ANTU, 60, False, REQUEST)):
        child = register.take(place)
        if child is None:
            continue
        with acting(MINGYUES if place == MINGYUE else "2224260006", moment(today, days)) as grant:
            since = today - timedelta(days)
            until = since + timedelta(182) if half_year else None
            protect_address(grant, Child.objects.within(grant).get(pk=child.id), since, until, **told)
