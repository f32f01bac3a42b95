import { createNegotiator, dynamicKeyCredential, entraCredential, fromConnectionString } from "@x/auth";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createEmulator } from "@x/emulator";
import { expect, test } from "vitest";

test("An application that holds only an Entra identity sends, and signs client tokens with the key it is given", async () => {
  await using emulator = await createEmulator({ port: 0, acceptUnvalidatedEntraTokens: true }).listen();
  const connectionString = `Endpoint=${emulator.url};AuthType=azure;Version=1.0;`;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const expiresOnTimestamp = Date.now() + 3_600_000;
  const claims = { aud: "https://signalr.azure.com", exp: Math.floor(expiresOnTimestamp / 1000) };
  const credential = entraCredential({
    getToken: () =>
      Promise.resolve({
        token: `${part({ alg: "RS256" })}.${part(claims)}.${part("unsigned")}`,
        expiresOnTimestamp,
      }),
  });
  const client = fromConnectionString(connectionString, { credential });
  const negotiate = createNegotiator(connectionString, { keys: dynamicKeyCredential({ client }) });

  const { url, accessToken } = await negotiate({ hub: "chat", userId: "ada" });
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  const received = new Promise((resolve) => connection.on("say", resolve));
  await connection.start();
  try {
    await client.sendToUser({ hub: "chat", user: "ada", body: { target: "say", arguments: ["hi"] } });
    expect(await received).toBe("hi");
  } finally {
    await connection.stop();
  }
});
