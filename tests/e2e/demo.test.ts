import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "@x/emulator";
import { operationTable } from "@x/fetch-client";
import { describe, expect, test } from "vitest";
import { startDroppingProxy } from "./dropping-proxy.ts";

const demo = join(import.meta.dirname, "../../examples/node/src/demo.ts");

async function runDemo(connectionString?: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [demo], {
    env: { ...process.env, AZURE_SIGNALR_CONNECTION_STRING: connectionString ?? "" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output };
}

/** Runs the demo against an emulator behind a proxy that loses what matches. */
async function runDemoThroughProxy(drops: (method: string, path: string) => boolean) {
  await using emulator = await createEmulator({
    port: 0,
    upstream: () => new Response(null, { status: 204 }),
  }).listen();
  const url = new URL(emulator.url);
  await using proxy = await startDroppingProxy(url, drops);
  // The endpoint stays the service's own, only the port of the way there is the proxy's.
  return await runDemo(emulator.connectionString.replace("Version=", `Port=${proxy.port};Version=`));
}

/** Operations that the emulator does not implement (501), which a new version of the API may have: no effect can be seen. */
function unhandledOperations(): string[] {
  const page = readFileSync(join(import.meta.dirname, "../../docs/emulator-coverage.md"), "utf8");
  return [...page.matchAll(/^\| `(\w+)` .*\| responds with 501 /gm)].map(([, id = ""]) => id);
}

describe("the demo", () => {
  test("names every operation, sees them working and exits with 0", async () => {
    const { code, output } = await runDemo();
    for (const id of Object.keys(operationTable)) expect(output).toMatch(new RegExp(`^[✓–] ${id} `, "m"));
    const notCalled = [...output.matchAll(/^– (\w+) /gm)].map(([, id = ""]) => id);
    expect(notCalled.filter((id) => !unhandledOperations().includes(id))).toEqual([]);
    expect(output).toContain("ada   WebSockets, json\n");
    expect(output).toContain("bob   WebSockets, messagepack\n");
    expect(output).toContain("cleo  ServerSentEvents, json\n");
    expect(output).toContain("dan   LongPolling, json\n");
    expect(output).toContain("eve   LongPolling, messagepack\n");
    for (const way of ["access key", "Microsoft Entra token", "dynamic access key"]) {
      expect(output).toMatch(new RegExp(`^✓ ${way} +ada: news\\(signed with ${way}\\)$`, "m"));
    }
    expect(output).toContain("0 surprises");
    expect(code).toBe(0);
  });

  test("exits with 0 against a service given by its connection string", async () => {
    const { code, output } = await runDemoThroughProxy(() => false);
    expect(output).toContain("0 surprises");
    expect(code).toBe(0);
  });

  test("exits with 1 and names the operation when the service loses one message", async () => {
    const { code, output } = await runDemoThroughProxy(
      (method, path) => method === "POST" && path.includes("/users/cleo/:send"),
    );
    expect(output).toMatch(/^✗ sendToUser .*\n.*surprise: expected cleo: news\(for cleo\)/m);
    expect(output).toContain(", 1 surprise\n");
    expect(code).toBe(1);
  });

  test("says in a sentence what is wrong with a connection string", async () => {
    const { code, output } = await runDemo("Endpoint=nonsense");
    expect(code).toBe(1);
    expect(output).toContain("The demo stopped:");
    expect(output).not.toMatch(/^\s+at /m);
  });
});
