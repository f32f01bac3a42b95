import { type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exampleArguments, readOpenApi, readOperations, specFile } from "@x/contract-kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OperationDescriptor, type RetryPolicy, operationTable } from "../../generated/index.js";
import { callForms } from "./client-under-test.ts";

type Answer = (response: ServerResponse, isHead: boolean) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, { "content-length": "0", connection: "close", ...headers }).end();
const body =
  (text: string, type = "application/json"): Answer =>
  (response) =>
    void response.writeHead(200, { "content-type": type, connection: "close" }).end(text);
/** Headers and the start of a body that does not end; then `after`. */
const unfinished =
  (after: Answer): Answer =>
  (response, isHead) => {
    response.writeHead(200, { "content-type": "application/json", connection: "close" });
    if (isHead) return void response.end();
    response.write("{", () => setImmediate(() => after(response, false)));
  };
const reset: Answer = (response) => void response.socket?.destroy();
const past = new Date(0).toUTCString();

/** What a service may do instead of answering; whether it has refused the call, and whether another try may help. */
const faults = {
  "500": { answer: status(500), retried: "idempotent" },
  "502": { answer: status(502), retried: "idempotent" },
  "503": { answer: status(503), retried: "idempotent" },
  "503 with Retry-After": { answer: status(503, { "retry-after": "0" }), retried: "always" },
  "429 with seconds": { answer: status(429, { "retry-after": "0" }), retried: "always" },
  "429 with a date": { answer: status(429, { "retry-after": past }), retried: "always" },
  "reset before headers": { answer: reset, retried: "idempotent" },
  "reset mid-body": { answer: unfinished(reset), retried: "answer" },
  hang: { answer: () => {}, retried: "idempotent" },
  "slow drip": { answer: unfinished(() => {}), retried: "answer" },
  "empty 404": { answer: status(404), retried: "never" },
  "wrong content type": { answer: body("<p>", "text/html"), retried: "body" },
  "truncated JSON": { answer: body('{"value":['), retried: "body" },
  redirect: { answer: status(302, { location: "/elsewhere" }), retried: "never" },
} as const satisfies Record<string, { answer: Answer; retried: string }>;

const attempts = 3;
const retry: RetryPolicy = { attempts, delayInMs: 1, maxDelayInMs: 2, timeoutInMs: 60_000 };
/** For a service that lets the client wait; in other cases a timeout would only show that the machine is busy. */
const impatient: RetryPolicy = { ...retry, timeoutInMs: 500 };
const operations = readOperations(readOpenApi(specFile));

let server: Server;
let endpoint: string;
/** What to answer to the requests of a call, in turn, and how many have come. */
const calls = new Map<string, { readonly answers: readonly Answer[]; requests: number }>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const call = calls.get(String(request.headers["x-call"]));
    const answer = call?.answers[Math.min(call.requests++, call.answers.length - 1)] ?? status(500);
    request.on("error", () => {}).resume();
    answer(response, request.method === "HEAD");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Calls an operation in a form against these answers; a list is read to its end. */
async function callAgainst(form: string, operationId: string, answers: readonly Answer[], policy = retry) {
  const id = `${calls.size}`;
  const counted = { answers, requests: 0 };
  calls.set(id, counted);
  const client = callForms[form]?.({ endpoint, retry: policy, headers: { "x-call": id } });
  const operation = operations.find((candidate) => candidate.operationId === operationId);
  const [example] = operation?.body?.examples.values() ?? [];
  const args = { ...(operation && exampleArguments(operation)), ...(operation?.body && { body: example }) };
  const method = client?.[operationId];
  let error: unknown;
  try {
    const { parameters, body: takesBody } = operationTable[
      operationId as keyof typeof operationTable
    ] as OperationDescriptor;
    const result = parameters || takesBody ? method?.(args, {}) : method?.({}, {});
    if (Symbol.asyncIterator in Object(result)) for await (const _ of result as AsyncIterable<unknown>);
    else await result;
  } catch (thrown) {
    error = thrown;
  }
  return { requests: counted.requests, error };
}

/** How many requests the document allows for a fault that does not go away, and whether the call fails. */
function expected(operationId: string, retried: string) {
  const { result } = operationTable[operationId as keyof typeof operationTable] as OperationDescriptor;
  const isIdempotent =
    operations.find((operation) => operation.operationId === operationId)?.retry === "idempotent";
  const isAnswer = result === "data" || result === "pages";
  switch (retried) {
    case "always":
      return { requests: attempts, fails: true };
    case "idempotent":
      return { requests: isIdempotent ? attempts : 1, fails: true };
    case "answer":
      return { requests: isAnswer && isIdempotent ? attempts : 1, fails: isAnswer };
    case "body":
      return { requests: 1, fails: isAnswer };
    default:
      return { requests: 1, fails: true };
  }
}

const forms = Object.keys(callForms);
const cases = operations.flatMap(({ operationId }) => forms.map((form) => [operationId, form] as const));

describe.concurrent.each(cases)("%s() of the %s", (operationId, form) => {
  test.each(Object.keys(faults) as (keyof typeof faults)[])(
    "sends what the document allows against a service that answers with %s",
    async (name) => {
      const { answer, retried } = faults[name];
      const waits = name === "hang" || name === "slow drip";
      const { requests, error } = await callAgainst(form, operationId, [answer], waits ? impatient : retry);
      const { fails, requests: allowed } = expected(operationId, retried);
      expect({ requests, fails: error !== undefined }).toEqual({ requests: allowed, fails });
      if (name === "hang") expect(error).toMatchObject({ name: "TimeoutError" });
      if (/^\d/.test(name)) expect(error).toMatchObject({ operationId, status: Number(name.slice(0, 3)) });
      if (name === "empty 404") expect(String(error)).toContain("wrong endpoint?");
      if (name === "redirect") expect(String(error)).toContain("redirects are not followed");
    },
  );
});

test.each(forms)(
  "a foreign nextLink is never followed by the %s: its token goes to the same endpoint",
  async (form) => {
    const page = (nextLink?: string) => body(JSON.stringify({ value: [], nextLink }));
    const link = "https://evil.example/x?continuationToken=2";
    const { requests, error } = await callAgainst(form, "listConnectionsInGroup", [page(link), page()]);
    expect([requests, error]).toEqual([2, undefined]);
    const endless = await callAgainst(form, "listConnectionsInGroup", [page(link)]);
    expect(endless.requests).toBe(2);
    expect(endless.error).toMatchObject({ name: "PagingError" });
  },
);

test("no send arrives twice unless the service refused it, whatever goes wrong", async () => {
  const runs = Number(process.env.FAULT_RUNS ?? 1000);
  const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
  console.log(`FAULT_SEED=${seed} FAULT_RUNS=${runs}`);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  // What waits for a timeout is in the table above; here it would only take long.
  const quick = Object.entries(faults).filter(([name]) => name !== "hang" && name !== "slow drip");
  const plans = Array.from({ length: runs }, () => ({
    operation: operations[random(operations.length)],
    sequence: Array.from({ length: attempts }, () => quick[random(quick.length)]),
  }));
  const lane = async () => {
    for (let plan = plans.pop(); plan?.operation; plan = plans.pop()) {
      const { operationId, retry: retryClass } = plan.operation;
      const names = plan.sequence.map((fault) => fault?.[0] ?? "");
      const { requests } = await callAgainst(
        forms[random(forms.length)] ?? "",
        operationId,
        plan.sequence.map((fault) => fault?.[1].answer ?? status(500)),
      );
      expect(requests, `${operationId}: ${names.join(", ")}`).toBeGreaterThan(0);
      expect(requests).toBeLessThanOrEqual(attempts);
      if (retryClass !== "send") continue;
      const refused = (name: string) => faults[name as keyof typeof faults].retried === "always";
      const beforeLast = names.slice(0, requests - 1);
      expect(beforeLast.every(refused), `${operationId} was retried: ${names.join(", ")}`).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}, 600_000);
