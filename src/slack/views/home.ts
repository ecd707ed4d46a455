import type { types } from '@slack/bolt';
import { button, carry, createBlocks, type Block } from '../blocks.ts';
import { gaps, type Gap } from '../../monitor/read-gaps.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, plain, said, type Said } from '../text.ts';
import { settingsBlocks, type DigestSettings } from './home-settings.ts';
import { waitingBlocks, type RequestLine } from './requests.ts';
import type { StrangerView } from './note.ts';
import { strangerNote } from './note.ts';

export interface HomeModel {
  modelId: string;
  name: string;
  health: Said;
  /** Oldest first; drawn beside the line. */
  sparkline?: { values: number[]; alt: string };
}
export interface HomeMatter {
  matterId: string;
  revision: number;
  title: string;
  /** `You, by Thu 21 June` or `nobody yet`. */
  line: string;
  state: 'open' | 'taken';
  mine: boolean;
  /** With nobody, and about a model that the person answers for: it waits for them. */
  answersFor: boolean;
  /** It is brought to an end on its card, such as a case. */
  withCard: boolean;
}
export interface HomeView {
  name: string;
  /** What the role is here for, in one line. */
  role: string;
  /** Requests that wait for the person's decision: they come first. */
  requests: RequestLine[];
  waiting: HomeMatter[];
  /** Cases in which the person is asked something, or has the last word. */
  waitingCases: HomeView['cases'];
  models: HomeModel[];
  moreModels: number;
  matters: HomeMatter[];
  cases: { caseId: string; title: string; line: Said }[];
  /** How many models lack what; null where the person could do nothing about it. */
  gaps: Readonly<Record<Gap, number>> | null;
  settings: DigestSettings | null;
}

const maxRows = 10;

/** `pictures` are uploaded sparklines by model id; a model without one is a line of text. */
export function homeView(home: HomeView, pictures: ReadonlyMap<string, string> = new Map()): types.HomeView {
  const make = createBlocks();
  const blocks: Block[] = [
    make.section('greeting', `Good to see you, *${mrkdwn(home.name, 80)}*. ${mrkdwn(home.role, 300)}`),
    make.actions('flag', [flagButton]),
    make.header('waiting', 'Waiting for you'),
  ];
  blocks.push(
    ...home.requests.slice(0, maxRows).flatMap((one) => waitingBlocks(make, one)),
    ...rest(make, 'requests', home.requests.length),
  );
  blocks.push(
    ...home.waitingCases.slice(0, maxRows).map((one) => caseBlock(make, one)),
    ...rest(make, 'waiting-cases', home.waitingCases.length),
  );
  const waiting = home.waiting.filter((matter) => matter.answersFor);
  blocks.push(...waiting.slice(0, maxRows).map((matter) => matterBlock(make, matter)), ...rest(make, 'waiting', waiting.length));
  if (home.requests.length + home.waitingCases.length + waiting.length === 0)
    blocks.push(
      make.section(
        'waiting:none',
        home.matters.length > 0 ? 'Nothing else than what you have in hand, below.' : 'Nothing waits for you.',
      ),
    );
  const free = home.waiting.filter((matter) => !matter.answersFor);
  if (free.length > 0)
    blocks.push(make.context('waiting:free', [`Nobody has taken ${free.length === 1 ? 'this' : 'these'} yet:`]));
  blocks.push(...free.slice(0, maxRows).map((matter) => matterBlock(make, matter)), ...rest(make, 'free', free.length));
  blocks.push(make.header('models', 'My models'));
  if (home.models.length === 0)
    blocks.push(make.section('models:none', 'No model names you as an owner or is your team’s. `/leeway models` shows all.'));
  for (const model of home.models.slice(0, maxRows)) blocks.push(...modelBlocks(make, model, pictures.get(model.modelId)));
  const more = home.moreModels + Math.max(0, home.models.length - maxRows);
  if (more > 0) blocks.push(make.context('models:more', [`${more} more: /leeway models`]));
  blocks.push(...gapBlocks(make, home.gaps));
  blocks.push(make.header('matters', 'My matters and cases'));
  if (home.matters.length + home.cases.length === 0)
    blocks.push(make.section('matters:none', 'You have nothing in hand and no case open.'));
  blocks.push(
    ...home.matters.slice(0, maxRows).map((matter) => matterBlock(make, matter)),
    ...rest(make, 'matters', home.matters.length),
  );
  for (const one of home.cases.slice(0, maxRows)) blocks.push(caseBlock(make, one));
  blocks.push(
    ...rest(make, 'cases', home.cases.length),
    make.header('digest', 'My digest'),
    ...settingsBlocks(make, home.settings),
  );
  return { type: 'home', blocks };
}

export const strangerHome = (stranger: StrangerView): types.HomeView => ({
  type: 'home',
  blocks: strangerNote(stranger).blocks,
});

const gapWords: Record<Gap, { one: string; many: string; button: string }> = {
  unowned: { one: 'has no owner for a part', many: 'have no owner for a part', button: 'Without owners' },
  unmonitored: { one: 'is not watched', many: 'are not watched', button: 'Not watched' },
  'no-kpi': { one: 'has no business measure', many: 'have no business measure', button: 'No business measure' },
  'no-run': { one: 'was not looked at of late', many: 'were not looked at of late', button: 'Not looked at' },
};

/** What all models lack, in a line, with the lists behind it. */
function gapBlocks(make: ReturnType<typeof createBlocks>, counts: HomeView['gaps']): Block[] {
  const found = counts ? gaps.filter((gap) => counts[gap] > 0) : [];
  if (!counts || found.length === 0) return [];
  const said = found.map((gap) => `${counts[gap].toLocaleString('en-US')} ${gapWords[gap][counts[gap] === 1 ? 'one' : 'many']}`);
  const lists = found.map((gap) =>
    button(`${actionIds.askAgain}:${gap}`, gapWords[gap].button, `models ${gap}`, {
      label: `List the models: ${gapWords[gap].button.toLowerCase()}`,
    }),
  );
  return [make.section('gaps', `*Of all models,* ${said.join('; ')}.`), make.actions('gaps:lists', lists)];
}

const rest = (make: ReturnType<typeof createBlocks>, name: string, count: number): Block[] =>
  count > maxRows ? [make.context(`${name}:more`, [`${count - maxRows} more: /leeway mine`])] : [];

function matterBlock(make: ReturnType<typeof createBlocks>, matter: HomeMatter): Block {
  const value = carry({ kind: 'matter', id: matter.matterId, revision: matter.revision });
  const name = `matter:${matter.matterId}`;
  const words = `*${mrkdwn(matter.title, 300)}*\n${mrkdwn(matter.line, 300)}`;
  if (matter.withCard)
    return make.section(
      name,
      words,
      button(actionIds.toDoOpen, 'Open', carry({ kind: 'matter', id: matter.matterId }), { label: `Open: ${matter.title}` }),
    );
  if (matter.state === 'open')
    return make.section(name, words, button(actionIds.takeIt, 'Take it', value, { label: `Take it: ${matter.title}` }));
  return matter.mine
    ? make.section(name, words, button(actionIds.done, 'Done', value, { label: `Done: ${matter.title}` }))
    : make.section(name, words);
}

function caseBlock(make: ReturnType<typeof createBlocks>, { caseId, title, line }: HomeView['cases'][number]): Block {
  const open = button(actionIds.caseOpen, 'Open', carry({ kind: 'case', id: caseId }), { label: `Open ${title}` });
  return make.section(`case:${caseId}`, `*${mrkdwn(title, 300)}*\n${said(line, 300)}`, open);
}

/** Whoever sees something wrong says so here, whatever model it is about. */
const flagButton = button(actionIds.flag, 'Flag a problem', carry({ kind: 'model', id: '' }));

function modelBlocks(make: ReturnType<typeof createBlocks>, model: HomeModel, fileId: string | undefined): Block[] {
  const words = `*${mrkdwn(model.name, 200)}*\n${said(model.health, 300)}`;
  const open = button(actionIds.modelRecord, 'Open', carry({ kind: 'model', id: model.modelId }), {
    label: `Open ${model.name}`,
  });
  return [
    make.section(`model:${model.modelId}`, words, open),
    ...(fileId && model.sparkline
      ? [make.image(`model:${model.modelId}:course:${fileId}`, fileId, plain(model.sparkline.alt, 2000))]
      : []),
  ];
}
