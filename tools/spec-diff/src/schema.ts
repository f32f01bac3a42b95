import type { JsonObject, JsonValue } from "../../generator/src/json.ts";

/**
 * A schema in one spelling: OpenAPI 3.0 and 3.1 read the same, `allOf` is merged, `null` is a flag, a constant is an enum
 * of one, and a union of literals or of bare types is an enum or a list of types. Parts stay as written until they are read.
 */
export interface Draft {
  /** JSON types without `null`; `undefined` where any type is valid. */
  types: ReadonlySet<string> | undefined;
  nullable: boolean;
  /** The only valid values, without `null`. */
  values: readonly JsonValue[] | undefined;
  /** Values that are named next to a type that takes others too (`anyOf: [enum, string]`). */
  knownValues: readonly JsonValue[];
  format: string | undefined;
  patterns: readonly string[];
  limits: Partial<Record<Limit, number>>;
  uniqueItems: boolean;
  properties: Map<string, JsonValue>;
  required: Set<string>;
  /** `undefined` where the document says nothing: others are valid, and the types have no index signature. */
  additional: JsonValue | undefined;
  items: JsonValue | undefined;
  unions: Union[];
  discriminator: Discriminator | undefined;
  readOnly: boolean;
  writeOnly: boolean;
  deprecated: boolean;
  default: JsonValue | undefined;
  /** Texts and examples: what readers see and no machine minds. */
  documentation: JsonObject;
  /** Every other keyword that decides which values are valid. */
  others: Map<string, JsonValue>;
}

/** A {@link Draft} that has been read. */
export type Schema = Readonly<Draft>;

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
