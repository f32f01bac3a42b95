import {
  type FromConnectionStringOptions,
  type NegotiatorOptions,
  SignalRAuthError,
  isSignalRAuthError,
  parseConnectionString,
} from "@x/auth";
import type { EndpointRoute, EndpointType } from "./route.js";

/** One resource of Azure SignalR Service, of several that serve the same hubs. */
export interface EndpointOptions extends Pick<FromConnectionStringOptions, "credential" | "secondaryKey"> {
  /** Name of the endpoint, in errors and for routing. Unique, and the same in all instances of the application. */
  readonly name: string;
  /** Connection string of the resource. */
  readonly connectionString: string;
  /**
   * A secondary endpoint gets new clients only while no primary endpoint is healthy. Messages go to both kinds.
   *
   * @defaultValue "primary"
   */
  readonly type?: EndpointType;
  /**
   * Share of new clients, relative to the other endpoints: 2 gets twice as many as 1. 0 gets new clients only while no other
   * endpoint can take them, which empties a resource before it is removed.
   *
   * @defaultValue 1
   */
  readonly weight?: number;
  /** Signs client tokens with a rotating key instead of the access key of the connection string. */
  readonly keys?: NegotiatorOptions["keys"];
}

/** When an endpoint counts as healthy. There is no timer: health is checked when a client is negotiated. */
export interface EndpointHealthOptions {
  /** How long the result of a check is used. @defaultValue 10000 */
  readonly windowInMs?: number;
  /** How long one health request may take. @defaultValue 2000 */
  readonly timeoutInMs?: number;
  /** Failed requests in a row after which a healthy endpoint is skipped. They are made at once, within one check. @defaultValue 2 */
  readonly failures?: number;
  /** Successful checks in a row, one per window, after which a skipped endpoint gets clients again. @defaultValue 2 */
  readonly successes?: number;
}

/** Whom a message is for. */
export interface MessageTarget {
  /** Name of the hub. */
  readonly hub: string;
  /** Set for a message to a group, and for its members. */
  readonly group?: string;
  /** Set for a message to a user. */
  readonly user?: string;
}

/** Options of `createEndpoints`: those of every endpoint's client, and where clients and messages go. */
export interface CreateEndpointsOptions
  extends
    Omit<FromConnectionStringOptions, "application" | "credential" | "secondaryKey">,
    Pick<NegotiatorOptions, "allowAmbiguousClaims"> {
  /** Chooses the endpoint of a new client. By default a random healthy endpoint, by weight. */
  readonly route?: EndpointRoute;
  /**
   * Names the endpoints that may hold a group or a user, so that a message makes fewer requests. `undefined` stands for all
   * of them, which is the default. Connections elsewhere do not get the message.
   */
  readonly endpointsFor?: (target: MessageTarget) => readonly string[] | undefined;
  /** When an endpoint counts as healthy. */
  readonly health?: EndpointHealthOptions;
  /** A number from 0 to below 1, for the choice by weight. @defaultValue Math.random */
  readonly random?: () => number;
}

/**
 * Checks what was passed to `createEndpoints`.
 *
 * @throws {TypeError} and {RangeError} which name the endpoint; {SignalRAuthError} for a connection string
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

/** Where the resource is. `ServerEndpoint` and `ClientEndpoint` are other ways to it. */
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
