import { type KeyObject, createHmac, createSecretKey } from "node:crypto";

/** The access key of Microsoft's emulator. It is public, so it protects nothing and is meant only for loopback. */
export const wellKnownAccessKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

const hourInMs = 3_600_000;
const rotatingKeyLifeInMs = 90 * 60_000;
const rotatingIdPrefix = "emulator-";

/** Keys that sign and verify tokens: the configured keys, and a rotating key per clock hour, derived from the first. */
export class AccessKeys {
  readonly #keys: readonly KeyObject[];
  readonly #now: () => number;

  constructor(keys: readonly string[], now: () => number) {
    this.#keys = keys.map((key) => createSecretKey(key, "utf8"));
    this.#now = now;
  }

  get primary(): KeyObject {
    const [first] = this.#keys;
    if (first === undefined) throw new RangeError("At least one access key is needed");
    return first;
  }

  /** Keys worth trying for a token: the rotating one that `kid` names, else all configured ones, which are lasting. */
  candidates(kid: string | undefined): { readonly keys: readonly KeyObject[]; readonly lasting: boolean } {
    const rotating = kid === undefined ? undefined : this.#rotatingById(kid);
    return rotating === undefined
      ? { keys: this.#keys, lasting: true }
      : { keys: [rotating], lasting: false };
  }

  /** The key of the current hour. It verifies tokens for 90 minutes from the start of that hour. */
  rotating(): { readonly AccessKey: string; readonly KeyId: string } {
    const hour = Math.floor(this.#now() / hourInMs);
    return { AccessKey: this.#derive(hour), KeyId: `${rotatingIdPrefix}${hour}` };
  }

  #rotatingById(kid: string): KeyObject | undefined {
    if (!kid.startsWith(rotatingIdPrefix)) return undefined;
    const hour = Number(kid.slice(rotatingIdPrefix.length));
    if (!Number.isSafeInteger(hour)) return undefined;
    const age = this.#now() - hour * hourInMs;
    return age >= 0 && age < rotatingKeyLifeInMs ? createSecretKey(this.#derive(hour), "utf8") : undefined;
  }

  #derive(hour: number): string {
    return createHmac("sha256", this.primary).update(`rotating key ${hour}`).digest("base64");
  }
}
