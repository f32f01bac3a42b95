import {
  type JsonObject,
  type JsonValue,
  arrayAt,
  isObject,
  objectAt,
  stringAt,
} from "../../generator/src/json.ts";
import { exampleCall } from "../../generator/src/emit/example-call.ts";
import { buildModel } from "../../generator/src/model/build-model.ts";
import type { Operation, RetryClass } from "../../generator/src/model/model.ts";
import type { Spec } from "../../generator/src/read-spec.ts";

/** A page of the site that is made, not written. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

/** The package whose pages the names of schemas lead to. */
const typesPackage = "@x/types";

const errorsPage = "../../guides/errors-and-retries.md";

const retries: Record<RetryClass, string> = {
  idempotent: `The client retries it after any [temporary failure](${errorsPage}), because repeating it has no further effect.`,
  send: `The client retries it only if the service [rejected it](${errorsPage}) (429, or 503 with \`Retry-After\`), because after any other failure it may have taken effect.`,
};

/** What the document leaves open, with the response of the emulator. */
const open: Readonly<Record<string, string>> = {
  invokeConnection:
    "The service does not document its status for a client method that throws or a client that does not respond. The emulator " +
    "responds with 400 and `Error.Connection.InvocationFailed`, or with 408 and `Error.Connection.InvocationTimeout`.",
};

/** The pages of the REST API: an overview and one page per tag, made from the document. */
export function restApiPages(spec: Spec): Page[] {
  const model = buildModel(spec);
  const byId = new Map(model.operations.map((operation) => [operation.id, operation]));
  const tags = arrayAt(spec.document, "tags").filter(isObject);
  const info = objectAt(spec.document, "info");
  const groups = tags.map((tag) => {
    const name = stringAt(tag, "name") ?? "";
    return {
      name,
      description: stringAt(tag, "description") ?? "",
      operations: operationsOf(spec, name, byId),
    };
  });
  const overview = [
    frontMatter(
      "REST API",
      groups.map(({ name }) => `./${name}.md`),
    ),
    `# ${stringAt(info, "title")} ${model.apiVersion}`,
    stringAt(info, "description") ?? "",
    "In the samples, `client` is made by [`fromConnectionString`](../../guides/sending-messages.md). They contain only " +
      "required arguments.",
    ...groups.map(({ name, description, operations }) =>
      [
        `## ${title(name)}`,
        description,
        "| Operation | Route | |\n| --- | --- | --- |\n" +
          operations
            .map(
              ({ operation }) =>
                `| [\`${operation.id}\`](./${name}.md#${anchor(operation)}) | \`${operation.method} ${operation.path}\` | ${cell(operation.summary ?? "")} |`,
            )
            .join("\n"),
      ].join("\n\n"),
    ),
  ];
  return [
    { file: "rest-api.md", text: `${overview.join("\n\n")}\n` },
    ...groups.map(({ name, description, operations }) => ({
      file: `${name}.md`,
      text: `${[frontMatter(title(name)), `# ${title(name)}`, description, ...operations.map((one) => operationText(spec, one))].join("\n\n")}\n`,
    })),
  ];
}

interface Entry {
  readonly operation: Operation;
  readonly item: JsonObject;
  readonly declared: JsonObject;
}

function operationsOf(spec: Spec, tag: string, byId: ReadonlyMap<string, Operation>): Entry[] {
  return Object.values(objectAt(spec.document, "paths"))
    .map((item) => spec.resolve(item))
    .flatMap((item) =>
      Object.values(item)
        .filter(isObject)
        .filter((declared) => arrayAt(declared, "tags")[0] === tag)
        .flatMap((declared) => {
          const operation = byId.get(stringAt(declared, "operationId") ?? "");
          return operation === undefined ? [] : [{ operation, item, declared }];
        }),
    );
}

function operationText(spec: Spec, { operation, item, declared }: Entry): string {
  const parameters = [...arrayAt(item, "parameters"), ...arrayAt(declared, "parameters")].map((raw) =>
    spec.resolve(raw),
  );
  const body = spec.resolve(declared.requestBody);
  const content = Object.entries(objectAt(body, "content"));
  const sample = exampleCall(operation, "method");
  return [
    `## ${operation.id}`,
    `\`${operation.method} ${operation.path}\``,
    operation.summary === undefined ? "" : `**${operation.summary}.**`,
    operation.description ?? "",
    "| Parameter | In | Type | |\n| --- | --- | --- | --- |\n" +
      parameters.map((one) => parameterRow(spec, one)).join("\n"),
    content.length === 0
      ? ""
      : `Body, ${body.required === true ? "required" : "optional"}: ${stringAt(body, "description") ?? ""}\n\n` +
        content
          .map(([type, media]) => `- \`${type}\`: ${typeOf(isObject(media) ? media.schema : undefined)}`)
          .join("\n"),
    "| Status | Meaning |\n| --- | --- |\n" +
      Object.entries(objectAt(declared, "responses"))
        .map(([status, response]) => responseRow(spec, status, spec.resolve(response)))
        .join("\n"),
    open[operation.id] ?? "",
    retries[operation.retry],
    sample === undefined ? "" : `\`\`\`ts\n${sample}\n\`\`\``,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function parameterRow(spec: Spec, parameter: JsonObject): string {
  const name = stringAt(parameter, "name") ?? "";
  const bounds = constraints(spec.resolve(parameter.schema));
  const notes = [
    parameter.required === true ? "Required." : "",
    stringAt(parameter, "description") ?? "",
    bounds,
  ];
  return `| \`${name}\` | ${stringAt(parameter, "in")} | ${typeOf(parameter.schema)} | ${cell(notes.filter((note) => note !== "").join(" "))} |`;
}

function constraints(schema: JsonObject): string {
  const names = ["minLength", "maxLength", "minimum", "maximum", "pattern", "default"];
  return names
    .filter((name) => schema[name] !== undefined)
    .map((name) => `${name} ${code(String(schema[name]))}`)
    .join(", ");
}

function responseRow(spec: Spec, status: string, response: JsonObject): string {
  const bodies = Object.values(objectAt(response, "content")).filter(isObject);
  const types = [...new Set(bodies.map(({ schema }) => typeOf(schema)))];
  const headers = Object.keys(objectAt(response, "headers")).map((name) => `\`${name}\``);
  const extra = [
    types.length === 0 ? "" : `Body: ${types.join(" or ")}.`,
    headers.length === 0 ? "" : `Headers: ${headers.join(", ")}.`,
  ];
  return `| ${status} | ${cell([stringAt(response, "description") ?? "", ...extra].filter((part) => part !== "").join(" "))} |`;
}

/** A schema in a word. A named one leads to its page in the types. */
function typeOf(schema: JsonValue | undefined): string {
  if (!isObject(schema)) return "any JSON value";
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return schema.$ref.startsWith("#/components/schemas/") && /^[A-Z]/.test(name)
      ? `{@linkcode ${typesPackage}!${name} ${name}}`
      : name;
  }
  if (schema.type === "array") return `array of ${typeOf(schema.items)}`;
  if (schema.format === "binary") return "bytes";
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : schema.type;
  return typeof type === "string" ? type : "any JSON value";
}

/** Inline code, also where the text has a back-tick in it. */
function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function cell(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|")
    .trim();
}

function title(tag: string): string {
  return tag.charAt(0).toUpperCase() + tag.slice(1);
}

function anchor({ id }: Operation): string {
  return id.toLowerCase();
}

function frontMatter(name: string, children: readonly string[] = []): string {
  const list =
    children.length === 0 ? "" : `children:\n${children.map((child) => `  - ${child}\n`).join("")}`;
  return `---\ntitle: ${name}\n${list}category: Reference\n---`;
}
