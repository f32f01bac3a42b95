import { type JsonObject, type JsonValue, arrayAt, isObject, objectAt } from "../../../generator/src/json.ts";
import { mediaKind } from "../../../generator/src/model/body.ts";
import type { Model, Operation, Parameter } from "../../../generator/src/model/model.ts";
import { schemaReference } from "../../../generator/src/model/type.ts";
import { propertyKey, toPascalCase } from "../../../generator/src/names.ts";
import { readOperations } from "../../src/compare/operations.ts";
import { type Side, makeSide } from "../../src/comparison.ts";
import type { Spec } from "../../../generator/src/read-spec.ts";
import { Reading } from "./reading.ts";
import { type Extent, sampleValues } from "./sample-values.ts";

/**
 * A program that uses everything that the packages of a document offer: calls each operation with all arguments and with the
 * fewest, through the client, its scope and `raw`; reads each result, status, media type and header; names each schema.
 *
 * @param types Module of the types, @param client of the client.
 */
export function consumerProgram(spec: Spec, model: Model, types: string, client: string): string {
  return new Consumer(makeSide(spec, model)).program(types, client);
}

class Consumer {
  readonly #side: Side;
  readonly #uses = new Map<string, Set<"request" | "response">>();

  constructor(side: Side) {
    this.#side = side;
  }

  program(types: string, client: string): string {
    const { model } = this.#side;
    const { name, scope, defaults } = model.client;
    const operations = readOperations(this.#side);
    const calls = operations.flatMap(({ modelled, declaration, item, path, method }) => {
      const lines = this.#rawCall(path, method, declaration, item);
      return modelled ? [...lines, ...this.#calls(modelled, declaration, item)] : lines;
    });
    const schemas = model.schemas.flatMap(({ name: schema, alias }) => this.#useSchema(schema, alias));
    const shared = ["parameters", "responses", "requestBodies", "headers"].flatMap((kind) =>
      Object.keys(objectAt(objectAt(this.#side.spec.document, "components"), kind)).map(
        (key) => `use<components[${JSON.stringify(kind)}][${JSON.stringify(key)}] | undefined>(undefined);`,
      ),
    );
    const options = [`endpoint: "https://example.com"`, ...defaults.map((key) => `${propertyKey(key)}: "x"`)];
    return [
      `import * as t from ${JSON.stringify(types)};`,
      `import type { components, operations, paths } from ${JSON.stringify(types)};`,
      `import * as c from ${JSON.stringify(client)};`,
      `import { createRawClient } from ${JSON.stringify(client.replace(/index\.js$/, "raw.js"))};`,
      `declare function use<T>(value: T): void;`,
      `const client: c.${name}Client = c.create${name}Client({ ${options.join(", ")} });`,
      `const raw = createRawClient({ ${options.join(", ")} });`,
      `use<string>(c.API_VERSION);`,
      `export function isKnown(error: unknown): void { if (c.is${name}Error(error)) use<c.${name}Error>(error); }`,
      ...(scope === undefined ? [] : [`use<c.${name}${toPascalCase(scope)}>(client.${scope}("x"));`]),
      `export async function main(): Promise<void> {`,
      ...calls,
      `}`,
      ...schemas,
      ...shared,
      "",
    ].join("\n");
  }

  #block(write: (reading: Reading) => void, isRaw = false): string[] {
    const reading = new Reading(this.#side.schemas, isRaw);
    write(reading);
    return ["{", ...reading.lines, "}"];
  }

  #calls(operation: Operation, declaration: JsonObject, item: JsonObject): string[] {
    const { model } = this.#side;
    const { scope } = model.client;
    const method = `client[${JSON.stringify(operation.id)}]`;
    const lines: string[] = [];
    for (const extent of ["minimal", "full"] as const) {
      for (const args of this.#argumentRows(operation, declaration, item, extent, undefined)) {
        lines.push(`await ${method}(${args}, { signal: AbortSignal.abort() });`);
        if (args !== "{}") lines.push(`use<c.${operation.argumentsName}>(${args});`);
      }
      if (
        scope !== undefined &&
        operation.parameters.some(({ key, location }) => key === scope && location === "path")
      ) {
        for (const args of this.#argumentRows(operation, declaration, item, extent, scope)) {
          lines.push(`await client.${scope}("x")[${JSON.stringify(operation.id)}](${args});`);
        }
      }
    }
    const [args = "{}"] = this.#argumentRows(operation, declaration, item, "minimal", undefined);
    const call = `${method}(${args === "{}" ? "" : args})`;
    lines.push(...this.#block((reading) => this.#readResult(reading, operation, declaration, call)));
    lines.push(`use<string>(c.operationTable[${JSON.stringify(operation.id)}].method);`);
    lines.push(`use<c.OperationId>(${JSON.stringify(operation.id)});`);
    return lines;
  }

  #argumentRows(
    operation: Operation,
    declaration: JsonObject,
    item: JsonObject,
    extent: Extent,
    without: string | undefined,
  ): string[] {
    const columns: { readonly key: string; readonly values: readonly string[] }[] = [];
    for (const parameter of operation.parameters) {
      if (parameter.key === without || (extent === "minimal" && !parameter.required)) continue;
      columns.push({
        key: parameter.key,
        values: this.#parameterValues(parameter, declaration, item, extent),
      });
    }
    const rows = Math.max(1, ...columns.map(({ values }) => values.length));
    const args = Array.from({ length: rows }, (_, row) =>
      columns.map(({ key, values }) => `${propertyKey(key)}: ${values[row % values.length] ?? "null"}`),
    );
    const body = operation.body;
    if (!body || (extent === "minimal" && !body.required)) return args.map(asObject);
    const content = objectAt(this.#side.spec.resolve(declaration.requestBody), "content");
    return body.content.flatMap(({ mediaType, kind }, index) => {
      const values = this.#bodyValues(kind, content[mediaType], extent);
      const contentType =
        index === 0 && extent === "minimal" ? [] : [`contentType: ${JSON.stringify(mediaType)}`];
      return values.map((value, row) =>
        asObject([...(args[row % args.length] ?? []), `${propertyKey(body.key)}: ${value}`, ...contentType]),
      );
    });
  }

  #bodyValues(kind: string, media: JsonValue | undefined, extent: Extent): readonly string[] {
    if (kind === "text") return ['"text"'];
    if (kind === "bytes") return ["new Uint8Array([1])"];
    if (kind === "multipart") return ["new FormData()"];
    return sampleValues(this.#side.schemas, isObject(media) ? media.schema : undefined, extent);
  }

  #parameterValues(
    parameter: Parameter,
    declaration: JsonObject,
    item: JsonObject,
    extent: Extent,
  ): readonly string[] {
    const declared = this.#declared(declaration, item).find(
      (one) => one.name === parameter.name && one.in === parameter.location,
    );
    return sampleValues(this.#side.schemas, declared && schemaOf(declared), extent);
  }

  #declared(declaration: JsonObject, item: JsonObject): JsonObject[] {
    const all = [...arrayAt(item, "parameters"), ...arrayAt(declaration, "parameters")].map((raw) =>
      this.#side.spec.resolve(raw),
    );
    return [...new Map(all.map((one) => [`${one.in} ${one.name}`, one])).values()];
  }

  #readResult(reading: Reading, operation: Operation, declaration: JsonObject, call: string): void {
    const { kind } = operation.result;
    if (kind === "none") return void reading.lines.push(`await ${call};`);
    if (kind === "existence") return void reading.lines.push(`const exists: boolean = await ${call};`);
    const bodies = this.#successBodies(declaration);
    const [body] = bodies;
    if (kind === "pages") {
      const page = this.#side.schemas.read(body?.schema);
      const items = page.properties.get(operation.paging?.itemsKey ?? "");
      reading.lines.push(`for await (const one of ${call}) {`);
      reading.read("one", this.#side.schemas.read(items).items);
      reading.lines.push("}");
      return;
    }
    const result = reading.variable(`await ${call}`);
    reading.lines.push(kind === "optional" ? `if (${result} !== undefined) {` : "{");
    if (bodies.length === 1 && body) this.#readBody(reading, result, body);
    else reading.lines.push(`use(${result});`);
    reading.lines.push("}");
  }

  #readBody(
    reading: Reading,
    result: string,
    body: { readonly mediaType: string; readonly schema: JsonValue | undefined },
  ): void {
    const kind = mediaKind(body.mediaType);
    if (kind === "json") reading.read(result, body.schema);
    else
      reading.lines.push(
        `const body: ${kind === "text" || kind === "form" ? "string" : "Uint8Array"} = ${result};`,
      );
  }

  #successBodies(declaration: JsonObject) {
    return Object.entries(objectAt(declaration, "responses"))
      .filter(([status]) => status.startsWith("2"))
      .flatMap(([, raw]) =>
        Object.entries(objectAt(this.#side.spec.resolve(raw), "content")).map(([mediaType, media]) => ({
          mediaType,
          schema: isObject(media) ? media.schema : undefined,
        })),
      );
  }

  #rawCall(path: string, method: string, declaration: JsonObject, item: JsonObject): string[] {
    const parameters = this.#declared(declaration, item);
    const lines: string[] = [];
    for (const extent of ["minimal", "full"] as const) {
      const groups = ["path", "query", "header", "cookie"].flatMap((location) => {
        const own = parameters.filter(
          (one) => one.in === location && (extent === "full" || location === "path" || one.required === true),
        );
        const members = own.map(
          (one) =>
            `${propertyKey(String(one.name))}: ${sampleValues(this.#side.schemas, schemaOf(one), extent)[0] ?? "null"}`,
        );
        return members.length === 0 ? [] : [`${location}: { ${members.join(", ")} }`];
      });
      const init = groups.length === 0 ? [] : [`params: { ${groups.join(", ")} }`];
      const requestBody = this.#side.spec.resolve(declaration.requestBody);
      const media = Object.values(objectAt(requestBody, "content"))[0];
      if (isObject(media) && (extent === "full" || requestBody.required === true)) {
        init.push(`body: ${sampleValues(this.#side.schemas, media.schema, extent)[0] ?? "null"}`);
      }
      const call = `await raw.${method}(${JSON.stringify(path)}${init.length === 0 ? "" : `, { ${init.join(", ")} }`})`;
      if (extent === "minimal")
        lines.push(...this.#block((reading) => this.#readRaw(reading, declaration, call), true));
      else lines.push(`${call};`);
    }
    lines.push(...this.#responseTypes(path, method, declaration));
    return lines;
  }

  #readRaw(reading: Reading, declaration: JsonObject, call: string): void {
    const answer = reading.variable(call);
    const bodies = this.#successBodies(declaration);
    if (bodies.length === 1 && bodies[0]) {
      reading.lines.push(`if (${answer}.data !== undefined) {`);
      reading.read(`${answer}.data`, bodies[0].schema);
      reading.lines.push("}");
    }
    const errors = Object.entries(objectAt(declaration, "responses"))
      .filter(([status]) => !status.startsWith("2"))
      .flatMap(([, raw]) => Object.values(objectAt(this.#side.spec.resolve(raw), "content")));
    const [error] = errors;
    if (isObject(error)) {
      reading.lines.push(`if (${answer}.error !== undefined) {`);
      reading.read(`${answer}.error`, error.schema);
      reading.lines.push("}");
    }
  }

  /** Each status, media type and header by its key. */
  #responseTypes(path: string, method: string, declaration: JsonObject): string[] {
    const root = `paths[${JSON.stringify(path)}][${JSON.stringify(method.toLowerCase())}]["responses"]`;
    const id = typeof declaration.operationId === "string" ? declaration.operationId : undefined;
    const lines = id === undefined ? [] : [`use<operations[${JSON.stringify(id)}] | undefined>(undefined);`];
    for (const [status, raw] of Object.entries(objectAt(declaration, "responses"))) {
      const key = /^\d+$/.test(status) ? status : JSON.stringify(status);
      const response = this.#side.spec.resolve(raw);
      lines.push(`use<${root}[${key}] | undefined>(undefined);`);
      for (const mediaType of Object.keys(objectAt(response, "content"))) {
        lines.push(`use<${root}[${key}]["content"][${JSON.stringify(mediaType)}] | undefined>(undefined);`);
      }
      for (const [header, declared] of Object.entries(objectAt(response, "headers"))) {
        const { required, schema } = this.#side.spec.resolve(declared);
        const type = `${root}[${key}]["headers"][${JSON.stringify(header)}]`;
        lines.push(
          ...this.#block((reading) => {
            const value = reading.variable(`undefined as unknown as ${type}`);
            reading.lines.push(required === true ? "{" : `if (${value} !== undefined) {`);
            reading.read(value, schema);
            reading.lines.push("}");
          }),
        );
      }
    }
    return lines;
  }

  /** Writes what is sent and reads what is answered; what no operation uses is written and read. */
  #useSchema(name: string, alias: string): string[] {
    const raw = { $ref: `#/components/schemas/${name}` };
    const uses = this.#usesOf(name);
    const type = `t.${alias}`;
    const lines = [`use<${type} | undefined>(undefined);`];
    if (!uses || uses.has("request")) {
      for (const extent of ["minimal", "full"] as const) {
        for (const value of sampleValues(this.#side.schemas, raw, extent))
          lines.push(`use<${type}>(${value});`);
      }
    }
    if (!uses || uses.has("response")) {
      lines.push(...this.#block((reading) => reading.read(`undefined as unknown as ${type}`, raw)));
    }
    return lines;
  }

  #usesOf(name: string): ReadonlySet<"request" | "response"> | undefined {
    if (this.#uses.size === 0) this.#collectUses();
    return this.#uses.get(name);
  }

  #collectUses(): void {
    const visit = (value: JsonValue | undefined, direction: "request" | "response"): void => {
      if (Array.isArray(value)) for (const item of value) visit(item, direction);
      if (!isObject(value)) return;
      const name = schemaReference(value);
      if (name !== undefined) {
        const known = this.#uses.get(name) ?? new Set();
        if (known.has(direction)) return;
        this.#uses.set(name, known.add(direction));
      }
      if (typeof value.$ref === "string") visit(this.#side.spec.resolve(value), direction);
      else for (const member of Object.values(value)) visit(member, direction);
    };
    for (const { declaration, item } of readOperations(this.#side)) {
      visit(arrayAt(item, "parameters"), "request");
      visit(arrayAt(declaration, "parameters"), "request");
      visit(declaration.requestBody, "request");
      visit(declaration.responses, "response");
    }
  }
}

function asObject(members: readonly string[]): string {
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function schemaOf(declaration: JsonObject): JsonValue | undefined {
  const media = Object.values(objectAt(declaration, "content"))[0];
  return declaration.schema ?? (isObject(media) ? media.schema : undefined);
}
