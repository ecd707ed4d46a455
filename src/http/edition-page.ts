/** One edition as the web page shows it: every text is finished, nothing is computed any more. */
export interface EditionPage {
  /** The verdict, which is also the notification. */
  title: string;
  audience: string;
  /** `11–17 June 2001` */
  period: string;
  composedAt: Date;
  /** In which time zone times are said. */
  zone: string;
  /** A label that stands on every screen, such as that the company is simulated. */
  notice: string | undefined;
  /** The language model that worded some of its sentences. */
  wordedBy: string | undefined;
  /** The paragraphs after the verdict. */
  lines: EditionLine[];
  findings: EditionFinding[];
  chart: EditionChart | undefined;
  /** How much was checked: “All 116,493 flights counted.” */
  coverage: string | undefined;
  /** Numbered from 1 in this order. */
  facts: EditionFact[];
}

export interface EditionLine {
  /** Opens the paragraph in bold. */
  lead?: string;
  text: string;
  factIds?: string[];
}

export interface EditionFinding {
  title: string;
  lines: EditionLine[];
}

export interface EditionChart {
  /** A whole `<svg>` element, drawn by Leeway itself. */
  svg: string;
  alt: string;
  /** The heads of the values; the period's column comes before them. */
  columns: string[];
  /** Oldest first; null is a period that was not measured. */
  rows: { period: string; values: (string | null)[] }[];
}

/** A stored fact in words: where a figure comes from. */
export interface EditionFact {
  id: string;
  what: string;
  value: string;
  unit: string;
  period: string;
  comparison?: string | undefined;
  source: string;
  computedAt: Date;
}
