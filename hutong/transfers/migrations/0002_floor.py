"""The fences of moves, of files to and from other deployments, of children of divided villages."""

from django.db import migrations

from hutong.journal.protect import files, protect


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial"), ("children", "0002_floor")]
    operations = [
        # Seen at both ends; written where it begins, or by an action that reaches both.
        protect("transfers_move", child="child_id", also="coalesce((SELECT hutong_places()) @> to_place, false)"),
        # Whose key it is may be read by every signed-in post; its own place's officers keep the entry.
        protect("transfers_partner", read="(SELECT hutong_person()) IS NOT NULL"),
        protect("transfers_packetout", child="child_id"),
        protect("transfers_packetin"),
        protect("transfers_placing", child="child_id"),
        files("partner"),
    ]
