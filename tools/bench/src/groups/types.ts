import { join } from "node:path";
import { candidatesFolder, importCandidate } from "../candidates.ts";
import { clientProgram, openapiFetchProgram } from "../consumer-programs.ts";
import { type ExampleCall, type OperationTable, exampleCalls } from "../example-calls.ts";
import { grownPackages, growthSizes } from "../generator.ts";
import { costOf, percentRejected, measureOwnTypes } from "../own-types.ts";
import type { Row } from "../row.ts";

export async function measure(): Promise<Row[]> {
  const { operationTable } = (await importCandidate("@x/fetch-client")) as { operationTable: OperationTable };
  const calls = exampleCalls(operationTable);
  const folder = join(candidatesFolder, "programs");
  const peer = { calls, from: "@x/types" };
  const broken = openapiFetchProgram({ ...peer, broken: true });
  const values: Readonly<Record<string, number>> = {
    instantiations: costOf(folder, "openapi-fetch", openapiFetchProgram(peer)),
    "%": percentRejected(folder, "openapi-fetch-broken", broken, calls.length),
  };
  const own = measureOwnTypes(folder, calls).map((row) => ({
    ...row,
    peers: [{ name: "openapi-fetch", value: values[row.unit] ?? Number.NaN }],
  }));
  const growth = measureGrowth(calls).map((row) => ({ group: "types", exact: true, ...row }));
  return [...own, ...growth];
}

/** The same calls against an API with more and more operations. */
function measureGrowth(calls: readonly ExampleCall[]): Omit<Row, "group" | "exact">[] {
  const costs = growthSizes.map((times) => {
    const where = join(grownPackages(times).folder, "programs");
    // The client comes as sources here, which the compiler checks too: what counts is what the calls add.
    const cost = (program: typeof clientProgram, module: string) => {
      const from = `../../${module}/index.js`;
      const alone = costOf(where, `${module}-alone`, program({ calls: [], from }));
      return costOf(where, module, program({ calls, from })) - alone;
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
      what: "one call of every method of a client made from a document",
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
