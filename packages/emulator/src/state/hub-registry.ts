import { Hub } from "./hub.js";

/** The name under which a hub is kept: lower case, prefixed by its application if there is one. */
export function effectiveHubName(hub: string, application?: string): string {
  return (application === undefined || application === "" ? hub : `${application}_${hub}`).toLowerCase();
}

/**
 * All hubs. A hub exists from its first mention, so nothing that happens before the first client is lost; one that
 * nothing is known of may be dropped at any time.
 */
export class HubRegistry {
  readonly #hubs = new Map<string, Hub>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(effectiveName: string): Hub {
    let hub = this.#hubs.get(effectiveName);
    if (hub === undefined) this.#hubs.set(effectiveName, (hub = new Hub(effectiveName, this.#now)));
    return hub;
  }

  values(): IterableIterator<Hub> {
    return this.#hubs.values();
  }

  /** Forgets hubs that would be the same if they were created again. */
  dropEmpty(): void {
    for (const [name, hub] of this.#hubs) if (hub.isEmpty) this.#hubs.delete(name);
  }

  clear(): void {
    this.#hubs.clear();
  }
}
