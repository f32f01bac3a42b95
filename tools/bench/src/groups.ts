import type { Row } from "./row.ts";

/** A set of rows that one command measures. */
export interface Group {
  readonly name: string;
  /** What it measures, for `--help` and the page. */
  readonly measures: string;
  /** Loaded when it runs: groups import peers, which are installed by then. */
  readonly load: () => Promise<{ measure: () => Promise<Row[]> }>;
}

/** In the order in which they run and stand on the page. */
export const groups: readonly Group[] = [
  {
    name: "size",
    measures: "bytes that a bundler ships for the client, alone and with each way to sign",
    load: () => import("./groups/size.ts"),
  },
  {
    name: "types",
    measures:
      "what one call of every operation costs the TypeScript compiler, and how many broken calls it rejects",
    load: () => import("./groups/types.ts"),
  },
  {
    name: "safety",
    measures: "what arrives at a server for group names that look like paths, and after a 500",
    load: () => import("./groups/safety.ts"),
  },
  {
    name: "calls",
    measures: "CPU and memory of a call with a mocked fetch, and CPU of calls on loopback",
    load: () => import("./groups/calls.ts"),
  },
  {
    name: "mint",
    measures: "CPU of signing a token, and of taking one from the cache",
    load: () => import("./groups/mint.ts"),
  },
  {
    name: "generate",
    measures: "CPU of a whole generation, and how it grows with the document",
    load: () => import("./groups/generate.ts"),
  },
  {
    name: "diff",
    measures: "CPU of comparing two large versions of the document",
    load: () => import("./groups/diff.ts"),
  },
  {
    name: "completion",
    measures: "CPU that an editor takes to offer the methods of a large client",
    load: () => import("./groups/completion.ts"),
  },
  {
    name: "emulator",
    measures: "CPU and memory of connections, messages, tokens and REST calls of the emulator",
    load: () => import("./groups/emulator.ts"),
  },
];
