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

/** Version of Microsoft.Azure.SignalR. */
export const sdkVersion = "1.34.0";

/** The version of the API that this SDK speaks, whichever ones the document has. */
export const sdkApiVersion = "2024-12-01";

/** Builds the program with clients of this version. @returns Path of the DLL. */
export async function buildClient({ client, messagePack }: (typeof clientVersions)[number]): Promise<string> {
  await build("client/Client.csproj", { ClientVersion: client, MessagePackVersion: messagePack });
  return join(import.meta.dirname, "built", client, "bin/Client/debug/Client.dll");
}

/** Builds the program with the REST client of the SDK. @returns Path of the DLL. */
export async function buildSdk(): Promise<string> {
  await build("sdk/Sdk.csproj", { SdkVersion: sdkVersion });
  return join(import.meta.dirname, "built", sdkVersion, "bin/Sdk/debug/Sdk.dll");
}

/** Packages come from wherever NuGet is configured to ask. */
async function build(project: string, properties: Readonly<Record<string, string>>): Promise<void> {
  const options = Object.entries(properties).map(([name, value]) => `-p:${name}=${value}`);
  const path = join(import.meta.dirname, project);
  await run("dotnet", ["build", path, "--nologo", "--verbosity=quiet", ...options]).catch(
    (error: { readonly stdout?: string }) => {
      const text = error.stdout ?? String(error);
      throw new Error(`${project} does not build with ${options.join(" ")}:\n${text}`);
    },
  );
}
