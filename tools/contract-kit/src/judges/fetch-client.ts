import { type Call, callsOf } from "../arguments.ts";
import { type Document, type JsonObject, type JsonValue, isObject } from "../document.ts";
import { type ClientUnderTest, answer, callMethod, successOf } from "../client-under-test.ts";
import { sampleInstances } from "../instances.ts";
import { type Operation, type Response as DeclaredResponse, findOperation } from "../operations.ts";
import { checkRequest, observingFetch } from "../request-observer.ts";
import { Verdict, type Violation } from "../violation.ts";

const endpoint = "https://contoso.service.signalr.net";

/**
 * Judges one operation of a client: the requests it makes, and what it makes of every declared answer.
 *
 * @param options.count Random calls an operation.
 */
export async function judgeFetchClient(
  document: Document,
  client: ClientUnderTest,
  operationId: string,
  { count = 6 }: { readonly count?: number } = {},
): Promise<Violation[]> {
  const operation = findOperation(document, operationId);
  const verdict = new Verdict(operationId);
  const probe = client.create({ endpoint, fetch: () => Promise.reject(new TypeError("not used")) });
  if (typeof probe[operationId] !== "function") {
    verdict.add("method", `the client has no method ${operationId}`);
    return verdict.violations;
  }
  const [first] = callsOf(document, operation, { endpoint, count: 0 });
  if (!first) return verdict.violations;
  const call: MakeCall = async (fetch, args = first.arguments, options = undefined) => {
    const methods = client.create({ endpoint, fetch: fetch as typeof globalThis.fetch });
    try {
      return { value: await callMethod(methods[operationId], args, options) };
    } catch (error) {
      return { error: error ?? "undefined" };
    }
  };
  const judged = { document, operation, verdict, call };
  await Promise.all(
    callsOf(document, operation, { endpoint, count }).map((one) => judgeRequest(judged, one)),
  );
  await judgeAnswers(judged);
  await judgeRetry(judged);
  return verdict.violations;
}

/** Calls the method and waits for what comes of it. */
type MakeCall = (
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>,
  args?: Call["arguments"],
  options?: object,
) => Promise<Outcome>;

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

interface Judged {
  readonly document: Document;
  readonly operation: Operation;
  readonly verdict: Verdict;
  readonly call: MakeCall;
}

async function judgeRequest({ document, operation, verdict, call }: Judged, given: Call): Promise<void> {
  const observer = observingFetch(() => successOf(document, operation));
  const { error } = await call(observer.fetch, given.arguments);
  if (error !== undefined) {
    verdict.add("call", `${JSON.stringify(given.arguments)} failed: ${String(error)}`);
    return;
  }
  const [request, ...more] = observer.requests;
  if (!request) verdict.add("request", "no request was sent");
  else verdict.violations.push(...checkRequest(document, operation, request, given.intention));
  if (more.length > 0) verdict.add("request", `${more.length} requests too many were sent`);
}

async function judgeAnswers(judged: Judged): Promise<void> {
  const { operation, verdict, call } = judged;
  const ask: Ask = (...response) => call(() => Promise.resolve(answer(...response)));
  const statuses = operation.responses.map((one) => (one.status === "default" ? 418 : Number(one.status)));
  await Promise.all([
    ...operation.responses
      .filter((one) => one.status.startsWith("2"))
      .map((declared) => judgeSuccess(judged, declared, ask)),
    // 409 and 599 stand for errors that the document does not declare.
    ...[...statuses.filter((status) => status >= 300), 409, 599].map((status) =>
      judgeFailure(judged, status, ask),
    ),
    judgeAbsence(judged, ask),
  ]);
  const undeclared = await ask(299, operation.paging ? { [operation.paging.itemName]: [] } : {});
  if (undeclared.error !== undefined)
    verdict.add("status", `an undeclared 299 throws ${String(undeclared.error)}`);
}

/** A call is retried after a 500 if it is idempotent, and only then. */
async function judgeRetry({ operation, verdict, call }: Judged): Promise<void> {
  const observer = observingFetch(() => answer(500));
  await call(observer.fetch, undefined, { retry: { attempts: 2, delayInMs: 1 } });
  const expected = operation.retry === "idempotent" ? 2 : 1;
  if (observer.requests.length !== expected)
    verdict.add("retry", `500 is followed by ${observer.requests.length} attempts instead of ${expected}`);
}

type Ask = (...response: Parameters<typeof answer>) => Promise<Outcome>;

async function judgeSuccess(
  { document, operation, verdict }: Judged,
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

async function judgeFailure({ operation, verdict }: Judged, status: number, ask: Ask): Promise<void> {
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

async function judgeAbsence({ operation, verdict }: Judged, ask: Ask): Promise<void> {
  const judge = async (code: string, expected: unknown): Promise<void> => {
    const outcome = await ask(404, undefined, { "x-ms-error-code": code });
    expectValue(verdict, `404 with ${code}`, outcome, expected);
  };
  await Promise.all([
    ...operation.existence.map((code) => judge(code, false)),
    ...operation.absence.map((code) => judge(code, undefined)),
  ]);
  const plain = await ask(404);
  if (plain.error === undefined) verdict.add("status", "404 without a code resolves instead of throwing");
}

function field(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
