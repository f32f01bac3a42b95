import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import {
  accessKeyCredential,
  createAuthMiddleware,
  createNegotiator,
  dynamicKeyCredential,
  entraCredential,
  fromConnectionString,
  parseConnectionString,
  signClientToken,
  signServiceToken,
} from "@x/auth";
import { type Emulator, createEmulator } from "@x/emulator";
import { createSignalRServiceClient } from "@x/fetch-client";
import { afterEach, describe, expect, test } from "vitest";

const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const other = "FakeKeyForTestsOnlyFakeKeyForTestsOnly1111111=";
const body = { target: "say", arguments: ["hi"] };
const open: Emulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

async function startEmulator(accessKeys: readonly string[] = [key]): Promise<Emulator> {
  const emulator = await createEmulator({ port: 0, accessKeys, strictAudience: true }).listen();
  open.push(emulator);
  return emulator;
}

// One test for each row of the table in the README of the auth package.
describe("A 401 says", () => {
  test("that a token for clients is not for REST", async () => {
    const emulator = await startEmulator();
    const token = await signClientToken({ key, endpoint: emulator.url, hub: "chat" });
    const credential = { getToken: () => Promise.resolve(token) };
    const client = createSignalRServiceClient({
      endpoint: emulator.url,
      middleware: [createAuthMiddleware(credential)],
    });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toThrow(
      /audience is invalid.*Client tokens/,
    );
  });

  test("that a gateway was written as Endpoint", async () => {
    const emulator = await startEmulator();
    const client = createSignalRServiceClient({
      endpoint: emulator.url,
      middleware: [
        createAuthMiddleware(accessKeyCredential({ key }), { audienceEndpoint: "https://gateway.example" }),
      ],
    });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toThrow(/ServerEndpoint/);
  });

  test("that the access key is not one of the resource", async () => {
    const emulator = await startEmulator();
    const client = fromConnectionString(`Endpoint=${emulator.url};AccessKey=${other}`);
    const failure = client.sendToAll({ hub: "chat", body });
    await expect(failure).rejects.toMatchObject({ code: "unauthorized", status: 401 });
    await expect(failure).rejects.toThrow(/does not match either access key/);
  });

  test("that the clock is wrong", async () => {
    const emulator = await startEmulator();
    const clock = () => Date.now() - 7_200_000;
    const client = fromConnectionString(emulator.connectionString, { clock });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toThrow(/clock of this machine/);
  });

  test("that a Microsoft Entra identity has no rights yet, where the service gives no reason", async () => {
    const emulator = await startEmulator();
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const claims = { aud: "https://signalr.azure.com", exp: Math.floor(expiresOnTimestamp / 1000) };
    const token = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.fake-signature`;
    const credential = entraCredential({ getToken: () => Promise.resolve({ token, expiresOnTimestamp }) });
    const client = fromConnectionString(`Endpoint=${emulator.url};AuthType=azure`, { credential });
    await expect(client.sendToAll({ hub: "chat", body })).rejects.toThrow(
      /role assignment, which can take 30 minutes/,
    );
  });

  test("that a token for REST is not for clients, which a SignalR client sees as a failed start", async () => {
    const emulator = await startEmulator();
    const token = await signServiceToken({ key, audience: `${emulator.url}/api/hubs/chat/:send` });
    const connection = new HubConnectionBuilder()
      .withUrl(`${emulator.url}/client/?hub=chat`, { accessTokenFactory: () => token })
      .configureLogging(LogLevel.None)
      .build();
    await expect(connection.start()).rejects.toThrow(/401/);
  });
});

describe("Calls with", () => {
  test("the access key of the connection string reach a strict service", async () => {
    const emulator = await startEmulator();
    await fromConnectionString(emulator.connectionString).sendToGroup({ hub: "chat", group: "a/b ü", body });
  });

  test("a second key succeed after the first was regenerated", async () => {
    const emulator = await startEmulator([other]);
    const client = fromConnectionString(`Endpoint=${emulator.url};AccessKey=${key}`, { secondaryKey: other });
    await client.sendToAll({ hub: "chat", body });
  });

  test("a rotating key that the service hands out reach it, and its client tokens are accepted", async () => {
    const emulator = await startEmulator();
    const keys = dynamicKeyCredential({ client: fromConnectionString(emulator.connectionString) });
    const client = fromConnectionString(`Endpoint=${emulator.url};AuthType=azure`, { credential: keys });
    await client.sendToAll({ hub: "chat", body });
    const negotiate = createNegotiator(emulator.connectionString, { keys });
    const { url, accessToken } = await negotiate({ hub: "chat", userId: "ada" });
    const address = url.replace("/client/?", "/client/negotiate?negotiateVersion=1&");
    const response = await fetch(address, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(200);
  });

  test.each(["chat", "Chat", "a,b", "a`[1].B"])(
    "tokens of the negotiator and of the service open a connection to the hub %s",
    async (hub) => {
      const emulator = await startEmulator();
      const client = fromConnectionString(emulator.connectionString);
      for (const options of [{}, { client }]) {
        const { url, accessToken } = await createNegotiator(emulator.connectionString, options)({ hub });
        const connection = new HubConnectionBuilder()
          .withUrl(url, { accessTokenFactory: () => accessToken })
          .configureLogging(LogLevel.None)
          .build();
        await connection.start();
        await connection.stop();
      }
      expect(parseConnectionString(emulator.connectionString).endpoint).toBe(emulator.url);
    },
  );
});
