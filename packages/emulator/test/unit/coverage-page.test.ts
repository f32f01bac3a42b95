import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type OperationId, apiVersion, routes } from "../../generated/index.js";
import { operationHandlers } from "../../src/rest/rest-endpoint.js";

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

function render(): string {
  const rows = routes.map(({ operationId, method, path }) => {
    const difference = localDifferences[operationId] ?? "";
    const state =
      operationHandlers[operationId] === undefined
        ? "answers 501"
        : difference === ""
          ? "yes"
          : "local difference";
    return `| \`${operationId}\` | \`${method} ${path}\` | ${state} | ${difference} |`;
  });
  const implemented = routes.filter(({ operationId }) => operationHandlers[operationId] !== undefined).length;
  return `---
title: What the emulator covers
category: Reference
---

# What the emulator covers

API version ${apiVersion}: ${implemented} of ${routes.length} operations. Written by a test from the route table and the operations
that exist (\`UPDATE_COVERAGE=1 pnpm --filter @x/emulator test\`), which fails when this page says something else.

| Operation | Route | Implemented | Difference from the service |
| --- | --- | --- | --- |
${rows.join("\n")}

Clients: negotiate versions 0 and 1; WebSockets, Server-Sent Events and long polling; JSON and MessagePack; stateful
reconnect over WebSockets. Server mode (\`/server\`) does not exist.
`;
}

test("docs/emulator-coverage.md says what is implemented", () => {
  if (process.env["UPDATE_COVERAGE"] !== undefined) writeFileSync(fileURLToPath(page), render());
  expect(withoutAlignment(readFileSync(page, "utf8"))).toBe(withoutAlignment(render()));
});

/** The formatter pads the cells of a table. */
function withoutAlignment(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/ +/g, " ");
}
