import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type OperationId, type Route, apiVersion, routes } from "../../generated/index.js";
import { parse } from "yaml";
import { operationHandlers } from "../../src/rest/rest-endpoint.js";
import { unsupportedParts } from "./unsupported-parts.ts";

const page = new URL("../../../../docs/emulator-coverage.md", import.meta.url);

/** What is different here from the service, or where the service says nothing. */
const localDifferences: Partial<Record<OperationId, string>> = {
  getAccessKey:
    "Also answers callers with an access key; Entra tokens are let in unvalidated, by an option that is off. Keys change each clock hour",
  invokeConnection:
    "A client's error is 400, a missing answer 408 after 30 s (`invokeTimeoutInMs`), a lost client 404. Of `application/octet-stream` the `invocationId` is replaced",
  sendToStream: "202 for a connection or stream that is not there",
  completeStream: "202 for a connection or stream that is not there; `error` is taken for `reason`",
  addUserToGroup: "When `ttl` is over, connections of the user leave the group too",
  closeConnection:
    "200 for a connection that is not there; `allowReconnect` is an option of the emulator, true by default",
};

const document = parse(
  readFileSync(new URL(`../../../../spec/${apiVersion}/openapi.yaml`, import.meta.url), "utf8"),
) as Parameters<typeof unsupportedParts>[1];

async function row(route: Route): Promise<string> {
  const { operationId, method, path } = route;
  const { ignored, neverSent } = await unsupportedParts(route, document);
  const difference = [
    localDifferences[operationId] ?? "",
    ignored.length === 0 ? "" : `Ignores \`${ignored.join("`, `")}\``,
    neverSent.length === 0 ? "" : `Never sends \`${neverSent.join("`, `")}\``,
  ]
    .filter(Boolean)
    .join(". ");
  const state =
    operationHandlers[operationId] === undefined
      ? "answers 501"
      : ignored.length + neverSent.length > 0
        ? "in part"
        : difference === ""
          ? "yes"
          : "local difference";
  return `| \`${operationId}\` | \`${method} ${path}\` | ${state} | ${difference} |`;
}

async function render(): Promise<string> {
  const rows = await Promise.all(routes.map(row));
  const implemented = routes.filter(({ operationId }) => operationHandlers[operationId] !== undefined).length;
  return `---
title: What the emulator covers
category: Reference
---

# What the emulator covers

API version ${apiVersion}: ${implemented} of ${routes.length} operations. Written by a test from the route table and from what
the operations read and answer (\`UPDATE_COVERAGE=1 pnpm --filter @x/emulator test\`), which fails when this page says something else.

| Operation | Route | Implemented | Difference from the service |
| --- | --- | --- | --- |
${rows.join("\n")}

Clients: negotiate versions 0 and 1; WebSockets, Server-Sent Events and long polling; JSON and MessagePack; stateful
reconnect over WebSockets. Server mode (\`/server\`) does not exist.
`;
}

test("docs/emulator-coverage.md says what is implemented", async () => {
  const text = await render();
  if (process.env["UPDATE_COVERAGE"] !== undefined) writeFileSync(fileURLToPath(page), text);
  expect(withoutAlignment(readFileSync(page, "utf8"))).toBe(withoutAlignment(text));
});

describe("unsupportedParts()", () => {
  const routeOf = (operationId: OperationId): Route =>
    routes.find((route) => route.operationId === operationId) ?? expect.fail(`There is no ${operationId}`);

  test("names a parameter that the document adds and the operation does not read", async () => {
    const route = routeOf("sendToAll");
    const priority = { name: "priority", in: "query", required: false, schema: { type: "integer" } } as const;
    expect(
      await unsupportedParts({ ...route, parameters: [...route.parameters, priority] }, document),
    ).toEqual({ ignored: ["priority"], neverSent: [] });
  });

  test("names a property that the document adds and the answer does not have", async () => {
    const changed = structuredClone(document) as unknown as {
      readonly components: {
        readonly schemas: { readonly GroupMember: { readonly properties: Record<string, object> } };
      };
    };
    changed.components.schemas.GroupMember.properties["connectedAt"] = { type: "string" };
    const parts = await unsupportedParts(
      routeOf("listConnectionsInGroup"),
      changed as unknown as typeof document,
    );
    expect(parts).toEqual({ ignored: [], neverSent: ["connectedAt"] });
  });
});

/** The formatter pads the cells of a table. */
function withoutAlignment(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/ +/g, " ");
}
