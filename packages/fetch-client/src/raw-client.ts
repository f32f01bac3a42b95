import createOpenapiFetch, { type Client, type Middleware as OpenapiFetchMiddleware } from "openapi-fetch";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import { expandPath } from "./path.js";
import { readRequest } from "./light-request.js";
import type { Middleware } from "./middleware.js";
import { encodeForm } from "./query.js";
import { readText } from "./response-body.js";
import { send } from "./transport.js";

/** The openapi-fetch client of a document's `paths`. */
export type RawClient<Paths extends object> = Client<Paths>;

/**
 * Makes openapi-fetch's own client over the transport of the others: the same middleware, path safety, headers and limit.
 * The one place that knows the library.
 *
 * @param operations For middleware that asks what the document says of an operation.
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
    // A redirect is an answer: a token must not follow it to another host.
    redirect: "manual",
    headers,
    // Given the URL as a whole: a base URL that has been parsed holds neither braces nor dot segments.
    pathSerializer: (url, values) => expandPath(url, values, context.toPathText),
    querySerializer: (values) => serializeQuery({ ...query, ...(values as object) }),
    fetch: async (request) =>
      limitBody(await send(context.fetch, await readRequest(request)), maxResponseBytes),
  });
  client.use({
    // openapi-fetch leaves a template as it is where a call has no path parameters.
    onRequest({ schemaPath, params }) {
      if (!params.path) expandPath(schemaPath, {});
    },
  });
  for (const entry of middleware) client.use(describeOperations(entry, operations));
  return client;
}

/** Writes a query; `undefined` and `null` are left out. */
export function serializeQuery(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined || value === null ? "" : encodeForm(name, value)))
    .filter(Boolean)
    .join("&");
}

/** Tells a middleware of ours about the operation, of which openapi-fetch knows nothing. */
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

/** openapi-fetch reads a body whole; one that is too long is cut off before it gets there. */
async function limitBody(response: Response, limit: number): Promise<Response> {
  const { body, status, statusText, url } = response;
  if (!body) return response;
  const headers = new Headers(response.headers);
  // The new body is plain, and its length may be another one.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const limited = new Response(status < 400 ? limitStream(body, limit) : await readError(response, limit), {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(limited, "url", { value: url });
}

/** An error keeps its status, whatever its body. */
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
