import { callsOf } from "../arguments.ts";
import type { Document, JsonObject, JsonValue } from "../document.ts";
import { type HubConnection, openHubConnection } from "../hub-connection.ts";
import { edgeInstances, minimalBreaks } from "../instances.ts";
import { type Operation, findOperation } from "../operations.ts";
import type { Intention } from "../request-observer.ts";
import { type ObservedResponse, checkResponse } from "../response-checker.ts";
import { type RunningService, type ServiceUnderTest, putInto, sendTo } from "../service-under-test.ts";
import { Verdict, type Violation } from "../violation.ts";

/** Statuses that only a failure of the service itself brings about. */
const faultStatuses = [403, 429, 500, 503];
const megabyte = 1024 * 1024;
const latencyInMs = 40;

/** Judges one operation of a service: every answer valid by the document, and each declared status brought about. */
export async function judgeEmulator(
  document: Document,
  service: ServiceUnderTest,
  operationId: string,
): Promise<Violation[]> {
  const operation = findOperation(document, operationId);
  const verdict = new Verdict(operationId);
  const running = await service.start([]);
  try {
    const exchange = new Exchange(document, operation, running, verdict);
    await judgeSuccess(exchange);
    await judgeAbsence(exchange);
    await judgeBadInput(exchange);
    await judgeEdges(exchange);
    await judgeSecurity(exchange);
    await judgeSize(exchange);
    exchange.closeConnections();
  } finally {
    await running.close();
  }
  await judgeFaults(document, service, operation, verdict);
  return verdict.violations;
}

/** Sends requests of one operation to one service and checks every answer against the document. */
class Exchange {
  readonly document: Document;
  readonly operation: Operation;
  readonly verdict: Verdict;
  readonly #service: RunningService;
  readonly #connections: HubConnection[] = [];

  constructor(document: Document, operation: Operation, service: RunningService, verdict: Verdict) {
    this.document = document;
    this.operation = operation;
    this.verdict = verdict;
    this.#service = service;
  }

  /** The document's own example call, with the ID of a connection that is open. */
  async exampleCall(): Promise<Intention> {
    const [, call] = callsOf(this.document, this.operation, { endpoint: this.#service.url, count: 0 });
    const intention = call?.intention ?? { endpoint: this.#service.url, arguments: {} };
    if (!("hub" in intention.arguments)) return intention;
    const connection = await openHubConnection({
      url: this.#service.url,
      key: this.#service.accessKey,
      hub: String(intention.arguments.hub),
      user: String(intention.arguments.user ?? "ada"),
      returns: { message: "Hello, World!" },
    });
    this.#connections.push(connection);
    const { group, user } = intention.arguments;
    const hub = String(intention.arguments.hub);
    if (typeof group === "string") {
      await putInto(this.#service, hub, `groups/${group}/connections/${connection.id}`);
      if (typeof user === "string") await putInto(this.#service, hub, `users/${user}/groups/${group}`);
    }
    return "connectionId" in intention.arguments
      ? { ...intention, arguments: { ...intention.arguments, connectionId: connection.id } }
      : intention;
  }

  randomCalls(): Intention[] {
    return callsOf(this.document, this.operation, { endpoint: this.#service.url, count: 4 })
      .slice(2)
      .map((call) => call.intention);
  }

  async send(
    { arguments: values, body }: Intention,
    options: { readonly token?: boolean } = {},
  ): Promise<ObservedResponse> {
    const { method, path: template, parameters } = this.operation;
    const path = template.replace(/\{(.+?)\}/g, (_, name: string) =>
      encodeURIComponent(String(values[name])),
    );
    const query = parameters.flatMap(({ name, in: location }) => {
      const value = values[name];
      if (location !== "query" || value === undefined) return [];
      return [value].flat().map((item) => [name, String(item)] as const);
    });
    const request = { method, path, query, ...(body && bodyOf(body)) };
    const observed = await sendTo(this.#service, request, options);
    this.verdict.violations.push(...checkResponse(this.document, this.operation, observed));
    return observed;
  }

  /** Sends and expects one of the statuses. */
  async expect(
    what: string,
    statuses: readonly number[],
    intention: Intention,
    options: { readonly token?: boolean } = {},
  ): Promise<ObservedResponse> {
    const response = await this.send(intention, options);
    if (!statuses.includes(response.status)) {
      this.verdict.add(
        "status",
        `${what} is answered with ${response.status} instead of ${statuses.join(" or ")}`,
      );
    }
    return response;
  }

  closeConnections(): void {
    for (const connection of this.#connections) connection.close();
  }
}

function bodyOf({ mediaType, bytes, json }: NonNullable<Intention["body"]>) {
  return {
    headers: { "content-type": mediaType },
    body: bytes ?? new TextEncoder().encode(JSON.stringify(json)),
  };
}

async function judgeSuccess(exchange: Exchange): Promise<void> {
  const { operation } = exchange;
  await exchange.expect("the example", successesOf(operation), await exchange.exampleCall());
  await Promise.all(
    exchange.randomCalls().map(async (call) => {
      const { status } = await exchange.send(call);
      if (status >= 500)
        exchange.verdict.add("status", `${JSON.stringify(call.arguments)} is answered with ${status}`);
    }),
  );
}

async function judgeAbsence(exchange: Exchange): Promise<void> {
  const { operation } = exchange;
  if (!operation.responses.some((one) => one.status === "404")) return;
  const example = await exchange.exampleCall();
  const absent: JsonObject = {};
  for (const name of ["connectionId", "group", "user"])
    if (name in example.arguments) absent[name] = "not-connected";
  // Where the document takes a 404 for done, a service may say so at once. 202 promises no delivery: it may be given before
  // anybody looks whether the connection is there.
  const done = successesOf(operation).filter((status) => operation.absence.length > 0 || status === 202);
  const { status, headers } = await exchange.expect("an absent name", [404, ...done], {
    ...example,
    arguments: { ...example.arguments, ...absent },
  });
  const code = headers.get("x-ms-error-code") ?? "none";
  const known = [...operation.existence, ...operation.absence];
  if (status === 404 && known.length > 0 && !known.includes(code)) {
    exchange.verdict.add(
      "error code",
      `an absent name is answered with ${code}, declared are ${known.join(", ")}`,
    );
  }
}

async function judgeBadInput(exchange: Exchange): Promise<void> {
  const { document, operation } = exchange;
  if (!operation.responses.some((one) => one.status === "400")) return;
  const example = await exchange.exampleCall();
  const bad = (what: string, change: Partial<Intention>): Promise<ObservedResponse> =>
    exchange.expect(what, [400], { ...example, ...change });

  const attempts: Promise<ObservedResponse>[] = [];
  for (const parameter of operation.parameters) {
    const valid = example.arguments[parameter.name] ?? parameter.example ?? null;
    if (parameter.required && parameter.in === "query" && operation.secured) {
      const { [parameter.name]: _left, ...rest } = example.arguments;
      attempts.push(bad(`${parameter.name} left out`, { arguments: rest }));
    }
    for (const broken of minimalBreaks(document, parameter.schema, valid)) {
      if (!canTravel(parameter.in, broken.value, valid)) continue;
      const what = `${parameter.name} ${broken.what} (${JSON.stringify(broken.value).slice(0, 30)})`;
      attempts.push(bad(what, { arguments: { ...example.arguments, [parameter.name]: broken.value } }));
    }
  }
  const schema = operation.body?.content.get("application/json");
  if (schema && example.body?.json !== undefined) {
    for (const broken of minimalBreaks(document, schema, example.body.json)) {
      // The service is known to overlook properties that it does not know.
      if (broken.kind === "unknown key") continue;
      attempts.push(
        bad(`body ${broken.what}`, { body: { mediaType: "application/json", json: broken.value } }),
      );
    }
    attempts.push(
      bad("a body that is not JSON", { body: { mediaType: "application/json", bytes: Buffer.from("{") } }),
    );
  }
  await Promise.all(attempts);
}

/** What the document just allows must not be refused. */
async function judgeEdges(exchange: Exchange): Promise<void> {
  const { document, operation, verdict } = exchange;
  const example = await exchange.exampleCall();
  const judge = async (name: string, value: JsonValue): Promise<void> => {
    const { status } = await exchange.send({
      ...example,
      arguments: { ...example.arguments, [name]: value },
    });
    if (status === 400)
      verdict.add("status", `${name} ${JSON.stringify(value).slice(0, 30)} is refused though it is allowed`);
  };
  await Promise.all(
    operation.parameters.flatMap((parameter) =>
      edgeInstances(document, parameter.schema, example.arguments[parameter.name] ?? parameter.example).map(
        (value) => judge(parameter.name, value),
      ),
    ),
  );
}

function successesOf(operation: Operation): number[] {
  return operation.responses.map((one) => Number(one.status)).filter((status) => status < 300);
}

/** Whether a broken value is still broken as text in a URL. */
function canTravel(location: string, value: JsonValue, valid: JsonValue): boolean {
  if (location === "path") return typeof value === "string" && value !== "";
  if (typeof valid === "string" || Array.isArray(valid))
    return typeof value === "string" && typeof valid === "string";
  return true;
}

async function judgeSecurity(exchange: Exchange): Promise<void> {
  const example = await exchange.exampleCall();
  if (exchange.operation.secured)
    await exchange.expect("a request without a token", [401], example, { token: false });
  else {
    const { status } = await exchange.send(example, { token: false });
    if (status === 401)
      exchange.verdict.add("security", "a request without a token is refused though none is declared");
  }
}

async function judgeSize(exchange: Exchange): Promise<void> {
  if (!exchange.operation.responses.some((one) => one.status === "413")) return;
  const example = await exchange.exampleCall();
  const bytes = Buffer.from(`{"target":"x","arguments":["${"x".repeat(megabyte)}"]}`);
  await exchange.expect("a body of more than 1 MB", [413], {
    ...example,
    body: { mediaType: "application/json", bytes },
  });
}

async function judgeFaults(
  document: Document,
  service: ServiceUnderTest,
  operation: Operation,
  verdict: Verdict,
): Promise<void> {
  const declared = new Set(operation.responses.map((one) => Number(one.status)));
  const statuses = faultStatuses.filter((status) => declared.has(status));
  const fault = { operationId: operation.operationId, times: 1 };
  const running = await service.start([
    ...statuses.map((status) => ({ ...fault, status })),
    { ...fault, reset: true },
    { ...fault, latencyInMs },
  ]);
  try {
    const exchange = new Exchange(document, operation, running, verdict);
    const [, call] = callsOf(document, operation, { endpoint: running.url, count: 0 });
    if (!call) return;
    // Faults are used up in their order, so one request follows another.
    for (const status of statuses) await exchange.expect(`a fault ${status}`, [status], call.intention);
    const cut = await exchange.send(call.intention).catch(() => undefined);
    if (cut) verdict.add("fault", `a reset is answered with ${cut.status}`);
    const started = performance.now();
    const { status } = await exchange.send(call.intention);
    const elapsed = performance.now() - started;
    if (status >= 500) verdict.add("fault", `a delayed request is answered with ${status}`);
    // Timers may be early by a millisecond.
    if (elapsed < latencyInMs - 1)
      verdict.add("fault", `a delay of ${latencyInMs} ms is answered after ${elapsed.toFixed(0)} ms`);
  } finally {
    await running.close();
  }
}
