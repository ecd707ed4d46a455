import { listWords } from './list-words.ts';
import { accountNumberLength, isCardNumber } from './check-digits.ts';

export interface Masked {
  /** What may be stored and shown. */
  text: string;
  /** What was taken out, each kind once, as a person would say it: “a card number”, “an e-mail address”. */
  masked: string[];
}

interface Rule {
  said: string;
  shown: string;
  pattern: RegExp;
  /** How many characters of a match are one; all by default, 0 where it is none. */
  holds?: (match: string) => number;
}

const gap = String.raw`[ \u00a0\u2009\u200b-\u200d\u202f\u2010-\u2015.-]?`;
const digits = (count: string) => String.raw`\p{Nd}{${count}}`;
/** Words that follow “customer” without being anybody's name. */
const noName = `Account|Acquisition|Advisor|Analytics|Base|Care|Centre|Center|Churn|Complaint|Data|Experience|Feedback|Group|Id|Insight|Journey|Lifetime|Loyalty|Number|Operations|Portal|Relations|Relationship|Retention|Satisfaction|Score|Segment|Service|Services|Success|Support|Value|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|The|This|That|We|They|It|In|On|At|From|And|But|Who|Our|I`;
const nameWord = String.raw`\p{Lu}[\p{Ll}\p{M}'’]+(?:-\p{Lu}[\p{Ll}\p{M}'’]+)?`;
const names = String.raw`${nameWord}(?:[ \u00a0](?:(?:van|von|de|der|den|da|di|du|la|le|bin|al|el)[ \u00a0]){0,2}(?:\p{Lu}\.[ \u00a0])?${nameWord}){0,3}`;

/** In order: what holds the others (a link, an address) comes first. */
const rules: Rule[] = [
  {
    said: 'a call to the whole channel',
    shown: '[whole channel]',
    pattern: /<!(?:channel|here|everyone|subteam\^[^>|]{1,40})(?:\|[^>]{0,100})?>/giu,
  },
  {
    said: 'a call to the whole channel',
    shown: '[whole channel]',
    pattern: /(?<![\p{L}\p{N}.])[@＠](?:channel|here|everyone)\b/giu,
  },
  { said: 'an e-mail address', shown: '[e-mail]', pattern: /<mailto:[^>]{1,300}>/giu },
  { said: 'a phone number', shown: '[phone number]', pattern: /<tel:[^>]{1,100}>/giu },
  {
    said: 'an e-mail address',
    shown: '[e-mail]',
    pattern: /[\p{L}\p{N}._%+'-]{1,64}[@＠][\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
  },
  {
    said: 'an account number',
    shown: '[account number]',
    pattern: /\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}\b/giu,
    holds: accountNumberLength,
  },
  {
    said: 'a card number',
    shown: '[card number]',
    // Four by four, as American Express prints them, or in one piece: rows of other figures look different.
    pattern: new RegExp(
      String.raw`(?<!\p{Nd})(?:${digits('4')}${gap}${digits('4')}${gap}${digits('4')}${gap}${digits('1,4')}(?:${gap}${digits('1,3')})?|${digits('4')}${gap}${digits('6')}${gap}${digits('4,5')}|${digits('13,19')})(?!\p{Nd})`,
      'gu',
    ),
    holds: (match) => (isCardNumber(match) ? match.length : 0),
  },
  { said: 'an identity number', shown: '[identity number]', pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu },
  {
    said: 'a phone number',
    shown: '[phone number]',
    pattern: /(?<![\p{L}\p{N}+])\+[1-9](?:[\s\u2010-\u2015()./-]{0,2}\d){6,14}(?!\d)/gu,
  },
  {
    said: 'a phone number',
    shown: '[phone number]',
    pattern: /(?<![\p{L}\p{N}])\(0?\d{2,5}\)[\s\u2010-\u2015./-]{0,2}\d{2,5}(?:[\s\u2010-\u2015./-]\d{2,5}){1,3}(?!\d)/gu,
  },
  {
    said: 'a phone number',
    shown: '[phone number]',
    pattern: /(?<![\p{L}\p{N}.,-]|\p{N} )\d{3}[-. ]\d{3}[-. ]\d{4}(?![\p{L}\p{N}])/gu,
  },
  {
    said: 'a phone number',
    shown: '[phone number]',
    pattern: /(?<![\p{L}\p{N}.,:-]|\p{N} )0\d{2,5}[ /-]{1,3}\d{3,9}(?:[ -]\d{2,5}){0,3}(?![\p{L}\p{N}])/gu,
  },
  {
    said: 'a phone number',
    shown: '[phone number]',
    pattern:
      /(?<=\b(?:phone|tel|telephone|mobile|cell|fax|telefon|handy|téléphone|number is|call (?:him|her|them|me) (?:at|on))[.:\s]{0,3})\d(?:[\s()./-]?\d){5,14}(?!\d)/giu,
  },
  {
    said: 'a name',
    shown: '[name]',
    pattern: new RegExp(
      String.raw`(?<=(?<!\p{L})(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Mme|Mlle|Señora?|Sra?|Signora?)\.?[ \u00a0]{1,2}(?:(?:Dr|Prof)\.?[ \u00a0])?)(?!(?:Dr|Prof)\b)${names}`,
      'gu',
    ),
  },
  {
    said: 'a name',
    shown: '[name]',
    pattern: new RegExp(
      String.raw`(?<=(?<!\p{L})(?:[Cc]ustomer|[Cc]lient|[Pp]assenger|[Pp]atient|[Ss]ubscriber|[Tt]raveller|[Tt]raveler|[Gg]uest|[Cc]omplainant|Kunden?|Kundin|[Cc]liente?)(?:'s name is| named| called| name)?:?[ \u00a0]{1,2})(?!(?:${noName})(?!\p{L}))${names}`,
      'gu',
    ),
  },
  {
    said: 'a name',
    shown: '[name]',
    pattern: new RegExp(
      String.raw`(?<=(?<!\p{L})(?:[Nn]ame|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) name is):?[ \u00a0]{1,2})${nameWord}[ \u00a0]${nameWord}`,
      'gu',
    ),
  },
  { said: 'a name', shown: '[name]', pattern: /(?:(?![客皆])\p{Script=Han}){1,4}(?=様|さん|氏|先生|女士|小姐)/gu },
];

/**
 * Takes out of a person's words what tells who a customer is (card and account numbers, e-mail addresses, phone numbers,
 * names that follow “customer” or “Ms”) and what would call a whole channel. Masking twice changes nothing more. It errs
 * on the side of leaving words: a name that nothing announces stays.
 */
export function maskPersonal(text: string): Masked {
  const found = new Set<string>();
  let left = text;
  for (const { said, shown, pattern, holds } of rules) {
    left = left.replace(pattern, (match: string) => {
      const length = holds ? holds(match) : match.length;
      if (length === 0) return match;
      found.add(said);
      return shown + match.slice(length);
    });
  }
  return { text: left, masked: [...found] };
}

/** What a person is told of it: null where nothing was taken out. */
export const sayMasked = (masked: readonly string[]): string | null =>
  masked.length === 0 ? null : `I left out ${listWords(masked)}: others read this too.`;
