import {
  type FromConnectionStringOptions,
  type NegotiatorOptions,
  SignalRAuthError,
  isSignalRAuthError,
  parseConnectionString,
} from "@x/auth";
import type { EndpointRoute, EndpointType } from "./route.js";

/** A resource of Azure SignalR Service, one of several that serve the same hubs. */
export interface EndpointOptions extends Pick<FromConnectionStringOptions, "credential" | "secondaryKey"> {
  /** Name of the endpoint, used in errors and for routing. Must be unique, and the same in all instances of the application. */
  readonly name: string;
  /** Connection string of the resource. */
  readonly connectionString: string;
  /**
   * Type of the endpoint. A secondary endpoint gets new clients only while no primary endpoint is healthy. Messages are sent to
   * both types.
   *
   * @defaultValue "primary"
   */
  readonly type?: EndpointType;
  /**
   * Share of new clients, relative to the other endpoints: an endpoint with weight 2 gets twice as many as one with weight 1. An
   * endpoint with weight 0 gets new clients only while no other endpoint is available. Use 0 to drain a resource before you remove it.
   *
   * @defaultValue 1
   */
  readonly weight?: number;
  /** Source of a rotating key that signs client tokens, instead of the access key of the connection string. */
  readonly keys?: NegotiatorOptions["keys"];
}

/**
 * Options of health checks. There are no timers: endpoints are checked when a client is negotiated, or when `status()` is called.
 */
export interface EndpointHealthOptions {
  /** How long the result of a check is reused. @defaultValue 10000 */
  readonly windowInMs?: number;
  /** Timeout of a health request. @defaultValue 2000 */
  readonly timeoutInMs?: number;
  /** Number of failed requests after which a healthy endpoint becomes unhealthy. They are sent in succession, within one check. @defaultValue 2 */
  readonly failures?: number;
  /** Number of successful checks, at most one per window, after which an unhealthy endpoint becomes healthy. @defaultValue 2 */
  readonly successes?: number;
}

/** The receivers of a message. */
export interface MessageTarget {
  /** Name of the hub. */
  readonly hub: string;
  /** Name of the group, for messages to a group and changes of its members. */
  readonly group?: string;
  /** User ID, for messages to a user. */
  readonly user?: string;
}

/** Options of {@link createEndpoints}: the options of each endpoint's client, and the routing of clients and messages. */
export interface CreateEndpointsOptions
  extends
    Omit<FromConnectionStringOptions, "application" | "credential" | "secondaryKey">,
    Pick<NegotiatorOptions, "allowAmbiguousClaims"> {
  /** Chooses the endpoint of a new client. Default: a random healthy endpoint, by weight. */
  readonly route?: EndpointRoute;
  /**
   * Returns the names of the endpoints that may have the members of a group or the connections of a user, so that a message needs
   * fewer requests. Connections at other endpoints do not receive the message. `undefined` stands for all endpoints. Default: all
   * endpoints.
   */
  readonly endpointsFor?: (target: MessageTarget) => readonly string[] | undefined;
  /** Options of health checks. */
  readonly health?: EndpointHealthOptions;
  /** Returns a random number, at least 0 and less than 1, for the choice by weight. @defaultValue Math.random */
  readonly random?: () => number;
}

/**
 * Validates the arguments of `createEndpoints`.
 *
 * @throws {TypeError} or {RangeError} that names the endpoint; {SignalRAuthError} for an invalid connection string.
 */
export function checkEndpoints(endpoints: readonly EndpointOptions[], health: EndpointHealthOptions): void {
  if (!Array.isArray(endpoints) || endpoints.length === 0)
    throw new TypeError("createEndpoints needs a list of at least one endpoint");
  const addresses = new Map<string, string>();
  const names = new Set<string>();
  for (const endpoint of endpoints as readonly EndpointOptions[]) {
    const { name, type = "primary", weight = 1 } = endpoint;
    if (typeof name !== "string" || name === "")
      throw new TypeError("The name of an endpoint must be a non-empty string");
    if (names.has(name)) throw new TypeError(`Two endpoints have the name '${name}': names must be unique`);
    names.add(name);
    if (type !== "primary" && type !== "secondary")
      throw new TypeError(`The type of endpoint '${name}' must be "primary" or "secondary"`);
    assertNumber(`The weight of endpoint '${name}'`, weight, 0);
    const address = addressOf(endpoint);
    const other = addresses.get(address);
    if (other !== undefined)
      throw new TypeError(
        `The endpoints '${other}' and '${name}' are the same resource, so each message would be sent twice`,
      );
    addresses.set(address, name);
  }
  if (!endpoints.some(({ type = "primary" }: EndpointOptions) => type === "primary"))
    throw new TypeError('createEndpoints needs at least one endpoint of type "primary"');
  const { windowInMs = 10_000, timeoutInMs = 2_000, failures = 2, successes = 2 } = health;
  assertNumber("health.windowInMs", windowInMs, 0);
  assertNumber("health.timeoutInMs", timeoutInMs, 1);
  assertNumber("health.failures", failures, 1);
  assertNumber("health.successes", successes, 1);
}

/** Returns the address of the resource. `ServerEndpoint` and `ClientEndpoint` are other addresses of the same resource. */
function addressOf({ name, connectionString }: EndpointOptions): string {
  try {
    const { endpoint, port } = parseConnectionString(connectionString);
    const url = new URL(endpoint);
    if (port !== undefined) url.port = `${port}`;
    return url.href;
  } catch (error) {
    if (isSignalRAuthError(error))
      throw new SignalRAuthError(error.code, `Endpoint '${name}': ${error.message}`);
    throw error;
  }
}

function assertNumber(what: string, value: unknown, minimum: number): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= minimum) return;
  const message = `${what} must be a finite number of at least ${minimum}`;
  if (typeof value !== "number")
    throw new TypeError(`${message}, not ${value === null ? "null" : typeof value}`);
  throw new RangeError(`${message}, not ${value}`);
}
