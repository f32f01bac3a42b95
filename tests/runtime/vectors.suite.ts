import {
  createSignalRServiceClient,
  operationTable,
  type SignalRServiceClientOptions,
  type SignalRServiceContext,
} from "@x/fetch-client";
import * as operations from "@x/fetch-client/operations";
import { assertEqual, type RuntimeTest, type Surroundings, type VectorCall } from "./harness.ts";

/** The address for which the requests in the vectors are written. */
const endpoint = "https://contoso.service.signalr.net";

/**
 * Every vector of the document over this runtime's own HTTP: the stage compares the request that arrives with the one of
 * the vector and sends the answer of the vector; here the outcome is compared.
 */
export const vectorSuite: readonly RuntimeTest[] = Object.keys(operationTable).map((operationId) => ({
  title: `${operationId}() sends and understands what the vectors say`,
  async run({ control, vectors }: Surroundings) {
    const calls = vectors[operationId] ?? [];
    const differences: string[] = [];
    for (const [index, call] of calls.entries()) {
      for (const form of ["method", "function"] as const) {
        const origin = `${control}/vectors/${operationId}/${index}/${form}`;
        // So that a difference is that of its vector.
        const outcome = await play(origin, form, operationId, call);
        const difference = compare(call.outcome, outcome);
        if (difference !== undefined) differences.push(`${form}, ${call.name}: ${difference}`);
      }
    }
    const response = await fetch(`${control}/verdict/${operationId}`);
    const verdict = (await response.json()) as { requests: number; differences: string[] };
    assertEqual([...differences, ...verdict.differences], []);
    assertEqual(calls.length > 0 && verdict.requests > 0, true);
  },
}));

type Form = "method" | "function";
type Operation = (context: SignalRServiceContext, args: unknown) => unknown;

/** The operation in one of its two forms, as a function of its arguments alone. */
function operationOf(
  form: Form,
  id: string,
  options: SignalRServiceClientOptions,
): (args: unknown) => unknown {
  if (form === "method")
    return Reflect.get(createSignalRServiceClient(options), id) as (args: unknown) => unknown;
  const context = operations.createSignalRServiceContext(options);
  return (args) => (Reflect.get(operations, id) as Operation)(context, args);
}

async function play(
  origin: string,
  form: Form,
  operationId: string,
  call: VectorCall,
): Promise<Record<string, unknown>> {
  const operation = operationOf(form, operationId, {
    endpoint,
    retry: false,
    fetch: (url: string, init?: RequestInit) => fetch(url.replace(endpoint, origin), init),
  });
  try {
    const result = operation(toArguments(call.arguments));
    return { value: await collect(result) };
  } catch (error) {
    return { error };
  }
}

/** Bytes in place of `{ base64 }`. */
function toArguments(args: VectorCall["arguments"]): Record<string, unknown> {
  const { body, contentType } = args;
  if (contentType === undefined || typeof body !== "object" || body === null || !("base64" in body))
    return args;
  return { ...args, body: Uint8Array.from(atob(String(body.base64)), (char) => char.charCodeAt(0)) };
}

async function collect(result: unknown): Promise<unknown> {
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return result;
  const items: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) items.push(item);
  return items;
}

function compare(expected: VectorCall["outcome"], actual: Record<string, unknown>): string | undefined {
  const { error } = actual as { error?: Record<string, unknown> };
  if ("error" in expected) {
    const wrong = Object.entries(expected["error"] as object).find(
      ([name, value]) => error?.[name] !== value,
    );
    return wrong === undefined ? undefined : `${wrong.join(" ")} expected, found ${String(error ?? actual)}`;
  }
  if ("refused" in expected) {
    return error?.["name"] === "InvalidPathParameterError" ? undefined : `not refused: ${String(error)}`;
  }
  if (error !== undefined) return `the call fails: ${String(error)}`;
  const [wanted, found] = [expected["value"], actual["value"]].map((value) => JSON.stringify(value));
  return wanted === found ? undefined : `${String(wanted)} expected, found ${String(found)}`;
}
