import { type JsonObject, type JsonValue, isObject, objectAt } from "../../../generator/src/json.ts";
import { httpMethods } from "../../../generator/src/validate-structure.ts";
import type { Comparison, Direction, OperationPair, Side } from "../comparison.ts";
import { sameJson } from "../canonical-json.ts";
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
function callsOf(spec: Side["spec"], items: JsonObject, prefix: string): Map<string, JsonObject> {
  const calls = new Map<string, JsonObject>();
  for (const [name, raw] of Object.entries(items)) {
    if (name.startsWith("x-")) continue;
    const item = spec.resolve(raw);
    for (const method of httpMethods) {
      const call = item[method];
      if (isObject(call)) calls.set(`${prefix} ${name} ${method.toUpperCase()}`, call);
    }
  }
  return calls;
}

function compareCalls(c: Comparison, before: Map<string, JsonObject>, after: Map<string, JsonObject>): void {
  for (const [where, from] of before) {
    const to = after.get(where);
    if (to) compareCall(c, from, to, where);
    else c.report("webhook-removed", where, `${where} removed`);
  }
  for (const where of after.keys()) {
    if (!before.has(where)) c.report("webhook-added", where, `${where} added`);
  }
}

function compareCall(c: Comparison, before: JsonObject, after: JsonObject, where: string): void {
  if (
    !sameJson(
      c.before.schemas.expand(frameOf(c.before, before)),
      c.after.schemas.expand(frameOf(c.after, after)),
    )
  ) {
    c.report(
      "webhook-changed",
      where,
      "parameters, statuses, media types or headers changed from one side to the other",
    );
  }
  const bodies = { before: bodiesOf(c.before, before), after: bodiesOf(c.after, after) };
  for (const [name, from] of bodies.before) {
    const to = bodies.after.get(name);
    if (!to) continue;
    const { direction } = from;
    compareSchemas(c, from.schema, to.schema, {
      direction,
      where: `${where} ${name}`,
      travels: true,
      open: [],
    });
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
