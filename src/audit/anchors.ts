/** The chain's head as somebody outside the database saw it, with marks of the entries since the anchor before. */
export interface Anchor {
  seq: number;
  hash: string;
  /** Where it was read, for the sentence that names it: “#model-health, 11 June 2001 09:00”. */
  where: string;
  marks: Marks;
}

/** The first characters of the hash of each `every`th entry after `after`, up to the anchor's own. */
export interface Marks {
  after: number;
  every: number;
  hashes: string[];
}

/** 48 bits find the place of a change; the anchor's whole hash is what proves that there was one. */
export const markLength = 12;
/** Keeps the marks of one anchor within what a Slack message can carry along (some 5,000 characters). */
export const maxMarks = 400;

/** How far apart marks must stand so that they fit, for a stretch of so many entries. */
export const markEvery = (entries: number): number => Math.max(1, Math.ceil(entries / maxMarks));

/** What is known from outside, by entry: a hash or its first characters. An anchor's own hash wins over a mark. */
export function knownHashes(anchors: readonly Anchor[]): Map<number, { start: string; where: string }> {
  const known = new Map<number, { start: string; where: string }>();
  for (const { marks, where } of anchors)
    marks.hashes.forEach((start, index) => known.set(marks.after + (index + 1) * marks.every, { start, where }));
  for (const { seq, hash, where } of anchors) known.set(seq, { start: hash, where });
  return known;
}

/** One line that a message carries and a person can copy: `seq:hash:after:every:marks`. */
export const writeAnchor = ({ seq, hash, marks }: Omit<Anchor, 'where'>): string =>
  [seq, hash, marks.after, marks.every, marks.hashes.join('')].join(':');

const line = new RegExp(`^(\\d{1,15}):([0-9a-f]{64}):(\\d{1,15}):(\\d{1,9}):((?:[0-9a-f]{${markLength}}){0,${maxMarks}})$`);

/** Reads such a line back; undefined when it is none. */
export function readAnchorLine(text: string, where: string): Anchor | undefined {
  const found = line.exec(text.trim());
  if (!found) return undefined;
  const [, seq = '', hash = '', after = '', every = '', marks = ''] = found;
  const hashes = marks.match(new RegExp(`.{${markLength}}`, 'g')) ?? [];
  return { seq: Number(seq), hash, where, marks: { after: Number(after), every: Number(every), hashes } };
}
