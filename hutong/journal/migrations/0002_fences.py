"""The database's own part of walls 2 and 4: context, journal, chain, and the fences of the tables below this app."""

from django.db import migrations

from hutong.journal.protect import files, journaled, protect, unlogged


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("accounts", "0001_initial"),
        ("places", "0001_initial"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        files("context", "record", "fold", "entries", "looks"),
        protect("journal_lookreview"),
        protect("journal_jobdecision"),
        # Sign-in reads people before any scope exists; posts name their own holder besides their place.
        journaled("accounts_person"),
        protect("accounts_post", also="person_id = (SELECT hutong_setting('person'))::uuid", internal=True),
        protect("accounts_organisation", read="(SELECT hutong_person()) IS NOT NULL", internal=True),
        journaled("accounts_share"),
        protect("accounts_ask"),
        files("holds", "accounts", "share", "recode"),
        files("chain", "leaf", "first", "seal", "erase"),
        # Open sessions are in no backup and no archive of changes, and end with the database (ADR 27).
        unlogged("django_session", "accounts_presence", "accounts_counted"),
        # People, second factors and sessions are fenced (ADR 29).
        files("people", "sessions"),
    ]
