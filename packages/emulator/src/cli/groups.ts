import { type ExitCode, UsageError, exitCode, helpOption } from "./command.js";
import { connectionsOf } from "./connections.js";
import { groupsHelp } from "./help.js";
import { parseCommandLine } from "./parse-command-line.js";
import { connectionOptions, serviceFor } from "./service.js";
import { table } from "../terminal/table.js";

/** `signalr-emulator groups` */
export async function groups(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    json: { type: "boolean" },
    ...connectionOptions,
    ...helpOption,
  });
  if (values.help === true) {
    process.stdout.write(groupsHelp);
    return exitCode.ok;
  }
  if (positionals[1] !== undefined)
    throw new UsageError(`'groups' takes one hub only, not '${positionals[1]}'`);
  const list = new Map<string, { hub: string; group: string; connections: number; users: Set<string> }>();
  for (const connection of await connectionsOf(serviceFor(values), positionals[0])) {
    for (const group of connection.groups) {
      const key = JSON.stringify([connection.hub, group]);
      const entry = list.get(key) ?? { hub: connection.hub, group, connections: 0, users: new Set() };
      entry.connections++;
      if (connection.userId !== undefined) entry.users.add(connection.userId);
      list.set(key, entry);
    }
  }
  const rows = [...list.values()].map((entry) => ({ ...entry, users: [...entry.users] }));
  if (values.json === true) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else if (rows.length === 0) process.stdout.write("No groups\n");
  else
    process.stdout.write(
      table(
        ["HUB", "GROUP", "CONNECTIONS", "USERS"],
        rows.map((row) => [row.hub, row.group, String(row.connections), row.users.join(" ") || "-"]),
      ),
    );
  return exitCode.ok;
}
