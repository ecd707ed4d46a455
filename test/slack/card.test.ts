import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import type { RequestView } from '../../src/approvals/schemas.ts';
import type { Block } from '../../src/slack/blocks.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { cardMessage } from '../../src/slack/views/card.ts';
import { eventLine } from '../../src/slack/views/card-event.ts';
import { cardLetter } from '../../src/slack/views/card-letter.ts';
import { requestDetails } from '../../src/slack/views/request-details.ts';
import { configuration, order, request } from './decision-samples.ts';

const textOf = ({ blocks }: { blocks: readonly object[] }) =>
  (blocks as readonly Block[]).flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : [])).join('\n');
interface Control {
  type: string;
  action_id?: string;
  value?: string;
  style?: string;
  options?: { value: string; text: { text: string } }[];
  confirm?: { text: { text: string } };
}
const controls = ({ blocks }: { blocks: readonly Block[] }): Control[] =>
  blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as Control[]) : []));
const idsOf = (message: { blocks: readonly Block[] }) => controls(message).map((one) => one.action_id);
const fits = (message: { text: string; blocks: Block[] }) => {
  checkPayload(message);
  checkBlocks(message.blocks, { surface: 'message', fileReady: () => true });
};

describe('a card that waits for a decision', () => {
  const card = cardMessage(request, 'message-1');
  const text = textOf(card);

  it('asks its question first, and says by whom and by when', () => {
    expect(text.split('\n').slice(0, 2)).toEqual([
      '*Put version 3 of Flight Delay live, in place of version 1?*',
      'Request 12 · asked by *Priya Raman* · decide by *Thu 21 June, 17:00 (Chicago)*',
    ]);
  });

  it('puts the decision, what changes, what speaks for and against it and who decides before its buttons', () => {
    const order = ['*You are deciding:*', '*Change:*', '*Better:*', '*Worse:*', '*Not known:*', '*Business owner:*'];
    const below = ['*Why:*', '*Expected:*', '*Checks:*', '*Way back:*'];
    const places = [...order, ...below].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    const buttons = card.blocks.findIndex((block) => block.type === 'actions');
    expect(textOf({ blocks: card.blocks.slice(0, buttons) })).toContain(order.at(-1));
    expect(textOf({ blocks: card.blocks.slice(buttons) })).toContain(below[0]);
  });

  it('says it in the fewest words; at full length it stands under Details', () => {
    const worse = [{ text: 'Of flights 15 minutes late or more …', short: 'Of late flights it called 4 in 100.', facts: [] }];
    const brief = textOf(cardMessage({ ...request, worse }, 'm'));
    expect(brief).toContain('*Worse:* Of late flights it called 4 in 100.\n');
    expect(brief).not.toContain('15 minutes late or more');
    expect(textOf(requestDetails({ ...request, worse }))).toContain('Of flights 15 minutes late or more …');
  });

  it('says each check with a symbol and a word, the failed one last and loud', () => {
    expect(text).toContain('Data passed · Typical miss passed · Tests not run · Late flights FAILED');
    expect(text).toContain('*Way back:* version 1, one click');
  });

  it('names who has decided, who knew what failed, and who is still to', () => {
    expect(text).toContain('✓ *Business owner:* Dana Whitfield agreed on Mon 18 June, 14:03, knowing that “Late flights” failed');
    expect(text).toContain('*Engineer:* waits for Tom Okafor or Lena Fischer');
  });

  it('has one main button, and what is rarer behind ⋯', () => {
    expect(controls(card).map((one) => [one.action_id, one.style])).toEqual([
      ['request-approve', 'primary'],
      ['request-refuse', undefined],
      ['request-ask', undefined],
      ['request-more', undefined],
    ]);
    expect(controls(card)[3]?.options?.map((one) => one.value)).toEqual([
      `delegate|${request.requestId}|3|message-1`,
      `details|${request.requestId}|3|message-1`,
      `withdraw|${request.requestId}|3|message-1`,
    ]);
  });

  it('carries its revision to the sender and on every button', () => {
    expect(card.revision).toBe(3);
    expect(JSON.parse(controls(card)[0]!.value!)).toEqual({
      kind: 'request',
      id: request.requestId,
      revision: 3,
      message: 'message-1',
    });
  });

  it('notifies with what is asked and by when', () =>
    expect(card.text).toBe(
      'Decision wanted by Thu 21 June, 17:00 (Chicago): Put version 3 of Flight Delay live, in place of version 1?',
    ));

  it('says when nobody may approve, and why', () => {
    const held = textOf(cardMessage({ ...request, held: 'Nothing is put live now: summer peak.' }, 'm'));
    expect(held).toContain('⏸ *Nobody may approve now:* Nothing is put live now: summer peak.');
  });

  it('is marked when the glass was broken', () => {
    const text = textOf(cardMessage({ ...request, breakGlass: true, told: ['Grace Liu'] }, 'm'));
    expect(text).toContain(
      '🚨 *Emergency (break-glass):* two people are enough, whoever asks and one more, and no check has to have passed. Compliance has been told: Grace Liu.',
    );
    expect(text).not.toContain('two people of any seat');
    const unwatched = textOf(cardMessage({ ...request, breakGlass: true, told: [] }, 'm'));
    expect(unwatched).toContain('Nobody here has the part of compliance, so nobody was told.');
  });
});

describe('a request that was asked at the command line', () => {
  const claimed: RequestView = {
    ...configuration,
    held: 'Tom has not confirmed yet that they asked for this.',
    unconfirmed: true,
  };
  const letter = (part: string, view = claimed) => cardLetter({ request: view, part, hasVoted: false }, 'm');

  it('asks its requester, and nobody else, whether it was they', () => {
    const theirs = letter('requester');
    fits(theirs);
    expect(idsOf(theirs)).toEqual(['request-asked-yes', 'request-asked-no', 'request-more']);
    expect(textOf(theirs)).toContain('*Was it you?*');
    expect(theirs.text).toMatch(/^Did you ask for this\?/);
    for (const other of [cardMessage(claimed, 'm'), letter('engineering')]) {
      expect(idsOf(other).join()).not.toContain('request-asked');
      expect(textOf(other)).toContain('⏸ *Nobody may approve now:* Tom has not confirmed yet');
    }
  });

  it('asks no more once it was said, or it has ended', () => {
    const { unconfirmed: _, ...confirmed } = claimed;
    for (const view of [
      { ...confirmed, held: null },
      { ...claimed, state: 'withdrawn' as const },
    ])
      expect(idsOf(letter('requester', view)).join()).not.toContain('request-asked');
  });
});

describe('a card by where its subject stands', () => {
  const ended = (state: RequestView['state'], outcome: string | null = null): RequestView => ({ ...request, state, outcome });
  it.each([
    ['queued', ended('queued'), '⏳ *Waits its turn: putting version 3 of Flight Delay live*'],
    ['approved, ordered', order('requested'), '⏳ *Approved, on its way: putting version 3 of Flight Delay live*'],
    ['approved, started', order('started'), '⏳ *Approved, on its way'],
    ['live', order('succeeded'), '✓ *Version 3 of Flight Delay went live on Thu 21 June, 14:05 (Chicago)*'],
    ['failed', order('failed', 'The build broke.'), '✗ *Approved, but it FAILED on the way'],
    ['timed out', order('timed-out'), '⚠ *Approved, but nobody reported back in time'],
    ['cancelled', order('cancelled'), '✗ *Approved, but stopped on the way'],
    ['refused', ended('refused'), '✗ *Refused: putting version 3 of Flight Delay live*'],
    ['withdrawn', ended('withdrawn'), '↩ *Withdrawn:'],
    ['expired', ended('expired'), '⌛ *Not decided in time:'],
    ['superseded', ended('superseded'), '↪ *Replaced by a newer request:'],
    ['void', ended('void', 'Version 3 was archived.'), '✗ *Cannot be done any more:'],
  ] as const)('says so in its first line and asks no more: %s', (_name, view, first) => {
    const card = cardMessage(view, 'm');
    fits(card);
    expect(textOf(card).startsWith(first)).toBe(true);
    expect(textOf(card)).not.toContain('You are deciding');
    expect(idsOf(card)).not.toContain('request-approve');
  });

  it('tells what came of it, what serves all the same, and where to look', () => {
    expect(textOf(cardMessage(order('failed', 'The build broke.'), 'm'))).toContain(
      '*What went wrong:* “ci” took it on and reported that it failed.\nVersion 1 went on serving. To try again takes a new request.\n<https://ci.example/run/7|See the run>',
    );
    expect(textOf(cardMessage(order('failed', 'exit status 3: ImagePullBackOff'), 'm'))).not.toContain('ImagePullBackOff');
    const untaken: RequestView = { ...request, state: 'approved', order: { ...order('failed').order!, taken: false } };
    expect(textOf(cardMessage(untaken, 'm'))).toContain('*What went wrong:* It could not be handed over to “ci”.');
    expect(textOf(cardMessage(order('timed-out'), 'm'))).toContain('Systems that ask Leeway were told version 1 as before.');
    expect(textOf(cardMessage(order('cancelled'), 'm'))).not.toContain('as before');
  });

  it('keeps the raw text of a failure for whoever opens the details', () => {
    const details = textOf(requestDetails(order('failed', 'exit status 3: ```ImagePullBackOff```')));
    expect(details).toContain('“ci” took it on and reported that it failed.');
    expect(details).toContain('```exit status 3: ´´´ImagePullBackOff´´´```');
    expect(textOf(requestDetails(order('timed-out', 'Nothing was heard.')))).not.toContain('What went wrong');
  });

  it('once live, goes back in a click that says what returns', () => {
    const card = cardMessage(order('succeeded'), 'm');
    expect(idsOf(card)).toEqual(['serving-rollback', 'serving-pause', 'request-details']);
    const [back] = controls(card);
    expect(back?.confirm?.text.text).toContain('Version 1 of Flight Delay returns in production, in place of version 3.');
    expect(JSON.parse(back!.value!)).toEqual({
      kind: `serving:${request.requestId}`,
      id: 'flight-delay/production/3',
      revision: 1,
    });
  });

  it('says that another version serves by now, and has no way back from what is not there', () => {
    const card = cardMessage(order('succeeded'), 'm', { version: 1, paused: false });
    expect(textOf(card)).toContain('↩ *Version 1 is in its place now.*');
    expect(textOf(card)).not.toContain('Way back');
    expect(idsOf(card)).toEqual(['request-details']);
    expect(idsOf(cardMessage(order('succeeded'), 'm', { version: 3, paused: false }))).toContain('serving-rollback');
  });

  it('says that its version is paused, and lets one person resume it', () => {
    const card = cardMessage(order('succeeded'), 'm', { version: 3, paused: true });
    fits(card);
    expect(textOf(card)).toContain('⏸ *Paused:');
    expect(idsOf(card)).toEqual(['serving-rollback', 'serving-resume', 'request-details']);
  });

  it.each(['refused', 'withdrawn', 'expired', 'superseded', 'void'] as const)(
    'names no way back from what never went live: %s',
    (state) => expect(textOf(cardMessage(ended(state), 'm'))).not.toContain('Way back'),
  );

  it.each(['refused', 'withdrawn', 'expired', 'superseded', 'void'] as const)(
    'keeps who decided and what it was about, and no more, of what came to nothing: %s',
    (state) => {
      const text = textOf(cardMessage(ended(state), 'm'));
      expect(text).toContain('*Business owner:* Dana Whitfield agreed');
      for (const words of ['*Engineer:*', '*Checks:*', '*Why:*']) expect(text).not.toContain(words);
    },
  );

  it('shows changes of the configuration as lines', () => {
    const text = textOf(cardMessage(configuration, 'm'));
    expect(text).toContain('*Make these 2 changes to how Leeway is set up?*');
    expect(text).toContain('• Person lena: role operator added\n• Policy production: an engineer less');
    expect(text).not.toContain('*Checks:*');
  });
});

describe('a letter', () => {
  const letter = (part: string, more: Partial<Parameters<typeof cardLetter>[0]> = {}) =>
    cardLetter({ request, part, hasVoted: false, ...more }, 'letter-1');

  it('to business says what it is there for and the effect', () => {
    const text = textOf(letter('business'));
    expect(text).toContain('You are asked as a business owner, by *Thu 21 June, 17:00 (Chicago)*.');
    expect(text).toContain('*It is there for:* Eight of ten flights on time');
    expect(text).toContain('*Expected:* Gate planners see smaller misses.');
    expect(text).toContain('*Before you agree:*\n• Gate planners know of it\n• I have read what gets worse');
    expect(text).not.toContain('Checks:');
  });

  it('puts the question before what their part has to know', () => {
    for (const [part, words] of [
      ['business', '*It is there for:*'],
      ['engineering', '• *Late flights FAILED*'],
    ] as const) {
      const text = textOf(letter(part));
      expect(text.indexOf('*You are deciding:*')).toBeGreaterThan(text.indexOf('You are asked as'));
      expect(text.indexOf(words)).toBeGreaterThan(text.indexOf('*You are deciding:*'));
    }
  });

  it('asks for no reading any more of who has decided: it says who is still to', () => {
    const text = textOf(letter('business', { hasVoted: true }));
    expect(text).toContain('*Engineer:* waits for Tom Okafor or Lena Fischer');
    for (const words of ['*You are deciding:*', '*Worse:*', '*Before you agree:*']) expect(text).not.toContain(words);
  });

  it('to engineering says the checks and the way back', () => {
    const text = textOf(letter('engineering'));
    expect(text).toContain('• *Late flights FAILED*\n• *Tests not run*\n• passed: Data, Typical miss');
    expect(text).toContain('*Way back:* version 1, one click\n*Plan:* Tom looks at the first two days');
    for (const words of ['It is there for', '*Better:*', '*Worse:*']) expect(text).not.toContain(words);
  });

  it('to compliance says whose duties are kept apart, under which rule and on what evidence', () => {
    const seats = [
      ...request.seats,
      { ...request.seats[1]!, seat: 'second-line', phrase: 'compliance', words: 'compliance' as const },
    ];
    const text = textOf(letter('second-line', { request: { ...request, seats }, builtBy: 'Priya Raman' }));
    expect(text).toContain(
      '*Duties:* Priya Raman asked for it and built it, and may not decide. One person counts once, whatever parts they have.\n*Rule:* High risk in production, version 2, as it was when this was asked.',
    );
    expect(text).toContain('Whoever agrees although “Late flights” failed has to say why.');
    expect(text).toContain('*On record:* what each of them saw, what they said, and every attempt that was refused.');
    const other = textOf(letter('second-line', { request: { ...request, seats }, builtBy: 'Ines' }));
    expect(other).toContain('*Duties:* Priya Raman asked for it, Ines built it; neither may decide.');
    expect(text).toContain('*Checks:* Data passed');
    for (const words of ['*Better:*', '*Worse:*']) expect(text).not.toContain(words);
  });

  it('to whoever is told only lets them ask and look, and says what is theirs to do', () => {
    const told = letter('notice', { builtBy: 'Priya Raman' });
    expect(textOf(told)).toContain('*You are told; others decide.*');
    expect(textOf(told)).toContain('*Yours to do:* nothing, unless something is amiss');
    expect(idsOf(told)).toEqual(['request-ask', 'request-more']);
    const emergency = letter('notice', { request: { ...request, breakGlass: true } });
    expect(textOf(emergency)).toContain('*Yours to do:* see whether it could not have waited.');
    expect(textOf(emergency)).toContain('The usual agreement and every check are set aside.');
    expect(idsOf(letter('notice', { request: order('succeeded') }))).toEqual(['request-details']);
  });

  it('to compliance says that nobody may agree while a check failed that nobody may outvote', () => {
    const gates = request.gates.map((one) => ({ ...one, mayBeOutvoted: false }));
    const text = textOf(letter('notice', { request: { ...request, gates } }));
    expect(text).toContain('Nobody may agree while “Late flights” failed.');
  });

  it('asks nobody again who has decided, and the requester for nothing', () => {
    expect(idsOf(letter('business', { hasVoted: true }))).toEqual([]);
    expect(controls(letter('requester'))[0]?.options?.map((one) => one.text.text)).toEqual(['Details', 'Withdraw (requester)']);
    expect(textOf(letter('requester'))).toContain('you hear every step here');
  });

  it('is settled in the name of who settled it', () => {
    const live = letter('engineering', { request: order('succeeded') });
    expect(textOf(live)).toContain('*Settled by Dana Whitfield: approved.*');
    expect(live.text).toBe(
      'Settled by Dana Whitfield: approved. Version 3 of Flight Delay went live on Thu 21 June, 14:05 (Chicago)',
    );
    expect(idsOf(live)).toEqual([]);
  });

  it('to somebody who let another decide asks nothing any more, and says who decides', () => {
    const handedOn = letter('engineering', { delegatedTo: 'Lena Fischer' });
    expect(idsOf(handedOn)).toEqual([]);
    expect(textOf(handedOn)).toContain('You let *Lena Fischer* decide this one.');
    expect(textOf(handedOn)).not.toContain('You are deciding');
  });

  it('that was settled says by whom, and no more', () => {
    expect(textOf(letter('business', { request: order('succeeded') })).split('\n')).toEqual([
      '✓ *Version 3 of Flight Delay went live on Thu 21 June, 14:05 (Chicago)*',
      'Request 12 · asked by *Priya Raman*',
      '*Settled by Dana Whitfield: approved.*',
      '<https://ci.example/run/7|See the run>',
    ]);
  });

  it('to its requester leads back from what is there, and not from what was taken back', () => {
    const theirs = (there: { version: number; paused: boolean }) => letter('requester', { request: order('succeeded'), there });
    expect(idsOf(theirs({ version: 3, paused: false }))).toEqual(['serving-rollback', 'serving-pause', 'request-details']);
    const back = theirs({ version: 1, paused: true });
    expect(idsOf(back)).toEqual(['request-details']);
    expect(textOf(back)).toContain('↩ *Version 1 is in its place now.*');
    const unfollowed = letter('requester', {
      request: order('succeeded'),
      there: { version: 1, paused: false, unfollowed: true },
    });
    expect(textOf(unfollowed)).toContain(
      '↩ *Version 1 is in its place now for systems that ask Leeway, but its deployment FAILED:* look whether it runs.',
    );
  });

  it('says for whom a deputy decides', () =>
    expect(textOf(letter('engineering', { standsInFor: 'Tom Okafor' }))).toContain('as an engineer for Tom Okafor'));
});

describe('a line of the history', () => {
  it('quotes people’s words as they are and lets a question be answered', () => {
    const line = eventLine({ says: 'Tom Okafor asks:', words: 'Is *this* <!channel>?\nReally?', requestId: 'r' });
    fits(line);
    const [block] = line.blocks;
    const text = block?.type === 'section' ? block.text?.text : '';
    expect(text).toContain('> Is *this* &lt;!channel&gt;?\n> Really?');
    expect(JSON.stringify(block)).toContain('request-answer');
  });
});

describe('whatever people write', () => {
  const long = 'R'.repeat(3000);
  const spoilt = (text: string): RequestView => ({
    ...request,
    model: { ...request.model!, title: text, companyGoal: text, businessQuestion: text },
    version: { number: 3, description: text },
    replaces: { number: 1, description: text },
    requester: { id: 'p', name: text },
    reason: text,
    expectedEffect: text,
    rollbackPlan: text,
    better: Array.from({ length: 9 }, () => ({ text, facts: [] })),
    worse: Array.from({ length: 9 }, () => ({ text, facts: [] })),
    notKnown: Array.from({ length: 9 }, () => text),
    gates: Array.from({ length: 20 }, (_, index) => ({ ...request.gates[0]!, gate: `g${index}`, title: text, reason: text })),
    seats: request.seats.map((seat) => ({
      ...seat,
      phrase: text,
      checklist: Array.from({ length: 12 }, () => text.slice(0, 200)),
    })),
    question: text,
    held: text,
    outcome: text,
    changes: Array.from({ length: 60 }, () => text),
  });

  it.each([
    ['3,000 characters', long],
    ['characters that are escaped', '<&>'.repeat(1000)],
    ['a broadcast and a mention', '<!channel> @here <@U0EXEC> *bold* '.repeat(60)],
  ])('a card and its letters stay within Slack’s limits and call nobody: %s', (_name, text) => {
    const views = [
      spoilt(text),
      { ...spoilt(text), kind: 'configuration' as const },
      { ...spoilt(text), ...order('failed', text), outcome: text },
    ];
    for (const view of views) {
      for (const message of [
        cardMessage(view, 'm'),
        ...['business', 'engineering', 'requester', 'notice'].map((part) =>
          cardLetter({ request: view, part, hasVoted: false }, 'm'),
        ),
      ]) {
        fits(message);
        // Labels of buttons are plain text, in which Slack reads nothing.
        expect(`${message.text} ${textOf(message)}`).not.toMatch(/<!channel>|<@U0EXEC>|@here/);
      }
    }
  });
});
