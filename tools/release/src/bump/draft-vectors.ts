import {
  type Document,
  type JsonObject,
  type JsonValue,
  isObject,
} from "../../../contract-kit/src/document.ts";
import type { Operation } from "../../../contract-kit/src/operations.ts";
import { objectOf, operationsOf, resolve } from "./document-parts.ts";
import { exampleOf } from "./example-values.ts";

/** The smallest call of an operation, made from the document's examples. A person adds the answers and the other cases. */
export function draftVectors(
  document: Document,
  { operationId, method, path }: Operation,
  version: string,
): JsonObject {
  const operation = operationsOf(document.root).get(`${method} ${path}`) ?? {};
  const item = objectOf(objectOf(document.root.paths)[path]);
  const argumentsByName: JsonObject = {};
  const query: JsonValue[] = [];
  let filled = path;
  for (const raw of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const parameter = resolve(document.root, raw);
    const name = String(parameter.name);
    if (parameter.required !== true && parameter.in !== "path") continue;
    if (name === "api-version") {
      query.push([name, version]);
      continue;
    }
    const value = exampleOf(document.root, parameter);
    argumentsByName[name] = value;
    if (parameter.in === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
    if (parameter.in === "query") query.push([name, String(value)]);
  }
  const body = resolve(document.root, operation.requestBody);
  const [mediaType, media] = Object.entries(objectOf(body.content))[0] ?? [];
  let sent: JsonObject | undefined;
  if (mediaType !== undefined && body.required === true) {
    const value = exampleOf(document.root, objectOf(media));
    argumentsByName.body = mediaType.includes("json") ? value : { base64: "AAEC" };
    if (!mediaType.includes("json")) argumentsByName.contentType = mediaType;
    sent = mediaType.includes("json") ? { json: value } : { base64: "AAEC" };
  }
  const status = Object.keys(objectOf(operation.responses)).find((one) => one.startsWith("2")) ?? "200";
  const answer = resolve(document.root, objectOf(operation.responses)[status]);
  const answerMedia = Object.values(objectOf(answer.content))[0];
  const paging = objectOf(operation["x-ms-pageable"]);
  const example = answerMedia === undefined ? undefined : exampleOf(document.root, objectOf(answerMedia));
  const answered = isObject(example) ? lastPage(example, paging) : example;
  return {
    $schema: "../../vectors.schema.json",
    operation: operationId,
    vectors: [
      {
        name: "makes the smallest call",
        valid: true,
        given: { anyService: false },
        arguments: argumentsByName,
        exchanges: [
          {
            request: {
              method,
              path: filled,
              query,
              ...(mediaType !== undefined && sent && { headers: { "content-type": mediaType }, body: sent }),
            },
            response: {
              status: Number(status),
              ...(answered !== undefined && {
                headers: { "content-type": "application/json" },
                body: { json: answered },
              }),
            },
          },
        ],
        outcome:
          operation["x-existence"] !== undefined
            ? { value: true }
            : answered === undefined
              ? { nothing: true }
              : {
                  value:
                    isObject(answered) && paging.itemName !== undefined
                      ? itemsOf(answered, paging)
                      : answered,
                },
      },
    ],
  };
}

/** A page that no other one follows, since the skeleton has one exchange. Other answers stay as they are. */
function lastPage(answer: JsonObject, { nextLinkName }: JsonObject): JsonObject {
  if (typeof nextLinkName !== "string") return answer;
  const { [nextLinkName]: _, ...page } = answer;
  return page;
}

/** What a caller of a paged operation gets. */
function itemsOf(page: JsonObject, { itemName }: JsonObject): JsonValue {
  return page[String(itemName)] ?? [];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
