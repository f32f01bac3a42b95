import {
  type FromConnectionStringOptions,
  type Negotiator,
  createNegotiator,
  dynamicKeyCredential,
  entraCredential,
  fromConnectionString,
} from "@x/auth";
import { Participant } from "./participant.ts";

/** One way to sign, and what the client saw that was reached with it. */
export interface SigningRow {
  readonly way: string;
  readonly seen: string;
  readonly surprise: boolean;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Stands for a credential of `@azure/identity`; only an emulator that validates nothing takes its token. */
const fakeTokenCredential = {
  getToken: async () => {
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const claims = { aud: "https://signalr.azure.com", exp: Math.floor(expiresOnTimestamp / 1000) };
    return {
      token: `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.fake-signature`,
      expiresOnTimestamp,
    };
  },
};

/**
 * Sends a message to a client with an access key, with a Microsoft Entra token and with a key that the service hands out to
 * that identity. Where a way can sign client tokens, the client's own token is signed that way too.
 */
export async function trySigning(connectionString: string, patienceInMs = 5_000): Promise<SigningRow[]> {
  const entra = entraCredential(fakeTokenCredential);
  const keys = dynamicKeyCredential({
    client: fromConnectionString(connectionString, { credential: entra }),
  });
  const ways: readonly [way: string, options: FromConnectionStringOptions, negotiate: Negotiator][] = [
    ["access key", {}, createNegotiator(connectionString)],
    [
      "Microsoft Entra token",
      { credential: entra },
      createNegotiator(connectionString, {
        client: fromConnectionString(connectionString, { credential: entra }),
      }),
    ],
    ["dynamic access key", { credential: keys }, createNegotiator(connectionString, { keys })],
  ];
  const rows: SigningRow[] = [];
  for (const [way, options, negotiate] of ways) {
    const { url, accessToken } = await negotiate({ hub: "signing", userId: "ada" });
    const http = { accessTokenFactory: () => accessToken };
    const ada = new Participant({ name: "ada", transport: "WebSockets", protocol: "json", url, http });
    await ada.start();
    const message = `signed with ${way}`;
    try {
      const hub = fromConnectionString(connectionString, options).hub("signing");
      await hub.sendToUser({ user: "ada", body: { target: "news", arguments: [message] } });
      await ada.waitFor(`news(${message})`, patienceInMs);
      const seen = ada.takeSeen().join(", ");
      rows.push({ way, seen: `ada: ${seen || "nothing"}`, surprise: seen !== `news(${message})` });
    } finally {
      await ada.connection.stop();
    }
  }
  return rows;
}
