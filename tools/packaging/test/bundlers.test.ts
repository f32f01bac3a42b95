import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";
import { app } from "./installed-app.ts";

const connectionString =
  "Endpoint=https://contoso.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;";

/** Sends with a key. */
const withKey = `
import { fromConnectionString } from "@x/auth";
export async function send(fetch) {
  const signalr = fromConnectionString("${connectionString}", { fetch });
  await signalr.sendToUser({ hub: "chat", user: "ada", body: { target: "newMessage", arguments: ["hi"] } });
}`;
/** Calls one operation with a key. */
const oneFunction = `
import { contextFromConnectionString } from "@x/auth";
import { sendToUser } from "@x/fetch-client/operations";
export async function send(fetch) {
  const context = contextFromConnectionString("${connectionString}", { fetch });
  await sendToUser(context, { hub: "chat", user: "ada", body: { target: "newMessage", arguments: ["hi"] } });
}`;
/** Checks tokens, which takes jose. */
const withJose = 'export { verifyToken } from "@x/auth";';
/** Types leave nothing behind, even when a program imports them as if they were values. */
const typesOnly = 'import * as types from "@x/types"; import "@x/types/2024-12-01"; export const count = 1;';

/** Bundles `entry` for a browser into the one file `output`. */
const bundlers: Readonly<Record<string, (entry: string, output: string) => Promise<unknown>>> = {
  esbuild: (entry, output) =>
    esbuild({
      entryPoints: [entry],
      outfile: output,
      bundle: true,
      minify: true,
      format: "esm",
      logLevel: "error",
    }),
  async Rollup(entry, output) {
    const onwarn = (warning: { message: string }) => {
      throw new Error(warning.message);
    };
    const bundle = await rollup({ input: entry, plugins: [nodeResolve({ browser: true })], onwarn });
    await bundle.write({ file: output, format: "es", inlineDynamicImports: true });
  },
  Vite: (entry, output) =>
    vite({
      configFile: false,
      logLevel: "error",
      root: app,
      build: {
        outDir: join(output, ".."),
        emptyOutDir: false,
        lib: { entry, formats: ["es"], fileName: () => output.slice(output.lastIndexOf("/") + 1) },
      },
    }),
  async webpack(entry, output) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const [, folder = "", filename = ""] = /^(.*)\/([^/]+)$/.exec(output) ?? [];
    webpack(
      {
        mode: "production",
        target: ["web", "es2022"],
        entry,
        output: { path: folder, filename, module: true, library: { type: "module" } },
        experiments: { outputModule: true },
        performance: false,
      },
      (error, stats) => {
        const problem = error ?? (stats?.hasErrors() ? new Error(stats.toString("errors-only")) : undefined);
        if (problem) reject(problem);
        else resolve();
      },
    );
    return promise;
  },
};

describe("The installed packages in a bundle", () => {
  before(async () => {
    for (const [name, source] of Object.entries({ withKey, oneFunction, withJose, typesOnly })) {
      await writeFile(join(app, `${name}.js`), source);
    }
  });

  for (const [name, bundle] of Object.entries(bundlers)) {
    const make = async (program: string): Promise<{ readonly file: string; readonly code: string }> => {
      const file = join(app, "bundles", `${name}-${program}.mjs`);
      await bundle(join(app, `${program}.js`), file);
      return { file, code: await readFile(file, "utf8") };
    };

    test(`of ${name} hold one operation where a function of one is called, and nothing of openapi-fetch`, async () => {
      const { code } = await make("oneFunction");
      // Comments show paths too.
      const paths = new Set(code.match(/(?<=["'`])\/api\/[\w/{}:]+(?=["'`])/g));
      assert.deepEqual([...paths], ["/api/hubs/{hub}/users/{user}/:send"]);
      assert.doesNotMatch(code, /Middleware must be an object with one of/);
    });

    for (const program of ["withKey", "oneFunction"])
      test(`of ${name} send a signed message: ${program}`, async () => {
        const { file, code } = await make(program);
        assert.doesNotMatch(code, /^import\b|^[^*]*\brequire\(/m, "everything is in the bundle");
        const { send } = (await import(pathToFileURL(file).href)) as { send(fetch: unknown): Promise<void> };
        const requests: Request[] = [];
        await send(async (url: string, init: RequestInit) => {
          requests.push(new Request(url, init));
          return new Response(null, { status: 202 });
        });
        const [request] = requests;
        assert.equal(
          request?.url.split("?")[0],
          "https://contoso.service.signalr.net/api/hubs/chat/users/ada/:send",
        );
        assert.match(request?.headers.get("authorization") ?? "", /^Bearer ey/);
      });

    test(`of ${name} leave jose out where no token is checked`, async () => {
      const [{ code: checking }, { code: sending }] = [await make("withJose"), await make("withKey")];
      assert.match(checking, /ERR_JWS_INVALID/, "what gives jose away");
      assert.doesNotMatch(sending, /ERR_JWS_INVALID/);
    });

    test(`of ${name} hold nothing of @x/types`, async () => {
      const { code } = await make("typesOnly");
      assert.ok(code.length < 120, code);
    });
  }
});
