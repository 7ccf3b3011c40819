"""Recomputes the whole chain and says what differs, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from typing import Any

from hutong.journal.chain import owner, parts, rows, unaccounted
from hutong.journal.chain.parts import MISSING, Part
from hutong.journal.chain.sealing import Head

SEALS = "SELECT n, at, entries, looks, looks_to, previous, hash FROM journal_seal ORDER BY n"
PARTS = """
SELECT id, stream_id, sealed, first, last, looks, places, leaves FROM journal_sealpart
WHERE seal = %s ORDER BY stream_id, sealed
"""
# What the leaves of a batch are now, where they are not what they were.
ENTRIES = """
SELECT p.id, now.leaves FROM journal_sealpart p CROSS JOIN LATERAL (
    SELECT string_agg(CASE WHEN e.seq IS NULL THEN decode(repeat('00', 32), 'hex') ELSE pg_temp.journal_leaf(e) END,
                      '' ORDER BY g.seq) AS leaves
    FROM generate_series(p.first, p.last) g(seq)
    LEFT JOIN journal_entry e ON e.stream_id = p.stream_id AND e.sealed = p.sealed AND e.seq = g.seq) now
WHERE p.seal = %s AND p.stream_id IS NOT NULL AND now.leaves IS DISTINCT FROM p.leaves
"""
LOOKS = """
SELECT p.id, now.leaves FROM journal_sealpart p CROSS JOIN LATERAL (
    SELECT string_agg(CASE WHEN v.id IS NULL THEN decode(repeat('00', 32), 'hex') ELSE pg_temp.journal_leaf(v, l.place) END,
                      '' ORDER BY l.n) AS leaves
    FROM unnest(p.looks, p.places) WITH ORDINALITY l(id, place, n) LEFT JOIN journal_view v ON v.id = l.id) now
WHERE p.seal = %s AND p.stream_id IS NULL AND now.leaves IS DISTINCT FROM p.leaves
"""
NO_HEADS = (
    "没有抄存在别处的行可以对照：末尾被删、整个重写，这样看不出来。请用 --heads 指明备份文件夹，或用 --head、--code。"
)
ERASED = """SELECT (SELECT count(*) FROM journal_entry WHERE changes ? 'erased')
    + (SELECT count(*) FROM journal_view WHERE erased IS NOT NULL)"""


@dataclass
class Result:
    """What a check found. wrong: a sentence each; erased: entries and looks erased by law, which are as they should be."""

    seals: int = 0
    entries: int = 0
    looks: int = 0
    erased: int = 0
    heads: int = 0
    head: Head | None = None
    wrong: list[str] = field(default_factory=list)

    @property
    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self) | {"head": self.head._asdict() if self.head else None}

    @property
    def lines(self) -> list[str]:
        """For people."""
        what = f"封存 {self.seals} 批，历史 {self.entries} 条，查看记录 {self.looks} 条"
        erased = [f"其中依法删除的 {self.erased} 条，属正常。"] if self.erased else []
        end = [f"最后一批：{self.head.line}"] if self.head else []
        end.append(f"与抄存在别处的 {self.heads} 行对照过。" if self.heads else NO_HEADS)
        if not self.wrong:
            return [f"完好：{what}，与封存时一致。", *erased, *end]
        return [*self.wrong, f"有问题 {len(self.wrong)} 处。{what}。", *erased, *end]


def check(kept: Sequence[Head] = ()) -> Result:
    """Go through all seals, entries and looks. Runs inside backup.whole(). kept: heads that were noted elsewhere."""
    owner.own_functions()
    found, before, heads = Result(), parts.sha(b""), {}
    for n, at, entries, looks, looks_to, previous, digest in owner.rows(SEALS):
        held = [Part(*row) for row in owner.rows(PARTS, [n])]
        if n != (found.head.n if found.head else 0) + 1 or bytes(previous) != before:
            found.wrong.append(f"第 {n} 批封存与前一批接不上：前一批被删除或改动。")
        sizes = [
            sum(len(one.keys) for one in held if (one.looks is None) == of_entries) for of_entries in (True, False)
        ]
        if sizes != [entries, looks] or parts.seal(n, at, looks_to, bytes(previous), held) != bytes(digest):
            found.wrong.append(f"第 {n} 批封存本身被改动，与它的哈希不符。")
        found.wrong += _differing(n, held)
        before, found.seals = bytes(digest), found.seals + 1
        found.entries, found.looks = found.entries + entries, found.looks + looks
        heads[n] = found.head = Head(n, before.hex(), at.isoformat())
    found.wrong += [*unaccounted.wrong(), *_against(kept, heads), *rows.wrong()]
    found.heads = len(kept)
    [[found.erased]] = owner.rows(ERASED)
    return found


def last() -> Head | None:
    """The end of the chain."""
    found = owner.rows(f"{SEALS} DESC LIMIT 1")
    return next((Head(row[0], bytes(row[6]).hex(), row[1].isoformat()) for row in found), None)


def against(kept: Sequence[Head]) -> list[str]:
    """What heads that were noted elsewhere say against the seals as they stand, without going through the chain."""
    found = owner.rows("SELECT n, hash, at FROM journal_seal WHERE n = ANY (%s)", [[head.n for head in kept]])
    return list(_against(kept, {n: Head(n, bytes(digest).hex(), at.isoformat()) for n, digest, at in found}))


def _differing(n: int, held: Sequence[Part]) -> Iterator[str]:
    now = {key: bytes(leaves) for sql in (ENTRIES, LOOKS) for key, leaves in owner.rows(sql, [n])}
    for part in held:
        if part.id in now or MISSING in part.leaves:
            pairs = zip_longest(parts.leaves(part.leaves), parts.leaves(now.get(part.id, part.leaves)))
            for key, (then, is_) in zip(part.keys, pairs, strict=False):
                if then != is_ or then == MISSING:
                    yield f"第 {n} 批：{_called(part, key)}{_difference(then, is_)}。"


def _called(part: Part, key: object) -> str:
    return owner.look(key) if part.stream is None else owner.entry(part.stream, part.sealed, key)  # type: ignore[arg-type]  # keys are of the part's kind


def _difference(then: bytes | None, now: bytes | None) -> str:
    if then == MISSING:
        return "在封存之前就缺少" if now == MISSING else "在封存之前缺少，是后来补进来的"
    return "被删除" if now == MISSING else "与封存时不同：内容、时间、人员或其他登记项被改动"


def _against(kept: Sequence[Head], heads: dict[int, Head]) -> Iterator[str]:
    for head in kept:
        if head.n not in heads:
            yield f"抄存的第 {head.n} 批封存（{head.at}）这里没有：末尾被连同封存一起删掉，或者数据库是从更早的备份恢复的。"
        elif not heads[head.n].hash.startswith(head.hash):
            yield f"第 {head.n} 批封存与抄存的哈希不同：历史被整个重写过，重新封存过。"
