import { join } from "node:path";
import { grownPackages, growthSizes } from "../generator.ts";
import { importOperationTable, measureOwnTypes } from "../own-rows.ts";
import { packagesFolder } from "../packages.ts";
import type { Row } from "../row.ts";
import { measureCalls } from "../type-cost.ts";

export async function measure(): Promise<Row[]> {
  const table = await importOperationTable();
  const peer = measureCalls(join(packagesFolder, "programs"), "openapi-fetch", "@x/types", table);
  const own = (await measureOwnTypes()).map((row) => ({
    ...row,
    peers: [{ name: "openapi-fetch", value: row.unit === "%" ? peer.rejected : peer.instantiations }],
  }));
  // The same calls against an API with more operations.
  const growth = growthSizes.map((times): Row => {
    const programs = join(grownPackages(times), "programs");
    const openapiFetch = measureCalls(programs, "openapi-fetch", "../../types/index.js", table);
    return {
      group: "types",
      what: "one call of every method of a client made from a document",
      at: { count: Object.keys(table).length * times, of: "operations" },
      unit: "instantiations",
      peers: [{ name: "openapi-fetch", value: openapiFetch.instantiations }],
      goal: { atMost: 500 },
      reached: measureCalls(programs, "methods", "../../fetch-client/index.js", table).instantiations,
      exact: true,
    };
  });
  return [...own, ...growth];
}
