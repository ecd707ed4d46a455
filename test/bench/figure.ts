/** What a benchmark measured. Each file here but this and the runner exports `run(): Promise<Omit<Figure, 'name'>>`. */
export interface Figure {
  name: string;
  value: number;
  unit: 's' | 'ms' | 'MB' | 'entries/s' | 'messages/s' | 'messages' | 'votes' | 'share';
  /** The same of what it is compared with; null where the figure stands alone. */
  against: number | null;
  /** Ours divided by what it is compared with. */
  ratio: number | null;
  [more: string]: unknown;
}
