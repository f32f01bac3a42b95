import { type JsonObject, type JsonValue, isObject } from "../../generator/src/json.ts";
import type { Model, Operation } from "../../generator/src/model/model.ts";
import { schemaReference } from "../../generator/src/model/type.ts";
import type { Spec } from "../../generator/src/read-spec.ts";
import { type Change, compareBumps } from "./change.ts";
import { ruleOf } from "./rules.ts";
import { SchemaReader } from "./schema-reader.ts";

/** Who writes a value and who reads it. `none`: no operation uses the schema, so only its type counts. */
export type Direction = "request" | "response" | "none";

/** Where two schemas stand while they are compared. */
export interface SchemaPlace {
  readonly direction: Direction;
  readonly where: string;
  /** Where texts are reported, if elsewhere: at a part that many operations share. */
  readonly textsAt?: string;
  /** False for what never travels in this direction: read-only in a request, write-only in a response. */
  readonly travels: boolean;
  /** Pairs of inline schemas around this one: a cycle ends here. */
  readonly open: readonly JsonValue[];
  /** True for a member of a union, where null is a matter of the whole. */
  readonly ignoresNull?: boolean;
}

/** One document of the two, read and modelled. */
export interface Side {
  readonly spec: Spec;
  readonly model: Model;
  readonly schemas: SchemaReader;
}

export function makeSide(spec: Spec, model: Model): Side {
  return { spec, model, schemas: new SchemaReader(spec) };
}

/** A comparison under way: two documents, what was found, and the named schemas that are still to be compared. */
export class Comparison {
  readonly before: Side;
  readonly after: Side;
  readonly #found = new Map<string, Change>();
  readonly #queued = new Set<string>();
  readonly #partners = new Map<string, ReadonlySet<string>>();
  readonly #queue: { readonly before: string; readonly after: string; readonly direction: Direction }[] = [];

  constructor(before: Side, after: Side) {
    this.before = before;
    this.after = after;
  }

  get changes(): Change[] {
    return [...this.#found.values()];
  }

  /** Records what a rule found, one change an axis on which it has a verdict. */
  report(id: string, where: string, message: string): void {
    this.#add(id, where, message, id, true);
  }

  /** Like {@link report} for rules that come in two directions. A schema that travels in both gets the graver verdict. */
  reportSchema(base: string, place: SchemaPlace, message: string): void {
    const directions = place.direction === "none" ? (["request", "response"] as const) : [place.direction];
    const travels = place.travels && place.direction !== "none";
    for (const direction of directions) {
      this.#add(`${direction}-${base}`, place.where, message, base, travels);
    }
  }

  /** Reports a value if it differs: `what changed from before to after`. */
  reportChange(id: string, where: string, what: string, before: unknown, after: unknown): void {
    if (before !== after) this.report(id, where, changed(what, before, after));
  }

  /** Reports a flag if it differs, by one rule where it is set and by another where it is not any more. */
  reportFlag(
    ids: readonly [set: string, unset: string],
    where: string,
    what: string,
    before: boolean,
    after: boolean,
  ) {
    this.reportChange(ids[after ? 0 : 1], where, what, before, after);
  }

  /** Like {@link reportChange} for rules that come in two directions. */
  reportSchemaChange(base: string, place: SchemaPlace, what: string, before: unknown, after: unknown): void {
    if (before !== after) this.reportSchema(base, place, changed(what, before, after));
  }

  #add(id: string, where: string, message: string, subject: string, travels: boolean): void {
    const rule = ruleOf(id);
    for (const axis of ["wire", "types"] as const) {
      const bump = rule[axis];
      if (bump === "none" || (axis === "wire" && !travels)) continue;
      const key = `${axis}\n${subject}\n${where}\n${message}`;
      const known = this.#found.get(key);
      if (known && compareBumps(known.bump, bump) >= 0) continue;
      this.#found.set(key, {
        bump,
        axis,
        kind: id,
        where,
        message,
        ...(rule.advice !== undefined && { advice: rule.advice }),
      });
    }
  }

  /** Whether two schemas are equal but for their texts. */
  isSame(before: JsonValue, after: JsonValue): boolean {
    return this.before.schemas.text(before) === this.after.schemas.text(after);
  }

  /** Whether something below a place stops compiling. */
  hasBreakBelow(prefix: string): boolean {
    return this.changes.some(
      ({ axis, bump, where }) => axis === "types" && bump === "major" && where.startsWith(prefix),
    );
  }

  /** Compares two named schemas later, once for each direction. */
  enqueue(before: string, after: string, direction: Direction): void {
    const key = `${direction}\n${before}\n${after}`;
    if (this.#queued.has(key)) return;
    this.#queued.add(key);
    this.#queue.push({ before, after, direction });
    this.#partners.set(before, new Set(this.#partners.get(before)).add(after));
  }

  nextQueued(): { before: string; after: string; direction: Direction } | undefined {
    return this.#queue.pop();
  }

  /** Whether a schema has been compared with the one of the same name. */
  wasCompared(name: string): boolean {
    return this.partnersOf(name).has(name);
  }

  /** The names that stand in the second document where the first has this one. */
  partnersOf(before: string): ReadonlySet<string> {
    return this.#partners.get(before) ?? new Set();
  }
}

function changed(what: string, before: unknown, after: unknown): string {
  return `${what} changed from ${before ?? "none"} to ${after ?? "none"}`;
}

/** The name of the component schema behind a plain reference. */
export function referenceName(raw: JsonValue | undefined): string | undefined {
  const name = schemaReference(raw);
  return name !== undefined && isObject(raw) && Object.keys(raw).length === 1 ? name : undefined;
}

export interface OperationPair {
  readonly where: string;
  readonly before: OperationSide;
  readonly after: OperationSide;
}

/** An operation as the document has it and as the generator sees it. */
export interface OperationSide {
  readonly path: string;
  readonly method: string;
  readonly item: JsonObject;
  readonly declaration: JsonObject;
  /** `undefined` where no method is made of it. */
  readonly modelled: Operation | undefined;
}
