import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { linesWithin } from './lines.ts';

/** Models by risk class and business unit, what each owes by its class, and how that stands. */
export interface RiskView {
  /** Absent: all classes. */
  riskClass?: string;
  units: { name: string; line: string }[];
  /** This page's, the highest class first. */
  models: {
    modelId: string;
    name: string;
    /** `high risk · Operations · 2 open` */
    line: string;
    duties: { state: 'met' | 'missing' | 'late'; text: string }[];
  }[];
  /** Of the page's first model, from 1. */
  from: number;
  total: number;
  /** The next page's first model; absent on the last page. */
  next?: number;
}

const marks = { met: '✓', missing: '✗', late: '⚠' } as const;

export function riskMessage(view: RiskView): Outgoing {
  const make = createBlocks();
  const { riskClass, units, models, from, total, next } = view;
  const what =
    riskClass === undefined ? 'models' : riskClass === 'none' ? 'models without a risk class' : `${riskClass}-risk models`;
  const text =
    total === 0
      ? `There are no ${what}.`
      : `${total} ${total === 1 ? what.replace('models', 'model') : what}, and what follows from the class of each`;
  const lines = units.map(({ name, line }) => `*${mrkdwn(name, 80)}:* ${mrkdwn(line, 160)}`);
  const page = (start: number) => JSON.stringify({ ...(riskClass ? { riskClass } : {}), from: start });
  const turns = [
    ...(from > 1 ? [button(`${actionIds.riskPage}:start`, 'From the start', page(1))] : []),
    ...(next ? [button(`${actionIds.riskPage}:next`, 'Next page', page(next))] : []),
  ];
  return {
    text: notification(text),
    blocks: [
      make.section('title', `*${mrkdwn(text, 200)}*`),
      ...(lines.length > 0
        ? [
            make.section(
              'units',
              linesWithin(lines, 2000, (left) => `${left} more business units.`),
            ),
          ]
        : []),
      ...models.map((one) =>
        make.section(
          `model:${one.modelId}`,
          linesWithin(
            [
              `*${mrkdwn(one.name, 120)}* · ${mrkdwn(one.line, 120)}`,
              ...one.duties.map(({ state, text: said }) => `${marks[state]} ${mrkdwn(said, 160)}`),
            ],
            900,
          ),
        ),
      ),
      ...(turns.length > 0 ? [make.actions('pages', turns)] : []),
      ...(total === 0 ? [] : [make.context('classes', [classWords])]),
    ],
  };
}

const classWords =
  'Low: a policy and three owners. Medium: also a monitor and planned reviews. High: also a maintenance plan, and an environment in which the version that serves can be run again.';
