import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accessKeyCredential,
  createAuthMiddleware,
  createNegotiateHandler,
  createNegotiator,
  fromConnectionString,
  parseConnectionString,
  signServiceToken,
  SigningKey,
  verifyToken,
} from "../../src/index.ts";

const audience = "https://contoso.service.signalr.net/api/hubs/chat/:send";
const secret = fc.stringMatching(/^[A-Za-z0-9+/]{20,60}=?$/);

/** Everything a careless log line could print of a value. */
function printed(value: unknown): string {
  const own = value instanceof Error ? `${value.message} ${value.stack}` : "";
  const spread = typeof value === "object" ? JSON.stringify({ ...value }) : "";
  return [
    String(value),
    inspect(value, { depth: 20, showHidden: true }),
    JSON.stringify(value),
    spread,
    own,
  ].join("\n");
}

const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe("Whatever is printed of this package's objects", () => {
  test("holds neither the key nor a token", async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (key) => {
        const connectionString = `Endpoint=https://contoso.service.signalr.net;AccessKey=${key}`;
        const fetch = () => Promise.resolve(new Response(null, { status: 401 }));
        const client = fromConnectionString(connectionString, { fetch });
        const credential = accessKeyCredential({ key, secondaryKey: key });
        const token = (await credential.getToken(audience)) ?? "";
        const signingKey = new SigningKey(key);
        await signServiceToken({ key: signingKey, audience });
        const things: unknown[] = [
          client,
          credential,
          signingKey,
          parseConnectionString(connectionString),
          createAuthMiddleware(credential),
          createNegotiator(connectionString),
          createNegotiateHandler(connectionString, { authenticate: () => ({}) }),
          await caught(client.sendToAll({ hub: "chat", body: { target: "t" } })),
          await caught(verifyToken(token, { keys: `${key}x` })),
          await caught(verifyToken(token, { keys: key, audience: "https://other.example" })),
          await caught(verifyToken(token.slice(5), { keys: key })),
          await caught(signServiceToken({ key: `${key}\n`, audience })),
          await caught(signServiceToken({ key, audience: `${audience}/${"a".repeat(4000)}` })),
          await caught(signServiceToken({ key, audience: key })),
        ];
        for (const thing of things) {
          const text = printed(thing);
          expect(text.includes(key)).toBe(false);
          expect(text.includes(token)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });
});
