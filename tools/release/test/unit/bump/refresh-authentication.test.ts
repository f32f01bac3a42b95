import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseSpec } from "../../../../generator/src/read-spec.ts";
import { bump } from "../../../src/bump/bump.ts";
import { operationsOf } from "../../../src/bump/document-parts.ts";
import { apiRepository } from "../../api-repository.ts";
import { ownerDocument } from "../../owner-document.ts";
import { addAuthenticationRefresh, refreshVersion } from "../../refresh-authentication.ts";

const current = "2024-12-01";
const folder = join(import.meta.dirname, "../../../../../spec", current);

/** This repository's own document in a scratch repository. */
function repositoryOfToday() {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(yaml|md|json)$/.test(name),
  );
  return apiRepository(
    Object.fromEntries(
      files.map((name) => [`spec/${current}/${name}`, readFileSync(join(folder, name), "utf8")]),
    ),
  );
}

test("authentication refresh: the published document is drafted, and the draft is an additive version as it stands", async () => {
  const repository = repositoryOfToday();
  const base = parseSpec(repository.read(`spec/${current}/upstream.yaml`), "upstream.yaml", {
    published: true,
  }).document;
  repository.write("upstream.json", ownerDocument(base, refreshVersion, addAuthenticationRefresh));
  const common = {
    root: repository.root,
    version: refreshVersion,
    dryRun: false,
    verify: false,
    signal: new AbortController().signal,
    onStep: () => {},
  };

  const { plan: draft } = await bump({ ...common, from: join(repository.root, "upstream.json") });
  expect(draft).toMatchObject({ isDraft: true, draftProblems: [], decisions: [] });
  expect(draft.taken).toEqual([
    "POST /api/hubs/{hub}/connections/:refreshAuth is new, as refreshAuth",
    "POST /api/hubs/{hub}/connections/:claims is new, as getConnectionClaims",
    "RefreshAuthRequest is new",
    "RefreshAuthResponse is new",
    "ConnectionClaims is new",
    "ConnectionClaim is new",
  ]);
  const drafted = operationsOf(parse(repository.read(`spec/${refreshVersion}/openapi.yaml`)));
  expect(drafted.get("POST /api/hubs/{hub}/connections/:refreshAuth")).toMatchObject({
    "x-upstream-operation-id": "HubProxyV20260701_RefreshAuth",
    "x-retry": "send",
    tags: ["connections"],
    security: [{ accessKey: [] }, { entraId: ["https://signalr.azure.com/.default"] }],
    responses: { "401": { $ref: "#/components/responses/Unauthorized" } },
  });

  repository.git("clean", "--quiet", "-f", "upstream.json");
  const { plan } = await bump({ ...common, from: undefined });
  expect(plan).toMatchObject({
    bump: "minor",
    decisions: [],
    unhandled: ["refreshAuth", "getConnectionClaims"],
  });
  const [vector] = JSON.parse(repository.read(`spec/${refreshVersion}/vectors/refreshAuth.json`)).vectors;
  expect(vector.exchanges[0].request).toMatchObject({
    method: "POST",
    path: "/api/hubs/chat/connections/:refreshAuth",
    body: { json: {} },
  });
  expect(repository.read(`docs/migrations/${refreshVersion}.md`)).toContain("`signalr.refreshAuth()`");
});
