import { describe, expect, it } from 'vitest';
import type { SandboxMessage } from '../../../src/sandbox/contract.ts';
import { groupByDay } from '../../../src/sandbox/page/group.js';

const now = new Date('2001-06-18T20:00:00Z');

function message(at: string, over: Partial<SandboxMessage> = {}): SandboxMessage {
  return {
    channel: 'C0HEALTH',
    ts: `${Date.parse(at) / 1000}.000100`,
    revision: '1',
    user: 'U0EXEC',
    isBot: false,
    text: 'x',
    blocks: [],
    html: '',
    reactions: [],
    replyCount: 0,
    replyUsers: [],
    edited: false,
    ephemeral: false,
    files: [],
    ...over,
  };
}

const flags = (messages: SandboxMessage[], zone = 'UTC') =>
  groupByDay(messages, zone, now).map((day) => day.rows.map((row) => row.continued));

describe('messages by day', () => {
  it('divides days where the reader lives', () => {
    const two = [message('2001-06-18T03:59:00Z'), message('2001-06-18T05:01:00Z')];
    expect(groupByDay(two, 'UTC', now).map((day) => day.label)).toEqual(['Today']);
    expect(groupByDay(two, 'America/Chicago', now).map((day) => day.label)).toEqual(['Yesterday', 'Today']);
  });

  it('shows name and avatar once for what one person writes within five minutes', () => {
    expect(flags([message('2001-06-18T10:00:00Z'), message('2001-06-18T10:04:59Z'), message('2001-06-18T10:10:00Z')])).toEqual([
      [false, true, false],
    ]);
  });

  it('starts anew for another person, an ephemeral message, and below a thread', () => {
    const first = message('2001-06-18T10:00:00Z');
    expect(flags([first, message('2001-06-18T10:01:00Z', { user: 'U0DS' })])).toEqual([[false, false]]);
    expect(flags([first, message('2001-06-18T10:01:00Z', { ephemeral: true })])).toEqual([[false, false]]);
    expect(flags([message('2001-06-18T10:00:00Z', { replyCount: 1 }), message('2001-06-18T10:01:00Z')])).toEqual([
      [false, false],
    ]);
  });

  it('starts anew at midnight', () => {
    expect(flags([message('2001-06-17T23:59:00Z'), message('2001-06-18T00:01:00Z')])).toEqual([[false], [false]]);
  });
});
