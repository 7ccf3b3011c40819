/** What a report of danger says (docs/sync.md, Urgent reports). */
export interface Report {
  words: string;
  child: string;
  place: number | null;
  called_110: boolean | null;
  made_at: string;
  media: Medium[];
}

/** A photo or a recording; data is base64url. */
export interface Medium {
  mime: string;
  data: string;
}

/** Letters of media in one report: sealed and written as text it stays under the server's 1.5 MB. */
const ROOM = 1_050_000;
/** The largest photo or recording, in bytes, that a report can carry. */
export const LARGEST = Math.floor((ROOM * 3) / 4);
// Letters that fit sealed into the 8 KB left to a sender of very many, and into the 2 KB of one whom nobody knows.
const BRIEF = 1500;
const FEW = 250;

/** The report in as many parts as its photos and recordings need, each with the words. */
export function partsOf(said: Report): Report[] {
  const loads: Medium[][] = [[]];
  for (const medium of said.media) {
    const last = loads[loads.length - 1]!;
    const size = last.reduce((sum, one) => sum + one.data.length, medium.data.length);
    if (last.length && size > ROOM) loads.push([medium]);
    else last.push(medium);
  }
  if (loads.length === 1) return [said];
  return loads.map((media, at) => ({
    ...said,
    words: `${said.words}（照片和录音分${loads.length}份上报，这是第${at + 1}份）`.trim(),
    media,
  }));
}

/** The words alone, ever fewer, for a server that has no room for more; each says that there is more. */
export function wordsOf(said: Report): Report[] {
  const more = said.media.length ? `（还有${said.media.length}个照片或录音，随后发来）` : "";
  return [BRIEF, FEW].map((most) => {
    const cut = [...said.words].length > most ? "……（后面的话随后发来）" : "";
    const words = [...said.words].slice(0, most).join("") + cut + more;
    return { ...said, words, child: [...said.child].slice(0, 60).join(""), media: [] };
  });
}
