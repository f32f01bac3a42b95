/** Members by name: what only the first list has, what only the second has, and what both have. */
export function pairMembers<Before, After>(
  before: Iterable<readonly [string, Before]>,
  after: Iterable<readonly [string, After]>,
) {
  const [from, to] = [new Map(before), new Map(after)];
  return {
    lost: [...from].filter(([name]) => !to.has(name)),
    gained: [...to].filter(([name]) => !from.has(name)),
    both: [...from].flatMap(([name, member]) =>
      to.has(name) ? [[name, member, to.get(name) as After] as const] : [],
    ),
  };
}

/** Takes pairs of items that belong together out of two lists, by one test after another. */
export function matchPairs<Item>(
  before: readonly Item[],
  after: readonly Item[],
  tests: readonly ((from: Item, to: Item) => boolean)[],
) {
  const pairs: { readonly from: Item; readonly to: Item; readonly test: number }[] = [];
  const gained = [...after];
  let lost = [...before];
  for (const [test, belong] of tests.entries()) {
    lost = lost.filter((from) => {
      const index = gained.findIndex((to) => belong(from, to));
      if (index === -1) return true;
      pairs.push(...gained.splice(index, 1).map((to) => ({ from, to, test })));
      return false;
    });
  }
  return { pairs, lost, gained };
}

/** Of two lists, what only the first has and what only the second has. */
export function differenceOf<Item>(before: readonly Item[], after: readonly Item[]) {
  return {
    lost: before.filter((item) => !after.includes(item)),
    gained: after.filter((item) => !before.includes(item)),
  };
}

/** The names and values of an object. */
export function membersOf<Value>(object: Readonly<Record<string, Value | undefined>>): [string, Value][] {
  return Object.entries(object).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}
