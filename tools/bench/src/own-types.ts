import { type Compilation, compile } from "./compile.ts";
import { clientProgram, emptyProgram, functionsProgram, linesBeforeCalls } from "./consumer-programs.ts";
import type { ExampleCall } from "./example-calls.ts";
import type { Row } from "./row.ts";

/**
 * What one call of every operation costs the compiler, and how many of them it rejects when each has a key that does
 * not exist.
 *
 * @param folder Where the packages are installed; programs are written there.
 */
export function measureOwnTypes(folder: string, calls: readonly ExampleCall[]): Row[] {
  const client = { calls, from: "@x/fetch-client" };
  const functions = { calls, from: "@x/fetch-client/operations" };
  const common = { group: "types", peers: [], exact: true } as const;
  return [
    {
      ...common,
      what: "one call of every method",
      unit: "instantiations",
      goal: { atMost: 500 },
      entries: calls.length,
      reached: costOf(folder, "client", clientProgram(client)),
    },
    {
      ...common,
      what: "one call of every function",
      unit: "instantiations",
      goal: { atMost: 500 },
      entries: calls.length,
      reached: costOf(folder, "functions", functionsProgram(functions)),
    },
    {
      ...common,
      what: "broken calls of methods rejected",
      unit: "%",
      goal: { atLeast: 100 },
      reached: percentRejected(
        folder,
        "client-broken",
        clientProgram({ ...client, broken: true }),
        calls.length,
      ),
    },
    {
      ...common,
      what: "broken calls of functions rejected",
      unit: "%",
      goal: { atLeast: 100 },
      reached: percentRejected(
        folder,
        "functions-broken",
        functionsProgram({ ...functions, broken: true }),
        calls.length,
      ),
    },
  ];
}

/** What the libraries of the compiler cost, the same wherever a program stands. */
let empty: number | undefined;

/**
 * Instantiations of a program beyond those of an empty one.
 *
 * @throws {Error} when it does not compile.
 */
export function costOf(folder: string, name: string, program: string): number {
  const { instantiations, brokenLines, output } = compile(folder, name, program);
  if (brokenLines.length > 0) throw new Error(`The program ${name} does not compile:\n${output}`);
  empty ??= compile(folder, "empty", emptyProgram).instantiations;
  return instantiations - empty;
}

/** How many of a program's calls do not compile, in percent. */
export function percentRejected(folder: string, name: string, program: string, calls: number): number {
  const { brokenLines }: Compilation = compile(folder, name, program);
  const before = linesBeforeCalls(program);
  const rejected = brokenLines.filter((line) => line > before && line <= before + calls).length;
  return (rejected / calls) * 100;
}
