import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Bump, type Change, highestBump } from "../../../spec-diff/src/change.ts";
import { type BumpOutcome, bump } from "../bump/bump.ts";
import { isRed } from "../bump/red-places.ts";
import { CommandError } from "../process.ts";
import { consumerProgram } from "../rehearse/consumer-program.ts";
import { dateAfter } from "../rehearse/made-up-versions.ts";
import { packageName } from "../rescope/scope-name.ts";
import { currentScope } from "../rescope/workspace.ts";
import { documentPath, listVersions } from "../versions.ts";
import { EditableDocument } from "./editable-document.ts";
import type { ScratchClone } from "./scratch-clone.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Shape } from "./shape.ts";

/** How a bump to a made-up version went. */
export interface TrialResult {
  readonly title: string;
  /** Where in the document the changes were made. */
  readonly places: readonly string[];
  readonly verdict: Bump;
  /** What the bump leaves to a person. */
  readonly decisions: readonly string[];
  /** Why the trial failed: nothing, if the bump does what the policy promises. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

export interface TrialOptions {
  readonly clone: ScratchClone;
  readonly shapes: readonly Shape[];
  readonly seed: number;
  /** Runs the checks of the bump and the contract tests too, which takes a minute or more. */
  readonly thorough: boolean;
  readonly signal: AbortSignal;
}

/**
 * Bumps a scratch clone to a version that differs from its newest one in the given ways, and commits the result.
 *
 * A version that breaks no one must leave nothing to decide, and a program that uses everything of the version before must
 * still compile. Of a version that breaks callers, the verdict must be major, and every check that fails must be about
 * something that the bump left to a person.
 */
export async function tryVersion(options: TrialOptions): Promise<TrialResult> {
  const { clone, shapes, seed, thorough, signal } = options;
  const started = performance.now();
  const current = listVersions(clone.root).at(-1) ?? "";
  const version = dateAfter(current, 30);
  const document = new EditableDocument(clone.read(documentPath(current)), current, version);
  const random = seededRandom(seed);
  const places = shapes.map((shape) => shape.apply(document, random));
  clone.write(documentPath(version), document.toString());

  const outcome = await bump({
    root: clone.root,
    version,
    from: undefined,
    dryRun: false,
    verify: thorough,
    signal,
    onStep: () => {},
  });
  const problems = [
    ...judgeVerdict(outcome, shapes),
    ...(await judgeCompilation(clone, current, outcome.plan.changes)),
    ...(thorough ? judgeDecisions(outcome) : []),
  ];
  await clone.commit(`Bump to ${version}`);
  return {
    title: shapes.map(({ name }) => name).join(" + "),
    places,
    verdict: outcome.plan.bump,
    decisions: outcome.decisions.map(({ text }) => text),
    problems,
    seconds: (performance.now() - started) / 1000,
  };
}

function judgeVerdict({ plan, decisions }: BumpOutcome, shapes: readonly Shape[]): string[] {
  const { bump: found, changes } = plan;
  const expected = highestBump(shapes.map(({ verdict }) => verdict));
  const missed = shapes.filter(({ rule }) => !changes.some(({ kind }) => kind === rule));
  return [
    ...(found === expected ? [] : [`the verdict is ${found}: expected ${expected}`]),
    ...missed.map(({ rule }) => `the rule ${rule} found nothing`),
    ...(expected === "major" ? [] : decisions.map(({ text }) => `a decision is left: ${text}`)),
  ];
}

/** Compiles the client, and with it programs that use all of the version before, by its bare name and by its date. */
async function judgeCompilation(
  clone: ScratchClone,
  current: string,
  changes: readonly Change[],
): Promise<string[]> {
  const folder = "packages/fetch-client";
  const scope = currentScope(clone.root);
  const client = packageName(scope, "fetch-client");
  const names = (subpath: string) => ({
    client: client + subpath,
    types: packageName(scope, "types") + subpath,
  });
  const program = (subpath: string) =>
    consumerProgram(join(clone.root, documentPath(current)), names(subpath), names(`/${current}`));
  clone.write(`${folder}/bare.ts`, program(""));
  clone.write(`${folder}/pinned.ts`, program(`/${current}`));
  const settings = {
    extends: "./tsconfig.build.json",
    compilerOptions: {
      noEmit: true,
      // The sources, so that nothing has to be built first.
      paths: {
        [client]: ["./generated/index.ts"],
        [`${client}/${current}`]: [`./generated/${current}/index.ts`],
      },
    },
    include: ["generated", "src", "bare.ts", "pinned.ts"],
  };
  clone.write(`${folder}/tsconfig.trial.json`, JSON.stringify(settings));
  const errors = await compilerErrors(clone, ["tsc", "-p", "tsconfig.trial.json"], folder);
  for (const file of ["bare.ts", "pinned.ts", "tsconfig.trial.json"]) rmSync(join(clone.root, folder, file));

  const of = (file: string) => errors.find((line) => line.startsWith(file));
  const [bare, pinned] = [of("bare.ts"), of("pinned.ts")];
  const own = errors.find((line) => !/^(bare|pinned)\.ts/.test(line));
  const breaksTypes = changes.some(({ axis, bump: one }) => axis === "types" && one === "major");
  return [
    ...(own === undefined ? [] : [`the client does not compile: ${own}`]),
    ...(bare !== undefined && !breaksTypes ? [`understated: users no longer compile: ${bare}`] : []),
    ...(pinned === undefined ? [] : [`users of /${current} no longer compile: ${pinned}`]),
  ];
}

/** Each decision keeps a check red, and each failed check names the places that have to be adapted. */
function judgeDecisions({ plan, decisions, checks }: BumpOutcome): string[] {
  const failed = checks.filter(({ passed }) => !passed);
  return [
    ...plan.decisions
      .filter((decision) => !isRed(decision, checks))
      .map(({ text }) => `a decision keeps no check red: ${text}`),
    ...failed
      .filter(({ name }) => decisions.some(({ about }) => about === name))
      .map(({ name, output }) => `${name} fails and names no place: ${output.slice(-2000)}`),
  ];
}

async function compilerErrors(
  clone: ScratchClone,
  command: readonly string[],
  folder: string,
): Promise<string[]> {
  try {
    await clone.run(command, folder);
    return [];
  } catch (error) {
    if (error instanceof CommandError && error.stdout.includes("error TS"))
      return error.stdout.split("\n").filter((line) => line.includes("error TS"));
    throw error;
  }
}
