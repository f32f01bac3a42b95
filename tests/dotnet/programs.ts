import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Versions of Microsoft.AspNetCore.SignalR.Client, each with the version of its MessagePack protocol. */
export const clientVersions = [
  { client: "8.0.34", messagePack: "8.0.34" },
  { client: "9.0.23", messagePack: "9.0.22" },
  { client: "10.0.15", messagePack: "10.0.15" },
  { client: "11.0.0", messagePack: "11.0.0" },
] as const;

export type ClientVersion = (typeof clientVersions)[number];

/** Where the program with this version of the client library is built to. */
export function programOf({ client }: ClientVersion): string {
  return join(import.meta.dirname, "built", client, "bin/Client/debug/Client.dll");
}

/** Builds the program with this version of the client library; packages come from wherever NuGet is configured to ask. */
export async function buildProgram(version: ClientVersion): Promise<void> {
  await run("dotnet", [
    "build",
    join(import.meta.dirname, "client/Client.csproj"),
    "--nologo",
    "--verbosity=quiet",
    `-p:ClientVersion=${version.client}`,
    `-p:MessagePackVersion=${version.messagePack}`,
  ]).catch((error: { readonly stdout?: string }) => {
    throw new Error(
      `The program with client ${version.client} does not build:\n${error.stdout ?? String(error)}`,
    );
  });
}
