interface Column {
  name: string;
  phrase: string;
}

/** Which column somebody means by a part of the business: `origin=ORD`, its name, or what a sentence calls it. Pure. */
export function segmentColumn<C extends Column>(columns: readonly C[], segment: string): C | undefined {
  const [named = ''] = segment.split('=');
  const exact = columns.find((column) => column.name === named.trim().toLowerCase());
  if (exact) return exact;
  const words = ` ${segment.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const meant = (name: string) => name.length > 2 && words.includes(` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `);
  const singular = (phrase: string) => phrase.replace(/s$/, '');
  return columns.find(({ name, phrase }) => meant(name) || meant(phrase) || meant(singular(phrase)));
}
