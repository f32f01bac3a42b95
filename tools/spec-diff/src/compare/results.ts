import { type JsonObject, type JsonValue, isObject, objectAt } from "../../../generator/src/json.ts";
import { mediaKind } from "../../../generator/src/model/body.ts";
import { compareQueued, compareSchemas } from "./schema.ts";
import { Comparison, type OperationPair, type OperationSide, type Side } from "../comparison.ts";

interface Body {
  readonly status: string;
  readonly mediaType: string;
  readonly schema: JsonValue | undefined;
}

/** What comes of added statuses and media types for a program that reads the result. Comes after the responses. */
export function compareResults(c: Comparison, pair: OperationPair): void {
  compareResultKinds(c, pair);
  for (const isSuccess of [true, false]) {
    const before = readBodies(c.before, pair.before, isSuccess);
    const after = readBodies(c.after, pair.after, isSuccess);
    if (before.length === 0) continue;
    for (const body of after) {
      if (before.some((one) => one.status === body.status && one.mediaType === body.mediaType)) continue;
      // What comes under an old status in an old spelling has been compared there.
      if (fitsReaders(c, before, body)) continue;
      const where = `${pair.where} ${body.status} body`;
      const message = `body ${body.mediaType} added next to ${[...new Set(before.map(({ mediaType }) => mediaType))].join(", ")} of ${[...new Set(before.map(({ status }) => status))].join(", ")}`;
      c.report(isSuccess ? "result-changed" : "error-body-added", where, message);
    }
  }
}

function compareResultKinds(c: Comparison, pair: OperationPair): void {
  const before = pair.before.modelled?.result.kind;
  const after = pair.after.modelled?.result.kind;
  if (before === undefined || after === undefined || before === after) return;
  const message = `result changed from ${before} to ${after}`;
  const loses = after === "none" || (before === "data" && after === "optional");
  const explained = c.hasBreakBelow(`${pair.where} 2`) || c.hasBreakBelow(`${pair.where} x-`);
  if (loses && !explained) c.report("result-changed", `${pair.where} result`, message);
  else if (before === "optional" && after === "data")
    c.report("result-certain", `${pair.where} result`, message);
}

function readBodies({ spec }: Side, { declaration }: OperationSide, isSuccess: boolean): Body[] {
  return Object.entries(objectAt(declaration, "responses")).flatMap(([status, raw]) => {
    if (status.startsWith("x-") || status.startsWith("2") !== isSuccess) return [];
    const content: JsonObject = objectAt(spec.resolve(raw), "content");
    return Object.entries(content).map(([mediaType, media]) => ({
      status,
      mediaType,
      schema: isObject(media) ? media.schema : undefined,
    }));
  });
}

/** Whether one of the known bodies can be read where this one comes. */
function fitsReaders(c: Comparison, known: readonly Body[], body: Body): boolean {
  return known.some((one) => {
    if (mediaKind(one.mediaType) !== mediaKind(body.mediaType)) return false;
    const dry = new Comparison(c.before, c.after);
    compareSchemas(dry, one.schema, body.schema, {
      direction: "response",
      where: "",
      travels: true,
      open: [],
    });
    compareQueued(dry);
    return !dry.changes.some(({ bump }) => bump === "major");
  });
}
