import type { JsonObject, JsonValue } from "../../generator/src/json.ts";

/**
 * A schema in one spelling: OpenAPI 3.0 and 3.1 read the same, `allOf` is merged, `null` is a flag, a constant is an enum
 * of one, and a union of literals or of bare types is an enum or a list of types. Parts stay as written until they are read.
 */
export interface Schema {
  /** JSON types without `null`; `undefined` where any type is valid. */
  readonly types: ReadonlySet<string> | undefined;
  readonly nullable: boolean;
  /** The only valid values, without `null`. */
  readonly values: readonly JsonValue[] | undefined;
  /** Values that are named next to a type that takes others too (`anyOf: [enum, string]`). */
  readonly knownValues: readonly JsonValue[];
  readonly format: string | undefined;
  readonly patterns: readonly string[];
  readonly limits: Readonly<Partial<Record<Limit, number>>>;
  readonly uniqueItems: boolean;
  readonly properties: ReadonlyMap<string, JsonValue>;
  readonly required: ReadonlySet<string>;
  /** `undefined` where the document says nothing: others are valid, and the types have no index signature. */
  readonly additional: JsonValue | undefined;
  readonly items: JsonValue | undefined;
  readonly unions: readonly Union[];
  readonly discriminator: Discriminator | undefined;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  readonly default: JsonValue | undefined;
  /** Texts and examples: what readers see and no machine minds. */
  readonly documentation: JsonObject;
  /** Every other keyword that decides which values are valid. */
  readonly others: ReadonlyMap<string, JsonValue>;
}

export interface Union {
  readonly kind: "oneOf" | "anyOf";
  readonly branches: readonly JsonValue[];
}

export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
}

export const lowerLimits = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"] as const;
export const upperLimits = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"] as const;
export type Limit = (typeof lowerLimits)[number] | (typeof upperLimits)[number] | "multipleOf";
