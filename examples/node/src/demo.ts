import { createEmulator } from "@x/emulator";
import { operationTable } from "@x/fetch-client";
import { formatRow, isImplemented, tableHead } from "./report.ts";
import { trySigning } from "./signing.ts";
import { cast, walk } from "./walk.ts";

const given = process.env.AZURE_SIGNALR_CONNECTION_STRING;

async function main(): Promise<number> {
  // A stream is accepted here and fed by REST calls; a real service asks the application's webhook instead. The Entra tokens
  // of the second table are fakes.
  const emulator = given
    ? undefined
    : await createEmulator({
        port: 0,
        upstream: () => new Response(null, { status: 204 }),
        acceptUnvalidatedEntraTokens: true,
      }).listen();
  try {
    const connectionString = given || emulator?.connectionString || "";
    console.log(
      `Service  ${given ? "from AZURE_SIGNALR_CONNECTION_STRING" : `local emulator on ${emulator?.url}`}`,
    );
    const clients = cast.map(({ name, transport, protocol }) => `${name.padEnd(6)}${transport}, ${protocol}`);
    console.log(`Clients  ${clients.join("\n         ")}\n`);
    console.log(tableHead);
    const rows = await walk({ connectionString, onRow: (row) => console.log(formatRow(row)) });

    const missing = Object.keys(operationTable).filter(
      (id) => !rows.some(({ operationId }) => operationId === id),
    );
    // A new version of the API may have operations that have no step here yet.
    for (const id of missing)
      console.log(`– ${id.padEnd(30)} ${"—".padEnd(9)} no step of this demo calls it`);

    // A real service takes no fake identity.
    const signing = given ? [] : await trySigning(connectionString);
    if (signing.length > 0)
      console.log(
        `\n  ${"signed with".padEnd(30)} what a client with such a token, reached by such a call, saw`,
      );
    for (const { way, seen, surprise } of signing)
      console.log(`${surprise ? "✗" : "✓"} ${way.padEnd(30)} ${seen}`);

    const surprises = [...rows, ...signing].filter(
      ({ surprise }) => surprise !== undefined && surprise !== false,
    ).length;
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
