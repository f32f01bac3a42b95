import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { candidatesFolder, importCandidate, workFolder } from "../candidates.ts";
import { type Compilation, compile } from "../compile.ts";
import { clientProgram, emptyProgram, linesBeforeCalls, openapiFetchProgram } from "../consumer-programs.ts";
import { type OperationTable, exampleCalls } from "../example-calls.ts";
import { generatorCli, specFile, writeMultipliedDocument } from "../generator.ts";
import type { Row } from "../row.ts";

const sizes = [1, 4, 16, 40];

export async function measure(): Promise<Row[]> {
  const { operationTable } = (await importCandidate("@x/fetch-client")) as { operationTable: OperationTable };
  const calls = exampleCalls(operationTable);
  const client = { calls, from: "@x/fetch-client" };
  const peer = { calls, from: "@x/types" };

  const folder = join(candidatesFolder, "programs");
  const empty = compile(folder, "empty", emptyProgram).instantiations;
  const costOf = (name: string, program: string, where = folder) => {
    const { instantiations, brokenLines, output } = compile(where, name, program);
    if (brokenLines.length > 0) throw new Error(`The program ${name} does not compile:\n${output}`);
    return instantiations - empty;
  };
  const rejected = (name: string, program: string) =>
    countCalls(compile(folder, name, program), linesBeforeCalls(program), calls.length);

  const common = { group: "types", exact: true } as const;
  return [
    {
      ...common,
      what: `${calls.length} calls`,
      unit: "instantiations",
      peers: [{ name: "openapi-fetch", value: costOf("openapi-fetch", openapiFetchProgram(peer)) }],
      goal: { atMost: 500 },
      reached: costOf("client", clientProgram(client)),
    },
    ...measureGrowth(calls, costOf).map((row) => ({ ...common, ...row })),
    {
      ...common,
      what: `broken calls rejected, of ${calls.length}`,
      unit: "calls",
      peers: [
        {
          name: "openapi-fetch",
          value: rejected("openapi-fetch-broken", openapiFetchProgram({ ...peer, broken: true })),
        },
      ],
      goal: { atLeast: calls.length },
      reached: rejected("client-broken", clientProgram({ ...client, broken: true })),
    },
  ];
}

function countCalls({ brokenLines }: Compilation, before: number, calls: number): number {
  return brokenLines.filter((line) => line > before && line <= before + calls).length;
}

/** The same calls against an API with more and more operations. */
function measureGrowth(
  calls: ReturnType<typeof exampleCalls>,
  costOf: (name: string, program: string, where: string) => number,
): Omit<Row, "group" | "exact">[] {
  const where = join(workFolder, "growth");
  rmSync(where, { recursive: true, force: true });
  mkdirSync(where, { recursive: true });
  const costs = sizes.map((times) => {
    const spec = times === 1 ? specFile : join(where, `openapi-${times}.yaml`);
    if (times > 1) writeMultipliedDocument(spec, times);
    const args = [generatorCli, "--spec", spec, "--out", join(where, `x${times}`)];
    execFileSync(process.execPath, args, { stdio: "ignore" });
    // The client comes as sources here, which the compiler checks too: what counts is what the calls add.
    const cost = (program: typeof clientProgram, module: string) => {
      const from = `../x${times}/${module}/index.js`;
      const alone = costOf(`x${times}-${module}-alone`, program({ calls: [], from }), where);
      return costOf(`x${times}-${module}`, program({ calls, from }), where) - alone;
    };
    return {
      times,
      client: cost(clientProgram, "fetch-client"),
      openapiFetch: cost(openapiFetchProgram, "types"),
    };
  });
  const [first] = costs;
  const last = costs.at(-1);
  if (first === undefined || last === undefined) throw new Error("No size was measured");
  return [
    ...costs.map(({ times, client, openapiFetch }) => ({
      what: `${calls.length} calls of a client made from a document`,
      at: { count: calls.length * times, of: "operations" },
      unit: "instantiations",
      peers: [{ name: "openapi-fetch", value: openapiFetch }],
      goal: { atMost: 500 },
      reached: client,
    })),
    {
      what: `growth of that on an API ${last.times} times as large`,
      unit: "%",
      peers: [{ name: "openapi-fetch", value: (last.openapiFetch / first.openapiFetch - 1) * 100 }],
      goal: { atMost: 2 },
      reached: (last.client / first.client - 1) * 100,
    },
  ];
}
