#!/usr/bin/env node
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createEmulator } from "./emulator.js";
import { EmulatorError } from "./options.js";
import { noUpstreamPolicies } from "./upstream/no-upstream.js";

const help = `Azure SignalR Service as a local service.

Usage: signalr-emulator start [options]

Options:
  --port N            Port to listen on; 0 takes a free one (default 8888)
  --host ADDR         Address to listen on (default 127.0.0.1)
  --access-key KEY    Key that signs tokens; may be repeated, the first one is printed
  --config FILE       settings.json with UpstreamSettings
  --strict-audience   Take only tokens whose audience is exactly the request URL
  --accept-unvalidated-entra-tokens
                      Let in every REST caller with a Microsoft Entra token, without
                      validating it; on loopback only
  --no-upstream MODE  What becomes of calls that no upstream handles: error (default),
                      ignore or disconnect
  -h, --help          Show this help

The first line of output is the connection string. Ctrl-C stops.
`;

const exitCode = { ok: 0, failed: 1, usage: 2 } as const;

async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        "access-key": { type: "string", multiple: true },
        config: { type: "string" },
        "no-upstream": { type: "string" },
        "strict-audience": { type: "boolean" },
        "accept-unvalidated-entra-tokens": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return misuse(error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true || positionals[0] === "help") {
    process.stdout.write(help);
    return exitCode.ok;
  }
  const [command, ...more] = positionals;
  if (command === undefined) return misuse("A command is missing");
  if (command !== "start" || more.length > 0) return misuse(`Unknown command '${positionals.join(" ")}'`);
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) {
    return misuse(`The port must be an integer from 0 to 65535, not '${values.port}'`);
  }
  const noUpstream = noUpstreamPolicies.find((policy) => policy === values["no-upstream"]);
  if (values["no-upstream"] !== undefined && noUpstream === undefined) {
    return misuse(`--no-upstream must be one of ${noUpstreamPolicies.join(", ")}`);
  }
  const emulator = createEmulator({
    ...(noUpstream !== undefined && { noUpstream }),
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.host !== undefined && { host: values.host }),
    ...(values["access-key"] !== undefined && { accessKeys: values["access-key"] }),
    ...(values.config !== undefined && {
      config: resolve(process.env["INIT_CWD"] ?? process.cwd(), values.config),
    }),
    strictAudience: values["strict-audience"] ?? false,
    acceptUnvalidatedEntraTokens: values["accept-unvalidated-entra-tokens"] ?? false,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  await emulator.listen();
  process.stdout.write(`${emulator.connectionString}\n`);
  await new Promise<void>((stop) => {
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
  await emulator.close();
  return exitCode.ok;
}

function misuse(problem: string): number {
  process.stderr.write(`${problem}\nRun 'signalr-emulator --help' for usage\n`);
  return exitCode.usage;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EmulatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === "invalid-option" ? exitCode.usage : exitCode.failed;
}
