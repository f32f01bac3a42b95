import type { ConnectionListing } from "../connections-endpoint.js";
import { CommandFailed, type ExitCode, UsageError, exitCode, helpOption } from "./command.js";
import { connectionsHelp } from "./help.js";
import { parseCommandLine } from "./parse-command-line.js";
import { readHub } from "./receivers.js";
import { type Service, connectionOptions, serviceFor } from "./service.js";
import { localTime } from "../terminal/local-time.js";
import { table } from "../terminal/table.js";

/** `signalr-emulator connections` */
export async function connections(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    group: { type: "string" },
    json: { type: "boolean" },
    ...connectionOptions,
    ...helpOption,
  });
  if (values.help === true) {
    process.stdout.write(connectionsHelp);
    return exitCode.ok;
  }
  if (positionals[1] !== undefined)
    throw new UsageError(`'connections' takes one hub only, not '${positionals[1]}'`);
  const { group } = values;
  if (group !== undefined && positionals[0] === undefined)
    throw new UsageError("--group needs a hub before it");
  const list = (await connectionsOf(serviceFor(values), positionals[0])).filter(
    ({ groups }) => group === undefined || groups.includes(group),
  );
  if (values.json === true) {
    for (const connection of list) process.stdout.write(`${JSON.stringify(connection)}\n`);
    return exitCode.ok;
  }
  process.stdout.write(
    list.length === 0
      ? "No connections\n"
      : table(
          ["HUB", "CONNECTION", "USER", "TRANSPORT", "PROTOCOL", "SINCE", "GROUPS"],
          list.map(({ hub, connectionId, userId, transport, protocol, connectedAt, groups: joined }) => [
            hub,
            connectionId,
            userId ?? "-",
            transport,
            protocol,
            localTime(Date.parse(connectedAt)),
            joined.join(" ") || "-",
          ]),
        ),
  );
  return exitCode.ok;
}

/** @throws {CommandFailed} when there is no such list, or no such hub. */
export async function connectionsOf(
  service: Service,
  hubName: string | undefined,
): Promise<readonly ConnectionListing[]> {
  const hub = hubName === undefined ? undefined : readHub(hubName);
  const list = await service.connections();
  if (list === undefined)
    throw new CommandFailed(`${service.endpoint} is not this emulator: only it lists all connections`);
  if (hub === undefined) return list;
  const found = list.filter((connection) => connection.hub === hub);
  const hubs = [...new Set(list.map((connection) => connection.hub))];
  if (found.length === 0 && hubs.length > 0)
    throw new CommandFailed(
      `No client is connected to hub '${hub}'; hubs with connections: ${hubs.join(", ")}`,
    );
  return found;
}
