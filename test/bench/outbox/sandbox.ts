import { runSandbox } from '../../sandbox/support.ts';

/** A workspace in a process of its own; `channels`: how many it has. Counts and forgets its messages when asked. */
const channelCount = Number(process.argv[2]);
const channels = Array.from({ length: channelCount }, (_, index) => ({
  id: `C0B${String(index).padStart(3, '0')}`,
  name: `bench-${index}`,
  topic: '',
  members: 'everyone' as const,
}));
const running = await runSandbox({ channels, events: [] });

/** Of all messages: their names in the outbox, and how many stand before an earlier one. */
function count(): Counted {
  const names: string[] = [];
  let outOfOrder = 0;
  for (const channel of running.sandbox.state().channels) {
    let newest = -1;
    for (const { text, metadata } of channel.messages) {
      names.push(String(metadata?.event_payload['outbox_id']));
      const number = Number(/\d+$/.exec(text)?.[0]);
      if (number < newest) outOfOrder++;
      newest = Math.max(newest, number);
    }
  }
  return { names, outOfOrder };
}

export interface Counted {
  names: string[];
  outOfOrder: number;
}

process.on('message', (order: 'count' | 'forget') => {
  if (order === 'count') process.send!(count());
  else void running.control('POST', 'reset').then(() => process.send!({}));
});
process.send!({ base: running.base, channels: channels.map(({ id }) => id) });
