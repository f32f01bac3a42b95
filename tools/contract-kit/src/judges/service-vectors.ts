import { type Document, type JsonValue, isObject } from "../document.ts";
import { type HubConnection, openHubConnection } from "../hub-connection.ts";
import { type Operation, findOperation } from "../operations.ts";
import { parseJson } from "../request-observer.ts";
import { type ObservedResponse, checkResponse } from "../response-checker.ts";
import { type RunningService, type ServiceUnderTest, putInto, sendTo } from "../service-under-test.ts";
import { type Exchange, type Vector, bodyBytes } from "../vectors.ts";
import { Verdict, type Violation } from "../violation.ts";

/** Properties whose text is the service's own: a vector tells that they are there, not what they say. */
const ownTexts = new Set(["message", "token", "AccessKey", "KeyId"]);

/** Whether a vector is for services too: it has requests, and some state brings their answers about. */
export function isForServices({ exchanges, given }: Vector): boolean {
  return exchanges.length > 0 && given?.anyService !== false;
}

/** Judges what a service answers to one vector, after bringing about what is given. */
export async function judgeServiceVector(
  document: Document,
  service: ServiceUnderTest,
  operationId: string,
  vector: Vector,
): Promise<Violation[]> {
  const operation = findOperation(document, operationId);
  const verdict = new Verdict(operationId);
  const { fault } = vector.given ?? {};
  const running = await service.start(fault ? [{ operationId, status: fault.status, times: 1 }] : []);
  const state = new GivenState(running, String(vector.arguments.hub));
  try {
    await state.bringAbout(vector);
    for (const { request, response } of vector.exchanges) {
      // Later requests follow from what earlier ones did.
      const { body, ...sent } = state.rename(request);
      const token = vector.given?.token !== "none";
      const actual = await sendTo(running, { ...sent, body: bodyBytes(body) }, { token });
      verdict.violations.push(...checkResponse(document, operation, actual));
      verdict.addAll("answer", compareAnswer(operation, state.rename(response), actual, fault === undefined));
    }
  } finally {
    state.closeConnections();
    await running.close();
  }
  return verdict.violations;
}

/** What is given before the call, and the IDs that the service assigned to the connections named there. */
class GivenState {
  readonly #service: RunningService;
  readonly #hub: string;
  readonly #connections = new Map<string, HubConnection>();

  constructor(service: RunningService, hub: string) {
    this.#service = service;
    this.#hub = hub;
  }

  async bringAbout({ given }: Vector): Promise<void> {
    const { url, accessKey } = this.#service;
    await Promise.all(
      (given?.connections ?? []).map(async ({ id, user = "", groups = [], returns = null }) => {
        const connection = await openHubConnection({
          url,
          key: accessKey,
          hub: this.#hub,
          user,
          returns,
          ...(this.#service.fetch && { fetch: this.#service.fetch }),
        });
        this.#connections.set(id, connection);
        await Promise.all(
          groups.map((group) =>
            putInto(this.#service, this.#hub, `groups/${group}/connections/${connection.id}`),
          ),
        );
      }),
    );
    await Promise.all(
      (given?.users ?? []).flatMap(({ id, groups }) =>
        groups.map((group) => putInto(this.#service, this.#hub, `users/${id}/groups/${group}`)),
      ),
    );
  }

  /** The value with the service's IDs in place of the vector's names, in segments of paths too. */
  rename<T>(value: T): T {
    return this.#renamed(value) as T;
  }

  closeConnections(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  #renamed(value: unknown): unknown {
    if (typeof value === "string") {
      const name = (text: string): string => this.#connections.get(text)?.id ?? text;
      return value.startsWith("/") ? value.split("/").map(name).join("/") : name(value);
    }
    if (Array.isArray(value)) return value.map((item) => this.#renamed(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#renamed(item)]));
  }
}

function compareAnswer(
  operation: Operation,
  expected: Exchange["response"],
  actual: ObservedResponse,
  codeMatters: boolean,
): string[] {
  if (actual.status !== expected.status)
    return [`is ${actual.status} instead of ${expected.status}: ${Buffer.from(actual.body).toString()}`];
  // Which code a service gives for a failure of its own is documented nowhere.
  const response = codeMatters ? expected : { status: expected.status };
  const differences: string[] = [];
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    const got = actual.headers.get(name)?.split(";")[0] ?? null;
    // A body that may be missing takes its media type along.
    if (name === "content-type" && actual.body.length === 0) continue;
    if (got !== value) differences.push(`has ${name} ${String(got)} instead of ${value}`);
  }
  const declared = operation.responses.find(({ status }) => status === String(expected.status));
  const isLeftOut = actual.body.length === 0 && declared?.bodyOptional === true;
  if (response.body === undefined || !("json" in response.body) || isLeftOut) return differences;
  const wanted = response.body.json;
  const body = actual.body.length === 0 ? undefined : parseJson(actual.body);
  // Errors may tell more than a vector does.
  const told = response.status < 400 ? body : withKeysOf(wanted, body);
  const [want, got] = [wanted, told].map((json) => JSON.stringify(comparable(json)));
  if (want !== got) differences.push(`has the body ${String(got)} instead of ${String(want)}`);
  return differences;
}

function withKeysOf(wanted: JsonValue, value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(wanted) || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in wanted));
}

/** Keys in one order, and a mark in place of texts that are the service's own. */
function comparable(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => comparable(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, JsonValue | undefined] => [
        key,
        ownTexts.has(key) && typeof item === "string" ? "…" : comparable(item),
      ])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
