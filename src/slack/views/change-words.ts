import { mrkdwn } from '../text.ts';
import { linesWithin } from './lines.ts';

export interface TouchView {
  modelId: string;
  modelName: string;
  owner: string | null;
  state: 'open' | 'retrained' | 'no-effect' | 'refused';
  settledBy: string | null;
  version?: number;
  /** What the figures of the week were by which it was checked, as sentences made of facts. */
  figures: string[];
  words: string | null;
}
/** A change in the business as people read it. */
export interface ChangeView {
  changeId: string;
  number: number;
  revision: number;
  state: 'asked' | 'open' | 'done' | 'withdrawn';
  words: string | null;
  by: string;
  /** `from 1 April 2001`, `1–14 April 2001` */
  dates: string;
  /** By when owners say what becomes of it: `Sun 1 April`. */
  due: string;
  touches: TouchView[];
  /** What people wrote about it, oldest first; the last few. */
  said: { by: string; words: string }[];
}

export const quoted = (words: string | null, maxChars = 2_000): string =>
  words === null
    ? '> (taken back)'
    : linesWithin(
        mrkdwn(words, maxChars)
          .split('\n')
          .map((line) => `> ${line}`),
        maxChars + 200,
        () => '> …',
      );

export function standingText({ state, touches }: ChangeView): string {
  const open = touches.filter((one) => one.state === 'open');
  switch (state) {
    case 'asked':
      return 'nobody has said yet which models it touches';
    case 'withdrawn':
      return 'it does not come after all';
    case 'done':
      return touches.length === 0 ? 'it touches no model' : 'every model it touches has been looked at';
    case 'open':
      return open.length === 1
        ? `waits for ${open[0]!.owner ?? 'somebody'} (${open[0]!.modelName})`
        : `waits for those who look after ${open.length === touches.length ? 'all of its models' : 'some of its models'}`;
  }
}

/** What became of one model, or who is asked. */
export function touchText(touch: TouchView, due: string): string {
  const name = `*${mrkdwn(touch.modelName, 120)}*`;
  const by = mrkdwn(touch.settledBy ?? 'Somebody', 80);
  switch (touch.state) {
    case 'open':
      return `${name}: ${touch.owner ? `${mrkdwn(touch.owner, 80)} says what becomes of it by ${due}.` : 'nobody looks after it; whoever can, says what becomes of it.'}`;
    case 'retrained':
      return `✓ ${name}: learned anew after the change, version ${touch.version ?? ''} (${by}).`;
    case 'no-effect':
      return [`✓ ${name}: ${by} checked it, no effect to be seen.`, ...touch.figures].join(' ') + said(touch.words);
    case 'refused':
      return `– ${name}: ${by} decided to do nothing.${said(touch.words)}`;
  }
}

const said = (words: string | null): string => (words ? `\n${quoted(words, 500)}` : '');
