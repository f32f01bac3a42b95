import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readStartOptions } from "../../src/cli/start-options.js";
import { startEmulator } from "../start-emulator.ts";

// Nothing here has a Docker daemon: what can be known without building is checked.
const text = readFileSync(new URL("../../docker/Dockerfile", import.meta.url), "utf8");

interface Instruction {
  readonly name: string;
  readonly value: string;
}

const instructions = text
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line): Instruction => {
    const end = line.indexOf(" ");
    return { name: line.slice(0, end), value: line.slice(end + 1) };
  });
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));

const key = "FakeKeyForTestsOnly0000000000";

/** What the image gives to `start`. */
function startArguments(): readonly string[] {
  const [, command, ...args]: readonly string[] = JSON.parse(valueOf("ENTRYPOINT"));
  expect(command).toBe("start");
  return args;
}

function valueOf(name: string): string {
  return lastStage.find((instruction) => instruction.name === name)?.value ?? "";
}

describe("The Dockerfile", () => {
  test("has no mistake that a linter finds", () => {
    expect(validate(text)).toEqual([]);
  });

  test("starts from images whose version is written out", () => {
    const images = instructions.filter(({ name }) => name === "FROM").map(({ value }) => value);
    expect(images.length).toBe(2);
    for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-alpine\d+\.\d+( AS \w+)?$/);
  });

  test("runs as a user that is not root, decided before anything is run", () => {
    expect(valueOf("USER")).toBe("1000:1000");
    const names = lastStage.map(({ name }) => name);
    expect(names.indexOf("USER")).toBeLessThan(names.indexOf("ENTRYPOINT"));
    expect(names).not.toContain("RUN");
  });

  test("starts with the public key, settings of Microsoft's image and options that the emulator takes", () => {
    const { emulator } = readStartOptions(startArguments(), "/");
    expect(emulator).toMatchObject({ host: "0.0.0.0", allowPublicKey: true, config: "/emulator" });
    expect(emulator).not.toHaveProperty("accessKeys");
    expect(lastStage).toContainEqual({ name: "COPY", value: "settings.json /emulator/settings.json" });
    expect(valueOf("WORKDIR")).toBe("/emulator");
  });

  test("takes a key, a port and settings that follow the image's name, as Microsoft's image does", () => {
    const args = [...startArguments(), "-p", "9000", "-c", "/other", "--access-key", key];
    const { emulator } = readStartOptions(args, "/");
    expect(emulator).toMatchObject({ port: 9000, config: "/other", accessKeys: [key] });
  });

  test("asks for the health at an address that answers", async () => {
    const [, url = ""] = /"(http:[^"]*)"\]$/.exec(valueOf("HEALTHCHECK")) ?? [];
    const { pathname, port } = new URL(url);
    expect([port, valueOf("EXPOSE")]).toEqual(["8888", "8888"]);
    const emulator = await startEmulator();
    expect((await fetch(`${emulator.url}${pathname}`)).status).toBe(200);
  });
});

interface ComposeService {
  readonly command: readonly string[];
  readonly ports?: readonly string[];
  readonly [name: string]: unknown;
}

describe("The compose file", () => {
  const { services }: { readonly services: Readonly<Record<string, ComposeService>> } = parse(
    readFileSync(new URL("../../docker/compose.yaml", import.meta.url), "utf8"),
  );
  const [startService, sendService] = [services["signalr"], services["application"]];
  const withKey = (args: readonly string[] = []): string[] =>
    args.map((arg) => arg.replace(/\$\{SIGNALR_ACCESS_KEY:\?[^}]*\}/, key));

  test("gives the emulator options that it takes, and a key from the environment", async () => {
    const args = [...startArguments(), ...withKey(startService?.command)];
    const { emulator: options } = readStartOptions(args, "/");
    expect(options).toMatchObject({ allowedHosts: ["signalr"], accessKeys: [key] });
    const config = fileURLToPath(new URL("../../docker/", import.meta.url));
    const emulator = await startEmulator({ ...options, port: 0, config });
    const { status } = await fetch(`${emulator.url}/api/health`);
    expect(status).toBe(200);
  });

  test("publishes the port on this machine only, and takes rights away", () => {
    expect(startService?.ports).toEqual(["127.0.0.1:8888:8888"]);
    expect(startService).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
  });

  test("waits for the emulator's health, and sends to it by its allowed name", () => {
    expect(sendService?.["depends_on"]).toEqual({ signalr: { condition: "service_healthy" } });
    expect(withKey(sendService?.command).at(-1)).toBe(
      `--connection-string=Endpoint=http://signalr:8888;AccessKey=${key};Version=1.0;`,
    );
  });
});
