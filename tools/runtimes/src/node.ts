import { execFileSync } from "node:child_process";
import type { Outcome } from "../../../tests/runtime/harness.ts";
import type { RunBundle } from "./runtime.ts";

/** The Node that runs this script, in a process without its loader and flags. */
export const runInNode: RunBundle = async (bundle) => {
  const url = `data:text/javascript;base64,${Buffer.from(bundle).toString("base64")}`;
  const input = `const { run } = await import("${url}"); console.log(JSON.stringify(await run()));`;
  const output = execFileSync(process.execPath, ["--input-type=module"], {
    input,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { version: process.versions.node, outcomes: JSON.parse(output) as Outcome[] };
};
