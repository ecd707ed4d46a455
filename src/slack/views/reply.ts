import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import type { Wish } from '../decision-verbs.ts';
import { mrkdwn, notification } from '../text.ts';
import type { Reply } from '../verbs.ts';
import { answerMessage } from './answer.ts';
import { casePage } from './case-letter.ts';
import { caseList } from './case-list.ts';
import { changePage } from './change-card.ts';
import { changeList } from './change-list.ts';
import { editionMessage } from './edition.ts';
import { explainMessage } from './explain.ts';
import { ideaCard } from './idea-card.ts';
import { ideasMessage } from './ideas.ts';
import { formChars } from './left-over.ts';
import { helpMessage } from './help.ts';
import { modelRecordMessage } from './model-record.ts';
import { modelListMessage } from './models.ts';
import { note } from './note.ts';
import { requestsMessage } from './requests.ts';
import { riskMessage } from './risk.ts';
import { rulesMessage } from './rules.ts';
import { servingMessage } from './serving.ts';
import { toDoMessage } from './to-do.ts';
import { troubleMessage } from './trouble.ts';
import { votesMessage } from './votes.ts';
import { versionMessage } from './version-page.ts';

/** Any reply as a message. `shareable`: only the asker sees it, so it can be shared. */
export function replyMessage(reply: Reply, options: { shareable?: boolean } = {}): Outgoing {
  switch (reply.is) {
    case 'help':
      return helpMessage(reply.view);
    case 'answer': {
      const { text, blocks } = answerMessage(reply.view, options);
      return { text, blocks };
    }
    case 'models':
      return modelListMessage(reply.view);
    case 'explain':
      return explainMessage(reply.view);
    case 'edition': {
      const { text, blocks } = editionMessage({ ...reply.view, preview: true });
      return { text, blocks };
    }
    case 'record':
      return modelRecordMessage(reply.view);
    case 'flag':
      return flagInvite(reply);
    case 'case':
      return casePage(reply.page.view, reply.page, reply.page.lines);
    case 'cases':
      return caseList(reply.view);
    case 'change-form':
      return changeInvite(reply.words);
    case 'change': {
      const { text, blocks } = changePage(reply.view);
      return { text, blocks };
    }
    case 'changes':
      return changeList(reply.view);
    case 'complaint-form':
      return note('Say `/leeway complaints`: a form opens. Or say the number: `/leeway complaints 37 flight-delay last week`.');
    case 'promote':
      return promoteInvite(reply.wish, reply.modelName);
    case 'token':
      return note('Say `/leeway token`: a form opens, and the token is shown to you alone.');
    case 'to-do':
      return toDoMessage(reply.view);
    case 'requests':
      return requestsMessage(reply.view);
    case 'version':
      return versionMessage(reply.view);
    case 'risk':
      return riskMessage(reply.view);
    case 'rules':
      return rulesMessage(reply.view);
    case 'serving':
      return servingMessage(reply.view);
    case 'idea-form':
      return ideaInvite(reply.words);
    case 'idea': {
      const { text, blocks } = ideaCard(reply.view, '');
      return { text, blocks };
    }
    case 'ideas':
      return ideasMessage(reply.view);
    case 'trouble':
      return troubleMessage(reply.view);
    case 'votes':
      return votesMessage(reply.view);
    case 'note':
      return reply.again ? noteWithForm(reply.sentence, reply.hint, reply.again) : note(reply.sentence, reply.hint);
  }
}

/** Where no form can be opened, because nothing was clicked. */
function flagInvite({ modelId, what }: { modelId?: string; what?: string }): Outgoing {
  const make = createBlocks();
  const value = carry({ kind: 'model', id: modelId ?? '' });
  const text = what
    ? what.length > formChars
      ? 'The first 3,000 characters of what you wrote stand in the form; all of it stands in your message.'
      : 'What you wrote stands in the form: look at it once more, and send it.'
    : 'Tell me what happened, and a person who answers for the model hears of it.';
  return {
    text,
    blocks: [
      make.section('invite', text),
      make.actions('actions', [button(actionIds.flag, 'Flag a problem', value, { style: 'primary' })]),
    ],
  };
}

function promoteInvite({ modelId, version, environment }: Wish, modelName: string): Outgoing {
  const make = createBlocks();
  const text = `Version ${version} of ${modelName} to ${environment}: a short form asks for what the policy wants to know.`;
  const value = carry({ kind: `to:${environment}`, id: modelId, revision: version });
  return {
    text: notification(text),
    blocks: [
      make.section('invite', mrkdwn(text, 600)),
      make.actions('actions', [button(actionIds.promote, 'Ask to promote', value, { style: 'primary' })]),
    ],
  };
}

/** What was refused, with the form that takes what was typed. */
function noteWithForm(sentence: string, hint: string | undefined, { label, text }: { label: string; text: string }): Outgoing {
  const told = note(sentence, hint);
  const open = button(`${actionIds.askAgain}:form`, label, text, { style: 'primary' });
  return { ...told, blocks: [...told.blocks, createBlocks().actions('actions', [open])] };
}

/** As many as a button carries of what was said. */
const carriedChars = 1_900;
const cutText = (words: string): string =>
  words.length > carriedChars ? ' It holds the first 1,900 characters of it; all of it stands in your message.' : '';

function changeInvite(words: string): Outgoing {
  const make = createBlocks();
  const text = `A short form opens: what changes, from when, and which models may feel it.${cutText(words)}`;
  const value = words ? `change "${words.slice(0, carriedChars)}"` : 'change';
  return {
    text,
    blocks: [
      make.section('invite', text),
      make.actions('actions', [button(`${actionIds.askAgain}:change`, 'Tell of the change', value, { style: 'primary' })]),
    ],
  };
}

function ideaInvite(words: string): Outgoing {
  const make = createBlocks();
  const text = `A short form opens: the idea, and who thinks it through.${cutText(words)}`;
  // The button says the words as they were said, for the form to hold them.
  const value = words ? `idea "${words.slice(0, carriedChars)}"` : 'idea';
  return {
    text,
    blocks: [
      make.section('invite', text),
      make.actions('actions', [button(`${actionIds.askAgain}:idea`, 'Open the idea', value, { style: 'primary' })]),
    ],
  };
}
