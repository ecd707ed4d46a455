import type { types } from '@slack/bolt';
import { windowHours } from '../../deploy/standing-rule.ts';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput, type Choice } from '../blocks.ts';
import { mrkdwn } from '../text.ts';

/** What one may choose from when asking for a standing rule. */
export interface RuleForm {
  modelId: string;
  modelName: string;
  environments: string[];
  /** `value`: as `FilledRule.guard`; `label` names the unit that its limit is typed in. */
  guards: Choice[];
  /** Guards that have a usual range, named. */
  usualOf: string;
}

const maxChoices = 100;

export function ruleModal({ modelId, modelName, environments, guards, usualOf }: RuleForm): types.ModalView {
  const make = createBlocks();
  const places = environments.slice(0, maxChoices).map((one) => ({ label: one, value: one }));
  const often = [1, 2, 3, 4, 6, 8, 12].map((count) => ({ label: String(count), value: String(count) }));
  return modal(
    { callbackId: viewIds.rule, title: 'Agree a rule', submit: 'Ask for it', close: 'Not now', metadata: { modelId } },
    [
      make.section(
        'about',
        `Leeway looks at *${mrkdwn(modelName, 200)}* and goes back or pauses *by itself*, within a minute. Others agree to the rule first, as to a promotion.`,
      ),
      input('environment', 'Where', select('value', 'Environment', places, environments[0])),
      input('guard', 'What it watches', select('value', 'Measure', guards.slice(0, maxChoices))),
      input('is', 'It fails when that is', select('value', 'Side', sides, 'above')),
      input('limit', 'This limit', textInput('value', { max: 20, placeholder: 'such as 25' }), {
        optional: true,
        hint: `In the unit that stands with the measure. Leave it empty for its usual range. That is known by weeks, of: ${usualOf}.`,
      }),
      input('grain', 'It looks at', select('value', 'Weeks, days or hours', grains, 'week')),
      input('inARow', 'It acts after so many failures in a row', select('value', 'How many', often, '2')),
      input('act', 'What it does then', select('value', 'Act', acts, 'rollback')),
      input('reason', 'Why is this wanted?', textInput('value', { multiline: true, max: 2000 }), {
        hint: 'Those who are asked to agree read it.',
      }),
    ],
  );
}

/** `hour:6` is windows of six hours. */
const grains: Choice[] = [
  { label: 'Weeks', value: 'week' },
  { label: 'Days', value: 'day' },
  ...windowHours
    .toReversed()
    .map((hours) => ({ label: hours === 1 ? 'Each hour' : `${hours} hours at a time`, value: `hour:${hours}` })),
];
const sides: Choice[] = [
  { label: 'above the limit', value: 'above' },
  { label: 'below the limit', value: 'below' },
];
const acts: Choice[] = [
  { label: 'Go back to the version before', value: 'rollback' },
  { label: 'Pause the model', value: 'pause' },
];
