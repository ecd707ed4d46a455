import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import { authorise } from '../shared/access.ts';
import { unknownModel } from '../registry/read-model.ts';
import { production } from '../registry/rules.ts';
import { sayClock } from '../shared/period.ts';
import { askWhich, decidedQuestions, impliedModel, type Answerer, type Asking } from './asking.ts';
import { selectDecided, type DecidedRow } from './decided-store.ts';
import type { DecidedAspect as Asked } from './query.ts';
import { kept } from './sentences.ts';
import { leadLine, leadOf, leadStep } from './standing.ts';

type Known = DecidedRow & { version: number };

/** Who agreed to a version, why it was not approved, when it went live and how long that took. */
export const answerDecided: Answerer<'decided'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  authorise(asking.ctx.actor, 'approvals.read');
  const row = await selectDecided(asking.ctx.db, modelId, query.version ?? null);
  if (!row) throw await unknownModel(asking.ctx, modelId);
  const { version } = row;
  const words = { model: row.modelTitle, version: String(query.version ?? '') };
  const lines = version === null ? [] : linesOf(asking, { ...row, version }, query.about);
  const [headline, ...rest] = lines;
  const meant = `${version === null ? '' : `version ${version} of `}${modelId}`;
  return {
    kind: 'answer',
    headline: headline
      ? { ...headline, role: 'headline' }
      : asking.tell(`decided.no-version${query.version ? '' : 's'}`, 'headline', { words }),
    lines: rest,
    modelId,
    modelTitle: row.modelTitle,
    offers: [...offersBeside[query.about].map((ask) => ask.replace('{version}', meant)), `how is ${modelId} doing?`],
  };
};

const offersBeside: Record<Asked, string[]> = {
  who: [decidedQuestions.when, decidedQuestions['how-long']],
  'why-not': [decidedQuestions.who],
  when: [decidedQuestions.who, decidedQuestions['how-long']],
  'how-long': [decidedQuestions.who, decidedQuestions.when],
};

function linesOf(asking: Asking, row: Known, asked: Asked): Line[] {
  const standing = standingLine(asking, row);
  const { lead } = row;
  switch (asked) {
    case 'who':
      return kept([votersLine(asking, row) ?? standing, votersLine(asking, row) && standing, liveLine(asking, row)]);
    case 'why-not':
      return kept([standing, votersLine(asking, row), checksLine(asking, row), liveLine(asking, row)]);
    case 'when':
      return kept([liveLine(asking, row) ?? standing, liveLine(asking, row) && standing, votersLine(asking, row)]);
    case 'how-long':
      return leadOf(lead)
        ? kept([leadLine(asking, row), ...stepLines(asking, row), liveLine(asking, row)])
        : kept([asking.tell('decided.no-lead', 'detail', { words: wordsOf(asking, row) }), liveLine(asking, row), standing]);
  }
}

function wordsOf({ zone }: Asking, { modelTitle, version, request, live }: Known): Record<string, string> {
  const clock = (instant: string | null | undefined) => (instant ? sayClock(new Date(instant), zone) : '');
  const names = (decision: 'approve' | 'refuse') =>
    sayList((request?.votes ?? []).filter((one) => one.decision === decision).map((one) => one.name));
  return {
    model: modelTitle,
    version: String(version),
    number: String(request?.number ?? ''),
    requester: request?.requestedBy ?? '',
    place: request && request.environment !== production ? ` in ${request.environment}` : '',
    decided: clock(request?.decidedAt),
    due: clock(request?.expiresAt),
    approvers: names('approve'),
    refusers: names('refuse'),
    since: clock(live?.since),
    until: clock(live?.until),
  };
}

/** Where the newest request for it stands. */
function standingLine(asking: Asking, row: Known): Line {
  const words = wordsOf(asking, row);
  return asking.tell(`decided.${row.request?.state ?? 'never-asked'}`, 'detail', { words });
}

function votersLine(asking: Asking, row: Known): Line | undefined {
  const words = wordsOf(asking, row);
  const name =
    words['approvers'] && words['refusers'] ? 'both' : words['approvers'] ? 'agreed' : words['refusers'] ? 'refused-by' : '';
  return name ? asking.tell(`decided.${name}`, 'detail', { words }) : undefined;
}

function liveLine(asking: Asking, row: Known): Line | undefined {
  if (!row.live) return undefined;
  return asking.tell(`decided.live${row.live.until === null ? '' : '-until'}`, 'detail', { words: wordsOf(asking, row) });
}

function checksLine(asking: Asking, { gates }: Known): Line | undefined {
  const failed = gates.filter((one) => one.state === 'failed').map((one) => one.title);
  return failed.length > 0 ? asking.tell('decided.failed', 'detail', { words: { list: sayList(failed) } }) : undefined;
}

/** Each step of the way, in its order. */
function stepLines({ tell }: Asking, { lead }: Known): Line[] {
  return ['registered-requested', 'requested-decided', 'decided-started', 'started-live'].flatMap((step) => {
    const now = leadStep(lead, step);
    return now ? [tell(`decided.steps.${step}`, 'detail', { facts: { now } })] : [];
  });
}
