import type { CaseFigures } from '../feedback/case-figures.ts';
import type { ErrorKind } from '../monitor/error-kind.ts';
import type { TitledFinding } from '../monitor/read-week.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import type { Period } from '../shared/period.ts';
import type { Happenings } from './happenings.ts';
import type { EditionBody } from './schemas.ts';

/** What a text needs of a finding. */
export type FindingMaterial = Omit<TitledFinding, 'runId' | 'direction'>;

export interface MatterMaterial {
  id: string;
  kind: string;
  modelId: string;
  modelTitle: string;
  key: string;
  title: string;
  severity: number;
  state: 'open' | 'taken' | 'done';
  ownerName: string | null;
  dueOn: string | null;
  openedFor: string;
  findingId: string | null;
  revision: number;
}

/** The model that a digest speaks of in full. */
export interface FocusMaterial {
  modelId: string;
  title: string;
  version: number;
  unitPlural: string;
  predictionPhrase: string;
  notMeasured: readonly string[];
  fallbackPhrase: string | null;
  inputPhrases: readonly string[];
  inputColumns: readonly string[];
  outcome: string;
  /** Whether it is told by how much the model missed, how often it was wrong, or neither is known. */
  error: ErrorKind;
  referenceLabel: string;
  /** Whether the serving version learned from the reference window. */
  referenceIsTraining: boolean;
  /** Whether the record says what the serving version learned from. */
  trainingIsKnown: boolean;
  /** A fact of this week's run, if it was stated. */
  fact(measure: Measure, about?: string): Fact | undefined;
  /** The same figure of the week before. */
  before(measure: Measure, about?: string): Fact | undefined;
  /** Weeks up to and including this one, oldest first. */
  series(measure: Measure, about?: string): Fact[];
}

/** Everything a digest is made of, read before a word is written. */
export interface Material {
  voice: EditionBody['voice'];
  audience: EditionBody['audience'];
  organisation: EditionBody['organisation'];
  period: Period;
  /** The day the digest is read, in the audience's zone. */
  today: string;
  models: { all: Fact; checked: Fact; unchecked: readonly { title: string; reason: string | null }[]; uncheckedMore: number };
  /** How many models lack an owner, and how many are not watched; null where none does. */
  gaps: { unowned: Fact | null; unmonitored: Fact | null };
  focus: FocusMaterial | null;
  /** This week's findings, most severe first, across models. */
  findings: readonly FindingMaterial[];
  /** Open and taken matters, most severe first. */
  matters: readonly MatterMaterial[];
  /** How many matters nobody has taken. */
  open: Fact;
  /** Brought to an end in the period, and open since before it; null where there was none. */
  closed: Fact | null;
  older: Fact | null;
  cases: readonly { number: number; modelTitle: string }[];
  /** What became of experts' complaints in the period; null where there was none and none is silent. */
  caseFigures: CaseFigures | null;
  facts: ReadonlyMap<string, Fact>;
  /** Terms whose picture these readers have met, and the picture of each term in their trade. */
  met: ReadonlySet<string>;
  picture(term: string): string | undefined;
  /** The newer week that nobody has looked at yet, where the text is about the one before it. */
  awaited: Period | null;
  /** How many matters or findings there are beyond those that are shown. */
  more: Fact | null;
  /** What people decided and what came of it, and what waits for these readers. */
  happenings: Happenings;
  /** How many decisions wait beside the one in the headline, and how many happenings are not listed. */
  moreDecisions: Fact | null;
  moreHappenings: Fact | null;
}
