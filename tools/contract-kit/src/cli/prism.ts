import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { readOpenApi } from "../document.ts";
import { judgeWithPrism } from "../judges/prism.ts";
import { prismExceptions } from "../judges/prism-exceptions.ts";
import { type BuiltEmulator, loadBuilt } from "../mutate/judges.ts";
import { specFile } from "../spec-file.ts";

const folder = fileURLToPath(new URL("../../prism/", import.meta.url));
const executable = `${folder}node_modules/@stoplight/prism-cli/dist/index.js`;

if (!existsSync(executable)) {
  console.error("Installing Prism in its own folder");
  const installed = spawnSync("pnpm", ["install", "--frozen-lockfile"], { cwd: folder, stdio: "inherit" });
  if (installed.status !== 0) throw new Error("Prism could not be installed");
}

const { createEmulator, wellKnownAccessKey } = await loadBuilt("emulator/dist/src/index.js");
const emulator = (createEmulator as (options: object) => BuiltEmulator)({ port: 0 });
await emulator.listen();
const port = await freePort();
const prism = spawn(process.execPath, [
  executable,
  "proxy",
  "--host=127.0.0.1",
  `--port=${port}`,
  "--errors",
  "--verboseLevel=error",
  specFile,
  emulator.url,
]);
try {
  const proxyUrl = `http://127.0.0.1:${port}`;
  await listening(prism, proxyUrl);
  const report = await judgeWithPrism(
    readOpenApi(specFile),
    { proxyUrl, serviceUrl: emulator.url, accessKey: String(wellKnownAccessKey) },
    prismExceptions,
  );
  for (const { operationId, message } of report.violations) console.log(`${operationId}: ${message}`);
  console.log(`${report.exchanges} exchanges checked, ${report.violations.length} violations`);
  console.log(`${Object.keys(prismExceptions).length} vectors left out that Prism cannot carry`);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
} finally {
  prism.kill();
  await emulator.close();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Resolves when Prism takes connections. @throws Error when it ends before. */
async function listening(child: ChildProcess, url: string): Promise<void> {
  let code: unknown;
  child.once("exit", (status, signal) => (code = status ?? signal));
  const isAnswered = () => fetch(url).then(Boolean, () => false);
  while (!(await isAnswered())) if (code !== undefined) throw new Error(`Prism ended with ${String(code)}`);
}
