"""What is odd about a whole ledger and no row's fault: ID numbers of another county all over it."""

from collections import Counter

from hutong.ledgers.reading.results import CheckedRow, Understood
from hutong.ledgers.reading.sheets import LedgerSheet

_FEWEST, _SHARE = 5, 0.8
_FOREIGN = (
    "{count}名儿童中有{foreign}名的身份证号以{region}开头，不是本县（{county}）的号码。请确认没有拿错其他县的台账；"
    "确是外地户籍或旧号码的，不用处理。"
)


def hint(sheets: list[LedgerSheet], rows: list[CheckedRow]) -> None:
    """Add to the first table of each sheet what should be asked about it, once a file."""
    regions: Counter[str] = Counter()
    counties: Counter[str] = Counter()
    for row in rows:
        if (child := row.child) and child.id_number:
            regions[child.id_number[:6]] += 1
            counties[child.statistical_code[:6]] += 1
    if sheets and (count := regions.total()) >= _FEWEST:
        (region, most), county = regions.most_common(1)[0], counties.most_common(1)[0][0]
        if region not in counties and most >= count * _SHARE:
            text = _FOREIGN.format(count=count, foreign=most, region=region, county=county)
            sheets[0].understood.append(Understood("hint", "", None, text))
