import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const command = "asrs-emulator";
/** Units of `/proc/<pid>/stat` in a second, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Whether Microsoft's emulator can be measured: its command is on the PATH, and the system is Linux, which tells what it costs. */
export function hasMicrosoftEmulator(): boolean {
  return process.platform === "linux" && spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

/** Microsoft's emulator, a process of its own that ends with this one. */
export interface MicrosoftEmulator {
  readonly url: string;
  readonly pid: number;
}

/** @throws {Error} when it ends before it listens. */
export async function startMicrosoftEmulator(): Promise<MicrosoftEmulator> {
  const port = await freePort();
  const child = spawn(command, ["start", "-p", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${command} ended with exit code ${code} before it listened`);
  });
  await Promise.race([ended, firstLine(child.stdout, /^Endpoint=/)]);
  ended.catch(() => {});
  return { url: `http://localhost:${port}`, pid: child.pid ?? 0 };
}

/** CPU time that a process has taken, in microseconds, to 10 ms. */
export function cpuTimeOf(pid: number): number {
  // The name of the program, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return ((user + system) / ticksPerSecond) * 1e6;
}

/** Resident memory of a process, in bytes. */
export function residentMemoryOf(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 1024;
}

async function firstLine(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<void> {
  for await (const line of createInterface({ input: stream })) if (pattern.test(line)) break;
  // What it writes later is not read, and must not fill the pipe.
  stream.resume();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
