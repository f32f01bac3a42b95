import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseOpenApi } from "../../../../contract-kit/src/document.ts";
import { type JsonObject, arrayAt, objectAt } from "../../../../generator/src/json.ts";
import { parseSpec } from "../../../../generator/src/read-spec.ts";
import { judgeCurations } from "../../../src/bump/curations.ts";
import { withoutSharedParts } from "../../../src/bump/document-parts.ts";
import { draftDocument } from "../../../src/bump/draft.ts";
import { listVersions } from "../../../src/versions.ts";
import { ownerDocument } from "../../owner-document.ts";

const root = join(import.meta.dirname, "../../../../..");
/** The newest version whose publication is recorded. */
const current =
  listVersions(root).findLast((name) => existsSync(join(root, "spec", name, "upstream.yaml"))) ?? "";
const version = "2099-01-01";
const read = (name: string) => readFileSync(join(root, "spec", current, name), "utf8");
const base = parseSpec(read("upstream.yaml"), "upstream.yaml", { published: true }).document;
const curated = read("openapi.yaml");

/** Drafts this repository's next document from one that the owner might publish. */
function draft(change?: (swagger: JsonObject) => void, baseDocument: JsonObject | undefined = base) {
  const repairs: string[] = [];
  const text = ownerDocument(base, version, change);
  const upstream = parseSpec(text, "next.json", {
    published: true,
    warn: (line) => repairs.push(line),
  }).document;
  const drafted = draftDocument({ current, version, curated, upstream, base: baseDocument });
  const document = (one: JsonObject) => parseOpenApi(JSON.stringify(withoutSharedParts(one)), "next.json");
  const curations = judgeCurations(read("curation.md").replaceAll(current, version), {
    draft: parseOpenApi(drafted.text, "openapi.yaml"),
    upstream: document(upstream),
    base: baseDocument && document(baseDocument),
  });
  return { ...drafted, repairs, unsettled: curations.filter(({ status }) => status !== "applies") };
}

const operation = (swagger: JsonObject, path: string, method: string) =>
  objectAt(objectAt(objectAt(swagger, "paths"), path), method);
const properties = (swagger: JsonObject, name: string) =>
  objectAt(objectAt(objectAt(swagger, "definitions"), name), "properties");

describe("a document in the owner's own form", () => {
  test("that changes nothing leaves no work: nothing is taken over, asked or unsettled", () => {
    const { text, taken, review, repairs, unsettled } = draft();
    expect({ taken, review, unsettled }).toEqual({ taken: [], review: [], unsettled: [] });
    expect(parse(text)).toEqual(parse(curated.replaceAll(current, version)));
    expect(repairs).not.toEqual([]);
    for (const line of repairs) expect(line).toMatch(/^next\.json:\d+:\d+ the key collectionFormat stands/);
  });

  test("is merged with the record of the earlier publication: three changes are taken over and every curation stays", () => {
    const { text, taken, review, unsettled } = draft((swagger) => {
      const send = operation(swagger, "/api/hubs/{hub}/users/{user}/:send", "post");
      arrayAt(send, "parameters").push({ in: "query", name: "neverPublished", type: "integer", minimum: 1 });
      objectAt(send, "responses")["418"] = {
        description: "A teapot",
        headers: { "x-ms-error-code": { type: "string" } },
      };
      properties(swagger, "ServiceResponse")["neverPublished"] = { type: "string", description: "Its ID." };
    });
    expect(taken.toSorted()).toEqual([
      "POST /api/hubs/{hub}/users/{user}/:send: 418 is new",
      "POST /api/hubs/{hub}/users/{user}/:send: query neverPublished is new",
      "ServiceResponse.neverPublished is new",
    ]);
    expect({ review, unsettled }).toEqual({ review: [], unsettled: [] });
    expect(operation(parse(text) as JsonObject, "/api/hubs/{hub}/users/{user}/:send", "post")).toMatchObject({
      responses: { "418": { headers: { "x-ms-error-code": { schema: { type: "string" } } } } },
    });
  });

  test("asks about what curation departs from, with the reason", () => {
    const { taken, review } = draft((swagger) => {
      arrayAt(objectAt(properties(swagger, "ServiceResponse"), "errorKind"), "enum").push("TooLarge");
      objectAt(objectAt(swagger, "definitions"), "ErrorDetail")["additionalProperties"] = true;
      delete objectAt(operation(swagger, "/api/hubs/{hub}/:send", "post"), "responses")["202"];
    });
    expect(taken).toEqual(["POST /api/hubs/{hub}/:send: 202 is gone"]);
    expect(review).toEqual([
      expect.stringMatching(/^ErrorDetail changed from .*false.* to .*true/),
      expect.stringMatching(/^ServiceResponse\.errorKind changed from .* but curation says /),
    ]);
  });

  test("gives a new operation a name without the owner's version, and the security that most operations have", () => {
    const { text, taken } = draft((swagger) => {
      objectAt(swagger, "paths")["/api/hubs/{hub}/users/{user}/:neverPublished"] = {
        post: {
          operationId: "HubProxyV20990101_NeverPublished",
          parameters: [
            { in: "path", name: "hub", required: true, type: "string" },
            { in: "path", name: "user", required: true, type: "string" },
          ],
          responses: { "200": { description: "OK" } },
        },
      };
    });
    expect(taken).toEqual(["POST /api/hubs/{hub}/users/{user}/:neverPublished is new, as neverPublished"]);
    const drafted = parse(text) as JsonObject;
    expect(operation(drafted, "/api/hubs/{hub}/users/{user}/:neverPublished", "post")["security"]).toEqual(
      operation(drafted, "/api/hubs/{hub}/users/{user}/:send", "post")["security"],
    );
  });

  test("takes over a published ID and a deprecation, and asks about a text once two publications have it", () => {
    const withTexts = parseSpec(ownerDocument(base, current), "base.json", { published: true }).document;
    const { taken, review } = draft((swagger) => {
      const send = operation(swagger, "/api/hubs/{hub}/:send", "post");
      Object.assign(send, { summary: "Say it to all.", deprecated: true, operationId: "SignalR_SendToAll" });
    }, withTexts);
    expect(taken).toEqual([
      "POST /api/hubs/{hub}/:send is deprecated",
      "POST /api/hubs/{hub}/:send: the published operationId is SignalR_SendToAll",
    ]);
    expect(review).toEqual([
      expect.stringMatching(
        /the published summary changed from "Do something\." to "Say it to all\.", and is "/,
      ),
    ]);
  });

  test("takes out no operation as long as the earlier publication is not recorded", () => {
    const repairs: string[] = [];
    const text = ownerDocument(base, version, (swagger) => {
      delete objectAt(swagger, "paths")["/api/health"];
    });
    const upstream = parseSpec(text, "next.json", {
      published: true,
      warn: (line) => repairs.push(line),
    }).document;
    const { taken, review } = draftDocument({ current, version, curated, upstream, base: undefined });
    expect(taken.filter((line) => line.endsWith("is gone"))).toEqual([]);
    expect(review).toContain("HEAD /api/health is not published; is it gone, or curation?");
  });
});
