import { byId, h } from './dom.js';
import { here, on } from './store.js';

export const examples = [
  '/leeway status',
  '@Leeway how is flight-delay doing?',
  '@Leeway why was it bad in the week of june 11?',
  '/leeway explain data drift',
];

/** Examples that run at a click, above the composer.
 * @param {(text: string) => void} send */
export function startPrompts(send) {
  let drawn = '';
  on(['route', 'state'], () => {
    const root = byId('prompts');
    root.hidden = here() === null;
    // Nobody mentions a bot in a direct message with it.
    const direct = here()?.kind === 'im';
    if (drawn === String(direct)) return;
    drawn = String(direct);
    const texts = examples.map((text) => (direct ? text.replace(/^@Leeway /, '') : text));
    root.replaceChildren(
      h('span', { class: 'hint' }, 'Try'),
      ...texts.map((text) => h('button', { type: 'button', class: 'chip', onclick: () => send(text) }, text)),
    );
  });
}
