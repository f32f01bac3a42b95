import { parametersOf } from "../path-items.ts";
import type { Spec } from "../read-spec.ts";
import { type JsonObject, type JsonValue, type Place, isObject, objectAt, stringAt } from "../json.ts";
import type { ClientSettings, Parameter, ParameterLocation, ParameterStyle } from "./model.ts";
import { toCamelCase } from "../names.ts";
import { type Type, mayBe, simpleType } from "./type.ts";

const order: readonly string[] = ["path", "query", "header", "cookie"];

export interface ReadParametersInput {
  readonly spec: Spec;
  readonly client: ClientSettings;
  readonly path: string;
  readonly method: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
  /** Takes a line about something that is left to `raw`. */
  readonly warn: (place: Place, message: string) => void;
}

/** The operation's parameters and those of its path, as keys of one flat argument object. */
export function readParameters(input: ReadParametersInput): Parameter[] {
  const { spec, client, path, method, warn } = input;
  const place = ["paths", path, method];
  const declared = new Map<string, JsonObject>();
  for (const { parameter } of parametersOf(input.item, input.operation, spec.resolve)) {
    declared.set(`${stringAt(parameter, "in")} ${stringAt(parameter, "name")}`, parameter);
  }

  const sorted = [...declared.values()].toSorted(
    (a, b) => order.indexOf(stringAt(a, "in") ?? "") - order.indexOf(stringAt(b, "in") ?? ""),
  );
  // The media type of a body is an argument of its own.
  const keys = new Set(input.operation.requestBody === undefined ? [] : ["contentType"]);
  const parameters: Parameter[] = [];
  for (const declaration of sorted) {
    const name = stringAt(declaration, "name") ?? "";
    const location = stringAt(declaration, "in") ?? "";
    if (location === "query" && name === client.apiVersionParameter) continue;
    if (location === "cookie") {
      warn(place, `cookie parameter ${name} is not an argument: set it through the headers option`);
      continue;
    }
    if (location === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase()))
      continue;
    if (location === "header" && !isSimpleHeader(spec, declaration)) {
      warn(place, `header parameter ${name} is neither text nor a list: set it through the headers option`);
      continue;
    }
    const required = location === "path" || declaration.required === true;
    parameters.push({
      key: argumentKey(name, location, keys),
      name,
      location: location as ParameterLocation,
      required,
      style: readStyle(spec, declaration, place, warn),
      type: parameterType(input, declaration, name, location),
      description: stringAt(declaration, "description"),
      deprecated: declaration.deprecated === true,
    });
  }
  return parameters;
}

/** The wire name as it is; where an earlier parameter has it, the location is put before it (`id`, `queryId`). */
export function argumentKey(name: string, location: string, taken: Set<string>): string {
  let key = name;
  while (taken.has(key) || key === "__proto__") key = toCamelCase(`${location} ${key}`);
  taken.add(key);
  return key;
}

function parameterSchema(declaration: JsonObject): JsonValue | undefined {
  if (declaration.schema !== undefined) return declaration.schema;
  const media = Object.values(objectAt(declaration, "content"))[0];
  return isObject(media) ? media.schema : undefined;
}

function parameterType(
  input: ReadParametersInput,
  declaration: JsonObject,
  name: string,
  location: string,
): Type {
  return (
    simpleType(parameterSchema(declaration)) ?? {
      kind: "paths",
      keys: [input.path, input.method, "parameters", location, name],
      optional: declaration.required === true ? [3] : [3, 4],
    }
  );
}

function isSimpleHeader(spec: Spec, declaration: JsonObject): boolean {
  return (
    !isObject(declaration.content) &&
    mayBe(spec, declaration.schema, ["string", "integer", "number", "boolean", "array"])
  );
}

/** How a query parameter is written; values of the other places have one form only. */
function readStyle(
  spec: Spec,
  declaration: JsonObject,
  place: Place,
  warn: ReadParametersInput["warn"],
): ParameterStyle {
  if (stringAt(declaration, "in") !== "query") return "default";
  if (isObject(declaration.content)) return "json";
  const style = stringAt(declaration, "style") ?? "form";
  // Only `form` spreads its values unless told otherwise (OpenAPI, "explode").
  const explode = typeof declaration.explode === "boolean" ? declaration.explode : style === "form";
  switch (style) {
    case "deepObject":
      return "deepObject";
    case "spaceDelimited":
      if (!explode) return "spaces";
      break;
    case "pipeDelimited":
      if (!explode) return "pipes";
      break;
    case "form":
      if (!explode) return "csv";
      break;
    default:
      warn(place, `query parameter ${stringAt(declaration, "name")}: style ${style} is written as form`);
  }
  return mayBe(spec, declaration.schema, ["object"]) ? "form" : "default";
}
