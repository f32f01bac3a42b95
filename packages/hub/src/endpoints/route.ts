import type { ClientTokenSubject } from "@x/auth";

/** A primary endpoint gets new clients. A secondary endpoint gets them only while no primary endpoint is healthy. */
export type EndpointType = "primary" | "secondary";

/** The client that an endpoint is chosen for. */
export interface RoutedClient extends ClientTokenSubject {
  /** The `/negotiate` request, if it was passed to `negotiate`. `createNegotiateHandler` passes it. */
  readonly request?: Request;
}

/** An endpoint that can take new clients: a healthy primary endpoint or, if there is none, a healthy secondary endpoint. */
export interface AvailableEndpoint {
  /** Name of the endpoint. */
  readonly name: string;
  /** Type of the endpoint. */
  readonly type: EndpointType;
  /** Share of new clients, relative to the other endpoints. */
  readonly weight: number;
}

/**
 * Chooses the endpoint of a new client, for example by user, tenant or region, and returns its name, which may be that of a secondary
 * endpoint. If it returns `undefined` or the name of an unhealthy endpoint, an available endpoint is chosen by weight.
 */
export type EndpointRoute = (
  client: RoutedClient,
  available: readonly AvailableEndpoint[],
) => string | undefined | Promise<string | undefined>;

/**
 * Routes clients with the same key to the same endpoint, in all instances of the application and without shared state. If an
 * endpoint fails, only its own keys move, and clients with the same key stay together. Weights are respected.
 *
 * Uses weighted rendezvous hashing ([Thaler and Ravishankar](https://www.eecs.umich.edu/techreports/cse/96/CSE-TR-316-96.pdf)).
 *
 * @param keyOf Returns the key of a client, such as its tenant. If it returns `undefined`, an endpoint is chosen by weight.
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

/** Hashes a name and a key to a number between 0 and 1 (exclusive). */
async function fractionOf(name: string, key: string): Promise<number> {
  const text = new TextEncoder().encode(JSON.stringify([name, key]));
  const digest = new DataView(await crypto.subtle.digest("SHA-256", text));
  return (digest.getUint32(0) + 0.5) / 2 ** 32;
}

/** Chooses a random endpoint by weight. */
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
  // Reached only through rounding: the last endpoint with a share.
  return available.filter((endpoint) => weightOf(endpoint) > 0).at(-1);
}
