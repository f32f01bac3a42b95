import { type JsonObject, type JsonValue, isObject, objectAt } from "../../../generator/src/json.ts";
import { operationsIn } from "../../../generator/src/path-items.ts";
import type { Comparison, Direction, OperationPair, Side } from "../comparison.ts";
import { sameJson } from "../canonical-json.ts";
import { pairMembers } from "../members.ts";
import { compareSchemas } from "./schema.ts";

/** Calls that the service makes. Who receives them reads the request and writes the response. */
export function compareWebhooks(c: Comparison): void {
  const [before, after] = [c.before.spec, c.after.spec].map((spec) =>
    callsOf(spec, objectAt(spec.document, "webhooks"), "webhook"),
  );
  if (before && after) compareCalls(c, before, after);
}

export function compareCallbacks(c: Comparison, pair: OperationPair): void {
  const read = ({ spec }: Side, declaration: JsonObject) =>
    new Map(
      Object.entries(objectAt(declaration, "callbacks")).flatMap(([name, raw]) => [
        ...callsOf(spec, spec.resolve(raw), `${pair.where} callback ${name}`),
      ]),
    );
  compareCalls(c, read(c.before, pair.before.declaration), read(c.after, pair.after.declaration));
}

/** Operations by where they are: `webhook newPet POST`. */
function callsOf({ resolve }: Side["spec"], items: JsonObject, prefix: string): Map<string, JsonObject> {
  return new Map(
    operationsIn(items, resolve).map(({ path, method, operation }) => [
      `${prefix} ${path} ${method.toUpperCase()}`,
      operation,
    ]),
  );
}

function compareCalls(c: Comparison, before: Map<string, JsonObject>, after: Map<string, JsonObject>): void {
  const { lost, gained, both } = pairMembers(before, after);
  for (const [where, from, to] of both) compareCall(c, from, to, where);
  for (const [where] of lost) c.report("webhook-removed", where, `${where} removed`);
  for (const [where] of gained) c.report("webhook-added", where, `${where} added`);
}

function compareCall(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  const frames = [
    c.before.schemas.expand(frameOf(c.before, before)),
    c.after.schemas.expand(frameOf(c.after, after)),
  ];
  if (!sameJson(frames[0], frames[1])) {
    const what = "parameters, statuses, media types or headers";
    c.report("webhook-changed", where, `${what} changed from one side to the other`);
  }
  const { both } = pairMembers(bodiesOf(c.before, before), bodiesOf(c.after, after));
  for (const [name, { direction, schema }, to] of both) {
    const place = { direction, where: `${where} ${name}`, travels: true, open: [] };
    compareSchemas(c, schema, to.schema, place);
  }
}

interface Body {
  readonly direction: Direction;
  readonly schema: JsonValue | undefined;
}

function bodiesOf({ spec }: Side, call: JsonObject): Map<string, Body> {
  const bodies = new Map<string, Body>();
  const add = (owner: JsonObject, name: string, direction: Direction) => {
    for (const [mediaType, media] of Object.entries(objectAt(owner, "content"))) {
      bodies.set(`${name} (${mediaType})`, { direction, schema: isObject(media) ? media.schema : undefined });
    }
  };
  add(spec.resolve(call.requestBody), "body", "response");
  for (const [status, raw] of Object.entries(objectAt(call, "responses")))
    add(spec.resolve(raw), status, "request");
  return bodies;
}

/** A call without its texts and the schemas of its bodies. */
function frameOf(side: Side, call: JsonObject): JsonObject {
  const body = side.spec.resolve(call.requestBody);
  const responses = Object.entries(objectAt(call, "responses")).map(([status, raw]) => {
    const { headers, content } = side.spec.resolve(raw);
    return [status, { headers, content: mediaTypes(content) }] as const;
  });
  return {
    operationId: call.operationId,
    parameters: call.parameters,
    required: body.required === true,
    content: mediaTypes(body.content),
    responses: Object.fromEntries(responses),
  };
}

function mediaTypes(content: JsonValue | undefined): string[] {
  return isObject(content) ? Object.keys(content).toSorted() : [];
}
