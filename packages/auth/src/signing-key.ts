import { assertAccessKey } from "./access-key.js";
import { base64url } from "./base64url.js";
import { SignalRAuthError } from "./errors.js";

const encoder = new TextEncoder();

/** The service rejects longer tokens (Azure/azure-signalr, `AuthUtility.cs`). */
const maximumTokenLength = 4096;

/**
 * An access key, imported into WebCrypto once. The key is stored in a private field, so that inspecting or
 * logging the object does not reveal it.
 */
export class SigningKey {
  /** ID of the key, written to the `kid` header. Only dynamic keys have an ID. */
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

  /**
   * Signs a JSON Web Token with HS256. The UTF-8 bytes of the access key are the HMAC key.
   *
   * @throws {SignalRAuthError} `token-too-large` if the token would exceed 4,096 characters.
   */
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

/** Accepts an access key as text, or a key that has already been imported. */
export function signingKeyOf(key: string | SigningKey, id: string | undefined): SigningKey {
  return typeof key === "string" ? new SigningKey(key, id) : key;
}
