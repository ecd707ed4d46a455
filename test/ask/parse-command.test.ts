import { expect, test } from 'vitest';
import { parseCommand } from '../../src/ask/parse-command.ts';
import { context, week } from './context.ts';

test.each([
  ['', { kind: 'help' }],
  ['   ', { kind: 'help' }],
  ['help', { kind: 'help' }],
  ['help digest', { kind: 'help', topic: 'digest' }],
  ['status', { kind: 'status' }],
  ['Status flight-delay', { kind: 'status', model: 'flight-delay' }],
  ['status churn last week', { kind: 'status', model: 'churn-score', period: week('2001-06-11', '2001-06-18') }],
  ['models', { kind: 'models' }],
  ['models churn', { kind: 'models', search: 'churn' }],
  ['models about late flights', { kind: 'models', search: 'late flights' }],
  ['explain data drift', { kind: 'explain', term: 'data drift', depth: 'simple' }],
  ['explain drift for banking in detail', { kind: 'explain', term: 'data drift', industry: 'banking', depth: 'detail' }],
  ['digest', { kind: 'digest' }],
  ['digest as executive', { kind: 'digest', as: 'executive' }],
  ['digest as data scientist', { kind: 'digest', as: 'data-scientist' }],
  ['digest send to me first', { kind: 'digest', sendToMeFirst: true }],
  ['digest as executive send to me first', { kind: 'digest', as: 'executive', sendToMeFirst: true }],
  ['mine', { kind: 'mine' }],
  ['flag flight-delay', { kind: 'flag', model: 'flight-delay' }],
  ['who owns flight-delay', { kind: 'owner', model: 'flight-delay' }],
])('/leeway %s', (text, query) => {
  const parsed = parseCommand(text, context);
  expect(parsed.ok ? parsed.query : parsed).toStrictEqual(query);
});

test.each([
  ['status no-such-model', 'no-such-model'],
  ['status of no such model', 'no such model'],
  ['status of the model nine', 'nine'],
  ['flag my-model last week', 'my-model'],
  ['status flight-delay and no-such-model', 'no-such-model'],
])('a name made of ordinary words is no other model: %s', (text, asked) => {
  const one = { ...context, models: [{ name: 'flight-delay', words: ['Flight Delay'] }] };
  expect(parseCommand(text, one)).toMatchObject({ ok: false, reason: 'unknown-model', asked });
});

test.each(['status now', 'status of all', 'status please', 'status of the model last week', 'status right now'])(
  'words beside a name are none: /leeway %s',
  (text) => expect(parseCommand(text, context)).toMatchObject({ ok: true, query: { kind: 'status' } }),
);

test.each([
  ['modles', 'models'],
  ['dgiest', 'digest'],
  ['explian', 'explain'],
])('a misspelt command is asked back: %s', (text, meant) => {
  expect(parseCommand(text, context)).toMatchObject({ ok: false, reason: 'not-understood', offers: [meant] });
});

test.each([
  ['status flght-delay', 'unknown-model'],
  ['status nonsense', 'unknown-model'],
  ['explain', 'not-understood'],
  ['explain warp drive', 'not-understood'],
  ['digest as pirate', 'not-supported'],
  ['digest settings', 'not-supported'],
  ['help pirates', 'not-understood'],
  ['status tomorrow', 'future'],
  ['x'.repeat(3001), 'too-long'],
])('/leeway %.30s is refused', (text, reason) => {
  expect(parseCommand(text, context)).toMatchObject({ ok: false, reason });
});

test('status takes a model that is called by an ordinary word', () => {
  const models = [{ name: 'predictions', words: ['Predictions'] }];
  expect(parseCommand('status predictions', { ...context, models })).toMatchObject({
    ok: true,
    query: { kind: 'status', model: 'predictions' },
  });
});
