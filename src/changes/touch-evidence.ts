import type { Ctx } from '../db/ctx.ts';
import { readRunFacts } from '../facts/read-facts.ts';
import { speakFrom } from '../monitor/findings.ts';
import { readHealth } from '../monitor/read-health.ts';
import { readFindings } from '../monitor/read-week.ts';
import { readModel } from '../registry/read-model.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayDay, sayDayYear, type Day } from '../shared/period.ts';

export interface Claim {
  how: 'retrained' | 'no-effect' | 'refused';
  modelId: string;
  startsOn: Day;
  version?: number;
  words?: string;
}

/** What shows a claim, or why it cannot be made. */
export async function evidenceFor(ctx: Ctx, claim: Claim): Promise<{ factIds?: string[]; version?: number } | null> {
  if (claim.how === 'refused') return null;
  return claim.how === 'retrained' ? retrained(ctx, claim) : noEffect(ctx, claim);
}

/** A version whose training data reach past the day on which the change began. */
async function retrained(ctx: Ctx, { modelId, startsOn, version }: Claim): Promise<{ version: number }> {
  const { versions, title } = await readModel(ctx, modelId);
  const after = versions.filter((one) => one.dataEnd !== null && one.dataEnd > startsOn);
  const hint =
    after.length > 0
      ? `Trained since: version ${after.map((one) => one.number).join(', ')}.`
      : `${title} has no version with data from ${sayDay(startsOn)} on yet. Register it first.`;
  if (version === undefined)
    throw new LeewayError('invalid', 'Say which version was trained after the change.', { field: 'version', hint });
  const named = versions.find((one) => one.number === version);
  if (!named) throw new LeewayError('invalid', `${title} has no version ${version}.`, { field: 'version', hint });
  if (!after.includes(named)) {
    const until = named.dataEnd ? `ends on ${sayDayYear(named.dataEnd)}` : 'is not recorded';
    const sentence = `What version ${version} learned from ${until}: it cannot know of a change from ${sayDayYear(startsOn)}.`;
    throw new LeewayError('invalid', sentence, { field: 'version', hint });
  }
  return { version };
}

/** Figures of the newest week that was checked since the change began; where something stands out, a reason goes with them. */
async function noEffect(ctx: Ctx, { modelId, startsOn, words }: Claim): Promise<{ factIds: string[] }> {
  const health = (await readHealth(ctx, [modelId])).get(modelId);
  const { lastRunId: runId, periodStart: start, periodEnd: end } = health ?? {};
  if (!runId || !start || !end || start < startsOn)
    throw new LeewayError('invalid', `No whole week since ${sayDay(startsOn)} was checked yet, so nobody can see an effect.`, {
      field: 'how',
      hint: 'Come back once a week has been checked; the date of this matter can be moved.',
    });
  const { found } = await readFindings(ctx, { grain: 'week', start, end }, { teamId: null, minSeverity: speakFrom, modelId });
  const worse = found.filter((one) => !one.kind.endsWith('-better'));
  if (worse.length > 0 && words === undefined)
    throw new LeewayError('invalid', `In the week of ${sayDay(start)} something stood out. Say why that is not its effect.`, {
      field: 'words',
    });
  const facts = await readRunFacts(ctx, runId, ['mae', 'kpi'], { measure: 'psi-highest', about: [''] });
  return { factIds: facts.filter((one) => !one.about.includes('reference')).map((one) => one.id) };
}
