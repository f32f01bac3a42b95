import { escapeControls } from "../terminal/escape-controls.js";
import { type ExitCode, UsageError, exitCode, helpOption } from "./command.js";
import { sendHelp } from "./help.js";
import { parseCommandLine } from "./parse-command-line.js";
import { countReached, readHub, readReceivers, receiverOptions } from "./receivers.js";
import { connectionOptions, serviceFor } from "./service.js";

/** `signalr-emulator send` */
export async function send(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    ...receiverOptions,
    ...connectionOptions,
    ...helpOption,
  });
  if (values.help === true) {
    process.stdout.write(sendHelp);
    return exitCode.ok;
  }
  const [hubName, target, ...texts] = positionals;
  const hub = readHub(hubName);
  if (target === undefined || target === "")
    throw new UsageError("The target is missing: what to call on the clients");
  const receivers = readReceivers(values);
  const service = serviceFor(values);
  // Listed beforehand: the response does not say how many connections there were.
  const connections = await service.connections();
  await service.call("POST", `/api/hubs/${hub}${receivers.path}/:send`, {
    query: receivers.query,
    body: { target, arguments: texts.map(readArgument) },
  });
  const reached = countReached(hub, receivers, connections);
  process.stdout.write(
    `Sent ${escapeControls(target)} to ${escapeControls(receivers.description)} on ${hub}${reached}\n`,
  );
  return exitCode.ok;
}

function readArgument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
