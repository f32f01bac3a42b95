import type { ScratchClone } from "./scratch-clone.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Shape } from "./shape.ts";
import { shapes } from "./shapes.ts";
import { type TrialResult, tryVersion } from "./try-version.ts";

/** One or two shapes that make a version together. */
export type Combination = readonly Shape[];

/** Every shape by itself, then each in a pair with another one. */
export function combinations(seed: number): Combination[] {
  const random = seededRandom(seed);
  const left = [...shapes];
  const pairs: Combination[] = [];
  while (left.length > 1)
    pairs.push([left.splice(random.below(left.length), 1), left.splice(random.below(left.length), 1)].flat());
  // A second version comes on top of the last pair, so nothing may be left to decide in that one.
  return [
    ...shapes.map((shape) => [shape]),
    ...pairs.filter(isBreaking),
    ...pairs.filter((pair) => !isBreaking(pair)),
  ];
}

function isBreaking(combination: Combination): boolean {
  return combination.some(({ verdict }) => verdict === "major");
}

/** A sample that has the additive and the breaking in turn, another one for each seed. */
export function sample(seed: number, count: number): Combination[] {
  const random = seededRandom(seed);
  const pools = [
    shapes.filter(({ verdict }) => verdict !== "major"),
    shapes.filter(({ verdict }) => verdict === "major"),
  ];
  return Array.from({ length: count }, (_, index) => {
    const pool = pools[index % 2] ?? [];
    return pool.splice(random.below(pool.length), 1);
  });
}

export interface TrialsOptions {
  readonly clone: ScratchClone;
  readonly combinations: readonly Combination[];
  readonly seed: number;
  readonly thorough: boolean;
  readonly signal: AbortSignal;
  readonly onResult: (result: TrialResult) => void;
}

/**
 * Tries each combination on a clean clone. On top of the last one comes a second version, and the clients of all
 * versions call one emulator.
 */
export async function tryVersions(options: TrialsOptions): Promise<readonly TrialResult[]> {
  const { clone, seed, onResult } = options;
  const results: TrialResult[] = [];
  const note = (result: TrialResult) => {
    results.push(result);
    onResult(result);
  };
  for (const [index, combination] of options.combinations.entries()) {
    // oxlint-disable no-await-in-loop -- each builds in the same clone
    await clone.reset();
    note(await tryVersion({ ...options, shapes: combination, seed: seed + index }));
    // oxlint-enable no-await-in-loop
  }
  // What breaks callers is not finished before a person has decided, so nothing comes on top of it.
  const last = options.combinations.at(-1);
  if (last !== undefined && isBreaking(last)) return results;
  const additive = shapes.filter(({ verdict }) => verdict !== "major");
  const second = seededRandom(seed).pick(
    additive.filter((shape) => !options.combinations.at(-1)?.includes(shape)),
  );
  const result = await tryVersion({ ...options, shapes: [second], seed });
  note({
    ...result,
    title: `then ${result.title}`,
    problems: [...result.problems, ...(await serveAll(clone))],
  });
  return results;
}

/** Builds the packages and lets the client of every version call one emulator. */
async function serveAll(clone: ScratchClone): Promise<string[]> {
  try {
    await clone.run(["turbo", "run", "build", "--filter=./packages/auth", "--filter=./packages/emulator"]);
    await clone.run(["pnpm", "exec", "vitest", "run", "e2e/every-version.test.ts"], "tests");
    return [];
  } catch (error) {
    return [
      `clients of all versions against one emulator: ${error instanceof Error ? error.message : error}`,
    ];
  }
}
