import { escapeControls } from "../terminal/escape-controls.js";
import { type ExitCode, UsageError, exitCode, helpOption } from "./command.js";
import { closeHelp } from "./help.js";
import { parseCommandLine } from "./parse-command-line.js";
import { countReached, readHub, readReceivers, receiverOptions } from "./receivers.js";
import { connectionOptions, serviceFor } from "./service.js";

/** `signalr-emulator close` */
export async function close(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    ...receiverOptions,
    ...connectionOptions,
    all: { type: "boolean" },
    reason: { type: "string" },
    ...helpOption,
  });
  if (values.help === true) {
    process.stdout.write(closeHelp);
    return exitCode.ok;
  }
  const hub = readHub(positionals[0]);
  if (positionals[1] !== undefined) throw new UsageError(`'close' takes a hub only, not '${positionals[1]}'`);
  const receivers = readReceivers(values);
  const { connection, reason } = values;
  if ((receivers.path === "") !== (values.all === true))
    throw new UsageError(
      receivers.path === ""
        ? "Say which connections to close: --connection, --group, --user or --all"
        : `--all and --${receivers.description.split(" ", 1)[0]} exclude each other`,
    );
  const service = serviceFor(values);
  const connections = await service.connections();
  const query = new URLSearchParams(receivers.query);
  if (reason !== undefined) query.set("reason", reason);
  const path = `/api/hubs/${hub}${receivers.path}`;
  if (connection === undefined) await service.call("POST", `${path}/:closeConnections`, { query });
  else await service.call("DELETE", path, { query });
  const reached = countReached(hub, receivers, connections);
  process.stdout.write(`Closed ${escapeControls(receivers.description)} on ${hub}${reached}\n`);
  return exitCode.ok;
}
