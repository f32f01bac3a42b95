import type { OperationId, OperationParameters } from "../../generated/index.js";
import type { Query } from "./query.js";
import { badRequest } from "./rest-error.js";
import type { JsonSchema, Route, RouteParameter } from "./route-table.js";

export type ParameterValue = string | number | boolean | readonly string[];

/** The checked parameters of a request by the names of the document. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** `api-version` has rules of its own. */
const exempt = new Set(["api-version"]);

type Aliases = {
  readonly [Id in OperationId]?: { readonly [Name in keyof OperationParameters[Id]]?: string };
};

/** Names under which SDKs send a parameter that has another name in the document, in lower case. */
const aliases: Readonly<Partial<Record<OperationId, Readonly<Partial<Record<string, string>>>>>> = {
  completeStream: { reason: "error" },
} satisfies Aliases;

/**
 * Reads the parameters of a route by their declared schemas.
 *
 * @throws {RestError} 400, naming the parameter.
 */
export function readParameters(route: Route, path: ReadonlyMap<string, string>, query: Query): Parameters {
  const result: Record<string, ParameterValue> = {};
  for (const parameter of route.parameters) {
    if (exempt.has(parameter.name) || parameter.in === "header") continue;
    const values = parameter.in === "path" ? ofPath(path, parameter) : ofQuery(query, route, parameter);
    if (values === undefined) {
      if (parameter.required)
        throw badRequest(`The parameter '${parameter.name}' is required`, parameter.name);
      continue;
    }
    result[parameter.name] = readValue(parameter, values);
  }
  return result;
}

function ofPath(path: ReadonlyMap<string, string>, { name }: RouteParameter): readonly string[] | undefined {
  const value = path.get(name);
  return value === undefined ? undefined : [value];
}

function ofQuery(query: Query, route: Route, { name }: RouteParameter): readonly string[] | undefined {
  if (query.size === 0) return undefined;
  const values = query.get(name.toLowerCase());
  const alias = aliases[route.operationId]?.[name];
  const others = alias === undefined ? undefined : query.get(alias);
  return others === undefined ? values : [...(values ?? []), ...others];
}

function readValue(parameter: RouteParameter, values: readonly string[]): ParameterValue {
  const { name, schema } = parameter;
  if (schema["type"] === "array") return values;
  const [value] = values;
  if (value === undefined || values.length > 1)
    throw badRequest(`The parameter '${name}' may be given only once`, name);
  switch (schema["type"]) {
    case "integer":
      return readInteger(name, value, schema);
    case "boolean":
      if (!/^(true|false)$/i.test(value))
        throw badRequest(`The parameter '${name}' must be true or false`, name);
      return value.toLowerCase() === "true";
    default:
      checkString(name, value, schema);
      return value;
  }
}

function readInteger(name: string, value: string, schema: JsonSchema): number {
  const number = /^-?\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  const minimum = numberOr(schema["minimum"], -(2 ** 31));
  const maximum = numberOr(schema["maximum"], 2 ** 31 - 1);
  if (!(number >= minimum && number <= maximum)) {
    throw badRequest(`The parameter '${name}' must be an integer from ${minimum} to ${maximum}`, name);
  }
  return number;
}

/** @throws {RestError} 400 */
export function checkString(name: string, value: string, schema: JsonSchema): void {
  const minLength = numberOr(schema["minLength"], 0);
  const maxLength = numberOr(schema["maxLength"], Number.POSITIVE_INFINITY);
  // Code points are only counted when the cheaper count of code units is too high.
  const length = value.length > maxLength ? [...value].length : value.length;
  if (length < minLength || length > maxLength) {
    throw badRequest(`'${name}' must be ${minLength} to ${maxLength} characters long`, name);
  }
  const values = schema["enum"];
  if (Array.isArray(values) && !values.includes(value))
    throw badRequest(`'${name}' must be one of ${values.join(", ")}`, name);
  const pattern = schema["pattern"];
  if (typeof pattern === "string" && !compile(pattern).test(value)) {
    throw badRequest(`'${name}' is not valid: it must match ${pattern}`, name);
  }
}

const compiled = new Map<string, RegExp>();

/** Patterns come from the document, never from a request. */
function compile(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) compiled.set(pattern, (expression = new RegExp(pattern, "u")));
  return expression;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
