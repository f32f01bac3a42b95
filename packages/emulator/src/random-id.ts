import { randomFillSync } from "node:crypto";

// One call for many ids: a call costs more than the bytes it brings.
const pool = Buffer.alloc(6_144);
let used = pool.length;

/** An unguessable id, safe in a URL. */
export function randomId(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used;
  used += bytes;
  const id = pool.toString("base64url", start, used);
  // Who sees the memory of the process later finds no id in use.
  pool.fill(0, start, used);
  return id;
}
