import type { Anchor } from '../audit/anchors.ts';
import type { Ctx } from '../db/ctx.ts';
import { toHtml } from '../evidence/document-html.ts';
import { toMarkdown } from '../evidence/document-markdown.ts';
import { dutiesReport } from '../evidence/duties-report.ts';
import { eraseWords } from '../evidence/erase-words.ts';
import { exportPack } from '../evidence/export-pack.ts';
import { readModelDocument } from '../evidence/model-record.ts';
import { readRisk } from '../evidence/read-risk.ts';
import type { EvidenceAnswer, EvidenceRequest } from '../http/deps.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readGaps } from '../monitor/read-gaps.ts';
import { commandActor } from './command-actor.ts';
import { sayGaps } from './say-gaps.ts';
import { sayRequest, sayRequests } from './say-requests.ts';
import { sayRisk } from './say-risk.ts';

/** Carries out what an auditor or operator asked on the command line, in the server or in the command's own process. */
export async function evidenceRequest(
  base: Omit<Ctx, 'actor'>,
  request: EvidenceRequest,
  anchors: () => Promise<readonly Anchor[]>,
): Promise<EvidenceAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, request) };
  const { wish } = request;
  switch (wish.verb) {
    case 'export': {
      const { verb: _verb, ...stretch } = wish;
      const files = await exportPack(ctx, stretch, await anchors());
      return { lines: [], files };
    }
    case 'duties': {
      const { verb: _verb, modelId, ...days } = wish;
      return { lines: [toMarkdown(await dutiesReport(ctx, { ...days, ...(modelId ? { modelId } : {}) }))], files: [] };
    }
    case 'record': {
      const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
      const document = await readModelDocument(ctx, wish.modelId, zone);
      return { lines: [(wish.format === 'html' ? toHtml : toMarkdown)(document)], files: [] };
    }
    case 'risk': {
      const { verb: _verb, riskClass, businessUnit, onlyOpen } = wish;
      const filter = { onlyOpen, ...(riskClass ? { riskClass } : {}), ...(businessUnit ? { businessUnit } : {}) };
      return { lines: sayRisk(await readRisk(ctx, filter)), files: [] };
    }
    case 'gaps':
      return { lines: sayGaps(wish.gaps, await readGaps(ctx, { gaps: wish.gaps })), files: [] };
    case 'requests':
      return { lines: await sayRequests(ctx, wish.all), files: [] };
    case 'request':
      return { lines: await sayRequest(ctx, wish.number), files: [] };
    case 'erase': {
      const { name, places, messages } = await eraseWords(ctx, wish);
      const what = `The words of ${name} are erased: ${countOf(places, 'place')} and ${countOf(messages, 'message')} that repeated them.`;
      return { lines: [what, 'Messages in Slack are Slack’s: delete them there, where that is wanted too.'], files: [] };
    }
  }
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
