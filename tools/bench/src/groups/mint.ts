import { SignJWT } from "jose";
import { importCandidate } from "../candidates.ts";
import { measureRounds } from "../rounds.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

interface AuthModule {
  readonly SigningKey: new (key: string) => { sign(claims: object): Promise<string> };
  signServiceToken(options: { key: unknown; audience: string }): Promise<string>;
  accessKeyCredential(options: { key: string }): { getToken(audience: string): Promise<string | undefined> };
}

const secret = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const aud = "https://contoso.service.signalr.net/api/hubs/chat/:send";
const encoder = new TextEncoder();

export async function measure(): Promise<Row[]> {
  const { SigningKey, signServiceToken, accessKeyCredential } = (await importCandidate(
    "@x/auth",
  )) as AuthModule;
  const cryptoKey = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signingKey = new SigningKey(secret);
  const credential = accessKeyCredential({ key: secret });
  await credential.getToken(aud);

  const minted = await measureRounds(
    {
      bare: repeat(() => mintBare(cryptoKey)),
      signingKey: repeat(() => signingKey.sign(claims())),
      serviceToken: repeat(() => signServiceToken({ key: signingKey, audience: aud })),
      jose: repeat(() => {
        const { iat, exp } = claims();
        return new SignJWT()
          .setProtectedHeader({ alg: "HS256", typ: "JWT" })
          .setAudience(aud)
          .setIssuedAt(iat)
          .setExpirationTime(exp)
          .sign(cryptoKey);
      }),
    },
    { rounds: 11, count: 1200, warmUp: 5000 },
  );
  const { cached } = await measureRounds(
    { cached: repeat(() => credential.getToken(aud)) },
    { rounds: 9, count: 100_000 },
  );

  const baseline = { name: "WebCrypto", value: 1 };
  const jose = { name: "jose SignJWT", value: median(ratios(minted.jose, minted.bare)) };
  const ratioRow = (what: string, values: readonly number[]): Row => {
    const perRound = ratios(values, minted.bare);
    return {
      group: "mint",
      what,
      unit: "× CPU",
      baseline,
      peers: [jose],
      goal: { atMost: 1.15 },
      reached: median(perRound),
      spread: spreadOf(perRound),
      exact: false,
    };
  };
  return [
    ratioRow("SigningKey.sign", minted.signingKey),
    ratioRow("signServiceToken", minted.serviceToken),
    {
      group: "mint",
      what: "token of a cached audience",
      unit: "µs",
      baseline: { name: "WebCrypto", value: median(minted.bare) },
      peers: [{ name: "jose SignJWT", value: median(minted.jose) }],
      goal: { atMost: 2 },
      reached: median(cached),
      spread: spreadOf(cached),
      exact: false,
    },
  ];
}

function repeat(work: () => Promise<unknown>) {
  return async (count: number) => {
    for (let index = 0; index < count; index++) await work();
  };
}

function claims() {
  const iat = Math.floor(Date.now() / 1000);
  return { aud, iat, exp: iat + 3600 };
}

const bareHeader = base64url(encoder.encode(JSON.stringify({ alg: "HS256", typ: "JWT" })));

/** The least that a token takes: no check, the header made once. */
async function mintBare(key: CryptoKey): Promise<string> {
  const input = `${bareHeader}.${base64url(encoder.encode(JSON.stringify(claims())))}`;
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(input));
  return `${input}.${base64url(new Uint8Array(mac))}`;
}

// The platform's own encoder takes an eighth of what a loop with btoa takes.
function base64url(bytes: Uint8Array): string {
  return (bytes as NativeBase64).toBase64({ alphabet: "base64url", omitPadding: true });
}

interface NativeBase64 extends Uint8Array {
  toBase64(options: object): string;
}
