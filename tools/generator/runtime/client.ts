import { type CallContext, call } from "./call.js";
import { readEndpoint } from "./endpoint.js";
import { mergeHeaders } from "./headers.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions, ClientOptions } from "./options.js";
import { expandPath } from "./path.js";
import { serializeQuery } from "./query.js";
import { createRawClient } from "./raw-client.js";
import type { Arguments, RequestSettings } from "./request-parts.js";
import { readBody } from "./response-body.js";
import { mergePolicy } from "./retry.js";
import { type Transport, send } from "./transport.js";

/** What the document says about the client as a whole. */
export interface ClientSettings extends Omit<RequestSettings, "baseUrl" | "headers"> {
  readonly operations: Readonly<Record<string, OperationDescriptor>>;
  readonly ErrorClass: CallContext["ErrorClass"];
  /** Path parameter that can be bound once. */
  readonly scope?: string;
  /** Arguments that may be given as client options. */
  readonly defaults?: readonly string[];
  readonly errorCodeHeader?: string | undefined;
  /** What iterates over lists, where the document has paged ones. */
  readonly paginate?: (
    context: CallContext,
    operationId: string,
    operation: OperationDescriptor,
    args: Arguments,
    options: CallOptions,
  ) => AsyncIterable<unknown>;
}

/**
 * Makes the methods of a client from its operation table. The generated factory gives the result its type: working it out
 * from the table would cost every program that compiles against it.
 *
 * @throws {TypeError} when the endpoint is not usable.
 */
export function createClient(options: ClientOptions, settings: ClientSettings): object {
  const { operations, scope, defaults = [], paginate } = settings;
  const { maxResponseBytes = 64 * 1024 * 1024, middleware = [], fetch, headers = {} } = options;
  const baseUrl = readEndpoint(options.endpoint);
  const transport: Transport = {
    middleware: [...middleware],
    options: Object.freeze({
      baseUrl,
      parseAs: "stream",
      pathSerializer: (url, values) => expandPath(url, values, settings.nonStringPathParameters),
      querySerializer: (query) => serializeQuery({ ...settings.query, ...query }),
      bodySerializer: JSON.stringify,
      fetch: ((request: Request) => send(fetch, request)) as typeof globalThis.fetch,
    }),
  };
  const context: CallContext = {
    ...settings,
    baseUrl,
    headers: mergeHeaders({ accept: "application/json" }, headers),
    transport,
    maxResponseBytes,
    policy: mergePolicy({}, options.retry),
  };
  const given = options as unknown as Arguments;

  function methods(bound: Arguments): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const id in operations) {
      const operation = operations[id] as OperationDescriptor;
      const { parameters = {}, paging } = operation;
      if (scope !== undefined && scope in bound && !(scope in parameters)) continue;
      const preset: Record<string, unknown> = { ...bound };
      for (const name of defaults) if (name in parameters) preset[name] = given[name];
      result[id] = (own?: Arguments, callOptions: CallOptions = {}) => {
        const args = mergeArguments(preset, own);
        return ((paging && paginate) ?? call)(context, id, operation, args, callOptions);
      };
    }
    return result;
  }

  const client = methods({});
  if (scope !== undefined) client[scope] = (value: string) => methods({ [scope]: value });
  return Object.assign(client, {
    raw: createRawClient(context.headers, transport, (response) => readBody(response, maxResponseBytes)),
  });
}

/** The caller's arguments over the preset ones; `undefined` does not hide a preset. */
function mergeArguments(preset: Arguments, args: Arguments | undefined): Arguments {
  // Without a prototype: a parameter may be called `constructor`.
  const merged: Record<string, unknown> = { __proto__: null, ...args };
  for (const key in preset) if (merged[key] === undefined) merged[key] = preset[key];
  return merged;
}
