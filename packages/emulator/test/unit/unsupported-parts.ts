import { AccessKeys } from "../../src/auth/access-keys.js";
import { jsonProtocol } from "../../src/protocol/json-protocol.js";
import { untraced } from "../../src/activity/request-trace.js";
import type { OperationHandler, OperationRequest } from "../../src/rest/operation.js";
import type { ParameterValue } from "../../src/rest/parameters.js";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import type { Route } from "../../src/rest/route-table.js";
import { MessageType } from "../../src/protocol/message-type.js";
import { Hub } from "../../src/state/hub.js";
import type { HubMember } from "../../src/state/hub-member.js";

/** What is read before an operation runs, or concerns the way of calling. */
const readForAll = new Set(["hub", "application", "api-version"]);

/** Only for hub protocols other than `json` and `messagepack`, which no client of the emulator speaks. */
const notDue = new Set(["invokeConnection protocol"]);

/** An OpenAPI document, as far as it is looked into here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a document declares of an operation and the operation does nothing about. */
export interface UnsupportedParts {
  /** Parameters that the operation never reads. */
  readonly ignored: readonly string[];
  /** Properties of the answer that are never there. */
  readonly neverSent: readonly string[];
}

/**
 * Runs an operation with all of its parameters in a hub where everything is there, and watches what it reads and answers.
 * An answer `{}` says nothing of its properties.
 */
export async function unsupportedParts(route: Route, document: Document): Promise<UnsupportedParts> {
  const handler = operationHandlers[route.operationId] as OperationHandler | undefined;
  if (handler === undefined) return { ignored: [], neverSent: [] };
  const examples = route.parameters.map(
    ({ name, schema }) => [name, exampleOf(name, schema["type"])] as const,
  );
  const read = new Set<string | symbol>();
  const parameters = new Proxy(Object.fromEntries(examples), {
    get(target, name) {
      read.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  const body = route.operationId === "executeCommands" ? "[]" : '{"target":"t","arguments":[]}';
  const request = {
    hub: populatedHub(),
    parameters,
    query: "",
    path: route.path,
    origin: "http://127.0.0.1",
    accept: undefined,
    body: { mediaType: "application/json", bytes: Buffer.from(body) },
    service: {
      url: "http://127.0.0.1",
      keys: new AccessKeys(["FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000="], () => 0),
      invokeTimeoutInMs: 1,
      now: () => 0,
    },
    trace: untraced,
  };
  const result = await handler(request as unknown as OperationRequest);
  const answer: unknown = result.json === undefined ? result.body : JSON.parse(result.json);
  const schema = follow(document, [
    "paths",
    route.path,
    route.method.toLowerCase(),
    "responses",
    String(result.status),
    "content",
    "application/json",
    "schema",
  ]);
  return {
    ignored: route.parameters
      .filter(({ name, in: place }) => place !== "header" && !readForAll.has(name) && !read.has(name))
      .map(({ name }) => name),
    neverSent: missing(document, schema, answer).filter(
      (name) => !notDue.has(`${route.operationId} ${name}`),
    ),
  };
}

function exampleOf(name: string, type: unknown): ParameterValue {
  const names: Readonly<Record<string, ParameterValue>> = {
    connectionId: "c1",
    group: "g1",
    user: "u1",
    filter: "userId eq 'u1'",
    continuationToken: "c0",
    maxpagesize: 1,
    top: 2,
  };
  return (
    names[name] ?? (type === "integer" ? 1 : type === "boolean" ? true : type === "array" ? ["c9"] : "x")
  );
}

/** Two connections of one user, in one group. */
function populatedHub(): Hub {
  const hub = new Hub("chat", () => 0);
  for (const id of ["c1", "c2"]) {
    const member: HubMember = {
      id,
      userId: "u1",
      protocol: jsonProtocol,
      groups: new Set(["g1"]),
      join() {},
      leave: () => true,
      send() {},
      invoke: async () => ({
        kind: "completed",
        completion: { type: MessageType.Completion, invocationId: "r1", result: 1 },
      }),
      close() {},
    };
    hub.connect(member);
    hub.addConnectionToGroup(id, "g1");
  }
  return hub;
}

function follow(document: Document, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const step of path) value = memberOf(resolve(document, value), step);
  return resolve(document, value);
}

function resolve(document: Document, value: unknown): unknown {
  const reference = memberOf(value, "$ref");
  return typeof reference === "string" ? follow(document, reference.slice(2).split("/")) : value;
}

/** Declared properties that no part of the answer has. */
function missing(document: Document, unresolved: unknown, answer: unknown): readonly string[] {
  const schema = resolve(document, unresolved);
  const items = memberOf(schema, "items");
  if (Array.isArray(answer)) return answer.length === 0 ? [] : missing(document, items, answer[0]);
  if (typeof answer !== "object" || answer === null || Object.keys(answer).length === 0) return [];
  return Object.entries((memberOf(schema, "properties") as object | undefined) ?? {}).flatMap(
    ([name, property]) =>
      Object.hasOwn(answer, name) ? missing(document, property, memberOf(answer, name)) : [name],
  );
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
