/** The longest question that is read, in characters; Slack cuts a message at 4,000. */
export const maxQuestionChars = 3000;

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * What a person wrote, without Slack's markup: mentions and broadcasts vanish, a link keeps its label, marks of emphasis,
 * emojis, control and direction characters go, typographic quotes and dashes become plain. Safe to split into words, not to
 * send: it may still hold characters that Slack would read as markup.
 */
export function cleanText(text: string): string {
  return (
    text
      .replace(/<(?:https?|mailto|tel)[^<>|]*\|([^<>]*)>/gi, ' $1 ')
      .replace(/<[@#!][^<>]*>|<(?:https?|mailto|tel):[^<>]*>/gi, ' ')
      // Entities are decoded after markup is gone: what a person typed as <!channel> arrives escaped and stays text.
      .replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? ' ')
      .normalize('NFKC')
      .replace(/(?<![\p{L}\p{N}]):(?=[a-z0-9_+'-]*[a-z])[a-z0-9_+'-]{1,100}:/giu, ' ')
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Co}\p{Cs}\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}]/gu, (char) => (/\d/.test(char) ? char : ' '))
      .replace(/[‘’‚‛′`´]/g, "'")
      .replace(/[“”„‟″]/g, '"')
      .replace(/[‐-―−]/g, '-')
      .replace(/(?<![\p{L}\p{N}])[*_~]+|[*_~]+(?![\p{L}\p{N}])/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
