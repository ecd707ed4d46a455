/** A name as SQL writes it. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** Someone else's expression inside ours; the line break ends a comment that it may end in. */
export const embedded = (expression: string): string => `(${expression}\n)`;
