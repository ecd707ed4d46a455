import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { confirm } from '../elements.ts';
import { mrkdwn, notification } from '../text.ts';

/** What Leeway may do by itself about one model. */
export interface RuleListView {
  modelId: string;
  modelName: string;
  rules: {
    ruleId: string;
    requestId: string;
    /** `If the typical miss is above …, … is to pause by itself.` */
    sentence: string;
    /** `In force since Thu 21 June 2001. It looked at 12 weeks …` */
    done: string;
  }[];
  mayAsk: boolean;
  mayRetire: boolean;
}

/** As many as fit into a message with their dialogs. */
const maxShown = 10;

export function rulesMessage({ modelId, modelName, rules, mayAsk, mayRetire }: RuleListView): Outgoing {
  const make = createBlocks();
  const text =
    rules.length === 0
      ? `No standing rule for ${modelName}: Leeway neither goes back nor pauses by itself.`
      : `What Leeway does by itself about ${modelName}, as people agreed:`;
  const shown = rules
    .slice(0, maxShown)
    .flatMap(({ ruleId, requestId, sentence, done }) => [
      make.section(`rule:${ruleId}`, `*${mrkdwn(sentence, 350).replaceAll('*', '·')}*\n${mrkdwn(done, 600)}`),
      make.actions(`rule:${ruleId}:do`, [
        button(actionIds.requestDetails, 'Who decided, and on what?', carry({ kind: 'request', id: requestId })),
        ...(mayRetire ? [retireButton(ruleId)] : []),
      ]),
    ]);
  return {
    text: notification(text),
    blocks: [
      make.section('title', `*${mrkdwn(text, 400)}*`),
      ...shown,
      ...(rules.length > maxShown ? [make.context('more', [`${rules.length - maxShown} more are not shown here.`])] : []),
      ...(mayAsk
        ? [make.actions('do', [ruleButton(modelId)])]
        : [make.context('may', ['Its owners and those who build it may ask for one; others agree to it.'])]),
    ],
  };
}

export const ruleButton = (modelId: string) => button(actionIds.ruleForm, 'Agree a rule…', carry({ kind: 'model', id: modelId }));
export const rulesButton = (modelId: string) =>
  button(actionIds.ruleList, 'Standing rules', carry({ kind: 'model', id: modelId }));

const retireButton = (ruleId: string) => ({
  ...button(actionIds.retireRule, 'Retire', carry({ kind: 'rule', id: ruleId }), { label: 'Retire this rule' }),
  ...confirm({
    title: 'Retire this rule?',
    words: 'Leeway then does nothing by itself on its account. Nobody else has to agree; to have it again takes a new request.',
    yes: 'Retire',
  }),
});
