import { type Call, callsOf } from "../arguments.ts";
import { type Document, type JsonObject, type JsonValue, isObject } from "../document.ts";
import { type ClientUnderTest, answer, callMethod, successOf } from "../client-under-test.ts";
import { sampleInstances } from "../instances.ts";
import { type Operation, type Response as DeclaredResponse, findOperation } from "../operations.ts";
import { checkRequest, observingFetch } from "../request-observer.ts";
import { Verdict, type Violation } from "../violation.ts";

export interface FetchClientJudgeOptions {
  /** Random calls an operation. */
  readonly count?: number;
}

const endpoint = "https://contoso.service.signalr.net";

/** Judges one operation of a client: the requests it makes, and what it makes of every declared answer. */
export async function judgeFetchClient(
  document: Document,
  client: ClientUnderTest,
  operationId: string,
  options: FetchClientJudgeOptions = {},
): Promise<Violation[]> {
  const operation = findOperation(document, operationId);
  const verdict = new Verdict(operationId);
  const probe = client.create({ endpoint, fetch: () => Promise.reject(new TypeError("not used")) });
  if (typeof probe[operationId] !== "function") {
    verdict.add("method", `the client has no method ${operationId}`);
    return verdict.violations;
  }
  await judgeRequests(verdict, document, client, operation, options.count ?? 6);
  await judgeAnswers(verdict, document, client, operation);
  await judgeRetry(verdict, document, client, operation);
  return verdict.violations;
}

async function judgeRequests(
  verdict: Verdict,
  document: Document,
  client: ClientUnderTest,
  operation: Operation,
  count: number,
): Promise<void> {
  const judgeCall = async (call: Call): Promise<void> => {
    const observer = observingFetch(() => successOf(document, operation));
    const { error } = await settle(run(client, operation, observer.fetch, call.arguments));
    if (error !== undefined) {
      verdict.add("call", `${JSON.stringify(call.arguments)} failed: ${String(error)}`);
      return;
    }
    const [request, ...more] = observer.requests;
    if (!request) verdict.add("request", "no request was sent");
    else verdict.violations.push(...checkRequest(document, operation, request, call.intention));
    if (more.length > 0) verdict.add("request", `${more.length} requests too many were sent`);
  };
  await Promise.all(callsOf(document, operation, { endpoint, count }).map(judgeCall));
}

async function judgeAnswers(
  verdict: Verdict,
  document: Document,
  client: ClientUnderTest,
  operation: Operation,
): Promise<void> {
  const [call] = callsOf(document, operation, { endpoint, count: 0 });
  if (!call) return;
  const outcome = (status: number, body?: JsonValue, headers?: Record<string, string>): Promise<Outcome> =>
    settle(run(client, operation, () => Promise.resolve(answer(status, body, headers)), call.arguments));

  const statuses = operation.responses.map((one) => (one.status === "default" ? 418 : Number(one.status)));
  await Promise.all([
    ...operation.responses
      .filter((one) => one.status.startsWith("2"))
      .map((declared) => judgeSuccess(verdict, document, operation, declared, outcome)),
    // 409 and 599 stand for errors that the document does not declare.
    ...[...statuses.filter((status) => status >= 300), 409, 599].map((status) =>
      judgeFailure(verdict, operation, status, outcome),
    ),
    judgeAbsence(verdict, operation, outcome),
  ]);
  const undeclared = await outcome(299, operation.paging ? { [operation.paging.itemName]: [] } : {});
  if (undeclared.error !== undefined)
    verdict.add("status", `an undeclared 299 throws ${String(undeclared.error)}`);
}

/** A call is retried after a 500 if it is idempotent, and only then. */
async function judgeRetry(
  verdict: Verdict,
  document: Document,
  client: ClientUnderTest,
  operation: Operation,
): Promise<void> {
  const [call] = callsOf(document, operation, { endpoint, count: 0 });
  if (!call) return;
  const observer = observingFetch(() => answer(500));
  const retry = { attempts: 2, delayInMs: 1 };
  await settle(run(client, operation, observer.fetch, call.arguments, { retry }));
  const expected = operation.retry === "idempotent" ? 2 : 1;
  if (observer.requests.length !== expected)
    verdict.add("retry", `500 is followed by ${observer.requests.length} attempts instead of ${expected}`);
}

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

type Ask = (status: number, body?: JsonValue, headers?: Record<string, string>) => Promise<Outcome>;

async function judgeSuccess(
  verdict: Verdict,
  document: Document,
  operation: Operation,
  declared: DeclaredResponse,
  ask: Ask,
): Promise<void> {
  const status = Number(declared.status);
  const schema = declared.content.get("application/json");
  if (operation.existence.length > 0) return expectValue(verdict, `${status}`, await ask(status), true);
  if (!schema) return expectValue(verdict, `${status} without a body`, await ask(status), undefined);
  const judgeBody = async (body: JsonValue): Promise<void> => {
    const { paging } = operation;
    const expected = paging && isObject(body) ? body[paging.itemName] : body;
    const page = paging && isObject(body) ? { ...body, [paging.nextLinkName]: null } : body;
    expectValue(verdict, `${status} with a body`, await ask(status, page), expected);
  };
  await Promise.all(sampleInstances(document, schema, 5).map(judgeBody));
  if (declared.bodyOptional) expectValue(verdict, `${status} without a body`, await ask(status), undefined);
}

function expectValue(verdict: Verdict, when: string, outcome: Outcome, expected: unknown): void {
  if (outcome.error !== undefined) verdict.add("result", `${when} throws ${String(outcome.error)}`);
  else if (JSON.stringify(outcome.value) !== JSON.stringify(expected)) {
    verdict.add(
      "result",
      `${when} gives ${JSON.stringify(outcome.value)} instead of ${JSON.stringify(expected)}`,
    );
  }
}

async function judgeFailure(verdict: Verdict, operation: Operation, status: number, ask: Ask): Promise<void> {
  const code = "Error.Request.Invalid";
  const judge = async (body: JsonObject | undefined): Promise<void> => {
    const { error, value } = await ask(status, body, { "x-ms-error-code": code });
    if (error === undefined) {
      verdict.add("status", `${status} resolves to ${JSON.stringify(value)} instead of throwing`);
      return;
    }
    for (const [name, expected] of Object.entries({ status, code, operationId: operation.operationId })) {
      if (field(error, name) !== expected) {
        verdict.add(
          "error",
          `${status} throws an error with ${name} ${String(field(error, name))}: ${String(error)}`,
        );
      }
    }
  };
  await judge(undefined);
  // Answers to HEAD have no body.
  if (operation.method !== "HEAD") await judge({ code, message: "Not valid" });
}

async function judgeAbsence(verdict: Verdict, operation: Operation, ask: Ask): Promise<void> {
  const judge = async (code: string, expected: unknown): Promise<void> =>
    expectValue(
      verdict,
      `404 with ${code}`,
      await ask(404, undefined, { "x-ms-error-code": code }),
      expected,
    );
  await Promise.all([
    ...operation.existence.map((code) => judge(code, false)),
    ...operation.absence.map((code) => judge(code, undefined)),
  ]);
  const plain = await ask(404);
  if (plain.error === undefined) verdict.add("status", "404 without a code resolves instead of throwing");
}

async function run(
  client: ClientUnderTest,
  { operationId }: Operation,
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>,
  args: Readonly<Record<string, unknown>>,
  options?: object,
): Promise<unknown> {
  const methods = client.create({ endpoint, fetch: fetch as typeof globalThis.fetch });
  return callMethod(methods[operationId], args, options);
}

async function settle(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error: error ?? "undefined" };
  }
}

function field(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
