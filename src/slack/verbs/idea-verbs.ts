import { readContact } from '../../contact/read-contact.ts';
import type { Ctx } from '../../db/ctx.ts';
import { answerQuestion } from '../../framing/answer-question.ts';
import { concludeFraming } from '../../framing/conclude-framing.ts';
import { endFraming, reopenFraming } from '../../framing/end-framing.ts';
import { namePeople } from '../../framing/name-people.ts';
import { openFraming } from '../../framing/open-framing.ts';
import { addOption, judgeOption } from '../../framing/options.ts';
import { listFramings, readFraming } from '../../framing/read-framing.ts';
import { parts, type Part } from '../../framing/schemas.ts';
import { forgetDraft, readDraft } from '../../feedback/drafts.ts';
import { linkAction } from '../../feedback/settle-action.ts';
import { readCase } from '../../feedback/read-case.ts';
import { readMembers } from '../../people/members.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModels } from '../../registry/read-model.ts';
import type { Role } from '../../shared/actor.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { sayMasked } from '../../shared/mask.ts';
import { dayIn, sayDay } from '../../shared/period.ts';
import type { ChosenPeople, IdeaVerbs } from '../idea-verbs.ts';
import type { Reply } from '../verbs.ts';
import { ideaDraftOf } from '../views/idea-forms.ts';
import { personOfSlack } from './person-of-slack.ts';
import { sayTyped } from './say-typed.ts';

const listed = 15;

export const ideaVerbs: IdeaVerbs = {
  idea: readFraming,
  async ideas(ctx) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const { framings, more } = await listFramings(ctx, { open: false, limit: listed });
    return { ideas: framings.map(({ at, ...one }) => ({ ...one, since: sayDay(dayIn(zone, at)) })), more };
  },
  async ideaForm(ctx, { words, caseId }) {
    const from = caseId === undefined ? undefined : await readCase(ctx, caseId);
    const draft = words ? undefined : await readDraft(ctx, ideaDraftOf(caseId));
    const typed = draft?.values['words'];
    const shown = words || typed;
    const likely = await slackUsersOf(ctx, await likelyPeople(ctx, from));
    return {
      ...(shown ? { words: shown } : {}),
      ...(from ? { from: { caseId: from.id, number: from.number, modelName: from.modelTitle } } : {}),
      people: typed && draft ? { ...likely, ...chosenBefore(draft.values) } : likely,
      ...(typed && draft ? { typedAt: await sayTyped(ctx, draft.at) } : {}),
    };
  },
  async openIdea(ctx, { words, people, caseId, clientKey }) {
    const opened = await openFraming(ctx, { words, people: await chosen(ctx, people), clientKey, ...(caseId ? { caseId } : {}) });
    await forgetDraft(ctx, { form: ideaDraftOf(caseId), formId: clientKey });
    if (caseId && opened.created) await linkItsAction(ctx, caseId, opened.framingId);
    return { framingId: opened.framingId, ...done(opened) };
  },
  async peopleForm(ctx, framingId) {
    const framing = await readFraming(ctx, framingId);
    const named = Object.fromEntries(parts.flatMap((part) => (framing.people[part] ? [[part, framing.people[part].id]] : [])));
    return { framing, people: await slackUsersOf(ctx, named) };
  },
  nameIdeaPeople: async (ctx, { framingId, people }) =>
    void (await namePeople(ctx, { framingId, people: await chosen(ctx, people) })),
  answerIdea: async (ctx, input) => done(await answerQuestion(ctx, input)),
  async addIdeaOption(ctx, { framingId, words, optionId }) {
    const { masked } = await addOption(ctx, { framingId, words, optionId });
    return done({ number: (await readFraming(ctx, framingId)).number, masked });
  },
  judgeIdeaOption: async (ctx, input) => void (await judgeOption(ctx, input)),
  endIdea: async (ctx, input) => done(await endFraming(ctx, input)),
  reopenIdea: async (ctx, input) => done(await reopenFraming(ctx, input)),
  async concludeForm(ctx, framingId) {
    const framing = await readFraming(ctx, framingId);
    const { operations, scientist } = framing.people;
    const owners = {
      business: framing.by.id,
      ...(operations ? { operations: operations.id } : {}),
      ...(scientist ? { 'data-science': scientist.id } : {}),
    };
    return {
      framing,
      goals: (await readOrganisation(ctx))?.goals ?? [],
      owners: await slackUsersOf(ctx, owners),
    };
  },
  contact: readContact,
  async concludeIdea(ctx, { framingId, revision, title, phrase, unit, goal, businessQuestion, ...filled }) {
    const scale = unit === 'share' ? 100 : 1;
    // Which way is better follows from where it is to go.
    const better = filled.target < filled.baseline ? 'lower' : 'higher';
    return concludeFraming(ctx, {
      framingId,
      revision,
      title,
      companyGoal: goal,
      ...(businessQuestion ? { businessQuestion } : {}),
      kpi: { phrase, unit, better, baseline: filled.baseline / scale, target: filled.target / scale },
      owners: {
        business: (await personOfSlack(ctx, filled.owners.business, 'business')).id,
        operations: (await personOfSlack(ctx, filled.owners.operations, 'operations')).id,
        'data-science': (await personOfSlack(ctx, filled.owners['data-science'], 'data-science')).id,
      },
    });
  },
};

/** Where one thing is to be done about a case, the idea is what was opened for it. */
async function linkItsAction(ctx: Ctx, caseId: string, framingId: string): Promise<void> {
  const open = (await readCase(ctx, caseId)).actions.filter((one) => one.state === 'open' && !one.link);
  const [action] = open;
  if (open.length === 1 && action?.personId === ctx.actor.id)
    await linkAction(ctx, { actionId: action.id, link: { kind: 'framing', id: framingId } });
}

function done({ number, masked }: { number: number; masked: string[] }) {
  const said = sayMasked(masked);
  return { number, ...(said ? { masked: said } : {}) };
}

async function chosen(ctx: Ctx, people: ChosenPeople): Promise<Partial<Record<Part, string>>> {
  const found: Partial<Record<Part, string>> = {};
  for (const part of parts) {
    const user = people[part];
    if (user !== undefined) found[part] = (await personOfSlack(ctx, user, part)).id;
  }
  return found;
}

/** Of a draft, whom the person had chosen; what is no Slack user any more would keep the form from opening. */
const chosenBefore = (values: Record<string, string>): ChosenPeople =>
  Object.fromEntries(parts.flatMap((part) => (/^[UW][A-Z0-9]{2,30}$/.test(values[part] ?? '') ? [[part, values[part]]] : [])));

async function slackUsersOf<K extends string>(ctx: Ctx, people: Partial<Record<K, string>>): Promise<Partial<Record<K, string>>> {
  const persons = await readPersons(ctx, Object.values<string>(people as Record<string, string>));
  return Object.fromEntries(
    Object.entries<string>(people as Record<string, string>).flatMap(([key, id]) => {
      const user = persons.get(id)?.active ? persons.get(id)?.slackUserId : undefined;
      return user ? [[key, user]] : [];
    }),
  ) as Partial<Record<K, string>>;
}

/** In which part one whose role it is, is asked: only a proposal, and none where several could be meant. */
const rolesOf: Record<Part, readonly Role[]> = { expert: ['expert'], scientist: ['data-scientist'], operations: ['operator'] };

async function likelyPeople(
  ctx: Ctx,
  from: { modelId: string; flaggedById: string } | undefined,
): Promise<Partial<Record<Part, string>>> {
  const owners = from ? ((await readModels(ctx, [from.modelId])).get(from.modelId)?.owners ?? []) : [];
  const ownerOf = (kind: string) => owners.find((one) => one.kind === kind)?.personId;
  const known: Partial<Record<Part, string | undefined>> = {
    expert: from?.flaggedById,
    scientist: ownerOf('data-science'),
    operations: ownerOf('operations'),
  };
  const found: Partial<Record<Part, string>> = {};
  for (const part of parts) {
    const id = known[part] ?? (await onlyOne(ctx, rolesOf[part]));
    if (id) found[part] = id;
  }
  return found;
}

async function onlyOne(ctx: Ctx, roles: readonly Role[]): Promise<string | undefined> {
  if (ctx.actor.kind === 'person' && ctx.actor.roles.some((role) => roles.includes(role))) return ctx.actor.id;
  const ids = await readMembers(ctx, { roles });
  return ids.length === 1 ? ids[0] : undefined;
}

/** Anybody may have one. */
export const ideaHelp = { say: '/leeway idea "…"', does: 'something a model might help with: short questions, then yes or no' };

const quoted = /^["“”„'‘’«]([\s\S]+)["“”'‘’»]$/u;
const numbered = /^ideas? (?:#|no\.? ?|number )?([1-9]\d{0,8})$/i;
const told = /^(?:(?:i have )?an )?idea(?:\s*[:–-]\s*|\s+)([\s\S]+)$/i;

/**
 * `idea "…"` opens the form with the words in it, `idea 3` shows one, `ideas` lists them; undefined where the text is about
 * something else. Said in a thread rather than typed after `/leeway`, words count only after a colon or in quotes.
 */
export async function ideaReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const typed = text.trim();
  const line = typed.replace(/\s+/g, ' ').replace(/[.!?]$/, '');
  if (/^(?:list )?ideas$/i.test(line)) return { is: 'ideas', view: await ideaVerbs.ideas(ctx) };
  const number = numbered.exec(line)?.[1];
  if (number) return oneIdea(ctx, Number(number));
  if (/^(?:(?:new|an) )?idea$/i.test(line)) return { is: 'idea-form', words: '' };
  const words = told.exec(typed)?.[1]?.trim();
  if (!words) return undefined;
  const inQuotes = quoted.exec(words)?.[1]?.trim();
  if (!isCommand && inQuotes === undefined && !/^(?:(?:i have )?an )?idea\s*:/i.test(typed)) return undefined;
  return { is: 'idea-form', words: inQuotes ?? words };
}

async function oneIdea(ctx: Ctx, number: number): Promise<Reply> {
  try {
    return { is: 'idea', view: await readFraming(ctx, number) };
  } catch (error) {
    if (!isLeewayError(error, 'not-found')) throw error;
    throw new LeewayError('not-found', `There is no idea ${number}.`, { hint: 'Say `/leeway ideas` for those that there are.' });
  }
}
