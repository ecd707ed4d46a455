import { write } from '../../audit/write.ts';
import { maxTableBytes } from '../../complaints/decode-table.ts';
import type { Ctx } from '../../db/ctx.ts';
import { say } from '../../outbox/say.ts';
import { isLeewayError } from '../../shared/errors.ts';
import type { Desk } from '../attend.ts';
import type { Asked } from './answer-in-thread.ts';

const about =
  /^(?:count )?(?:the )?(?:customers?['’]? )?complaints?\b[\s:,–-]*(?:(?:about|for|on|with) )?(?:table\b|csv\b|file\b)?\s*(.*)$/is;
const tables = new Set(['csv', 'tsv', 'text']);

/**
 * A table of complaints that is dropped in with a few words, “complaints flight-delay”, is counted. False where there is no
 * file, or where the words are about something else.
 */
export async function takeFileOfComplaints(desk: Desk, ctx: Ctx, asked: Asked): Promise<boolean> {
  const { message, text, addressed, eventId } = asked;
  const [file] = message.files;
  if (!file || !addressed) return false;
  const said = text.trim().replace(/[.!?]+$/, '');
  const model = about.exec(said)?.[1]?.trim();
  // With a number it is a count in words, as without a file.
  if (said === '' ? !looksLikeTable(file) : model === undefined || /^\d/.test(model)) return false;
  const place = { destination: message.channel, threadTs: message.thread_ts ?? message.ts };
  const tell = (dedupe: string, sentence: string, hint?: string, updates?: string) =>
    write(ctx, (w) =>
      say(w, {
        kind: 'reply',
        data: { reply: { is: 'note', sentence, ...(hint ? { hint } : {}) } },
        ...place,
        dedupeKey: `${dedupe}:${eventId}`,
        ...(updates ? { updates } : {}),
      }),
    );
  if (said === '') {
    await tell(
      'answer',
      'I can count customers’ complaints from this file.',
      'Send it again with the word complaints, and which model it is about.',
    );
    return true;
  }
  let working: Promise<string | undefined> | undefined;
  const patience = setTimeout(() => void (working = tell('working', 'Reading the file…')), desk.tuning.patienceMs);
  const { sentence, hint } = await counted(desk, ctx, asked, model ?? '').finally(() => clearTimeout(patience));
  await tell('answer', sentence, hint, await working);
  return true;
}

const looksLikeTable = (file: Record<string, unknown>): boolean => tables.has(String(file['filetype']));

async function counted(desk: Desk, ctx: Ctx, { message }: Asked, model: string): Promise<{ sentence: string; hint?: string }> {
  const [file, second] = message.files;
  if (second) return { sentence: 'One file at a time, please.', hint: 'Nothing was counted.' };
  try {
    const id = file?.['id'];
    const wish = { fileId: typeof id === 'string' ? id : '', userId: message.user, maxBytes: maxTableBytes };
    const { bytes } = await desk.api.readFile(wish);
    return await desk.deps.verbs.countFile(ctx, { bytes, ...(model ? { model } : {}) });
  } catch (error) {
    if (!isLeewayError(error) || error.code === 'config') throw error;
    return { sentence: error.message, hint: error.hint ?? 'Nothing was counted.' };
  }
}
