import { mrkdwn, said, type Said } from '../text.ts';

/** A paragraph; `lead` is its first words, shown bold. */
export interface Paragraph {
  /** What it does in the text: `kpi`, `cause`; its block is named by it. */
  role?: string;
  lead?: string;
  text: Said;
}

export const paragraphText = ({ lead, text }: Paragraph, maxChars = 2900): string =>
  lead ? `*${mrkdwn(lead, Math.floor(maxChars / 3))}* ${said(text, Math.floor((maxChars * 2) / 3) - 3)}` : said(text, maxChars);

/** The name of a paragraph's block. */
export const paragraphName = ({ role }: Paragraph): string => `text:${role ?? 'paragraph'}`;
