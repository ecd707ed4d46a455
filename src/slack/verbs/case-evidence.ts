import type { CardEvent } from '../../cards/read-card.ts';
import type { Change } from '../../changes/read-change.ts';
import { readChange } from '../../changes/read-change.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readFacts } from '../../facts/read-facts.ts';
import type { Evidence, EvidenceLine } from '../../feedback/gather-evidence.ts';
import { sayLike } from '../../feedback/like-cases.ts';
import { readCase } from '../../feedback/read-case.ts';
import { readMatters } from '../../matters/read-matters.ts';
import { errorKindOf } from '../../monitor/error-kind.ts';
import type { Fact } from '../../shared/fact.ts';
import { sayDay, sayDayYear } from '../../shared/period.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { Outgoing } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { evidenceMessage, type EvidenceView } from '../views/evidence.ts';

type Parts = EvidenceView['parts'];

/** The event `evidence` of a case's card: figures by their facts' ids, words of people as they are now. */
export async function evidenceLine(ctx: Ctx, caseId: string, event: CardEvent): Promise<Outgoing> {
  const evidence = event.data as unknown as Evidence;
  const { number } = await readCase(ctx, caseId);
  const ids = [...evidence.moved, ...evidence.still, ...evidence.early].flatMap((line) => Object.values(line.facts));
  const facts = new Map((await readFacts(ctx, [...new Set(ids)])).map((fact) => [fact.id, fact]));
  return evidenceMessage({
    caseNumber: number,
    week: evidence.week ? `the week of ${sayDayYear(evidence.week.start)}` : undefined,
    instead: evidence.instead
      ? `The week of ${sayDay(evidence.instead)} was not checked yet; this is the one before.`
      : undefined,
    near: evidence.moved.length + evidence.deployments.length + evidence.changeIds.length > 0,
    parts: [
      ...weekParts(evidence, facts),
      ...segmentPart(evidence),
      { heading: 'Went live near it', lines: deploymentLines(evidence) },
      ...(await changePart(ctx, evidence)),
      ...(await matterPart(ctx, evidence)),
      ...(await likePart(ctx, evidence)),
    ],
  });
}

function weekParts({ week, moved, still, early }: Evidence, facts: ReadonlyMap<string, Fact>): Parts {
  if (!week) return [{ heading: 'Figures', lines: ['This model was not checked in that week.'] }];
  const said = (lines: EvidenceLine[]) => lines.map((line) => lineText(line, facts));
  return [
    { heading: 'Moved', lines: moved.length > 0 ? said(moved) : ['nothing that stands out.'] },
    ...(still.length > 0 ? [{ heading: 'As usual', lines: said(still) }] : []),
    ...(early.length > 0 ? [{ heading: 'Too early to say what is usual', lines: said(early) }] : []),
  ];
}

/** `the model misses by more than usual: 21.9 minutes (18.2 the week before, usually 15.1 to 19.0)`. */
function lineText({ title, kind, facts: slots }: EvidenceLine, facts: ReadonlyMap<string, Fact>): string {
  const fact = (slot: string) => facts.get(slots[slot] ?? '');
  const [now, before, low, high, target] = [fact('now'), fact('before'), fact('low'), fact('high'), fact('target')];
  const drift = kind.endsWith('-drift');
  if (!now || drift) return `${mrkdwn(title, 150)}.`;
  const named = kind.startsWith('error-')
    ? title.includes('more') || title.includes('less')
      ? `${title}:`
      : errorKindOf(now) === 'wrong'
        ? 'share of wrong answers:'
        : 'average miss:'
    : `${title}:`;
  const share = now.unit === 'share' ? 'full' : 'bare';
  const around = [
    ...(before ? [`${sayFact(before, share)} the week before`] : []),
    ...(target ? [`the target is ${sayFact(target, 'plain')}`] : []),
    ...(low && high ? [`usually ${sayFact(low, share)} to ${sayFact(high, share)}`] : []),
  ];
  return `${mrkdwn(named, 150)} ${sayFact(now)}${around.length > 0 ? ` (${around.join(', ')})` : ''}.`;
}

function segmentPart({ segment }: Evidence): Parts {
  if (!segment) return [];
  const phrase = mrkdwn(segment.phrase, 80);
  const text = !segment.fact
    ? `no figures about ${phrase} in that week.`
    : `${phrase} looked ${segment.differs ? 'clearly unlike' : 'much as in'} the time they are compared with.`;
  return [{ heading: 'The part you named', lines: [text] }];
}

const deploymentLines = ({ deployments }: Evidence): string[] =>
  deployments.length === 0
    ? ['no new version in that week or the two before.']
    : deployments.map(({ version, environment, on }) => `version ${version} in ${mrkdwn(environment, 60)}, ${sayDay(on)}.`);

async function changePart(ctx: Ctx, { changeIds }: Evidence): Promise<Parts> {
  if (changeIds.length === 0) return [];
  const changes = await Promise.all(changeIds.map((id) => readChange(ctx, id)));
  return [{ heading: 'Changes in the business near it', lines: changes.map(changeText) }];
}

const changeText = ({ number, words, startsOn, endsOn }: Change): string =>
  `change ${number}${words ? `, “${mrkdwn(words, 120)}”` : ''}, ${endsOn ? `${sayDay(startsOn)} to ${sayDay(endsOn)}` : `from ${sayDay(startsOn)}`}.`;

async function matterPart(ctx: Ctx, { matterIds }: Evidence): Promise<Parts> {
  if (matterIds.length === 0) return [{ heading: 'Open alerts', lines: ['none.'] }];
  const matters = await readMatters(ctx, matterIds);
  return [
    {
      heading: 'Open alerts',
      lines: matters.map(({ title, openedFor }) => `${mrkdwn(title, 150)}, since ${sayDay(openedFor)}.`),
    },
  ];
}

async function likePart(ctx: Ctx, { likeIds }: Evidence): Promise<Parts> {
  if (likeIds.length === 0) return [];
  const like = await Promise.all(likeIds.map((id) => readCase(ctx, id)));
  return [{ heading: 'Said before', lines: [mrkdwn(sayLike(like), 600)] }];
}
