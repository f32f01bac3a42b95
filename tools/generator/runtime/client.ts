import { type CallContext, call } from "./call.js";
import { readEndpoint } from "./endpoint.js";
import { createRawClient } from "./openapi-fetch.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions, ClientOptions } from "./options.js";
import { paginate } from "./paging.js";
import type { Arguments, Serializers } from "./request-parts.js";

/** What the document says about the client as a whole. */
export interface ClientSettings extends Serializers {
  readonly operations: Readonly<Record<string, OperationDescriptor>>;
  readonly ErrorClass: CallContext["ErrorClass"];
  /** Path parameter that can be bound once. */
  readonly scope?: string;
  /** Arguments that may be given as client options. */
  readonly defaults?: readonly string[];
  readonly apiVersion?: readonly [parameter: string, value: string];
  readonly errorCodeHeader?: string;
  readonly nonStringPathParameters?: readonly string[];
}

const defaultMaxResponseBytes = 64 * 1024 * 1024;

/**
 * Makes the methods of a client from its operation table. The generated factory gives the result its type: working it out
 * from the table would cost every program that compiles against it.
 *
 * @throws {TypeError} when the endpoint is not usable.
 */
export function createClient(options: ClientOptions, settings: ClientSettings): object {
  const {
    operations,
    ErrorClass,
    scope,
    defaults = [],
    apiVersion,
    errorCodeHeader,
    nonStringPathParameters,
    encodeStyled,
    serializeForm,
  } = settings;
  const { retry, maxResponseBytes = defaultMaxResponseBytes } = options;
  const baseUrl = readEndpoint(options.endpoint);
  const raw = createRawClient(baseUrl, options, apiVersion, nonStringPathParameters, maxResponseBytes);
  const context: CallContext = {
    baseUrl,
    request: raw.request as unknown as CallContext["request"],
    ErrorClass,
    errorCodeHeader,
    retry,
    maxResponseBytes,
    ...(encodeStyled && { encodeStyled }),
    ...(serializeForm && { serializeForm }),
  };
  const given = options as unknown as Arguments;

  function methods(bound: Arguments): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const id in operations) {
      const operation = operations[id] as OperationDescriptor;
      const { parameters = {} } = operation;
      const preset: Record<string, unknown> = {};
      for (const name of defaults) if (name in parameters) preset[name] = given[name];
      if (scope !== undefined && scope in bound && !(scope in parameters)) continue;
      Object.assign(preset, bound);
      result[id] = (own?: Arguments, callOptions: CallOptions = {}) => {
        const args = mergeArguments(preset, own);
        const run = (runArgs: Arguments) => call(context, id, operation, runArgs, callOptions);
        return operation.paging ? paginate(id, operation.paging, args, run) : run(args);
      };
    }
    return result;
  }

  const client = methods({});
  if (scope !== undefined) client[scope] = (value: string) => methods({ [scope]: value });
  return Object.assign(client, { raw });
}

/** The caller's arguments over the preset ones; `undefined` does not hide a preset. */
function mergeArguments(preset: Arguments, args: Arguments | undefined): Arguments {
  // Without a prototype: a parameter may be called `constructor`.
  const merged: Record<string, unknown> = { __proto__: null, ...args };
  for (const key in preset) if (merged[key] === undefined) merged[key] = preset[key];
  return merged;
}
