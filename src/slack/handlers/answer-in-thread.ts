import { write } from '../../audit/write.ts';
import type { Ctx } from '../../db/ctx.ts';
import { say } from '../../outbox/say.ts';
import type { MessageArrival } from '../arrivals.ts';
import type { Desk } from '../attend.ts';
import type { Reply } from '../verbs.ts';

export interface Asked {
  eventId: string;
  text: string;
  message: MessageArrival;
  /** Spoken to: what is not understood is answered too. Otherwise people talk among themselves, and it is left alone. */
  addressed: boolean;
}

/** Answers a mention, a direct message or a follow-up in its thread, through the outbox. */
export async function answerInThread(desk: Desk, ctx: Ctx, asked: Asked): Promise<void> {
  const { channel, ts, thread_ts: root = ts } = asked.message;
  const place = { destination: channel, threadTs: root };
  let working: Promise<string | undefined> | undefined;
  const sayWorking = () =>
    void (working = write(ctx, (w) =>
      say(w, { kind: 'notice', data: { text: 'Working on it…' }, ...place, dedupeKey: `working:${asked.eventId}` }),
    ));
  const patience = asked.addressed ? setTimeout(sayWorking, desk.tuning.patienceMs) : undefined;
  let reply: Reply;
  try {
    reply = await desk.deps.verbs.ask(ctx, { text: asked.text, conversation: `${channel}:${root}` });
  } finally {
    clearTimeout(patience);
  }
  if (!asked.addressed && !(reply.is === 'answer' && reply.view.understood)) return;
  const updates = await working;
  const answerId = reply.is === 'answer' ? reply.view.answerId : undefined;
  const where = { ...place, dedupeKey: `answer:${asked.eventId}`, ...(updates ? { updates } : {}) };
  await write(ctx, (w) =>
    answerId ? say(w, { kind: 'answer', data: { answerId }, ...where }) : say(w, { kind: 'reply', data: { reply }, ...where }),
  );
}
