/** What a scrape says, read as strictly as Prometheus does: a sample before its type, a repeated line or an open histogram fails. */
export interface Parsed {
  types: Map<string, string>;
  /** By name and labels as they stand, such as `leeway_outbox_messages{state="parked"}`. */
  values: Map<string, number>;
}

const metricName = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
const sampleLine = new RegExp(
  String.raw`^(${metricName})(\{${label}(?:,${label})*\})? (\+Inf|-Inf|NaN|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
);

export function parseExposition(text: string): Parsed {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = new RegExp(`^# (HELP|TYPE) (${metricName}) (.+)$`).exec(line) ?? [];
    if (kind === 'TYPE') {
      if (types.has(name)) throw new Error(`the type of ${name} is said twice`);
      if (!['gauge', 'counter', 'histogram'].includes(rest)) throw new Error(`${rest} is no type`);
      types.set(name, rest);
      current = name;
      continue;
    }
    if (kind === 'HELP') continue;
    const [, sample, labels = '', value = ''] = sampleLine.exec(line) ?? [];
    if (!sample) throw new Error(`no line of the format: ${line}`);
    const family = types.get(current) === 'histogram' ? sample.replace(/_(bucket|sum|count)$/, '') : sample;
    if (family !== current) throw new Error(`${sample} stands under ${current}`);
    if (values.has(sample + labels)) throw new Error(`${sample}${labels} is said twice`);
    values.set(sample + labels, value === '+Inf' ? Infinity : Number(value));
  }
  for (const [name, type] of types) if (type === 'histogram') assertHistogram(name, values);
  return { types, values };
}

function assertHistogram(name: string, values: Parsed['values']): void {
  const lines = [...values].filter(([key]) => key.startsWith(`${name}_bucket`));
  const bySeries = Map.groupBy(lines, ([key]) => key.replace(/,?le="[^"]*"/, ''));
  for (const [series, buckets] of bySeries) {
    const counts = buckets.map(([, count]) => count);
    if (counts.some((count, i) => i > 0 && count < counts[i - 1]!)) throw new Error(`${series} falls`);
    const total = values.get(series.replace('_bucket', '_count').replace('{}', ''));
    if (!buckets.at(-1)![0].includes('le="+Inf"') || total !== counts.at(-1)) throw new Error(`${series} has no whole`);
  }
}
