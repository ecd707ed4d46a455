import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, modal } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { gateText } from './request-parts.ts';
import type { VersionPageView } from './version-page.ts';

/** As many as a view has room for beside stages and figures. */
const maxNotes = 15;

/** The evidence of each stage at full length. */
export function versionDetails(view: VersionPageView): types.ModalView {
  const make = createBlocks();
  const stages = view.stages
    .slice(0, 40)
    .map((stage) =>
      make.section(`stage:${stage.gate}`, `*${gateText(stage)}*\n${mrkdwn(stage.reason ?? 'Nothing more is recorded.', 1500)}`),
    );
  const figures = view.figures
    .slice(0, 40)
    .map((figure, index) =>
      make.section(
        `figure:${index}`,
        `*${mrkdwn(figure.value, 100)}*\n${mrkdwn([figure.period, figure.population, figure.assumptions].filter(Boolean).join(' · '), 1500)}`,
      ),
    );
  const notes = view.notes
    .slice(0, maxNotes)
    .map((one, index) =>
      make.section(`note:${index}`, `*Note* by ${mrkdwn(one.by, 80)}, ${mrkdwn(one.on, 60)}: ${mrkdwn(one.words, 1200)}`),
    );
  const left = view.notes.length - notes.length;
  const none =
    stages.length + figures.length + notes.length === 0 ? [make.section('none', 'Nothing has been tried or measured yet.')] : [];
  return modal({ callbackId: viewIds.note, title: `Version ${view.version}` }, [
    make.section('title', `*Version ${view.version} of ${mrkdwn(view.modelName, 200)}*`),
    ...stages,
    ...figures,
    ...notes,
    ...(left > 0 ? [make.context('left', [`${left} earlier notes stand in the model’s record.`])] : []),
    ...none,
  ]);
}
