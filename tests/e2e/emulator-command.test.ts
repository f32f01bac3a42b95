import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createNegotiator } from "@x/auth";
import { afterAll, afterEach, describe, expect, test } from "vitest";

const command = fileURLToPath(new URL("../node_modules/@x/emulator/dist/src/cli.js", import.meta.url));
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** What the emulator keeps goes into a folder of the test, where the system asks for it. */
const stateFolder = mkdtempSync(join(tmpdir(), "emulator-state-"));
const state = { XDG_STATE_HOME: stateFolder, LOCALAPPDATA: stateFolder };

afterAll(() => rmSync(stateFolder, { recursive: true }));

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
async function run(...args: readonly string[]): Promise<Outcome> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

class Started {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  stderr = "";
  #onLine: (() => void) | undefined;

  private constructor(child: ChildProcess) {
    this.process = child;
    if (child.stdout !== null)
      createInterface(child.stdout).on("line", (line) => {
        this.lines.push(line);
        this.#onLine?.();
      });
    child.stderr?.on("data", (chunk) => (this.stderr += String(chunk)));
  }

  static async start(...args: readonly string[]): Promise<Started> {
    const child = spawn(process.execPath, [command, "start", "--port", "0", ...args], {
      env: { ...process.env, NO_COLOR: "", FORCE_COLOR: "", ...state },
    });
    const started = new Started(child);
    cleanUps.push(() => started.stop());
    await started.line(/^Endpoint=/);
    return started;
  }

  get connectionString(): string {
    return this.lines[0] ?? "";
  }

  /** Resolves to the first line that matches. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      // Each new line is looked at once.
      await new Promise<void>((resolve) => (this.#onLine = resolve));
    }
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const { process: child } = this;
    if (child.exitCode !== null) return child.exitCode;
    return await new Promise((resolve) => {
      child.once("close", resolve);
      child.kill(signal);
    });
  }
}

/** A client of the hub chat; what is called on it is put into the list. */
async function connect(connectionString: string, userId: string): Promise<readonly unknown[]> {
  const negotiate = createNegotiator(connectionString);
  const { url, accessToken } = await negotiate({ hub: "chat", userId });
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  const received: unknown[] = [];
  connection.on("newMessage", (...args: readonly unknown[]) => received.push(args));
  await connection.start();
  cleanUps.push(() => connection.stop());
  return received;
}

describe("signalr-emulator start", () => {
  test("prints the connection string first, then a line for each event, and stops on Ctrl-C", async () => {
    const emulator = await Started.start();
    expect(emulator.connectionString).toMatch(
      /^Endpoint=http:\/\/127\.0\.0\.1:\d+;AccessKey=[^;]+;Version=1\.0;$/,
    );
    await connect(emulator.connectionString, "ada");
    await emulator.line(/ \+ {2}ada \(.+\) connected to chat {2}WebSockets, json$/);
    await run("send", "chat", "newMessage", "hello", "--connection-string", emulator.connectionString);
    await emulator.line(/ 202 {2}POST \/api\/hubs\/chat\/:send {2}sendToAll, /);
    await emulator.line(/ → {2}newMessage\("hello"\) to everyone on chat, 1 receiver$/);
    const code = await emulator.stop("SIGINT");
    expect([code, emulator.stderr, emulator.lines.at(-1)]).toEqual([0, "", "Stopped"]);
    await emulator.line(/ - {2}ada \(.+\) left chat: Closed by the service$/);
  });

  test("prints JSON lines after the first with --json, and nothing after it with --quiet", async () => {
    const machine = await Started.start("--json");
    const quiet = await Started.start("--quiet");
    await fetch(`${endpointOf(machine)}/api/hubs/chat/:send`, { method: "POST" });
    await fetch(`${endpointOf(quiet)}/api/hubs/chat/:send`, { method: "POST" });
    await machine.line(/"kind":"request"/);
    const [, ...lines] = machine.lines;
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        kind: "listening",
        url: endpointOf(machine),
        inspectorUrl: expect.stringContaining(`${endpointOf(machine)}/?token=`),
      },
      { kind: "request", status: 401, operationId: "sendToAll", reason: "The request has no bearer token" },
    ]);
    await quiet.stop();
    expect(quiet.lines).toEqual([quiet.connectionString]);
    expect(quiet.stderr).toBe("401: The request has no bearer token\n");
  });

  test("prints where its page is, with the same token the next time, and none with --no-inspector", async () => {
    const tokenOf = async (emulator: Started): Promise<string | undefined> =>
      /Inspector +(http:.+)\/\?token=([\w-]{32})$/.exec(await emulator.line(/ Inspector /))?.[2];
    const first = await Started.start();
    const token = await tokenOf(first);
    await first.stop();
    expect(token).toBeDefined();
    expect(await tokenOf(await Started.start())).toBe(token);
    const without = await Started.start("--no-inspector");
    await without.line(/Ctrl-C stops/);
    expect(without.lines.join("\n")).not.toContain("Inspector");
    expect((await fetch(endpointOf(without))).status).toBe(404);
  });

  test("plays faults and latency", async () => {
    const emulator = await Started.start("--fault", "503", "--latency", "1..2");
    const response = await fetch(`${endpointOf(emulator)}/api/health`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    await emulator.line(
      / 503 {2}GET \/api\/health {2}getServiceStatus, .* The emulator was told to respond with 503$/,
    );
  });

  test("names the port that is in use, who has it and the flag to take another", async () => {
    const emulator = await Started.start();
    const { port } = new URL(endpointOf(emulator));
    const { code, stderr, stdout } = await run("start", "--port", port);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use by another emulator; use that one, or choose another port with --port N, or --port 0 for any free one\n`,
    );
  });

  test("names the line of a mistake in the settings file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-settings-"));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "settings.json");
    writeFileSync(
      file,
      '{\n  "UpstreamSettings": {\n    "Templates": [\n      { "UrlTemplate" "http://x" }\n    ]\n  }\n}\n',
    );
    const broken = await run("start", "--config", file);
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining(`${file}:4:`)]);
    writeFileSync(
      file,
      '{\n  "UpstreamSettings": {\n    "Templates": [\n      { "UrlTemplate": "ftp://x" }\n    ]\n  }\n}\n',
    );
    const wrong = await run("start", "--config", file);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining(`${file}:4:`)]);
  });
});

test("The emulator is ready without having loaded fetch, which takes longer than all of it", async () => {
  const script = `
    const { createEmulator } = await import("@x/emulator");
    await createEmulator({ port: 0 }).listen();
    console.log(process.moduleLoadList.filter((name) => name.includes("undici")).join());
    process.exit();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
  });
  expect(stdout).toBe("\n");
});

describe("signalr-emulator send, connections, groups and close", () => {
  test("talk to a running emulator", async () => {
    const { connectionString } = await Started.start("--quiet", "--access-key", "FakeKeyForTestsOnly0000000");
    const there = ["--connection-string", connectionString];
    const ada = await connect(connectionString, "ada");
    const bob = await connect(connectionString, "bob");
    expect(await run("send", "chat", "newMessage", "plain", '{"a":[1]}', "--user", "ada", ...there)).toEqual({
      code: 0,
      stdout: "Sent newMessage to user ada on chat: 1 connection\n",
      stderr: "",
    });
    await expect.poll(() => [...ada]).toEqual([["plain", { a: [1] }]]);
    expect(bob).toEqual([]);
    const list = await run("connections", "chat", "--json", ...there);
    const users = list.stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(users).toMatchObject([
      { hub: "chat", userId: "ada", transport: "WebSockets", protocol: "json", groups: [] },
      { userId: "bob" },
    ]);
    expect((await run("groups", ...there)).stdout).toBe("No groups\n");
    expect(await run("close", "chat", "--user", "bob", "--reason", "over", ...there)).toMatchObject({
      code: 0,
      stdout: "Closed user bob on chat: 1 connection\n",
    });
    await expect.poll(async () => (await run("connections", "chat", ...there)).stdout).not.toContain("bob");
  });

  test("take values and arguments that begin with a dash", async () => {
    const { connectionString } = await Started.start("--quiet");
    const there = ["--connection-string", connectionString];
    const ada = await connect(connectionString, "ada");
    expect((await run("send", "chat", "newMessage", "--user", "-x-", ...there)).stdout).toBe(
      "Sent newMessage to user -x- on chat: no connection\n",
    );
    await run("send", "chat", "newMessage", ...there, "--", "-5");
    await expect.poll(() => [...ada]).toEqual([[-5]]);
  });

  test("say when a hub has no connections, and which hubs have some", async () => {
    const { connectionString } = await Started.start("--quiet");
    const there = ["--connection-string", connectionString];
    await connect(connectionString, "ada");
    expect((await run("send", "chta", "x", ...there)).stdout).toBe(
      "Sent x to everyone on chta: no connection; hubs with connections: chat\n",
    );
    expect(await run("connections", "chta", ...there)).toMatchObject({
      code: 1,
      stderr: "No client is connected to hub 'chta'; hubs with connections: chat\n",
    });
  });

  test("say what to do when nothing listens, or the key is another", async () => {
    const emulator = await Started.start("--quiet", "--access-key", "FakeKeyForTestsOnly0000000");
    const { port } = new URL(endpointOf(emulator));
    expect(await run("connections", "--port", port)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^401: .*; a service with its own key needs --connection-string\n$/),
    });
    await emulator.stop();
    expect(await run("send", "chat", "x", "--port", port)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `Nothing listens at http://127.0.0.1:${port}; start the emulator with 'signalr-emulator start'`,
      ),
    });
  });
});

describe("The command line", () => {
  test.each([
    [[], "Usage: signalr-emulator <command>"],
    [["strat"], "Unknown command 'strat'; did you mean 'start'?"],
    [["--port", "1"], "Unknown command '--port'; the command comes first"],
    [["start", "--prot", "1"], "Run 'signalr-emulator start --help' for usage"],
    [["start", "--access-key", "short"], "each access key must have at least 16 characters"],
    [["send"], "The hub is missing"],
    [["send", "chat"], "The target is missing"],
    [["send", "../x", "y"], "'../x' is not a valid hub name"],
    [["send", "chat", "x", "--group", "..", "--port", "1"], "--group cannot be '..'"],
    [["send", "chat", "x", "--group", "a", "--user", "b"], "--group and --user exclude each other"],
    [["send", "chat", "x", "--connection-string", "Endpoint=http://127.0.0.1"], "needs an AccessKey"],
    [["close", "chat"], "Say which connections to close: --connection, --group, --user or --all"],
    [["close", "chat", "--all", "--user", "x"], "--all and --user exclude each other"],
    [["connections", "--group", "x"], "--group needs a hub before it"],
  ])("%j is refused with exit code 2", async (args, problem) => {
    const { code, stderr, stdout } = await run(...args);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(problem)]);
  });

  test("--version prints the version of the package", async () => {
    const url = new URL("../node_modules/@x/emulator/package.json", import.meta.url);
    const { version }: { readonly version: string } = JSON.parse(readFileSync(url, "utf8"));
    expect(await run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test.each([["start"], ["send"], ["connections"], ["groups"], ["close"]])(
    "%s --help teaches with examples, on stdout",
    async (name) => {
      const { code, stdout, stderr } = await run(name, "--help");
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(`Usage: signalr-emulator ${name}`);
      expect(stdout).toContain("\nExamples\n");
      expect(await run("help", name)).toMatchObject({ code: 0, stdout });
    },
  );
});

function endpointOf({ connectionString }: Started): string {
  return connectionString.slice("Endpoint=".length).split(";", 1)[0] ?? "";
}
