/** A LIKE pattern that finds the text anywhere; what LIKE reads as wildcards is taken literally. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
