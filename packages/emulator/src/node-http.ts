import type * as NodeHttp from "node:http";
import { createRequire } from "node:module";

/**
 * `import` of `node:http` reads all of its exports, and some of them load undici when they are read: a third of the time
 * that it takes the emulator to be ready. `require` reads what is asked for.
 */
const http = createRequire(import.meta.url)("node:http") as typeof NodeHttp;

export const { createServer, STATUS_CODES } = http;
