import { type CallOptions, InvalidPathParameterError, connectionExists } from "@x/fetch-client/operations";
import type { HubContract } from "../contract.js";
import type { HubName, TypedHub } from "../hub.js";
import { type EndpointFailure, EndpointsError } from "./error.js";
import type { MessageTarget } from "./options.js";

/** A connection, and the endpoint that it is connected to. */
export interface ConnectionReference {
  /** Name of the endpoint, from the result of `negotiate` or from the webhook that reported the connection. */
  readonly endpoint: string;
  /** ID of the connection. */
  readonly connectionId: string;
}

/** The result of sending a message. */
export interface Delivery {
  /** Names of the endpoints that accepted the message. Empty only for a connection that no endpoint has. */
  readonly reached: readonly string[];
}

/** A hub at each endpoint: which of them a call is for, and what comes of it. */
export class HubByEndpoint<C extends HubContract> {
  readonly #name: HubName;
  readonly #hubs: ReadonlyMap<string, TypedHub<C>>;
  readonly #endpointsFor: (target: MessageTarget) => readonly string[] | undefined;

  constructor(
    name: HubName,
    hubs: ReadonlyMap<string, TypedHub<C>>,
    endpointsFor: (target: MessageTarget) => readonly string[] | undefined,
  ) {
    this.#name = name;
    this.#hubs = hubs;
    this.#endpointsFor = endpointsFor;
  }

  /** @throws {RangeError} If no endpoint has this name. */
  at(endpoint: string): TypedHub<C> {
    return this.#hubs.get(assertEndpoint(endpoint, this.#hubs)) as TypedHub<C>;
  }

  /** Names of the endpoints that may hold a receiver. */
  holdersOf(to: Omit<MessageTarget, "hub">): readonly string[] {
    const chosen = this.#endpointsFor({ hub: this.#name.hub, ...to });
    if (chosen === undefined) return [...this.#hubs.keys()];
    if (chosen.length === 0)
      throw new RangeError("endpointsFor must name at least one endpoint, or return undefined for all");
    return [...new Set(chosen.map((endpoint) => assertEndpoint(endpoint, this.#hubs)))];
  }

  /** Calls each endpoint and waits for all of them, so that the error can say where the call succeeded. */
  async each(
    endpoints: readonly string[],
    { signal }: CallOptions,
    call: (hub: TypedHub<C>, endpoint: string) => Promise<unknown>,
  ): Promise<Delivery> {
    const outcomes = await Promise.allSettled(
      endpoints.map(async (endpoint) => call(this.at(endpoint), endpoint)),
    );
    const failed: EndpointFailure[] = [];
    const reached: string[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const endpoint = endpoints[index] as string;
      if (outcome.status === "fulfilled") reached.push(endpoint);
      else failed.push({ endpoint, error: outcome.reason });
    }
    if (failed.length === 0) return { reached };
    // Neither of these is a failure of an endpoint.
    if (reached.length === 0) {
      signal?.throwIfAborted();
      const invalid = failed.find(({ error }) => error instanceof InvalidPathParameterError);
      if (invalid !== undefined) throw invalid.error;
    }
    throw new EndpointsError(
      reached.length === 0 ? "total-failure" : "partial-failure",
      `${failed.length} of ${endpoints.length} endpoints did not accept the call`,
      failed,
      reached,
    );
  }

  /** The connection with its endpoint and the hub there, which are `undefined` when no endpoint has the connection. */
  async find(connection: string | ConnectionReference, options: CallOptions): Promise<FoundConnection<C>> {
    const { connectionId, endpoint } =
      typeof connection === "string"
        ? { connectionId: connection, endpoint: await this.#locate(connection, options) }
        : connection;
    return { connectionId, endpoint, hub: endpoint === undefined ? undefined : this.at(endpoint) };
  }

  /** @throws {EndpointsError} `connection-not-found` */
  async mustFind(
    connection: string | ConnectionReference,
    options: CallOptions,
  ): Promise<{ readonly connectionId: string; readonly hub: TypedHub<C> }> {
    const { connectionId, hub } = await this.find(connection, options);
    if (hub !== undefined) return { connectionId, hub };
    throw new EndpointsError(
      "connection-not-found",
      `Connection '${connectionId}' was not found; endpoints queried: ${[...this.#hubs.keys()].join(", ")}`,
    );
  }

  /**
   * Resolves to the first endpoint that reports the connection, or to `undefined` if none does. Does not wait for the other
   * endpoints once the connection is found, and does not retry their requests.
   */
  async #locate(connectionId: string, options: CallOptions): Promise<string | undefined> {
    const { signal } = options;
    signal?.throwIfAborted();
    const found = new AbortController();
    const abort = () => found.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    const failed: EndpointFailure[] = [];
    const asked = [...this.#hubs].map(async ([endpoint, { context }]) => {
      try {
        const target = { ...this.#name, connectionId };
        if (await connectionExists(context, target, { ...options, signal: found.signal })) return endpoint;
      } catch (error) {
        failed.push({ endpoint, error });
      }
      throw undefined;
    });
    try {
      return await Promise.any(asked);
    } catch {
      if (failed.length === 0) return undefined;
      signal?.throwIfAborted();
      throw new EndpointsError(
        "total-failure",
        `Could not find connection '${connectionId}': ${failed.length} of ${this.#hubs.size} endpoints could not be queried, and the others do not have it`,
        failed,
      );
    } finally {
      signal?.removeEventListener("abort", abort);
      found.abort();
    }
  }
}

interface FoundConnection<C extends HubContract> {
  readonly connectionId: string;
  readonly endpoint: string | undefined;
  readonly hub: TypedHub<C> | undefined;
}

/** @throws {RangeError} for a name that no endpoint has */
export function assertEndpoint(endpoint: string, known: ReadonlyMap<string, unknown>): string {
  if (known.has(endpoint)) return endpoint;
  throw new RangeError(`Unknown endpoint '${endpoint}': expected one of ${[...known.keys()].join(", ")}`);
}
