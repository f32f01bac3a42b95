import { assertAccessKey } from "./access-key.js";
import { base64url } from "./base64url.js";
import { SignalRAuthError } from "./errors.js";

const encoder = new TextEncoder();

/** The service refuses tokens above this length (Azure/azure-signalr, `AuthUtility.cs`). */
const maximumTokenLength = 4096;

/**
 * An access key that is imported into WebCrypto once. The text of the key is in a private field that no
 * inspection shows.
 */
export class SigningKey {
  /** Becomes `kid` of a token. Only dynamic keys have one. */
  readonly id: string | undefined;
  readonly #secret: string;
  readonly #header: string;
  #imported: Promise<CryptoKey> | undefined;

  constructor(secret: string, id?: string) {
    assertAccessKey(secret, "The access key");
    this.#secret = secret;
    this.id = id;
    const header = id === undefined ? { alg: "HS256", typ: "JWT" } : { alg: "HS256", typ: "JWT", kid: id };
    this.#header = base64url(encoder.encode(JSON.stringify(header)));
  }

  /** The JSON Web Token with these claims, signed HS256 over the UTF-8 bytes of the key. */
  async sign(claims: object): Promise<string> {
    const input = `${this.#header}.${base64url(encoder.encode(JSON.stringify(claims)))}`;
    const length = input.length + ".".length + base64LengthOfSha256;
    if (length > maximumTokenLength) {
      throw new SignalRAuthError(
        "token-too-large",
        `The token would have ${length} characters, but the service accepts at most ${maximumTokenLength}; use fewer or shorter claims`,
      );
    }
    const mac = await crypto.subtle.sign("HMAC", await this.#import(), encoder.encode(input));
    return `${input}.${base64url(new Uint8Array(mac))}`;
  }

  #import(): Promise<CryptoKey> {
    this.#imported ??= crypto.subtle.importKey(
      "raw",
      encoder.encode(this.#secret),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    return this.#imported;
  }
}

const base64LengthOfSha256 = 43;

/** Takes a key as text, or one that is imported already. */
export function signingKeyOf(key: string | SigningKey, id: string | undefined): SigningKey {
  return typeof key === "string" ? new SigningKey(key, id) : key;
}
