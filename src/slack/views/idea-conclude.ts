import type { types } from '@slack/bolt';
import type { Framing } from '../../framing/read-framing.ts';
import { ownerKinds, type OwnerKind } from '../../db/schema/registry.ts';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput, type Choice } from '../blocks.ts';
import { usersSelect } from '../elements.ts';
import { mrkdwn, truncate } from '../text.ts';
import { ideaWords } from './idea-words.ts';

export interface ConcludeForm {
  framing: Framing;
  /** The company's; none where the file names none. */
  goals: string[];
  /** Slack users who are proposed. */
  owners: Partial<Record<OwnerKind, string>>;
}

const maxChoices = 100;

/** From an idea to a measure with where it stands and what it should reach, a goal and three owners. */
export function concludeModal({ framing, goals, owners }: ConcludeForm): types.ModalView {
  const make = createBlocks();
  const sign = framing.questions.find((one) => one.id === 'sign')?.answer?.words;
  const decision = framing.questions.find((one) => one.id === 'decision')?.answer?.words;
  // Slack shows at most 75 characters of a choice: its place is what comes back.
  const choices = goals.slice(0, maxChoices).map((goal, index) => ({ label: truncate(goal, 75), value: String(index) }));
  return modal(
    {
      callbackId: viewIds.ideaConclude,
      title: `Idea ${framing.number}`,
      submit: 'Take it over',
      close: 'Not now',
      metadata: { framingId: framing.id, revision: framing.revision },
    },
    [
      make.section(
        'about',
        `*${mrkdwn(truncate(ideaWords(framing), 300), 500)}*\nThe register takes over what you say here: a planned model, without a version yet.`,
      ),
      input('title', 'What shall it be called?', textInput('value', { max: 60, placeholder: 'Missed Connections' })),
      input('phrase', 'What should it move?', textInput('value', { max: 60, placeholder: 'missed connections' }), {
        hint: sign
          ? `You said that this would tell: ${truncate(sign.replace(/\s+/g, ' '), 300)}`
          : 'As a sentence would name it.',
      }),
      input('unit', 'Counted in', select('value', 'Choose', units, 'share')),
      input('baseline', 'Where does it stand today?', textInput('value', { max: 20, placeholder: 'such as 12' })),
      input('target', 'What should it reach?', textInput('value', { max: 20, placeholder: 'such as 8' })),
      goals.length > 0
        ? input(
            'goal',
            'Which goal of the company does it serve?',
            select('value', 'Choose a goal', choices, choices.length === 1 ? '0' : undefined),
          )
        : input('goal', 'Which goal of the company does it serve?', textInput('value', { max: 300 })),
      input(
        'businessQuestion',
        'Which question does it answer?',
        textInput('value', { max: 300, ...(decision ? { initial: truncate(decision.replace(/\s+/g, ' '), 300) } : {}) }),
        {
          optional: true,
          hint: 'It stands in the register for everybody, and stays.',
        },
      ),
      ...ownerKinds.map((kind) => input(kind, ownerLabels[kind], usersSelect('value', 'Choose a person', owners[kind]))),
    ],
  );
}

const ownerLabels: Record<OwnerKind, string> = {
  business: 'Who answers for what it is worth?',
  operations: 'Who answers for what is done with it?',
  'data-science': 'Who answers for building it?',
};
const units: Choice[] = [
  { label: 'Percent', value: 'share' },
  { label: 'A number', value: 'count' },
  ...['minutes', 'hours', 'days', 'dollars', 'euros'].map((unit) => ({
    label: unit.charAt(0).toUpperCase() + unit.slice(1),
    value: unit,
  })),
];

/** What could go into leeway.yml once it is built, with what is still to be filled in. */
export function yamlModal({ number, outcome }: Framing): types.ModalView {
  const make = createBlocks();
  if (!outcome)
    return modal({ callbackId: viewIds.note, title: `Idea ${number}` }, [make.section('none', 'It has not come to a measure.')]);
  return modal({ callbackId: viewIds.note, title: `Idea ${number}` }, [
    make.section(
      'about',
      'Once there is data and a version, this goes under `models` in leeway.yml. From then on owners change there, with another person’s approval.',
    ),
    make.section('yaml', `\`\`\`${mrkdwn(yamlOf(outcome), 2_500).replaceAll('```', "'''")}\`\`\``),
  ]);
}

const text = (value: string): string => JSON.stringify(value);

export function yamlOf({ modelId, title, companyGoal, owners, kpi, kpiId }: NonNullable<Framing['outcome']>): string {
  return [
    `${modelId}:`,
    `  title: ${text(title)}`,
    '  stage: planned # production, once it serves',
    `  companyGoal: ${text(companyGoal)}`,
    `  owners: { business: ${owners.business}, operations: ${owners.operations}, data-science: ${owners['data-science']} }`,
    '  kpis:',
    `    ${kpiId}:`,
    `      title: ${text(kpi.phrase)}`,
    `      phrase: ${text(kpi.phrase)}`,
    `      unit: ${text(kpi.unit)}`,
    `      better: ${kpi.better}`,
    `      target: ${kpi.target} # ${kpi.baseline} when it was agreed`,
    '      numerator: # the expression that a row must meet to count',
  ].join('\n');
}
