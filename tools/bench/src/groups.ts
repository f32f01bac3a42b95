import type { Row } from "./row.ts";

/** What is measured, by the name of its module in `groups/`, in the order in which they run and stand on the page. */
export const groups: Readonly<Record<string, string>> = {
  size: "bytes that a bundler ships for the client, alone and with each way to sign",
  types:
    "what one call of every operation costs the TypeScript compiler, and how many broken calls it rejects",
  safety: "what arrives at a server for group names that look like paths, and after a 500",
  calls: "CPU and memory of a call with a mocked fetch, and CPU of calls on loopback",
  mint: "CPU of signing a token, and of taking one from the cache",
  generate: "CPU of a whole generation, and how it grows with the document",
  completion: "CPU that an editor takes to offer the methods of a large client",
  emulator: "CPU and memory of connections, messages, tokens and REST calls of the emulator",
};

/** Measures a group. Groups import peers, so these have to be installed by then. */
export async function measureGroup(name: string): Promise<Row[]> {
  const { measure } = (await import(`./groups/${name}.ts`)) as { measure: () => Promise<Row[]> };
  return measure();
}
