import { posix } from "node:path";
import type { CheckResult } from "./after-bump.ts";
import type { Decision } from "./decision.ts";

/** A place that failed checks complain about. */
interface RedPlace {
  /** A file relative to the root, or the title of a test. */
  readonly place: string;
  readonly line: number | undefined;
  readonly message: string;
}

/**
 * What a person must decide because checks failed: one decision for each file that no known decision is about, one for the
 * contract tests that none of these files explains, and one for each check that names no place.
 *
 * @param folders The folder of each package by its name.
 * @param read Reads a file, relative to the root.
 */
export function decisionsFrom(
  checks: readonly CheckResult[],
  known: readonly Decision[],
  folders: ReadonlyMap<string, string>,
  read: (path: string) => string,
): Decision[] {
  const failed = checks.filter(({ passed }) => !passed);
  const places = failed.map(({ name, output }) => ({ name, found: redPlaces(output, folders) }));
  const open = places
    .flatMap(({ found }) => found)
    .filter((place) => !known.some((decision) => isAbout(decision, place)));
  const byPlace = Map.groupBy(open, ({ place }) => place);
  const files = [...byPlace.keys()].filter((place) => place !== contractTests).map(read);
  // The tests of an operation fail where its handler does not compile.
  const unexplained = (byPlace.get(contractTests) ?? []).filter(
    ({ message }) =>
      !(message.match(/\b[a-z]+[A-Z]\w*/g) ?? []).some((operation) =>
        files.some((text) => text.includes(operation)),
      ),
  );
  byPlace.delete(contractTests);
  if (unexplained.length > 0) byPlace.set(contractTests, unexplained);
  return [
    ...[...byPlace].map(([place, all]) => ({ about: place, text: decisionText(place, all) })),
    ...places
      .filter(({ found }) => found.length === 0)
      .map(({ name }) => ({ about: name, text: `Fix what "${name}" reports` })),
  ];
}

const contractTests = "contract tests";

function decisionText(place: string, all: readonly RedPlace[]): string {
  const [first] = all;
  const line = first?.line === undefined ? "" : `:${first.line}`;
  const others = new Set(all.map((one) => one.line ?? one.message)).size - 1;
  const more = others === 0 ? "" : `, and ${others} more there`;
  return `Adapt ${place}${line}${more}: \`${first?.message.replaceAll("`", "'")}\``;
}

/** Whether some failed check is about a decision. */
export function isRed(decision: Decision, checks: readonly CheckResult[]): boolean {
  return checks.some(({ passed, output }) => !passed && output.includes(decision.about));
}

function isAbout({ about }: Decision, { place, message }: RedPlace): boolean {
  return place.includes(about) || message.includes(about);
}

/** The places in the output of the compiler, of the linters and of the contract tests. */
function redPlaces(output: string, folders: ReadonlyMap<string, string>): RedPlace[] {
  return output.split("\n").flatMap((line): RedPlace[] => {
    const [, name, file = "", row, error = ""] =
      /^(?:(@\S+?):\w+: )?(\S+?)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line) ?? [];
    if (row !== undefined) {
      return [{ place: posix.join(folders.get(name ?? "") ?? "", file), line: Number(row), message: error }];
    }
    const [, test] = /^failed: (.*)$/.exec(line) ?? [];
    if (test !== undefined) return [{ place: contractTests, line: undefined, message: test }];
    const [, path = "", at, message = ""] =
      /^\s*([\w@./-]+\.(?:md|[cm]?[jt]sx?|json|ya?ml)):(\d+)(?::\d+)?:? (.*)$/.exec(line) ?? [];
    // The linter of the document runs in its folder.
    const place = path.replace(/^(?=\d{4}-)/, "spec/");
    return at === undefined ? [] : [{ place, line: Number(at), message }];
  });
}
