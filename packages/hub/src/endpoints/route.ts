import type { ClientTokenSubject } from "@x/auth";

/** Whether an endpoint gets new clients in normal operation. */
export type EndpointType = "primary" | "secondary";

/** A client for whom an endpoint is chosen. */
export interface RoutedClient extends ClientTokenSubject {
  /** The request to `/negotiate`, where it was given to `negotiate`. `createNegotiateHandler` does. */
  readonly request?: Request;
}

/** An endpoint that can take a client now: a healthy primary one or, while there is none, a healthy secondary one. */
export interface AvailableEndpoint {
  /** Name of the endpoint. */
  readonly name: string;
  /** Whether it gets new clients in normal operation. */
  readonly type: EndpointType;
  /** Its share of new clients. */
  readonly weight: number;
}

/**
 * Chooses the endpoint of a new client by its user, tenant, region or anything else, and returns its name. `undefined` leaves the
 * choice to the weights, and so does the name of an endpoint that is not healthy. A secondary endpoint may be chosen too.
 */
export type EndpointRoute = (
  client: RoutedClient,
  available: readonly AvailableEndpoint[],
) => string | undefined | Promise<string | undefined>;

/**
 * Routes clients with the same key to the same endpoint, in all instances of the application and without shared state. When an
 * endpoint fails, only its own keys move, and they move together. Weights count.
 *
 * It works by weighted rendezvous hashing ([Thaler and Ravishankar](https://www.eecs.umich.edu/techreports/cse/96/CSE-TR-316-96.pdf)).
 *
 * @param keyOf What clients that must meet have in common, such as a tenant. `undefined` leaves the choice to the weights.
 *
 * @example
 * ```ts
 * import { createEndpoints, stickyBy } from "@x/hub/endpoints";
 *
 * const connectionString = process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "";
 * const endpoints = createEndpoints([{ name: "east", connectionString }], {
 *   route: stickyBy(({ claims }) => claims?.["tenant"]?.toString()),
 * });
 * const { endpoint } = await endpoints.negotiate({ hub: "todo", claims: { tenant: "contoso" } });
 * console.log(endpoint); // east
 * ```
 */
export function stickyBy(keyOf: (client: RoutedClient) => string | undefined): EndpointRoute {
  return async (client, available) => {
    const key = keyOf(client);
    if (key === undefined) return undefined;
    const weightless = available.every(({ weight }) => weight === 0);
    const scores = await Promise.all(
      available.map(
        async ({ name, weight }) => (weightless ? 1 : weight) / -Math.log(await fractionOf(name, key)),
      ),
    );
    return available[scores.indexOf(Math.max(...scores))]?.name;
  };
}

/** A number between 0 and 1, both excluded, that is always the same for a name and a key. */
async function fractionOf(name: string, key: string): Promise<number> {
  const text = new TextEncoder().encode(JSON.stringify([name, key]));
  const digest = new DataView(await crypto.subtle.digest("SHA-256", text));
  return (digest.getUint32(0) + 0.5) / 2 ** 32;
}

/** A random endpoint, by weight. */
export function weightedChoice<E extends AvailableEndpoint>(
  available: readonly E[],
  random: () => number,
): E | undefined {
  const total = available.reduce((sum, { weight }) => sum + weight, 0);
  const weightOf = ({ weight }: E) => (total === 0 ? 1 : weight);
  let point = random() * (total === 0 ? available.length : total);
  for (const endpoint of available) {
    point -= weightOf(endpoint);
    if (point < 0) return endpoint;
  }
  // Rounding: the last one that has a share.
  return available.filter((endpoint) => weightOf(endpoint) > 0).at(-1);
}
