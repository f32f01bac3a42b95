import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { candidatesFolder, importCandidate, workFolder } from "../candidates.ts";
import { type Compilation, compile } from "../compile.ts";
import { clientProgram, emptyProgram, linesBeforeCalls, openapiFetchProgram } from "../consumer-programs.ts";
import { type OperationTable, exampleCalls } from "../example-calls.ts";
import { generatorCli, specFile, writeMultipliedDocument } from "../generator.ts";
import type { Row } from "../row.ts";

const growth = 40;

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
    { ...common, ...measureGrowth(calls, costOf) },
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

/** The same calls against an API with forty times the operations. */
function measureGrowth(
  calls: ReturnType<typeof exampleCalls>,
  costOf: (name: string, program: string, where: string) => number,
): Omit<Row, "group" | "exact"> {
  const where = join(workFolder, "growth");
  rmSync(where, { recursive: true, force: true });
  mkdirSync(where, { recursive: true });
  const large = join(where, "openapi.yaml");
  writeMultipliedDocument(large, growth);
  for (const [spec, out] of [
    [specFile, "small"],
    [large, "large"],
  ] as const) {
    const args = [generatorCli, "--spec", spec, "--out", join(where, out)];
    execFileSync(process.execPath, args, { stdio: "ignore" });
  }
  const change = (program: typeof clientProgram, module: string) => {
    const [before, after] = ["small", "large"].map((out) =>
      costOf(`${out}-${module}`, program({ calls, from: `../${out}/${module}/index.js` }), where),
    ) as [number, number];
    return (after / before - 1) * 100;
  };
  return {
    what: `growth of that on an API ${growth} times as large`,
    unit: "%",
    peers: [{ name: "openapi-fetch", value: change(openapiFetchProgram, "types") }],
    goal: { atMost: 2 },
    reached: change(clientProgram, "fetch-client"),
  };
}
