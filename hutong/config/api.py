"""The API at /api/v1: mounts every app's router. A route says its permission with accounts.http.permits."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import SessionAuth

from hutong.accounts.api import router as accounts
from hutong.alarms.api import router as alarms
from hutong.care.api import router as care
from hutong.care.campaigns.api import router as campaigns
from hutong.care.checks.api import router as checks
from hutong.care.questions.api import router as questions
from hutong.children.addresses.api import router as addresses
from hutong.children.api import router as children
from hutong.children.reviews.api import router as reviews
from hutong.children.samples.api import router as samples
from hutong.children.sealed.api import router as sealed_search
from hutong.config import described, refusals
from hutong.desk.api import router as desk
from hutong.desk.decisions import router as decisions
from hutong.desk.jobs.api import router as jobs
from hutong.desk.looks.api import router as looks
from hutong.desk.named.api import router as named
from hutong.desk.phones.api import router as phones
from hutong.desk.shared.api import router as shared
from hutong.documents.links.api import router as links
from hutong.documents.notices.api import router as notices
from hutong.documents.numbering.api import router as numbering
from hutong.doubles.api import router as doubles
from hutong.duties.api import router as duties
from hutong.feedback.api import router as feedback
from hutong.ledgers.intake.api import router as ledgers
from hutong.places.api import router as places
from hutong.returns.balance.api import router as balance
from hutong.returns.exchange.api import router as exchange
from hutong.returns.months.api import router as months
from hutong.returns.out.api import router as ledgers_out
from hutong.sharing.api import router as sharing
from hutong.sharing.printing.api import router as printing
from hutong.sync.api import router as sync
from hutong.transfers.moves.api import router as moves
from hutong.transfers.packets.api import router as packets
from hutong.transfers.splits.api import router as splits
from hutong.workforce.api import router as workforce
from hutong.workforce.changes.api import router as changes
from hutong.workforce.clean.api import router as clean
from hutong.workforce.cover.api import router as cover
from hutong.workforce.organisations.api import router as organisations
from hutong.workforce.security.api import router as security


class Api(NinjaAPI):
    """NinjaAPI whose operation ids are the app's and the view function's names."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        app = operation.view_func.__module__.removeprefix("hutong.").removesuffix(".api")
        return f"{app}_{operation.view_func.__name__}".replace(".", "_")

    def get_openapi_schema(self, **where: Any) -> Any:
        made = super().get_openapi_schema(**where)
        described.complete(made)
        return made


class Session(SessionAuth):
    """The session cookie, with the CSRF check for whatever writes. Who may do what is `permits`' matter."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user if request.user.is_authenticated else None


api = Api(
    title="护童",
    version="1",
    description="护童的接口。所有回答和错误说明均为中文。",
    docs_url=None,
    openapi_url=None,  # pages.description
    auth=Session(),
)
refusals.install(api)
for router in (
    accounts,
    places,
    workforce,
    security,
    alarms,
    duties,
    decisions,
    children,
    addresses,
    care,
    questions,
    ledgers,
    ledgers_out,
    balance,
    doubles,
    moves,
    splits,
    packets,
    months,
    exchange,
    printing,
    numbering,
    notices,
    links,
    sync,
    feedback,
    desk,
    organisations,
    cover,
    clean,
    samples,
    sealed_search,
    sharing,
    shared,
    looks,
    changes,
    phones,
    checks,
    reviews,
    campaigns,
    jobs,
    named,
):
    api.add_router("", router)


def description() -> str:
    """The OpenAPI description as committed in web/packages/api/openapi.json: sorted, so that it is stable."""
    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
