import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { entraTokenVerifier } from "../../src/upstream.ts";

const issuer = "https://login.microsoftonline.com/fake-tenant/v2.0";
const audience = "api://fake-upstream";
const jwksUrl = "https://login.microsoftonline.com/fake-tenant/discovery/v2.0/keys";

let key: CryptoKey;
let otherKey: CryptoKey;
let jwk: JWK;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
  otherKey = (await generateKeyPair("RS256")).privateKey;
});

interface Token {
  readonly iss?: string;
  readonly aud?: string;
  readonly expiresAt?: number;
  readonly signedWith?: CryptoKey | Uint8Array;
  readonly alg?: string;
}

async function request({
  iss = issuer,
  aud = audience,
  signedWith = key,
  alg = "RS256",
  expiresAt,
}: Token = {}) {
  const token = await new SignJWT({ oid: "identity-1" })
    .setProtectedHeader({ alg, kid: "key-1" })
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt()
    .setExpirationTime(expiresAt ?? Math.floor(Date.now() / 1000) + 600)
    .sign(signedWith);
  return requestWith(`Bearer ${token}`);
}

function requestWith(authorization: string): Request {
  return new Request("https://app.example/upstream", { method: "POST", headers: { authorization } });
}

function start(options: { readonly objectIds?: readonly string[]; readonly keys?: () => Response } = {}) {
  const fetched: string[] = [];
  const { keys = () => Response.json({ keys: [jwk] }), ...rest } = options;
  const fetch = async (url: string): Promise<Response> => {
    fetched.push(url);
    return keys();
  };
  return { fetched, verify: entraTokenVerifier({ issuer, audience, jwksUrl, fetch, ...rest }) };
}

describe("entraTokenVerifier()", () => {
  test("takes a token of the issuer for the audience, and fetches the keys once", async () => {
    const { verify, fetched } = start();
    expect(await verify(await request())).toBe(true);
    expect(await verify(await request())).toBe(true);
    expect(fetched).toEqual([jwksUrl]);
  });

  test("refuses another issuer, another audience, an expired token and another key", async () => {
    const { verify } = start();
    const requests = await Promise.all([
      request({ iss: "https://login.microsoftonline.com/other-tenant/v2.0" }),
      request({ aud: "https://signalr.azure.com" }),
      request({ expiresAt: Math.floor(Date.now() / 1000) - 60 }),
      request({ signedWith: otherKey }),
      request({ signedWith: new TextEncoder().encode(JSON.stringify(jwk)), alg: "HS256" }),
    ]);
    expect(await Promise.all(requests.map((sent) => verify(sent)))).toEqual(requests.map(() => false));
  });

  test.each(["", "Bearer", "Bearer ", "Basic eA==", "Bearer not.a.token", "Bearer eyJhbGciOiJub25lIn0.e30."])(
    "refuses the header '%s'",
    async (header) => {
      expect(await start().verify(requestWith(header))).toBe(false);
    },
  );

  test("refuses an identity that is not listed", async () => {
    expect(await start({ objectIds: ["identity-1"] }).verify(await request())).toBe(true);
    expect(await start({ objectIds: ["identity-2"] }).verify(await request())).toBe(false);
  });

  test("rejects when the keys cannot be fetched, because the request may be genuine", async () => {
    const broken = start({ keys: () => new Response("down", { status: 503 }) });
    await expect(broken.verify(await request())).rejects.toThrow();
    const offline = start({
      keys() {
        throw new TypeError("fetch failed");
      },
    });
    await expect(offline.verify(await request())).rejects.toThrow("fetch failed");
  });

  test.each([{ issuer: "" }, { issuer: [] }, { audience: "" }, { audience: [] }])(
    "cannot be made with %j",
    (missing) => {
      expect(() => entraTokenVerifier({ issuer, audience, jwksUrl, ...missing })).toThrow(TypeError);
    },
  );
});
