import type { Document } from "./document.ts";
import type { Operation, Response as DeclaredResponse } from "./operations.ts";
import { parseJson } from "./request-observer.ts";
import { validatorsOf } from "./validators.ts";
import { Verdict, type Violation } from "./violation.ts";

export interface ObservedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export async function observeResponse(response: Response): Promise<ObservedResponse> {
  return {
    status: response.status,
    headers: response.headers,
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

/** The declaration that covers a status: its own, its class (`4XX`), or `default`. */
export function declarationOf(operation: Operation, status: number): DeclaredResponse | undefined {
  const names = [String(status), `${Math.floor(status / 100)}XX`, "default"];
  return names
    .map((name) => operation.responses.find((one) => one.status === name))
    .find((one) => one !== undefined);
}

/** Compares an answer with the document: status, headers, media type and body. */
export function checkResponse(
  document: Document,
  operation: Operation,
  response: ObservedResponse,
): Violation[] {
  const verdict = new Verdict(operation.operationId);
  const declared = declarationOf(operation, response.status);
  // `default` is an error by its description: a success must be declared by its own status.
  if (!declared || (declared.status === "default" && response.status < 400)) {
    verdict.add("status", `${response.status} is not declared`);
    return verdict.violations;
  }
  for (const header of declared.headers) {
    const value = response.headers.get(header.name);
    if (value === null) {
      if (header.required) verdict.add("header", `${response.status} lacks the header ${header.name}`);
    } else {
      verdict.addAll(
        "header",
        validatorsOf(document)
          .problems(header.schema.pointer, value)
          .map((problem) => `${header.name}: ${problem}`),
      );
    }
  }
  if (response.body.length === 0) {
    if (declared.content.size > 0 && !declared.bodyOptional && operation.method !== "HEAD") {
      verdict.add("body", `${response.status} has no body though one is declared`);
    }
    return verdict.violations;
  }
  if (declared.content.size === 0) {
    verdict.add("body", `${response.status} has a body though none is declared`);
    return verdict.violations;
  }
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "none";
  const schema = declared.content.get(mediaType);
  if (!schema) {
    verdict.add(
      "media type",
      `${response.status} has ${mediaType}, declared are ${[...declared.content.keys()].join(", ")}`,
    );
    return verdict.violations;
  }
  const json = parseJson(response.body);
  if (json === undefined) verdict.add("body", `the body of ${response.status} is not JSON`);
  else {
    verdict.addAll(
      "body",
      validatorsOf(document)
        .problems(schema.pointer, json)
        .map((problem) => `${response.status}: ${problem}`),
    );
  }
  return verdict.violations;
}
