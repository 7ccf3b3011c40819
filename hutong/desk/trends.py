"""How a place went over the months: children by category, and how fresh the files are."""

from typing import Any

from hutong.accounts.scope import Grant
from hutong.children.models.choices import CategoryKey
from hutong.config import clock, query
from hutong.desk.home import months

# At the end of each month, or today: children in the register who then held the category.
CATEGORIES = """
SELECT to_char(m.day, 'YYYY-MM'), k.key, count(DISTINCT k.child_id)
FROM unnest(%(days)s::date[]) m(day)
JOIN children_category k ON k.place >= %(low)s AND k.place < %(high)s AND k.period @> m.day
JOIN children_child c ON c.id = k.child_id AND c.registered_on <= m.day AND (c.exited_on IS NULL OR c.exited_on > m.day)
GROUP BY 1, 2
"""
FRESHNESS = """
SELECT CASE WHEN confirmed_on > %(today)s::date - 90 THEN 0 WHEN confirmed_on > %(today)s::date - 180 THEN 1
            WHEN confirmed_on > %(today)s::date - 365 THEN 2 ELSE 3 END, count(*)
FROM children_child WHERE place >= %(low)s AND place < %(high)s AND exited_on IS NULL GROUP BY 1
"""
AGES = ("三个月内", "三至六个月", "六个月至一年", "一年以上")


def trends(grant: Grant) -> dict[str, Any]:
    """Trends (schemas.py): two queries for each interval of the grant."""
    today = clock.today()
    spans = months(today)
    days = [min(following, today) for _, following in spans]
    # The first day of the next month stands for the month's end; it is named by the month itself.
    names = [f"{first:%Y-%m}" for first, _ in spans]
    counts = {key: [0] * len(names) for key in CategoryKey.values}
    fresh = [0] * len(AGES)
    for low, high in grant.bounds:
        inside = {"low": low, "high": high, "today": today}
        ends = [day if day == today else day.fromordinal(day.toordinal() - 1) for day in days]
        for month, key, count in query.rows(CATEGORIES, inside | {"days": ends}):
            if key in counts:
                counts[key][names.index(month)] += count
        for age, count in query.rows(FRESHNESS, inside):
            fresh[age] += count
    held = [{"key": key, "label": CategoryKey(key).label, "values": values} for key, values in counts.items()]
    return {
        "as_of": clock.now(),
        "months": names,
        "categories": [one for one in held if any(one["values"])],
        "freshness": [{"label": label, "count": count} for label, count in zip(AGES, fresh, strict=True)],
    }
