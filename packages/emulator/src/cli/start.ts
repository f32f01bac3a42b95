import type { Emulator } from "../emulator.js";
import { createEmulator } from "../create-emulator.js";
import { keptToken } from "../inspector/kept-token.js";
import { EmulatorError } from "../emulator-error.js";
import { isLoopback } from "../loopback.js";
import { activityLine } from "../terminal/activity-line.js";
import { escapeControls } from "../terminal/escape-controls.js";
import { type Paint, paintFor } from "../terminal/paint.js";
import { CommandFailed, type ExitCode, exitCode } from "./command.js";
import { startHelp } from "./help.js";
import { jsonLine } from "./json-line.js";
import { type OutputMode, readStartOptions } from "./start-options.js";

/** `signalr-emulator start` */
export async function start(args: readonly string[]): Promise<ExitCode> {
  const {
    help,
    output,
    emulator: options,
  } = readStartOptions(args, process.env["INIT_CWD"] ?? process.cwd());
  if (help) {
    process.stdout.write(startHelp);
    return exitCode.ok;
  }
  const paint = paintFor(process.stdout, process.env);
  const { inspector = isLoopback(options.host ?? "127.0.0.1") } = options;
  const emulator = createEmulator({
    ...options,
    inspector: inspector === true ? { token: keptToken() } : inspector,
    // The page shows what happened before it was opened; the terminal has shown it already.
    record: inspector !== false,
    log(line, about) {
      // What an activity says as well is not said twice.
      if (about !== undefined && output !== "quiet") return;
      process.stderr.write(output === "json" ? jsonLine({ kind: "log", text: line }) : logLine(line, paint));
    },
  });
  const stop = stopSignal();
  try {
    await emulator.listen();
  } catch (error) {
    if (error instanceof EmulatorError && error.code === "port-in-use") throw await portInUse(error, options);
    throw error;
  }
  process.stdout.write(`${emulator.connectionString}\n`);
  show(emulator, output, paint);
  await stop;
  await emulator.close();
  if (output === "text") process.stdout.write("Stopped\n");
  return exitCode.ok;
}

function show(emulator: Emulator, output: OutputMode, paint: Paint): void {
  if (output === "quiet") return;
  if (output === "json") {
    const { url, inspectorUrl } = emulator;
    process.stdout.write(jsonLine({ kind: "listening", url, inspectorUrl }));
    emulator.activity.subscribe((activity) => process.stdout.write(jsonLine(activity)));
    return;
  }
  const lines = [
    ["REST API", `${emulator.url}/api`],
    ["Clients", `${emulator.url}/client/?hub=<hub>`],
    ...(emulator.inspectorUrl === undefined ? [] : [["Inspector", emulator.inspectorUrl]]),
  ];
  process.stdout.write(
    `\n${lines.map(([what, where]) => `  ${paint("dim", (what ?? "").padEnd(10))} ${where}\n`).join("")}\n` +
      `  ${paint("dim", "The first line is the connection string for your application. Ctrl-C stops.")}\n\n`,
  );
  emulator.activity.subscribe((activity) => process.stdout.write(`${activityLine(activity, paint)}\n`));
}

function logLine(line: string, paint: Paint): string {
  return `${paint("yellow", escapeControls(line))}\n`;
}

/** Resolves when the process is asked to stop, or its output is no longer read; a second Ctrl-C does not wait. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (): void => {
      resolve();
      process.once("SIGINT", () => process.exit(130));
    };
    process.once("SIGINT", onSignal);
    process.once("SIGTERM", onSignal);
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      resolve();
    });
    // What is wrong may go unread while the rest is read.
    process.stderr.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  });
}

/** Says who has the port, if it is easily found out, and which flag takes another one. */
async function portInUse(
  error: EmulatorError,
  { port = 8888, host = "127.0.0.1" }: { readonly port?: number; readonly host?: string },
): Promise<CommandFailed> {
  const name = host.includes(":") ? `[${host}]` : host;
  const isEmulator = await fetch(`http://${name}:${port}/api/health`, {
    signal: AbortSignal.timeout(500),
  }).then(
    (response) => response.headers.has("api-supported-versions"),
    () => false,
  );
  const by = isEmulator ? " by another emulator" : "";
  const use = isEmulator ? "use that one, or " : "";
  return new CommandFailed(
    `Port ${port} on ${host} is in use${by}; ${use}choose another port with --port N, or --port 0 for any free one`,
    { cause: error },
  );
}
