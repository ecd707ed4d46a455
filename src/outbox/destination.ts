/** The person to whom a message goes directly (`person:<id>`); undefined for a channel. */
export const personIn = (destination: string): string | undefined => /^person:(.+)$/.exec(destination)?.[1];
