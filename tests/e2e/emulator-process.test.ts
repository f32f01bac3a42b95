import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Connects a long-polling client, closes everything and reports when the process had nothing left to do. */
const script = `
  import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
  import { createEmulator, wellKnownAccessKey } from "@x/emulator";
  import { createHmac } from "node:crypto";
  const emulator = await createEmulator({ port: 0 }).listen();
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = part({ alg: "HS256" }) + "." + part({ aud: emulator.url + "/client/?hub=chat", exp: 4_000_000_000 });
  const token = signed + "." + createHmac("sha256", wellKnownAccessKey).update(signed).digest("base64url");
  const connection = new HubConnectionBuilder()
    .withUrl(emulator.url + "/client/?hub=chat", { transport: HttpTransportType.LongPolling, accessTokenFactory: () => token })
    .configureLogging(LogLevel.None)
    .build();
  await connection.start();
  const ended = new Promise((resolve) => connection.onclose(resolve));
  await emulator.close();
  await ended;
  const closedAt = performance.now();
  process.once("exit", () => console.log(performance.now() - closedAt));
`;

test("After close() nothing keeps the process alive, even when a client used long polling", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
  });
  expect(Number(stdout)).toBeLessThan(2_000);
});
