import createOpenapiFetch, { type Client, type Middleware as OpenapiFetchMiddleware } from "openapi-fetch";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import { expandPath } from "./path.js";
import { readRequest } from "./light-request.js";
import type { Middleware } from "./middleware.js";
import { encodeForm } from "./query.js";
import { readText } from "./response-body.js";
import { send } from "./transport.js";

/** An openapi-fetch client, typed by the `paths` of a document. */
export type RawClient<Paths extends object> = Client<Paths>;

/**
 * Creates an openapi-fetch client on top of the transport of the other calls: with the same middleware, path checks, headers and
 * body limit. This is the only place that uses the library.
 *
 * @param operations Descriptors to pass to middleware.
 * @param query Query parameters of every request.
 */
export function createRaw<Paths extends object>(
  context: ClientContext,
  operations: readonly OperationDescriptor[],
  query: Readonly<Record<string, string>> = {},
): RawClient<Paths> {
  const { baseUrl, headers, middleware, maxResponseBytes } = context;
  const client = createOpenapiFetch<Paths>({
    baseUrl,
    // Redirects are returned, not followed, so that no token is sent to another host.
    redirect: "manual",
    headers,
    // Receives the whole URL. That is safe, because a parsed base URL contains neither braces nor dot segments.
    pathSerializer: (url, values) => expandPath(url, values, context.toPathText),
    querySerializer: (values) => serializeQuery({ ...query, ...(values as object) }),
    fetch: async (request) =>
      limitBody(await send(context.fetch, await readRequest(request)), maxResponseBytes),
  });
  client.use({
    // openapi-fetch does not fill in the template if a call has no path parameters.
    onRequest({ schemaPath, params }) {
      if (!params.path) expandPath(schemaPath, {});
    },
  });
  for (const entry of middleware) client.use(describeOperations(entry, operations));
  return client;
}

/** Serializes a query, omitting `undefined` and `null`. */
export function serializeQuery(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined || value === null ? "" : encodeForm(name, value)))
    .filter(Boolean)
    .join("&");
}

/** Adds the operation to the calls of our middleware, because openapi-fetch does not know it. */
function describeOperations(
  middleware: Middleware,
  operations: readonly OperationDescriptor[],
): OpenapiFetchMiddleware {
  const hooks = ["onRequest", "onResponse", "onError"] as const;
  const described = hooks.flatMap((hook) => {
    if (middleware[hook] === undefined) return [];
    const tell = (call: { readonly request: Request; readonly schemaPath: string }): unknown => {
      const { request, schemaPath } = call;
      const operation = operations.find(
        ({ method, path }) => method === request.method && path === schemaPath,
      );
      return middleware[hook]?.({ ...call, ...(operation && { operation }) } as never);
    };
    return [[hook, tell]];
  });
  return Object.fromEntries(described) as OpenapiFetchMiddleware;
}

/** Limits the length of a body, because openapi-fetch reads bodies without a limit. */
async function limitBody(response: Response, limit: number): Promise<Response> {
  const { body, status, statusText, url } = response;
  if (!body) return response;
  const headers = new Headers(response.headers);
  // The new body is not encoded, and its length may differ.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const limited = new Response(status < 400 ? limitStream(body, limit) : await readError(response, limit), {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(limited, "url", { value: url });
}

/** Reads the body of an error response. A body that is too long becomes a message, so that the status is kept. */
async function readError(response: Response, limit: number): Promise<string> {
  try {
    return await readText(response, limit);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

function limitStream(body: ReadableStream<Uint8Array>, limit: number): ReadableStream<Uint8Array> {
  let length = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length <= limit) controller.enqueue(chunk);
      else
        controller.error(
          new RangeError(`The response body is longer than ${limit} bytes (option maxResponseBytes)`),
        );
    },
  });
  return body.pipeThrough(counter as never);
}
