import { date, timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId } from '../../shared/ids.ts';

/** Time-ordered identifier made by the process, so that rows can refer to one another before they are written. */
export const id = () => uuid().primaryKey().$defaultFn(newId);
/** A point of domain time; never defaulted by SQL, because the sandbox moves the clock. */
export const at = () => timestamp({ withTimezone: true, mode: 'date' });
/** A calendar day of the data, `2001-06-11`. */
export const day = () => date({ mode: 'string' });
