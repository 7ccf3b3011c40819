"""What a campaign makes owed: each child's check and the village's report (A3-2), the township's (A2-3), the end (A1-4)."""

import uuid
from collections.abc import Sequence

from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.care.campaigns.targets import TARGETS, targets
from hutong.care.models import Campaign, CampaignVillage
from hutong.duties import once
from hutong.duties.models import Duty
from hutong.duties.registry import NIGHT, TODAY, Rule, register
from hutong.places.codes import WIDTH, Level

CHILD, VILLAGE, TOWNSHIP, CLOSE = KEYS = ("survey", "survey_village", "survey_township", "survey_close")
COLUMNS = "ARRAY[]::text[] AS categories, '*' AS situation"
TO_CHECK = """
SELECT t.subject, t.child, t.place, t.campaign AS basis, t.since AS owed_since, {columns}, t.ends AS no_later_than
FROM ({targets}) t WHERE t.record IS NULL
"""
CHECKED = 'SELECT t.subject, t.record, t."on" FROM ({targets}) t WHERE t.record IS NOT NULL'
RUNNING = "g.closed_on IS NULL AND g.starts <= {today}"
# A township is through when every village has reported and no child is left but those who were waived.
TOWNSHIPS = """
SELECT md5(g.id || ' ' || p.id)::uuid AS subject, p.code AS place, g.id AS campaign, g.starts, g.ends, (
    SELECT true FROM care_campaignvillage w
    WHERE w.campaign_id = g.id AND g.new_found AND w.reported_on IS NULL
      AND w.place >= p.code AND w.place < p.code + {width} LIMIT 1) AS silent, (
    SELECT true FROM ({its_targets}) t
    WHERE t.record IS NULL AND t.place >= p.code AND t.place < p.code + {width} AND NOT EXISTS (
        SELECT 1 FROM duties_duty d WHERE d.rule = 'survey' AND d.subject = t.subject AND d.ending = 'waived')
    LIMIT 1) AS missing
FROM care_campaign g JOIN LATERAL (SELECT g.id) q ON true JOIN places_place p ON EXISTS (
    SELECT 1 FROM care_campaignvillage w WHERE w.campaign_id = g.id AND w.place >= p.code AND w.place < p.code + {width})
WHERE {running} AND p.level = {level} AND {only}
"""
TO_FINISH = """
SELECT t.subject, NULL::uuid AS child, t.place, t.campaign AS basis, t.starts AS owed_since, {columns}, t.ends AS no_later_than
FROM ({townships}) t WHERE t.silent OR t.missing
"""
FINISHED = """
SELECT t.subject, t.campaign AS record, NULL::date AS "on" FROM ({townships}) t WHERE (t.silent OR t.missing) IS NOT TRUE
"""
PARTS = {
    "columns": COLUMNS,
    "running": RUNNING,
    "targets": TARGETS,
    "its_targets": targets("g.id = q.id", TODAY),
    "width": str(WIDTH[Level.TOWNSHIP]),
    "level": str(int(Level.TOWNSHIP)),
    "townships": TOWNSHIPS,
}
REPORTS = once.parts(
    "care_campaignvillage", "g.starts", "w.reported_on", child="NULL::uuid", due="g.ends", running=RUNNING,
    rows="{table} w JOIN care_campaign g ON g.id = w.campaign_id JOIN places_place p ON p.code = w.place",
    open="{running} AND g.new_found AND w.reported_on IS NULL",
)  # fmt: skip
ENDS = once.parts("care_campaign", "w.ends", "w.closed_on", rows=once.OF_PLACE, child="NULL::uuid",
                  open="w.closed_on IS NULL AND w.ends < {today}")  # fmt: skip
FACTS = ("children_child", "children_category", "care_visit")
# A campaign that begins or ends concerns everybody inside its places.
CAMPAIGN = {"care_campaign": "inside", "care_campaignvillage": "inside"}


def start() -> None:
    """Make the rules live."""
    director, where = Role.CHILD_DIRECTOR, "/campaigns"
    register(
        Rule(CHILD, "A3-2", director, "摸底排查", "摸底排查中还没有核查", TO_CHECK, met=CHECKED, details=_children,
             parts=PARTS, reads=dict.fromkeys(FACTS, "child") | CAMPAIGN)
    )  # fmt: skip
    for rule in (
        Rule(VILLAGE, "A3-2", director, "报送排查结果", "本村（居）还没有报送摸底排查结果", once.OWED, "place", once.MET,
             _villages, where, waivable=False, sentence="care.report_campaign", parts=REPORTS,
             reads={"care_campaignvillage": "place", "care_campaign": "inside", "places_place": NIGHT}),
        Rule(TOWNSHIP, "A2-3", Role.SUPERVISOR, "完成摸底排查", "还有儿童没有核查，或村（居）没有报送", TO_FINISH, "place",
             FINISHED, _townships, where, waivable=False, parts=PARTS,
             reads={"care_campaignvillage": "place", "care_campaign": "inside"}
             | dict.fromkeys((*FACTS, "duties_duty", "places_place"), NIGHT)),
        Rule(CLOSE, "A1-4", Role.CIVIL_AFFAIRS, "总结摸底排查", "摸底排查已经到期，还没有总结结束", once.OWED, "place",
             once.MET,
             lambda subjects: _named({one: one for one in subjects}, "已经到期，请总结后结束"), where, waivable=False,
             parts=ENDS, reads={"care_campaign": "place", "places_place": NIGHT}),
    ):  # fmt: skip
        register(rule)


def _children(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    return _named(_basis(CHILD, subjects), "还没有核查；走访或核实档案以后自动算完成")


def _villages(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = plain(CampaignVillage).filter(pk__in=subjects).values_list("pk", "campaign")
    return _named(dict(rows), "请报送本村（居）排查结果和新发现的儿童")


def _townships(subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    return _named(_basis(TOWNSHIP, subjects), "还有儿童没有核查，或村（居）没有报送")


def _basis(rule: str, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    return dict(plain(Duty).filter(rule=rule, subject__in=subjects).values_list("subject", "basis"))


def _named(campaigns: dict[uuid.UUID, uuid.UUID], told: str) -> dict[uuid.UUID, str]:
    names = dict(plain(Campaign).filter(pk__in=set(campaigns.values())).values_list("pk", "name"))
    return {subject: f"{names[key]}：{told}" for subject, key in campaigns.items() if key in names}
