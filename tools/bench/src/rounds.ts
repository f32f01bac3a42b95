/** Something to measure: does its work once, or `count` times in a row. */
export type Subject = (count: number) => Promise<void> | void;

export interface RoundOptions {
  readonly rounds: number;
  /** Operations of one subject in one round. */
  readonly count: number;
  /** Operations of one subject before the first round, so that the compiler has done its work. `count` by default. */
  readonly warmUp?: number;
}

/**
 * CPU time of this process for each subject and round, in microseconds an operation. Subjects alternate (A B A B), and
 * every second round goes backwards, so that none always follows the same other.
 */
export async function measureRounds<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  { rounds, count, warmUp = count }: RoundOptions,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(subjects) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const start = process.cpuUsage();
      await subjects[name](round === 0 ? warmUp : count);
      const { user, system } = process.cpuUsage(start);
      if (round > 0) results[name].push((user + system) / count);
    }
  }
  return results;
}
