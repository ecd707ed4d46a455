import { sha256 } from '../shared/ids.ts';

/** The hash before the first entry. */
export const genesis = '0'.repeat(64);

/** SHA-256 over the previous hash (hex), a newline, and the entry's exact text. */
export const hashEntry = (previous: string, body: string): string => sha256(`${previous}\n${body}`);
