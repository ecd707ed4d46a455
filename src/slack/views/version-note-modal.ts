import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, textInput } from '../blocks.ts';
import { mrkdwn } from '../text.ts';

/** What one field of Slack's holds. */
export const versionNoteMaxChars = 3000;

export const versionNoteModal = (of: { modelId: string; modelName: string; version: number }): types.ModalView =>
  modal(
    {
      callbackId: viewIds.versionNote,
      title: 'Add a note',
      submit: 'Keep it',
      close: 'Not now',
      metadata: { modelId: of.modelId, version: of.version },
    },
    [
      createBlocks().section('about', `Version ${of.version} of *${mrkdwn(of.modelName, 200)}*`),
      input(
        'words',
        'What changed, or what have you learned?',
        textInput('value', { multiline: true, max: versionNoteMaxChars }),
        {
          hint: 'Everybody who opens this version reads it, and it stands in the model’s record.',
        },
      ),
    ],
  );
