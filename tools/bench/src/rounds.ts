/** Something to measure: does its work `count` times in a row. */
export type Subject = (count: number) => Promise<void> | void;

/** A value of each round, by subject. */
export type Results<Name extends string = string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Measures each subject once per round. The first round warms up and is discarded; every second round goes backwards, so that
 * none always follows the same other.
 */
export async function takeRounds<Name extends string>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name, isWarmUp: boolean) => number | Promise<number>,
): Promise<Results<Name>> {
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await measure(name, round === 0);
      if (round > 0) results[name].push(value);
    }
  }
  return results;
}

export interface RoundOptions {
  readonly rounds: number;
  /** Operations of one subject in one round. */
  readonly count: number;
  /** Operations of one subject before the first round, so that the compiler has done its work. @defaultValue `count` */
  readonly warmUp?: number;
}

/** CPU time of this process for each subject and round, in microseconds per operation. */
export function measureRounds<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  { rounds, count, warmUp = count }: RoundOptions,
): Promise<Results<Name>> {
  return takeRounds(Object.keys(subjects) as Name[], rounds, async (name, isWarmUp) => {
    const operations = isWarmUp ? warmUp : count;
    const start = process.cpuUsage();
    await subjects[name](operations);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / operations;
  });
}

/** A subject that waits for the work of each operation. */
export function repeat(work: () => Promise<unknown>): Subject {
  return async (count) => {
    for (let index = 0; index < count; index++) await work();
  };
}
