import type { types } from '@slack/bolt';
import type { GateLine } from '../../approvals/schemas.ts';
import { actionIds, viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput, type Block, type Choice } from '../blocks.ts';
import { checkboxes } from '../elements.ts';
import { mrkdwn } from '../text.ts';
import { checklistBlocks } from './checklist.ts';
import { gateText } from './request-parts.ts';

/** What the policy asks of whoever asks, for one version and one place. */
export interface PromotionForm {
  modelId: string;
  modelName: string;
  version: number;
  environment: string;
  replaces: number | null;
  policyTitle: string;
  /** `a business owner and an engineer` */
  needs: string;
  /** `Thu 21 June, 17:00 (Chicago)` */
  decideBy: string;
  /** Why nobody could approve it now, such as a freeze. */
  held: string | null;
  asks: { reason: boolean; expectedEffect: boolean; rollbackPlan: boolean; fallback: boolean };
  checklist: string[];
  fallbacks: Choice[];
  gates: Pick<GateLine, 'title' | 'state'>[];
  /** What would be refused already, each as a sentence. */
  problems: string[];
  /** The box for emergencies is ticked: less is asked for, and other people decide. */
  emergency?: true;
  /** The step of a case that it is for. */
  actionId?: string;
  /** `case 12: Teach the model with newer data` */
  forCase?: string;
}

const long = (placeholder: string, max: number) => textInput('value', { multiline: true, max, placeholder });

export function requestModal(form: PromotionForm): types.ModalView {
  const make = createBlocks();
  const { modelId, version, environment, asks } = form;
  const instead = form.replaces === null ? '' : ` in place of version ${form.replaces}`;
  const gates = form.gates.slice(0, 12).map(gateText).join(' · ');
  const blocks: Block[] = [
    make.section(
      'what',
      `*Version ${version} of ${mrkdwn(form.modelName, 120)} to ${mrkdwn(environment, 60)}*${instead}\n${mrkdwn(form.policyTitle, 120)}: takes ${mrkdwn(form.needs, 400)}, by ${mrkdwn(form.decideBy, 80)}.`,
    ),
    ...(form.forCase
      ? [make.context('case', [`It follows from ${mrkdwn(form.forCase, 400)}. The case hears how it goes on.`])]
      : []),
    ...(form.emergency
      ? [make.section('emergency', '🚨 *Emergency:* no check has to have passed, and compliance is told at once.')]
      : []),
    ...(form.held ? [make.section('held', `⏸ *You may ask; nobody may approve yet:* ${mrkdwn(form.held, 400)}`)] : []),
    ...(gates ? [make.section('gates', `*Checks:* ${gates}`)] : []),
    ...(form.problems.length > 0
      ? [
          make.section(
            'problems',
            `⚠ *In the way now:*\n${form.problems
              .slice(0, 8)
              .map((one) => `• ${mrkdwn(one, 300)}`)
              .join('\n')}`,
          ),
        ]
      : []),
    input('reason', 'Why should it change?', long('What is wrong now, and what will be better?', 2000), {
      optional: !asks.reason,
    }),
    input('expectedEffect', 'What should change for the business?', long('Who will notice, and what?', 1000), {
      optional: !asks.expectedEffect,
    }),
    ...fallbackBlocks(form),
    ...checklistBlocks(make, 'You have seen to this', form.checklist),
    breakGlassBlock(form),
  ];
  const metadata = { modelId, version, environment, ...(form.actionId ? { actionId: form.actionId } : {}) };
  return modal({ callbackId: viewIds.request, title: 'Ask to promote', submit: 'Ask', close: 'Not now', metadata }, blocks);
}

const breakTheGlass = [{ label: 'Break the glass: one more person is enough; compliance is told', value: 'yes' }];

/** Ticking it asks anew: an emergency has other people to agree and asks for less. */
const breakGlassBlock = ({ emergency }: PromotionForm): Block =>
  input('breakGlass', 'Emergency', checkboxes(actionIds.emergency, breakTheGlass, emergency ? breakTheGlass : []), {
    optional: true,
    hint: 'Only where waiting does harm. Whoever uses it answers for it afterwards.',
    dispatch: true,
  });

function fallbackBlocks({ asks, fallbacks }: PromotionForm): Block[] {
  const [first] = fallbacks;
  return [
    ...(first
      ? [
          input(
            'fallbackVersion',
            'If it has to be undone, which version returns?',
            // Where nothing serves there is nothing to return to, unless somebody says so.
            select('value', 'Version', fallbacks.slice(0, 100), asks.fallback ? first.value : undefined),
            {
              optional: !asks.fallback,
            },
          ),
        ]
      : []),
    input('rollbackPlan', 'How is it undone?', long('Who looks when, at what, and what they do then', 2000), {
      optional: !asks.rollbackPlan,
    }),
  ];
}
