import { createEmulator } from "@x/emulator";
import { operationTable } from "@x/fetch-client";
import { formatRow, isImplemented, tableHead } from "./report.ts";
import { walk } from "./walk.ts";

const given = process.env.AZURE_SIGNALR_CONNECTION_STRING;

async function main(): Promise<number> {
  // A stream is accepted here and fed by REST calls; a real service asks the application's webhook instead.
  const emulator = given ? undefined : await createEmulator({ port: 0, upstream: () => undefined }).listen();
  try {
    const connectionString = given || emulator?.connectionString || "";
    console.log(
      `Service  ${given ? "from AZURE_SIGNALR_CONNECTION_STRING" : `local emulator on ${emulator?.url}`}`,
    );
    console.log("Clients  WebSockets, Server-Sent Events and long polling; JSON and MessagePack\n");
    console.log(tableHead);
    const rows = await walk({ connectionString, onRow: (row) => console.log(formatRow(row)) });

    const missing = Object.keys(operationTable).filter(
      (id) => !rows.some(({ operationId }) => operationId === id),
    );
    for (const id of missing) console.log(`✗ ${id} was not called`);
    const surprises = rows.filter(({ surprise }) => surprise !== undefined).length + missing.length;
    const working = rows.filter((row) => row.surprise === undefined && isImplemented(row)).length;
    console.log(
      `\n${working} of ${Object.keys(operationTable).length} operations seen working, ${surprises === 1 ? "1 surprise" : `${surprises} surprises`}`,
    );
    return surprises === 0 ? 0 : 1;
  } finally {
    await emulator?.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
