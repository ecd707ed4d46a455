import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, modal } from '../blocks.ts';
import { mrkdwn } from '../text.ts';
import { gateText } from './request-parts.ts';
import type { VersionPageView } from './version-page.ts';

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
  const none = stages.length + figures.length === 0 ? [make.section('none', 'Nothing has been tried or measured yet.')] : [];
  return modal({ callbackId: viewIds.note, title: `Version ${view.version}` }, [
    make.section('title', `*Version ${view.version} of ${mrkdwn(view.modelName, 200)}*`),
    ...stages,
    ...figures,
    ...none,
  ]);
}
