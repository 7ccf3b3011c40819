"""The fences of visits, key checks and surveys."""

from django.db import migrations

from hutong.journal.protect import protect

CONCERNED = "EXISTS (SELECT 1 FROM care_campaignvillage w WHERE w.campaign_id = care_campaign.id)"


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("children", "0002_floor")]
    operations = [
        protect("care_visit", child="child_id"),
        protect("care_keycheck", child="child_id"),
        protect("care_checkproblem", child="child_id"),
        protect("care_campaign", read=CONCERNED),
        protect("care_campaignvillage"),
    ]
