import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** As many as a field of a form holds. */
export const formChars = 3_000;
/** A block holds 3,000 characters as they are sent; a message holds 50 blocks. */
const pieceChars = 2_800;
const maxPieces = 40;

/** What a form's field holds of somebody's words, up to a word's end, and what is left over. */
export function fitting(words: string): { fits: string; rest: string } {
  if (words.length <= formChars) return { fits: words, rest: '' };
  const room = words.slice(0, formChars);
  const lastBreak = room.search(/\s\S*$/u);
  const at = lastBreak > formChars / 2 ? lastBreak : room.replace(/[\ud800-\udbff]$/u, '').length;
  return { fits: words.slice(0, at), rest: words.slice(at).trim() };
}

/** What was typed and did not fit, so that nobody has to write it again. */
export function leftOver(rest: string): Outgoing {
  const make = createBlocks();
  const pieces = piecesOf(rest);
  const told = 'The form has room for 3,000 characters, and you wrote more. Everything that fits stands in it. This did not fit:';
  const lost = pieces.length > maxPieces ? ['There was still more, which is too long for a message.'] : [];
  return {
    text: notification(`${told} ${rest}`),
    blocks: [
      make.section('told', told),
      ...pieces.slice(0, maxPieces).map((piece, at) => make.section(`rest:${at}`, mrkdwn(piece))),
      make.context('hint', [
        'Shorten it in the form, or write the rest under the message that follows when you have sent it.',
        ...lost,
      ]),
    ],
  };
}

const sentChars = (text: string): number => text.replace(/[&<>@]/g, '12345').length;

function piecesOf(text: string): string[] {
  if (sentChars(text) <= pieceChars) return text === '' ? [] : [text];
  const middle = Math.floor(text.length / 2);
  const blank = text.indexOf(' ', middle);
  const at = blank === -1 || blank > middle + 200 ? middle : blank;
  return [...piecesOf(text.slice(0, at).trim()), ...piecesOf(text.slice(at).trim())];
}
