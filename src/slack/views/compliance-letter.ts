import type { RequestView } from '../../approvals/schemas.ts';
import { actionIds } from '../action-ids.ts';
import type { ActionElement } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { cardButtons, detailsButton } from './card-buttons.ts';
import { checksText, labelled, outvotable, outvotableNames, seatsText } from './request-parts.ts';
import { andOf, isGoing, requesterOf } from './request-words.ts';

/** A request in the words of those who look after duties: who must not decide, under which rule, on what evidence. */
export function complianceParts(
  { request, builtBy, decides }: { request: RequestView; builtBy: string | undefined; decides: boolean },
  over: boolean,
): (string | undefined)[] {
  const rules = [labelled('Duties', dutiesOf(request, builtBy), 400), labelled('Rule', ruleOf(request), 300)];
  const evidence = [checksText(request), outvotingOf(request)];
  return [
    rules.join('\n'),
    evidence.filter((line) => line !== undefined).join('\n'),
    seatsText(request),
    over ? undefined : labelled('Why', request.reason, 900),
    decides ? undefined : labelled('Yours to do', toDo(request), 500),
    labelled('On record', 'what each of them saw, what they said, and every attempt that was refused.'),
  ];
}

function dutiesOf(request: RequestView, builtBy: string | undefined): string {
  const asked = requesterOf(request);
  const who =
    builtBy === asked
      ? `${asked} asked for it and built it, and may not decide`
      : `${asked} asked for it, ${builtBy ? `${builtBy} built it; neither may decide` : 'who built it is not recorded; neither may decide'}`;
  return `${who}. One person counts once, whatever parts they have.`;
}

const ruleOf = ({ policy: { title, version }, breakGlass }: RequestView): string =>
  `${title}, version ${version}, as it was when this was asked.${breakGlass ? ' The usual agreement and every check are set aside.' : ''}`;

/** What the rule lets people do about a check that failed. */
function outvotingOf(request: RequestView): string | undefined {
  const barred = request.gates.filter((gate) => gate.required && gate.state === 'failed' && !gate.mayBeOutvoted);
  if (barred.length > 0) return `Nobody may agree while ${mrkdwn(andOf(barred.map((gate) => `“${gate.title}”`)), 300)} failed.`;
  return outvotable(request).length > 0
    ? `Whoever agrees although “${mrkdwn(outvotableNames(request), 300)}” failed has to say why.`
    : undefined;
}

function toDo(request: RequestView): string {
  if (!request.breakGlass) return 'nothing, unless something is amiss: Ask puts a question under the card.';
  return isGoing(request)
    ? 'see whether it could not have waited. Ask puts a question under the card; you stop nothing by it.'
    : 'see whether it could not have waited, and that what was set aside is made up for. Going back takes anybody of the team one click.';
}

/** Whoever is told may ask and look; they decide nothing. */
export function toldButtons(request: RequestView, message: string): ActionElement[] {
  if (request.state !== 'open') return [detailsButton(request, message)];
  const decides: string[] = [actionIds.approve, actionIds.refuse];
  return cardButtons(request, message, ['details']).filter(
    (one) => !('action_id' in one && decides.includes(one.action_id ?? '')),
  );
}
