import {
  type ClientTokenSubject,
  type NegotiateOptions,
  type Negotiation,
  type Negotiator,
  contextFromConnectionString,
  createNegotiator,
  parseConnectionString,
} from "@x/auth";
import { type SignalRServiceContext, generateClientToken } from "@x/fetch-client/operations";
import type { HubContract, KnownParts } from "../contract.js";
import { EndpointHealth } from "./health.js";
import { type CreateEndpointsOptions, type EndpointOptions, checkEndpoints } from "./options.js";
import { type AvailableEndpoint, weightedChoice } from "./route.js";
import { EndpointsError } from "./error.js";
import { type EndpointsHub, endpointsHub } from "./hub.js";
import { HubByEndpoint, assertEndpoint } from "./hub-by-endpoint.js";
import { type HubName, createHubFromContext } from "../hub.js";

/**
 * The `/negotiate` response, with the name of the chosen endpoint. SignalR clients ignore the name; your front end may send it back to
 * the application.
 */
export interface EndpointNegotiation extends Negotiation {
  /** Name of the endpoint. Together with the connection ID it makes up a {@link ConnectionReference}. */
  readonly endpoint: string;
}

/** The health of an endpoint. */
export interface EndpointStatus extends AvailableEndpoint {
  /** Whether the endpoint is healthy and can get new clients. */
  readonly isHealthy: boolean;
  /** Time of the last check, in milliseconds since 1970. */
  readonly checkedAt?: number;
  /** The error of the last failed check, while the endpoint is not healthy. */
  readonly error?: unknown;
}

/** Several resources that serve the same hubs. Create it with {@link createEndpoints}. */
export interface Endpoints {
  /** Names of the endpoints, in the order in which they were passed. */
  readonly names: readonly string[];
  /** Returns a typed hub, which sends through every endpoint that may have a receiver. */
  hub<C extends HubContract & KnownParts<C>>(name: HubName): EndpointsHub<C>;
  /**
   * Creates the `/negotiate` response for a client, at a healthy endpoint. It is a negotiator, like the result of
   * `createNegotiator`, and can be passed to `createNegotiateHandler`.
   *
   * @throws {EndpointsError} `no-healthy-endpoint`
   * @throws {RangeError} If `route` returns an unknown name. Errors of `route` are passed through.
   */
  negotiate(subject: ClientTokenSubject, options?: NegotiateOptions): Promise<EndpointNegotiation>;
  /** Resolves to the health of all endpoints. Checks again if the last check is older than `health.windowInMs`. Never rejects. */
  status(): Promise<readonly EndpointStatus[]>;
}

interface Endpoint extends AvailableEndpoint {
  readonly context: SignalRServiceContext;
  readonly negotiate: Negotiator;
  readonly health: EndpointHealth;
}

/**
 * Spreads hubs across several resources of Azure SignalR Service, to support more connections than one resource or several regions.
 *
 * Each client is negotiated to one endpoint, chosen at random by weight or by `route`. Messages to all clients, groups and users are
 * sent to every endpoint, with one request each. Unhealthy endpoints get no new clients, and secondary endpoints get new clients only
 * while no primary endpoint is healthy. The rules follow the C# SDK:
 * [multiple endpoints](https://github.com/Azure/azure-signalr/blob/dev/docs/sharding.md).
 *
 * @throws {TypeError} If the list is empty or has no primary endpoint, if a name is missing or repeated, or if two endpoints are the
 * same resource.
 * @throws {RangeError} If a weight or a limit is out of range.
 * @throws {SignalRAuthError} Same as `fromConnectionString` and `createNegotiator` of `@x/auth`.
 *
 * @example
 * ```ts
 * import { createEndpoints } from "@x/hub/endpoints";
 *
 * interface Todo {
 *   events: { itemAdded(text: string): void };
 * }
 *
 * const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
 * const endpoints = createEndpoints([
 *   { name: "east", connectionString: process.env.AZURE_SIGNALR_CONNECTION_STRING ?? "", weight: 2 },
 *   {
 *     name: "backup",
 *     connectionString: `Endpoint=https://contoso-backup.service.signalr.net;AccessKey=${key};Version=1.0;`,
 *     type: "secondary",
 *   },
 * ]);
 *
 * // In your POST /negotiate route
 * const { url, accessToken, endpoint } = await endpoints.negotiate({ hub: "todo", userId: "ada" });
 * console.log({ url, accessToken, endpoint }); // the body of the JSON response
 *
 * // Anywhere in your backend
 * const todo = endpoints.hub<Todo>({ hub: "todo" });
 * const { reached } = await todo.connection({ endpoint, connectionId: "c1" }).send("itemAdded", "milk");
 * console.log(reached); // ["east"]
 * ```
 */
export function createEndpoints(
  endpoints: readonly EndpointOptions[],
  options: CreateEndpointsOptions = {},
): Endpoints {
  const { route, endpointsFor = () => undefined, health = {}, random = Math.random, ...shared } = options;
  checkEndpoints(endpoints, health);
  const all = new Map(endpoints.map((endpoint) => [endpoint.name, endpointOf(endpoint, health, shared)]));

  /** Returns the healthy endpoints of a type. */
  const healthy = async (type: Endpoint["type"]): Promise<readonly Endpoint[]> => {
    const ofType = [...all.values()].filter((endpoint) => endpoint.type === type);
    const checks = await Promise.all(ofType.map((endpoint) => endpoint.health.check()));
    return ofType.filter((_, index) => checks[index]);
  };

  const choose = async (client: ClientTokenSubject, request: Request | undefined): Promise<Endpoint> => {
    const primaries = await healthy("primary");
    const available = primaries.length > 0 ? primaries : await healthy("secondary");
    const name = await route?.(
      { ...client, ...(request === undefined ? {} : { request }) },
      available.map(availableEndpoint),
    );
    const chosen = name === undefined ? undefined : all.get(assertEndpoint(name, all));
    if (chosen !== undefined && (await chosen.health.check())) return chosen;
    const byWeight = weightedChoice(available, random);
    if (byWeight !== undefined) return byWeight;
    const failed = [...all.values()].map(({ name: endpoint, health: { error } }) => ({ endpoint, error }));
    throw new EndpointsError("no-healthy-endpoint", "No endpoint is healthy", failed);
  };

  return {
    names: [...all.keys()],
    hub<C extends HubContract & KnownParts<C>>(name: HubName) {
      const hubs = [...all].map(
        ([endpoint, { context }]) => [endpoint, createHubFromContext<C>(context, name)] as const,
      );
      return endpointsHub<C>(name, new HubByEndpoint(name, new Map(hubs), endpointsFor));
    },
    async negotiate(subject, call) {
      call?.signal?.throwIfAborted();
      const { name, negotiate } = await choose(subject, call?.request);
      return { ...(await negotiate(subject, call)), endpoint: name };
    },
    status: () => Promise.all([...all.values()].map(statusOf)),
  };
}

function availableEndpoint({ name, type, weight }: AvailableEndpoint): AvailableEndpoint {
  return { name, type, weight };
}

async function statusOf({ health, ...endpoint }: Endpoint): Promise<EndpointStatus> {
  const isHealthy = await health.check();
  const { checkedAt, error } = health;
  return {
    ...availableEndpoint(endpoint),
    isHealthy,
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(error === undefined ? {} : { error }),
  };
}

function endpointOf(
  { name, type = "primary", weight = 1, connectionString, keys, credential, secondaryKey }: EndpointOptions,
  health: NonNullable<CreateEndpointsOptions["health"]>,
  {
    allowAmbiguousClaims,
    ...shared
  }: Omit<CreateEndpointsOptions, "route" | "endpointsFor" | "health" | "random">,
): Endpoint {
  const { clock = Date.now, allowInsecureConnection } = shared;
  const context = contextFromConnectionString(connectionString, {
    ...shared,
    ...(credential === undefined ? {} : { credential }),
    ...(secondaryKey === undefined ? {} : { secondaryKey }),
  });
  const hasKey = keys !== undefined || parseConnectionString(connectionString).accessKey !== undefined;
  const negotiate = createNegotiator(connectionString, {
    clock,
    ...(keys === undefined ? {} : { keys }),
    // A Microsoft Entra identity has no signing key, so the service generates the tokens.
    ...(hasKey
      ? {}
      : { client: { generateClientToken: (...args) => generateClientToken(context, ...args) } }),
    ...(allowInsecureConnection === undefined ? {} : { allowInsecureConnection }),
    ...(allowAmbiguousClaims === undefined ? {} : { allowAmbiguousClaims }),
  });
  return { name, type, weight, context, negotiate, health: new EndpointHealth(context, clock, health) };
}
