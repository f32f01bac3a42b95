import assert from "node:assert/strict";
import { test } from "node:test";
import { EdgeVM } from "@edge-runtime/vm";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { build } from "esbuild";

/** Builds a route as Next does for the edge, and runs it in the runtime that Next has for it. */
async function load(route: string) {
  const { outputFiles } = await build({
    entryPoints: [`app/${route}/route.ts`],
    bundle: true,
    format: "iife",
    globalName: "route",
    platform: "neutral",
    write: false,
  });
  const vm = new EdgeVM();
  const env = { AZURE_SIGNALR_CONNECTION_STRING: process.env["AZURE_SIGNALR_CONNECTION_STRING"] };
  vm.evaluate(`globalThis.process = { env: ${JSON.stringify(env)} }; ${outputFiles[0]?.text}`);
  return async (method: string, body = "", headers = {}): Promise<Response> => {
    const [init, context] = [
      JSON.stringify({ method, body, headers }),
      '{ params: Promise.resolve({ id: "7" }) }',
    ];
    return vm.evaluate(`route.${method}(new Request("https://shop.example/", ${init}), ${context})`);
  };
}

test("The routes tell Ada about her order", async (context) => {
  const [negotiate, order] = await Promise.all([load("negotiate"), load("orders/[id]")]);
  assert.equal((await negotiate("POST")).status, 401);
  const answer = await negotiate("POST", "", { cookie: "name=ada" });
  const { url, accessToken } = (await answer.json()) as { url: string; accessToken: string };
  const page = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  const seen: unknown[] = [];
  page.on("orderMoved", (...args: unknown[]) => seen.push(args));
  await page.start();
  context.after(() => page.stop());

  assert.equal((await order("PUT", "ada")).status, 204);
  assert.equal((await order("POST", "packed")).status, 202);
  await context.waitFor(() => assert.deepEqual(seen, [["7", "packed"]]));
});
