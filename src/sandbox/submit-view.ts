import { z } from 'zod';
import type { FormValues, SubmitResponse } from './contract.ts';
import { acknowledged, assertPersona } from './doings.ts';
import { fileReady } from './methods/lookup.ts';
import type { Call } from './methods/define.ts';
import type { StoredView } from './model.ts';
import { closedPayload, submissionPayload } from './payloads.ts';
import { fileErrors, handOver } from './person-files.ts';
import { Refusal } from './refusal.ts';
import { limits } from './slack-limits.ts';
import { checkView } from './view-schema.ts';
import { enter, formErrors } from './view-state.ts';
import { closeView, findView, pushView, updateView } from './views.ts';
import type { Workspace } from './workspace.ts';

const view = z.record(z.string(), z.unknown());
/** docs.slack.dev/surfaces/modals: what an app may answer to a submission. */
const responseAction = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view }),
  z.strictObject({ response_action: z.literal('push'), view }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

/** Checks the form as Slack's client does, submits it and does what the app answers. */
export async function submitView(
  call: Call,
  viewId: string,
  user: string,
  values: FormValues,
): Promise<Omit<SubmitResponse, 'ok'>> {
  const { workspace } = call;
  const open = openModal(workspace, viewId, user);
  const wrong = { ...enter(open.blocks, open.state, values), ...fileErrors(workspace, user, open.blocks, values) };
  const errors = Object.keys(wrong).length > 0 ? wrong : formErrors(open.blocks, open.state);
  if (Object.keys(errors).length > 0) return { ackMs: 0, closed: false, errors };
  handOver(workspace, open.state);
  const answer = acknowledged(await call.delivery.interaction(submissionPayload(call, open)));
  const { ackMs } = answer;
  const action = parseAction(answer.body);
  switch (action?.response_action) {
    case undefined:
      closeView(workspace, open, false);
      return { ackMs, closed: true };
    case 'clear':
      closeView(workspace, open, true);
      return { ackMs, closed: true };
    case 'errors': {
      const stranger = Object.keys(action.errors).find(
        (id) => !open.blocks.some((block) => block.block_id === id && block.type === 'input'),
      );
      if (stranger === undefined) return { ackMs, closed: false, errors: action.errors };
      throw badAnswer(`errors name ${stranger}, which is no input block of the view`);
    }
    case 'update':
      updateView(workspace, open, checked(workspace, action.view));
      return { ackMs, closed: false };
    case 'push':
      if ((workspace.stacks.get(user)?.length ?? 0) >= limits.viewStack) throw badAnswer('three views are open already');
      pushView(workspace, user, checked(workspace, action.view));
      return { ackMs, closed: false };
  }
}

/** A person closes a modal; the app hears of it if it asked for that. */
export function dismissView(call: Call, viewId: string, user: string, all: boolean): void {
  const open = openModal(call.workspace, viewId, user);
  const stack = call.workspace.stacks.get(user) ?? [];
  const cleared = all || open.clear_on_close;
  const gone = cleared ? stack : stack.slice(stack.indexOf(open));
  closeView(call.workspace, open, cleared);
  for (const one of gone) if (one.notify_on_close) void call.delivery.interaction(closedPayload(call, one, cleared));
}

function openModal(workspace: Workspace, viewId: string, user: string): StoredView {
  assertPersona(workspace, user);
  const found = findView(workspace, (one) => one.id === viewId && one.user === user && one.type === 'modal');
  if (found === undefined) throw new Refusal('view_not_found', { message: 'That modal is not open any more.' });
  return found;
}

function parseAction(body: string): z.infer<typeof responseAction> | undefined {
  if (body.trim() === '') return undefined;
  try {
    return responseAction.parse(JSON.parse(body));
  } catch {
    throw badAnswer(`“${body.slice(0, 200)}” is no response_action`);
  }
}

function checked(workspace: Workspace, content: Record<string, unknown>) {
  try {
    return checkView(content, 'modal', fileReady(workspace));
  } catch (error) {
    if (error instanceof Refusal) throw badAnswer(`${error.error} ${JSON.stringify(error.more)}`);
    throw error;
  }
}

const badAnswer = (why: string) =>
  new Refusal('bad_app_response', { message: `Slack would show “We had some trouble connecting”: ${why}.` });
