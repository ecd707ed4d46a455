import { byId, h } from './dom.js';
import { app, here, now, on } from './store.js';

/** Examples that have an answer at the time that the workspace's clock shows.
 * @param {Date} now */
export const examplesAt = (now) => [
  '/leeway status',
  '@Leeway how is flight-delay doing?',
  now >= new Date('2001-06-18T14:00:00Z')
    ? '@Leeway why was it bad in the week of june 11?'
    : '@Leeway what changed in february?',
  '/leeway explain data drift',
];

/** Examples for a workspace whose models the page does not know. */
const ownExamples = [
  '/leeway status',
  '@Leeway how are the models doing?',
  '/leeway models unowned',
  '/leeway explain data drift',
];

/** Examples that run at a click, above the composer.
 * @param {(text: string) => void} send */
export function startPrompts(send) {
  let drawn = '';
  on(['route', 'state', 'clock'], () => {
    const root = byId('prompts');
    root.hidden = here() === null;
    // Nobody mentions a bot in a direct message with it.
    const direct = here()?.kind === 'im';
    const examples = app.state?.team.note === undefined ? examplesAt(now()) : ownExamples;
    const texts = examples.map((text) => (direct ? text.replace(/^@Leeway /, '') : text));
    if (drawn === texts.join()) return;
    drawn = texts.join();
    root.replaceChildren(
      h('span', { class: 'hint' }, 'Try'),
      ...texts.map((text) => h('button', { type: 'button', class: 'chip', onclick: () => send(text) }, text)),
    );
  });
}
