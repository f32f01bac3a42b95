import { join } from "node:path";
import { after } from "node:test";
import { installTarballs } from "../src/install.ts";
import { packPackages } from "../src/pack.ts";
import { makeTemporaryFolder } from "../src/temporary-folder.ts";

// Once for all test files, which share a process (--test-isolation=none).
const folder = await makeTemporaryFolder("installed");
after(() => folder[Symbol.asyncDispose]());

/** The packages as they would be published. */
export const tarballs = await packPackages(join(folder.path, "tarballs"));
/** A folder in which nothing is but the tarballs, what they ask for, and the client that the types of the hub name. */
export const app = join(folder.path, "app");
await installTarballs(app, tarballs, { "@microsoft/signalr": "^10.0.11" });
