import { type Bump, type Change, highestBump } from "../../../spec-diff/src/change.ts";

/** The packages that a change of the document can concern, by their folder under `packages/`. */
export type PackageFolder = "types" | "fetch-client" | "auth" | "emulator";

export const packageFolders: readonly PackageFolder[] = ["types", "fetch-client", "auth", "emulator"];

/**
 * What a change of the document means for each package.
 *
 * `types` and `fetch-client` have one version and take the whole verdict. `auth` hands out the client, so what breaks the
 * client breaks it; all else reaches its users through the range on the client. The emulator is reached over the wire only.
 */
export function packageBumps(changes: readonly Change[]): Readonly<Record<PackageFolder, Bump>> {
  const whole = highestBump(changes.map(({ bump }) => bump));
  const wire = highestBump(changes.filter(({ axis }) => axis === "wire").map(({ bump }) => bump));
  return { types: whole, "fetch-client": whole, auth: whole === "major" ? "major" : "none", emulator: wire };
}
