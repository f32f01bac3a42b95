import { type Document, type JsonValue, isObject } from "./document.ts";
import { sampleInstances } from "./instances.ts";
import type { Operation, Response as DeclaredResponse } from "./operations.ts";

/** The client as the judges see it: one method per operation, made with an endpoint and a `fetch`, never retrying. */
export interface ClientUnderTest {
  create(options: {
    readonly endpoint: string;
    readonly fetch: typeof fetch;
  }): Readonly<Record<string, unknown>>;
}

/** Calls a method to its end: of a list, all items are fetched. */
export async function callMethod(method: unknown, ...args: readonly unknown[]): Promise<unknown> {
  const result = (method as (...given: readonly unknown[]) => unknown)(...args);
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return await result;
  const items: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) items.push(item);
  return items;
}

/** The response that a `fetch` gives a client. */
export function answer(status: number, body?: JsonValue, headers: Record<string, string> = {}): Response {
  if (body === undefined || status === 204) return new Response(null, { status, headers });
  return Response.json(body, { status, headers });
}

/** The first success that the operation declares, with a body where it has one. One page is enough: vectors have several. */
export function successOf(document: Document, operation: Operation): Response {
  const declared = operation.responses.find((one) => one.status.startsWith("2"));
  return answer(Number(declared?.status ?? 200), bodyOf(document, operation, declared));
}

function bodyOf(
  document: Document,
  { paging }: Operation,
  declared: DeclaredResponse | undefined,
): JsonValue | undefined {
  const schema = declared?.content.get("application/json");
  const [body] = schema ? sampleInstances(document, schema, 1) : [];
  return isObject(body) && paging ? { ...body, [paging.nextLinkName]: null } : body;
}
