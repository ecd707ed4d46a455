interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one call of many: what is asked for within `windowMs` of the first is carried out together, at most `most` at a
 * time. `carryOut` answers one result an item, in their order; its failure is everyone's.
 */
export function together<Item, Result>(
  carryOut: (items: readonly Item[]) => Promise<readonly Result[]>,
  { windowMs, most }: { windowMs: number; most: number },
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const now = waiting;
    waiting = [];
    try {
      const results = await carryOut(now.map(({ item }) => item));
      now.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      for (const { reject } of now) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length >= most) void flush();
      else timer ??= setTimeout(() => void flush(), windowMs);
    });
}
