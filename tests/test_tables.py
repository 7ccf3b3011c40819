"""One test for every table: row-level security, FORCE, a policy, and the journal's triggers; or a reason why not."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Tables without row-level security, each with the reason.
UNFENCED = {
    "places_place": "public reference data; the application cannot write it",
    "places_statisticalcode": "public reference data; the application cannot write it",
    "places_change": "public reference data; only the function that changes places writes it",
    "places_changeasked": "changes of the tree that administrators confirmed and the worker makes; no data of children",
    "places_former": "public reference data; only the function that changes places writes it",
    "journal_recoding": "no right for the application; only the journal's functions touch it",
    "duties_policy": "public rules; the application cannot write them",
    "duties_calendarday": "the calendar of working days, public; the application cannot write it",
    "duties_touched": "no right for the application; only the engine's functions touch it",
    "processes_step": "public rules; the application cannot write them",
    "sync_epoch": "one opaque value that a restore renews; the application cannot write it",
    "sync_sendersalt": "one random value of today, by which unknown senders are hashed before any scope exists",
    "journal_pending": "no right for the application; only the journal's functions touch it",
    "journal_folding": "no right for the application; only the journal's functions touch it",
    "journal_open": "no right for the application; only the journal's functions touch it",
    "accounts_counted": "counts of limits under hashed names: asked before any scope exists; no data of children",
    "config_cache": "counters of failed sign-ins under hashed keys; what the provider of sign-ins says of itself",
    "django_migrations": "Django's record of migrations; the application cannot write it",
    "django_content_type": "Django's list of models; the application cannot write it",
    "auth_group": "unused table of Django: permissions are an enum",
    "auth_group_permissions": "unused table of Django: permissions are an enum",
    "auth_permission": "unused table of Django: permissions are an enum",
    "account_emailaddress": "unused table of allauth: nobody signs in by mail",
    "account_emailconfirmation": "unused table of allauth: nobody signs in by mail",
    "socialaccount_socialaccount": "unused table of allauth: who comes from outside is matched each time, and not kept",
    "socialaccount_socialapp": "unused table of allauth: the provider is a setting",
    "socialaccount_socialtoken": "unused table of allauth: tokens of the provider are not kept",
    "procrastinate_jobs": "the queue; arguments are ids only",
    "procrastinate_events": "the queue's log",
    "procrastinate_periodic_defers": "the queue's clock",
    "procrastinate_workers": "the queue's workers",
}
# Fenced tables without the journal's triggers, each with the reason.
NOT_JOURNALED = {
    "alarms_alarm": "made from what is journaled, and read by one person; in a stream it would tell others of the matter",
    "alarms_delivery": "how far a message is on its way, without its matter",
    "journal_stream": "the journal itself",
    "journal_entry": "the journal itself",
    "journal_seal": "the chain over the journal; only its own function writes it, and a trigger keeps it as it is",
    "journal_sealpart": "the chain over the journal; only its own function writes it, and a trigger keeps it as it is",
    "django_session": "what a browser's session holds, and hashes of keys; it has no right for the application",
    "mfa_authenticator": "second factors, sealed; a digest of them is journaled with the person",
    "accounts_presence": "open sessions: the minute they were last seen changes with every click",
    "accounts_signin": "the log of sign-ins, append-only until it is old",
    "accounts_formerpassword": "hashes, which the journal must not hold",
    "journal_view": "the log of who looked, append-only",
    "duties_duty": "derived, not entered (design.md, wall 3)",
    "duties_step": "derived, as the rounds that it belongs to; the application cannot write it",
    "desk_tally": "sums of duties and children that triggers keep; the application cannot write it",
    "sync_session": "the present token of a phone, hashed, and when it was last seen: it changes at every sync",
    "sync_operation": "the answers given to phones; what came of an operation is journaled by its action",
    "sync_urgentsender": "hashes of addresses, which the journal must not hold",
    "sync_piece": "parts of a file that is still arriving",
    "children_token": "the search index, made from the file in the same action",
    "children_sealedtoken": "keyed words of sealed facts, made from them in the same action",
    "children_identity": "keyed hashes of numbers, made from the file in the same action",
    "ledgers_ledgerimport": "a ledger being prepared; the actions that confirm it are journaled",
    "ledgers_ledgerrow": "rows of a ledger being prepared",
    "returns_exchangerow": "rows of a file sent to the national system, and its answers; the batch is journaled",
    "returns_ledgermonth": "totals of a closed month; a trigger keeps them as they are",
    "returns_monthrow": "the files as they stood at a month's end, made from them; a trigger keeps them as they are",
    "returns_export": "a workbook being made; who exported what stands in the log of looks",
}
TRIGGERS = {"journal_insert", "journal_update", "journal_delete"}


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def tables() -> dict[str, tuple[bool, bool]]:
    found = rows(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    return {name: (secured, forced) for name, secured, forced in found}


def test_every_table_is_fenced_or_says_why_not() -> None:
    open_ = {name for name, fence in tables().items() if fence != (True, True)}
    assert open_ == set(UNFENCED)


def test_every_view_is_read_with_the_rights_of_whoever_asks_and_written_by_nobody() -> None:
    views = rows(
        "SELECT relname, reloptions, has_table_privilege(oid, 'SELECT'), has_table_privilege(oid, 'INSERT, UPDATE, DELETE') "
        "FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    assert len(views) > 3
    assert [name for name, *told in views if told != [["security_invoker=true"], True, False]] == []


def test_every_fenced_table_has_a_policy() -> None:
    with_policy = {name for (name,) in rows("SELECT DISTINCT polrelid::regclass::text FROM pg_policy")}
    assert {name for name, (secured, _) in tables().items() if secured} == with_policy


def test_no_policy_is_open_to_everybody() -> None:
    loose = rows("SELECT tablename FROM pg_policies WHERE 'public' = ANY (roles)")
    assert loose == []


def test_a_child_opened_beyond_the_places_is_nowhere_written() -> None:
    """Shares are written where the child lives, which their own policy says."""
    reading = rows(
        "SELECT tablename FROM pg_policies WHERE cmd = 'ALL' AND qual LIKE '%hutong_opened%' "
        "AND tablename <> 'accounts_share'"
    )
    fenced = rows(
        "SELECT tablename, cmd FROM pg_policies WHERE permissive = 'RESTRICTIVE' AND policyname LIKE 'opened_%'"
    )
    assert len(reading) > 10
    assert set(fenced) == {(table, command) for (table,) in reading for command in ("UPDATE", "DELETE")}


def test_every_table_of_records_writes_the_journal() -> None:
    fenced = {name for name, (secured, _) in tables().items() if secured}
    found = rows("SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
    enabled: dict[str, set[str]] = {}
    for table, trigger, state in found:
        if state == "O":
            enabled.setdefault(table, set()).add(trigger)
    silent = {name for name in fenced if not enabled.get(name, set()) >= TRIGGERS}
    assert silent == set(NOT_JOURNALED)


def test_the_application_is_neither_owner_nor_free_of_row_level_security() -> None:
    [(name, above, bypass)] = rows("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert (name, above, bypass) == ("hutong_app", False, False)
    assert rows("SELECT 1 FROM pg_class WHERE relowner = current_user::regrole") == []


@pytest.mark.parametrize(
    "table",
    [
        "journal_stream",
        "journal_entry",
        "journal_pending",
        "journal_open",
        "journal_recoding",
        "journal_seal",
        "journal_sealpart",
    ],
)
@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
def test_the_application_cannot_write_the_journal(table: str, right: str) -> None:
    assert rows(f"SELECT has_table_privilege('{table}', '{right}')") == [(False,)]


@pytest.mark.parametrize(
    "table",
    [
        "places_place",
        "places_statisticalcode",
        "places_change",
        "places_former",
        "duties_policy",
        "duties_calendarday",
        "processes_step",
        "sync_epoch",
        "django_migrations",
    ],
)
def test_the_application_cannot_write_reference_data(table: str) -> None:
    assert rows(f"SELECT has_table_privilege('{table}', 'INSERT, UPDATE, DELETE, TRUNCATE')") == [(False,)]
