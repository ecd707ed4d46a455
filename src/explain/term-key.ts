/** How a term is compared: lower case, without accents, signs, control characters or the words of a question around it. */
export function termKey(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const bare = words
    .replace(/^(?:what (?:is|are|does|do)|explain|define) /, '')
    .replace(/^(?:an?|the) /, '')
    .replace(/ means?$/, '');
  return bare || words;
}
