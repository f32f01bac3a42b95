import { SignJWT } from "jose";
import { importPackage } from "../packages.ts";
import { measureRounds, repeat } from "../rounds.ts";
import type { Row } from "../row.ts";
import { rowOf } from "../statistics.ts";

interface AuthModule {
  readonly SigningKey: new (key: string) => { sign(claims: object): Promise<string> };
  signServiceToken(options: { key: unknown; audience: string }): Promise<string>;
  accessKeyCredential(options: { key: string }): { getToken(audience: string): Promise<string | undefined> };
}

const secret = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
const aud = "https://contoso.service.signalr.net/api/hubs/chat/:send";
const encoder = new TextEncoder();

export async function measure(): Promise<Row[]> {
  const { SigningKey, signServiceToken, accessKeyCredential } = (await importPackage(
    "@x/auth",
  )) as AuthModule;
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const cryptoKey = await crypto.subtle.importKey("raw", encoder.encode(secret), hmac, false, ["sign"]);
  const signingKey = new SigningKey(secret);
  const credential = accessKeyCredential({ key: secret });
  await credential.getToken(aud);

  const minted = await measureRounds(
    {
      WebCrypto: repeat(() => mintBare(cryptoKey)),
      "SigningKey.sign": repeat(() => signingKey.sign(claims())),
      signServiceToken: repeat(() => signServiceToken({ key: signingKey, audience: aud })),
      "jose SignJWT": repeat(() =>
        new SignJWT(claims()).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(cryptoKey),
      ),
    },
    { rounds: 11, count: 1200, warmUp: 5000 },
  );
  const { cached } = await measureRounds(
    { cached: repeat(() => credential.getToken(aud)) },
    { rounds: 11, count: 100_000 },
  );
  const common = { group: "mint", baseline: "WebCrypto", peers: ["jose SignJWT"] } as const;
  const ratioOf = (subject: "SigningKey.sign" | "signServiceToken") =>
    rowOf(minted, { ...common, what: subject, unit: "× CPU", subject, goal: { atMost: 1.15 } });
  return [
    ratioOf("SigningKey.sign"),
    ratioOf("signServiceToken"),
    rowOf(
      { ...minted, cached },
      { ...common, what: "token of a cached audience", unit: "µs", subject: "cached", goal: { atMost: 2 } },
    ),
  ];
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
