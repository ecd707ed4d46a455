import { noHappenings } from '../../src/digest/happenings.ts';
import { describe, expect, it } from 'vitest';
import { countWords, maxWords } from '../../src/digest/fit.ts';
import { createSay, loadTemplates, type Say } from '../../src/digest/templates.ts';
import { writeEdition } from '../../src/digest/write-edition.ts';
import { findingKinds, severities, type FindingKind } from '../../src/monitor/findings.ts';
import { materialOf, waitingFor, type Wish } from './materials.ts';

const templates = loadTemplates();
const said = new Set<string>();
const say = createSay(templates);
const recording: Say = (path, role, filling) => {
  said.add(path);
  return say(path, role, filling);
};

const write = (wish: Wish = {}) => writeEdition(materialOf(wish), recording);
const texts = (wish: Wish = {}) => {
  const { headline, lines } = write(wish);
  return [headline, ...lines].map((line) => line.text.replaceAll('\u00a0', ' '));
};
const details = (wish: Wish) => write(wish).details.map((line) => line.text.replaceAll('\u00a0', ' '));
const of = (role: string, wish: Wish) =>
  write(wish)
    .lines.find((line) => line.role === role)
    ?.text.replaceAll('\u00a0', ' ');

const busyCases = { confirmedShare: 0.5, firstAnswer: 5, repair: 9 };

describe('a model that says classes, and one of which nobody knows whether it was right', () => {
  it('is told by how often it was wrong', () => {
    const wish: Wish = { focus: { error: 'wrong' }, values: { error_now: 0.123 }, findings: ['error-in-range'] };
    expect(texts(wish).join(' ')).not.toMatch(/missed|on average/);
    expect(details(wish).join(' ')).not.toMatch(/missed|leaned|Large misses/);
    expect(texts({ ...wish, voice: 'data-scientist' }).join(' ')).not.toMatch(/MAE|RMSE/);
  });

  it('is not praised by silence where no outcome is known', () => {
    const wish: Wish = { focus: { error: 'unknown' }, findings: [], without: ['outcome'] };
    expect(texts(wish)).toContain('Whether the forecasts were right is not known: the data hold no outcome.');
    const scientist = texts({ ...wish, voice: 'data-scientist' }).join(' ');
    expect(scientist).toContain('no labels');
    expect(scientist).not.toMatch(/all labelled|outcome \d/);
  });
});

describe('models that nobody answers for, or nothing watches', () => {
  it('are counted in both digests, also in a quiet week', () => {
    for (const voice of ['executive', 'data-scientist'] as const) {
      const said = texts({ voice, gaps: { unowned: 3, unmonitored: 1 } }).join(' ');
      expect(said).toMatch(/3 models.*\/leeway models unowned/);
      expect(said).toMatch(/1 model.*\/leeway models unmonitored/);
      expect(texts({ voice }).join(' ')).not.toContain('/leeway models');
    }
  });
});

describe('an executive’s digest', () => {
  it('of a quiet week is its verdict and two lines', () => {
    expect(texts()).toEqual(
      [
        'Quiet week, 11–17 June: nothing needs you.',
        'The one model was checked on all 1,000 flights.',
        'On time: 72.9 % of flights (80.9 % the week before), below the 80 % target but inside the usual range. Forecasts missed by 21.9 minutes on average after 18.2, inside the usual range.',
      ].map((line, index) =>
        index === 0 ? 'Nothing is asked of you: flights on time are below target, but inside the usual range.' : line,
      ),
    );
    expect(texts({ values: { kpi_gap: 0.02, kpi_now: 0.82 } })).toEqual([
      'Quiet week, 11–17 June: nothing needs you.',
      'The one model was checked on all 1,000 flights.',
      'On time: 82.0 % of flights (80.9 % the week before; target 80 %). Forecasts missed by 21.9 minutes on average after 18.2, inside the usual range.',
    ]);
  });

  it('asks for a name for what nobody has taken, with a date', () => {
    expect(texts({ findings: ['error-outside', 'kpi-in-range'], matters: [{}] })).toEqual([
      'Asked of you by Thu 21 June: name someone to find out why Flight Delay missed by more than usual.',
      '*On time: 72.9 % of flights in the week of 11 June* (80.9 % the week before; target 80 %). Below target, inside the usual range.',
      '*Forecasts missed by more than usual:* 21.9 minutes on average (18.2 the week before). First week outside the usual range (up to 21.4).',
      'The two part: the misses are worse than usual, the share of flights on time is not.',
      '*Cause unknown.* Airports and hours looked nearly as in January.',
      'All 1,000 flights counted; 12 had no average of their own.',
    ]);
  });

  it('names who has it in hand, and until when', () => {
    const [headline, , error] = texts({ findings: ['error-outside', 'kpi-in-range'], matters: [{ state: 'taken' }] });
    expect(headline).toBe(
      'Nothing is asked of you: Tom Okafor is finding out why Flight Delay missed by more than usual, and reports by Thu 21 June.',
    );
    expect(error).not.toContain('Tom Okafor');
  });

  it('names what is to be done as it is, where nothing is to be found out', () => {
    const waits = { kind: 'sample', key: 'round-1', title: 'Flight Delay: experts wait to hear what comes of their answers' };
    const headlineOf = (matter: object) => texts({ findings: ['kpi-in-range'], matters: [{ ...waits, ...matter }] })[0];
    expect(headlineOf({ state: 'taken' })).toBe(
      'Nothing is asked of you: Tom Okafor has “Flight Delay: experts wait to hear what comes of their answers” in hand, until Thu 21 June.',
    );
    expect(headlineOf({})).toBe(
      'Asked of you by Thu 21 June: name someone for “Flight Delay: experts wait to hear what comes of their answers”.',
    );
  });

  it('says when an answer is overdue', () => {
    const matters = [{ state: 'taken' as const, dueOn: '2001-06-14' }];
    expect(texts({ findings: ['error-outside'], matters })[0]).toBe(
      "Tom Okafor's answer on Flight Delay was due on Thu 14 June: please ask for it.",
    );
  });

  it('says what is overdue where it is no answer', () => {
    const late = {
      state: 'taken' as const,
      dueOn: '2001-06-14',
      kind: 'action' as const,
      key: 'case:1',
      title: 'Repair the data (case 1)',
    };
    expect(texts({ matters: [late] })[0]).toBe(
      'Tom Okafor was to bring “Repair the data (case 1)” to an end by Thu 14 June: please ask about it.',
    );
  });

  it('of several open matters names each with what it is', () => {
    const matters = [
      {},
      { id: 'older', key: 'rows', title: 'Flight Delay: data are missing for part of the week', openedFor: '2001-05-28' },
    ];
    const lines = texts({ findings: ['error-outside', 'kpi-in-range'], matters });
    expect(lines[0]).toBe('Asked of you by Thu 21 June: name someone for each of 2 open matters.');
    expect(lines[2]).toContain('Nobody has it in hand yet.');
    expect(lines.at(-1)).toBe(
      'Still open since the week of 28 May, with nobody: Flight Delay: data are missing for part of the week.',
    );
  });

  it('carries a matter over until it is done, also over a week in range', () => {
    const older = { openedFor: '2001-06-04', findingId: 'an-older-finding' };
    expect(texts({ matters: [older] })[0]).toBe(
      'Asked of you by Thu 21 June: name someone to find out why Flight Delay missed by more than usual in the week of 4 June.',
    );
    const both = texts({
      matters: [
        { ...older, state: 'taken' },
        { key: 'rows', title: 'Flight Delay: data are missing', openedFor: '2001-05-28' },
      ],
    });
    expect(both[0]).toContain('where data for Flight Delay went in the week of 28 May');
    expect(both.at(-1)).toBe(
      'Still open since the week of 4 June: Flight Delay: the model misses by more than usual. Tom Okafor reports by Thu 21 June.',
    );
  });

  it('is never quiet above a model that was not checked', () => {
    expect(texts({ unchecked: ['Crew Need'] })).toEqual([
      'Nothing can be said of Crew Need this week: it was not checked.',
      // Of two models, the figures say whose they are.
      '*Flight Delay*, in full:',
      expect.stringContaining('72.9 %'),
      expect.stringContaining('21.9'),
      'All 1,000 flights counted; 12 had no average of their own. 1 of 2 models checked. Not checked: Crew Need.',
    ]);
    expect(texts({ unchecked: ['Crew Need'], models: 4 }).join(' ')).toContain('3 of 4 models checked.');
    expect(texts({ unchecked: ['A', 'B', 'C', 'D'] }).join(' ')).toContain(
      '1 of 5 models checked. Not checked: A, B, C and others.',
    );
    expect(texts({ unchecked: ['A', 'B'] })[0]).toBe('Only 1 of 3 models could be checked this week.');
    expect(texts({ findings: [], focus: null, unchecked: ['A', 'B'], models: 2 })[0]).toBe(
      'None of the 2 models could be checked this week.',
    );
    expect(texts({ findings: [], focus: null, models: 0 })).toEqual(['Nothing can be said this week: there is no model yet.']);
  });

  it('says that nothing was checked also where something else is asked', () => {
    const late = { state: 'taken' as const, ownerName: 'Tom Okafor', dueOn: '2001-06-12' };
    const lines = texts({ findings: [], focus: null, unchecked: ['Flight Delay'], models: 1, matters: [late] });
    expect(lines[0]).toContain('was due on Tue 12 June: please ask for it.');
    expect(lines[1]).toBe('Nothing can be said of Flight Delay this week: it was not checked.');
    expect(lines[2]).toBe('Not checked: Flight Delay.');
  });

  it.each([
    ['error-outside', 'kpi-in-range', 'The two part: the misses are worse than usual, the share of flights on time is not.'],
    ['error-in-range', 'kpi-outside', 'The two part: the share of flights on time is worse than usual, the misses are not.'],
    ['error-shift', 'kpi-better', 'The two part: the misses are worse than usual, the share of flights on time is better.'],
    ['error-better', 'kpi-shift', 'The two part: the share of flights on time is worse than usual, the misses are smaller.'],
    ['error-outside', 'kpi-outside', 'Both are worse than usual; neither explains the other.'],
    ['error-early', 'kpi-outside', undefined],
    ['error-outside', 'kpi-early', undefined],
    ['error-better', 'kpi-better', undefined],
  ] as const)('with %s and %s says whether they part', (error, kpi, expected) => {
    expect(of('part', { findings: [error, kpi] })).toBe(expected);
  });

  it('of a measure of which lower is better says above, not below', () => {
    const wish: Wish = { better: 'lower', values: { kpi_gap: 0.05 } };
    expect(texts(wish)[0]).toBe('Nothing is asked of you: flights on time are above target, but inside the usual range.');
    expect(of('kpi', { ...wish, findings: ['error-outside', 'kpi-in-range'] })).toContain(
      'Above target, inside the usual range.',
    );
    expect(texts({ ...wish, findings: ['kpi-better', 'error-in-range'] })[0]).toBe(
      'Good news, and nothing is asked of you: the share of flights on time is better than usual.',
    );
  });

  it('in early weeks says that it is too early, and compares with the reference', () => {
    expect(texts({ findings: ['error-early', 'kpi-early'] })).toEqual([
      'Nothing is asked of you. It is too early to say what is usual: 1 week of history, 8 weeks needed.',
      '*On time: 72.9 % of flights in the week of 11 June* (80.9 % the week before; 78.5 % in January; target 80 %). Below target.',
      'Forecasts missed by 21.9 minutes on average (18.2 the week before; 17.4 in January, which the model learned from).',
      'All 1,000 flights counted; 12 had no average of their own.',
    ]);
    expect(texts({ findings: ['error-early', 'kpi-early'], focus: { referenceIsTraining: false } })[2]).toBe(
      'Forecasts missed by 21.9 minutes on average (18.2 the week before; 17.4 in January).',
    );
  });

  it('after a week that was not looked at compares with the reference instead, and without anything says the figure alone', () => {
    expect(texts({ without: ['before'] })[2]).toBe(
      'On time: 72.9 % of flights, below the 80 % target but inside the usual range. Forecasts missed by 21.9 minutes on average, inside the usual range.',
    );
    const bare: Wish = { findings: ['error-outside', 'kpi-in-range'], without: ['before', 'reference', 'target', 'gap'] };
    expect(texts(bare)[1]).toBe('*On time: 72.9 % of flights in the week of 11 June*. Inside the usual range.');
    expect(texts(bare)[2]).toContain('21.9 minutes on average. First week outside');
  });

  it('words a leap and a slow change differently', () => {
    const drift = (pattern: 'abrupt' | 'gradual', kind: FindingKind = 'input-drift') =>
      of('data', { findings: ['error-in-range', { kind, pattern }] });
    expect(drift('abrupt')).toBe('*What Flight Delay is fed changed at once:* hours differ clearly from those of January.');
    expect(drift('gradual')).toBe(
      '*What Flight Delay is fed is changing week by week:* hours differ clearly from those of January.',
    );
    expect(of('error', { findings: ['error-shift'] })).toContain('little by little');
  });

  it('says that inputs looked alike only where none lay beyond the level', () => {
    const bad: Wish = { findings: ['error-outside'] };
    expect(of('cause', bad)).toContain('looked nearly as in January');
    expect(of('cause', { ...bad, highest: 0.4 })).toBe(
      '*Cause unknown.* Hours differ from January in this one week; nobody has checked whether that is why.',
    );
    expect(of('cause', { findings: ['error-outside', 'input-drift'] })).toBe(
      '*Cause unknown.* Hours differ from January; nobody has checked whether that is why.',
    );
  });

  it('never says input, prediction, outcome or error for one another', () => {
    const speaking = (kind: FindingKind) => texts({ findings: ['kpi-in-range', 'error-in-range', kind] }).join(' ');
    const inputs = speaking('input-drift');
    expect(inputs).toContain('what Flight Delay is fed changed');
    expect(inputs).not.toMatch(/Flight Delay says|outcome|more than usual/);
    const predictions = speaking('prediction-drift');
    expect(predictions).toContain('what Flight Delay says changed');
    expect(predictions).not.toMatch(/is fed|outcome|more than usual/);
    const outcome = speaking('outcome-drift');
    expect(outcome).toContain('the outcome that Flight Delay is about changed');
    expect(outcome).not.toMatch(/is fed|Flight Delay says|more than usual/);
    const error = texts({ findings: ['kpi-in-range', 'error-outside'] }).join(' ');
    expect(error).not.toMatch(/is fed|Flight Delay says|outcome/);
  });

  it('says what is missing', () => {
    expect(of('data', { findings: ['error-in-range', 'rows-short'] })).toBe(
      '*Data are missing:* 1 day of the week had far fewer flights than usual on record.',
    );
    const missing = { kind: 'values-missing' as const };
    expect(of('data', { findings: [missing] })).toContain('of flights came without hours.');
  });

  it('tells one picture, and none that these readers have met', () => {
    const bad: Wish = { findings: ['error-outside', 'kpi-in-range'] };
    expect(write({ ...bad, more: { met: new Set() } })).toMatchObject({ term: 'concept-drift' });
    expect(of('cause', { ...bad, more: { met: new Set() } })).toContain('_Like a concept-drift._');
    expect(write({ ...bad, more: { met: new Set(['concept-drift']) } })).toMatchObject({ term: 'usual-range' });
    expect(write(bad)).toMatchObject({ term: null });
  });

  it('puts what else there is into the thread, nothing left out', () => {
    const other = { modelId: 'crew-need', modelTitle: 'Crew Need' };
    const lines = details({
      findings: [
        'error-outside',
        'kpi-outside',
        { kind: 'kpi-in-range', words: { title: 'Cancelled', phrase: 'cancelled flights', better: 'lower', kpi: 'cancelled' } },
        'rows-short',
        'input-drift',
        'new-categories',
        { kind: 'error-shift', ...other },
      ],
      more: { cases: [{ number: 7, modelTitle: 'Flight Delay' }] },
    });
    expect(lines).toEqual([
      expect.stringContaining('*Cancelled: 72.9 %'),
      expect.stringContaining('*What Flight Delay is fed changed at once:*'),
      expect.stringContaining(
        'Large misses weigh more in a second figure: 40.6 minutes (40.6 the week before). On average the outcome was 6.3 minutes above the forecasts. Always guessing −1 minute would have missed by 22.2: more than the model did.',
      ),
      expect.stringMatching(/^Hours that January did not have: /),
      'Crew Need: the model has been missing by more for some weeks.',
      'Flagged by colleagues and still open: case 7 (Flight Delay).',
    ]);
  });

  it('keeps to its words with long names: the picture goes first, then lines to the thread, whole', () => {
    const long = 'The very long name of a model that a committee of nine people has agreed upon after two meetings';
    const wish: Wish = {
      findings: ['error-outside', 'kpi-outside', 'rows-short'],
      focus: { title: long, notMeasured: ['money', 'whether forecasts affect punctuality'], inputPhrases: [long, 'hours'] },
      matters: [
        { modelTitle: long, title: `${long}: misses`, ownerName: long, state: 'taken' },
        { key: 'run', title: `${long}: not checked`, modelTitle: long },
      ],
      unchecked: [long, long],
      more: { met: new Set() },
    };
    const body = write(wish);
    expect(countWords([body.headline, ...body.lines])).toBeLessThanOrEqual(maxWords);
    expect(body.term).toBeNull();
    expect(body.lines.some((line) => line.role === 'coverage')).toBe(true);
    expect(body.details.some((line) => line.role === 'not-measured')).toBe(true);
    const all = [...body.lines, ...body.details].map((line) => line.role);
    for (const role of ['kpi', 'error', 'part', 'data', 'cause', 'coverage']) expect(all).toContain(role);
  });

  it('escapes what people named', () => {
    const text = texts({ unchecked: ['<!channel> & co'] }).join(' ');
    expect(text).toContain('&lt;!channel&gt; &amp; co');
    expect(text).not.toContain('<!');
  });
});

/** Compared, and neither side has a line. */
function alikeInTests() {
  const [one] = waitingFor({ 'typical-miss': 'passed' }).happenings.waiting!;
  return { ...materialOf().happenings, waiting: [{ ...one!, shown: { ...one!.shown, better: [], worse: [] } }] };
}

describe('an executive’s digest while a decision waits', () => {
  const open: Wish = { checks: { 'typical-miss': 'passed', 'costly-error': 'failed' } };

  it('asks for it first, with its date and what speaks for and against it', () => {
    expect(texts({ ...open, findings: ['error-outside', 'kpi-in-range'], matters: [{}] })).toEqual([
      'Decision for you by Thu 21 June: should version 3 go live? Against version 1 in tests, its typical miss was smaller, but it warned of fewer late flights.',
      expect.stringContaining('*On time: 72.9 %'),
      expect.stringMatching(/^\*Forecasts missed by more than usual:.* Nobody has it in hand yet\.$/),
      'The two part: the misses are worse than usual, the share of flights on time is not.',
      '*Cause unknown.* Airports and hours looked nearly as in January.',
      'All 1,000 flights counted; 12 had no average of their own.',
    ]);
    const body = write(open);
    expect(body.decision).toEqual({
      requestId: '00000000-0000-7000-8000-00000000000a',
      title: 'version 3 of Flight Delay in production',
    });
    const shown = waitingFor(open.checks!).happenings.waiting![0]!.shown;
    expect(body.headline.facts).toHaveLength(shown.better[0]!.facts.length + shown.worse[0]!.facts.length);
  });

  it('names the model where there are several, and the environment that is not production', () => {
    expect(texts({ ...open, models: 4 })[0]).toContain('should version 3 of Flight Delay go live?');
    expect(texts({ ...open, request: { environment: 'staging' } })[0]).toContain(
      'should version 3 of Flight Delay go to staging?',
    );
  });

  it('says nothing of better or worse where it was not compared, or is alike', () => {
    expect(texts({ checks: { 'typical-miss': 'not-run' } })[0]).toContain('How it compares with version 1 is not known.');
    expect(texts({ more: { happenings: alikeInTests() } })[0]).toContain('Tests found no clear difference from version 1.');
  });

  it('has the figures, the failed checks and the other decisions in the thread', () => {
    const { happenings } = materialOf(open);
    const [first] = happenings.waiting;
    const others = [
      { ...first!, version: 2, modelTitle: 'Crew Need', expiresAt: '2001-06-22T22:00:00+00:00' },
      { ...first!, kind: 'configuration' as const, expiresAt: '2001-06-23T22:00:00+00:00' },
    ];
    const more = { happenings: { ...happenings, waiting: [first!, ...others] } };
    expect(details({ ...open, moreDecisions: 3, more }).slice(0, 5)).toEqual([
      '*For it:* typical-miss as measured: 1.8.',
      '*Against it:* costly-error as measured: 4.0.',
      '*Checks that failed:* costly-error.',
      '*Not known:* money.',
      'And 3 more decisions wait for you: version 2 of Crew Need in production by Fri 22 June, a change of roles or settings by Sat 23 June and others.',
    ]);
  });

  it('leaves data scientists to read of it among what happened', () => {
    const body = write({ ...open, voice: 'data-scientist' });
    expect(body.headline.text).toBe('flight-delay v1, 11–17 June: no signal.');
    expect(body.decision).toBeNull();
  });
});

describe('what people did with a model', () => {
  it('stands in an executive’s digest as far as production is concerned, the newest in sight and how long it took below', () => {
    const lines = write({ busy: true }).lines.filter((line) => line.role === 'change');
    expect(lines.map((line) => line.text)).toEqual([
      '*Flight Delay went back to version 1* on Thu 14 June, by Priya Raman.',
      '*Flight Delay went back to version 1* on Thu 14 June, by a rule agreed beforehand.',
      '*Flight Delay could not be brought back to version 1* on Thu 14 June.',
    ]);
    expect(details({ busy: true })).toEqual(
      expect.arrayContaining([
        '*Version 3 of Flight Delay is live* since Thu 14 June.',
        '*Flight Delay was paused* on Thu 14 June, by Tom Okafor.',
        'Version 3 of Flight Delay took 2.9 days from registered to live; 2.1 days of it was waiting for people. Steps by hand: 3.',
      ]),
    );
  });

  it('is a line each for data scientists', () => {
    const text = texts({ busy: true, voice: 'data-scientist' }).join('\n');
    for (const line of [
      'flight-delay v3 registered: passed data; failed typical miss; not run bias; under way tests.',
      'Request 1: version 3 of Flight Delay in production, open until Thu 21 June, asked by Priya Raman. Failed checks: late flights called.',
      'Request 4: version 3 of Flight Delay in production, refused Thu 14 June.',
      'Request 9: version 3 of Flight Delay in production, approved Thu 14 June by Dana Whitfield and Lena Fischer.',
      '*flight-delay v3 live* in production since Thu 14 June. Lead time 2.9 days, 2.1 days of it waiting for approval; manual steps: 3.',
      '*flight-delay rolled back to v1* in production, Thu 14 June, by a standing rule.',
      '*flight-delay paused* in production, Thu 14 June, by Tom Okafor.',
      '*flight-delay: standing rule could not act* in production, Thu 14 June.',
      'Decisions and deployments not listed: 4.',
    ])
      expect(text.split('\n')).toContain(line);
  });
});

describe('a data scientist’s digest', () => {
  const ds = (wish: Wish) => texts({ ...wish, voice: 'data-scientist' });
  it('has the same facts in the field’s terms', () => {
    expect(ds({ findings: ['error-outside', 'kpi-in-range'], matters: [{}] })).toEqual([
      'flight-delay v1, 11–17 June: MAE outside XmR limits. Nobody has taken it; due Thu 21 June.',
      "*flight-delay v1* · 11–17 June (11–17 June in brackets) · n 1,000, all labelled · reference January, v1's own training month",
      '*MAE 21.9* (18.2): outside XmR limits 14.1–21.4, first week. RMSE 40.6 (40.6). Actual − predicted +6.3 (+6.3). Constant −1 minute: 22.2.',
      '*On time 72.9 %* (80.9), target 80 %; inside XmR limits 68.8–90.0: no signal.',
      'PSI against January, corrected for sampling: largest input 0.009 (hour); predictions 0.002; outcome 0.045. The error moved for similar inputs; cause unknown.',
      '12 flights (1.2 %) had no average of their own.',
    ]);
  });
  it('does not take another model’s finding for the one it speaks of', () => {
    const other = { modelId: 'crew-need', modelTitle: 'Crew Need' };
    const lines = ds({ findings: [{ kind: 'run-failed', ...other, words: { reason: 'gone' } }, 'error-in-range'] });
    expect(lines[0]).toBe('flight-delay v1, 11–17 June: no signal.');
    expect(lines.at(-1)).toBe('Crew Need: could not be checked.');
  });
  it('names a matter of an earlier week once, with its state', () => {
    const older = { openedFor: '2001-06-04' };
    expect(ds({ matters: [older] }).filter((line) => line.includes('more than usual'))).toEqual([
      'flight-delay v1, 11–17 June: no signal. Open since the week of 4 June, not taken, due Thu 21 June: Flight Delay: the model misses by more than usual.',
    ]);
    expect(ds({ matters: [{ ...older, state: 'taken' }] })[0]).toContain(
      'Open since the week of 4 June, Tom Okafor has it until Thu 21 June:',
    );
  });
  it('has a KPI without a target, and a week after a gap', () => {
    expect(ds({ without: ['target', 'gap', 'before'] })[3]).toBe('*On time 72.9 %*; inside XmR limits 68.8–90.0: no signal.');
  });
});

describe('the templates', () => {
  it('hold no digits', () => {
    const withDigits = [...templates].filter(([, text]) => /\d/.test(text.replaceAll(/\{[^}]*\}/g, '')));
    expect(withDigits).toEqual([]);
  });

  it('tell those above of cases past their promised day, even in a calm week', () => {
    const silent = { caseFigures: { silent: 1 } };
    const said = (wish: Wish) =>
      write(wish)
        .lines.map((line) => line.text.replaceAll('\u00a0', ' '))
        .join(' ');
    expect(write(silent).headline.text.replaceAll('\u00a0', ' ')).toBe(
      'Asked of you: see that an expert hears back. 1 case is past its promised day.',
    );
    expect(said(silent)).not.toContain('promised day');
    expect(said({ ...silent, matters: [{ key: 'error' }] })).toContain('1 case that an expert raised is past its promised day.');
    expect(said({ caseFigures: { silent: 0, raised: 2 } })).not.toContain('promised day');
  });

  it('ask for a rollback that did not come about, until something newer did', () => {
    const order = (kind: 'rollback' | 'promotion', state: 'failed' | 'succeeded', finishedAt: string) =>
      ({
        kind,
        state,
        finishedAt,
        modelId: 'flight-delay',
        modelTitle: 'Flight Delay',
        environment: 'production',
        version: 1,
        from: 3,
        by: 'Tom Okafor',
        lead: null,
        total: 1,
      }) as const;
    const failed = order('rollback', 'failed', '2001-06-14T16:00:00Z');
    const headline = (...orders: ReturnType<typeof order>[]) =>
      write({ more: { happenings: { ...noHappenings, orders } } }).headline.text;
    expect(headline(failed)).toMatch(
      /^Asked of you by .*: see that Flight Delay is really back at version 1; the deployment did not follow\.$/,
    );
    expect(headline(order('rollback', 'succeeded', '2001-06-15T16:00:00Z'), failed)).not.toContain('really back');
  });

  it('tell complaints of customers beside KPI and error, and what comes in the business', () => {
    const said = write({ busy: true, findings: ['error-outside'] }).lines.map((line) => line.text.replaceAll('\u00a0', ' '));
    expect(said).toContain('Complaints from customers about Flight Delay: 37 in the week (21 the week before).');
    const rest = details({ busy: true, findings: ['error-outside'] });
    expect(rest).toContain('Complaints from customers about Gate Hold: 4 in the week.');
    expect(rest).toContain(
      'Change 1 in the business began on 12 June 2001; it touches Flight Delay and Gate Hold. Nobody has said yet what follows from it.',
    );
    expect(rest.join(' ')).toContain('it touches Gate Hold. All who answer for them have said what follows from it.');
  });

  it('tell what became of cases, and how long it took', () => {
    expect(details({ findings: ['error-outside'], caseFigures: { ...busyCases, raised: 2, closed: 1 } }).join(' ')).toContain(
      'Experts raised 2 cases in the week. 1 case came to its end. Confirmed by whoever raised it: 50.0 %. Half of the first answers came within 5.0 hours. Half of the confirmed repairs took 9 days or less.',
    );
  });

  it('count what was brought to an end and what got older, in the singular too', () => {
    expect(details({ findings: ['error-outside'], closed: 1, older: 2 }).join(' ')).toContain(
      '1 open matter was brought to an end in the week. 2 have been open for longer than that',
    );
    expect(details({ findings: ['error-outside'] }).join(' ')).not.toContain('brought to an end');
  });

  it('can each be filled, and none is dead', () => {
    // Of a single day, which no digest is of.
    const kinds = findingKinds.filter((kind) => !kind.startsWith('run-') && kind !== 'rows-many');
    const matters: Wish['matters'][] = [
      [],
      ...['error', 'kpi:on-time', 'rows', 'missing:hour', 'run', 'flag'].flatMap((key) => [
        [{ key }],
        [{ key, openedFor: '2001-05-28' }],
        [{ key, openedFor: '2001-05-28', state: 'taken' as const }],
        [
          { key, openedFor: '2001-05-28', state: 'taken' as const, dueOn: '2001-06-01' },
          { key: 'other' },
          { key: 'x', state: 'taken' as const, dueOn: '2001-06-02' },
          { key: 'y', state: 'taken' as const },
        ],
        [{ key }, { key: 'other' }, { key: 'error', state: 'taken' as const }],
        [
          { key: 'error', state: 'taken' as const, dueOn: '2001-06-01' },
          { key: 'kpi:on-time', state: 'taken' as const, dueOn: '2001-06-01' },
          { key: 'rows' },
          { key: 'z' },
        ],
      ]),
    ];
    for (const voice of ['executive', 'data-scientist'] as const) {
      for (const list of matters) {
        write({ voice, findings: ['error-outside', 'kpi-outside', 'rows-short'], matters: list! });
        write({ voice, matters: list! });
        for (const count of [1, 2])
          write({
            voice,
            matters: list!,
            closed: count,
            older: count,
            caseFigures: { ...busyCases, raised: count, closed: count, reopened: count, silent: count },
          });
      }
      for (const first of kinds) {
        for (const second of kinds) {
          for (const weeksRunning of [1, 3]) {
            for (const pattern of ['abrupt', 'gradual'] as const) {
              write({
                voice,
                findings: [first, second].map((kind) => ({ kind, weeksRunning, pattern, severity: severities[kind] })),
                more: { met: new Set() },
              });
            }
          }
        }
      }
      for (const number of [1, 2]) write({ voice, gaps: { unowned: number, unmonitored: number } });
      for (const error of ['wrong', 'unknown'] as const) {
        const kindsOfError = error === 'wrong' ? kinds.filter((kind) => kind.startsWith('error-')) : [];
        for (const kind of kindsOfError)
          for (const weeksRunning of [1, 3]) {
            write({ voice, findings: [{ kind, weeksRunning, severity: severities[kind] }], focus: { error } });
            write({
              voice,
              findings: [{ kind, weeksRunning, severity: severities[kind] }],
              focus: { error },
              values: { 'baseline-mae': 5 },
            });
            write({ voice, findings: [kind], focus: { error }, matters: [{ key: 'error' }] });
            write({ voice, focus: { error }, matters: [{ key: 'error', findingId: null, openedFor: '2001-06-04' }] });
          }
        write({ voice, focus: { error }, without: error === 'unknown' ? ['outcome'] : [] });
      }
      const odd: Wish[] = [
        { without: ['before', 'reference'], before: false },
        { without: ['target', 'gap'], findings: ['error-outside', 'kpi-in-range'] },
        { values: { kpi_gap: 0.1 } },
        { values: { kpi_gap: 0.1 }, findings: ['kpi-in-range', 'error-outside'] },
        { values: { kpi_gap: 0.1 }, findings: ['kpi-early', 'error-early'] },
        { better: 'lower', values: { kpi_gap: 0.1 } },
        { values: { unlabelled: 40 }, findings: ['error-outside'] },
        { values: { unlabelled: 40 } },
        { values: { bias: 0 } },
        { values: { bias: -3 } },
        { values: { 'baseline-mae': 5 } },
        { findings: ['error-outside'], highest: 0.5 },
        {
          findings: ['error-outside'],
          focus: { fact: (measure, about) => (measure === 'psi-highest' ? undefined : materialOf().focus!.fact(measure, about)) },
        },
        { findings: ['error-outside'], focus: { notMeasured: ['money'], referenceIsTraining: false } },
        { findings: ['error-early', 'kpi-early'], focus: { referenceIsTraining: false } },
        { more: { awaited: { grain: 'week', start: '2001-06-18', end: '2001-06-25' } } },
        { unchecked: ['One'], models: 4 },
        { unchecked: ['One', 'Two'] },
        { models: 3 },
        { focus: null, findings: [], unchecked: ['One'], models: 1 },
        { focus: null, findings: [], unchecked: ['One', 'Two'], models: 2 },
        { focus: null, findings: [], models: 0 },
        { findings: [{ kind: 'error-outside', modelId: 'other', modelTitle: 'Other' }] },
        { more: { cases: [{ number: 1, modelTitle: 'M' }], more: materialOf().open } },
        { busy: true },
        ...(['passed', 'failed'] as const).flatMap((side) =>
          (['typical-miss', 'wrong-answers', 'costly-error', 'large-misses', 'bias', 'constant', 'unheard-of'] as const).map(
            (gate): Wish => ({
              checks: { [gate]: side },
              models: 1,
              moreDecisions: 1,
            }),
          ),
        ),
        { checks: { 'typical-miss': 'passed', 'costly-error': 'failed' }, models: 4, moreDecisions: 3 },
        { checks: { 'typical-miss': 'passed' }, request: { environment: 'staging' } },
        { checks: { 'typical-miss': 'not-run' } },
        { checks: {}, request: { replaces: null } },
        { checks: {}, request: { kind: 'standing-rule', version: null } },
        { checks: {}, request: { kind: 'configuration', version: null, modelId: null, modelTitle: null, environment: null } },
        { more: { happenings: alikeInTests() } },
        ...(['usual-range', 'target', 'data-quality'] as const).map((term): Wish => ({
          findings: ['error-in-range', 'kpi-in-range', 'rows-short'],
          more: {
            met: new Set(
              ['concept-drift', 'data-drift', 'data-quality', 'usual-range', 'target', 'error-measure'].filter(
                (one) => one !== term,
              ),
            ),
          },
        })),
      ];
      for (const wish of odd) write({ voice, ...wish });
    }
    expect([...templates.keys()].filter((path) => !said.has(path))).toEqual([]);
  });
});
