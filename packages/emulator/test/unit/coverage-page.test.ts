import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type OperationId, type Route, apiVersion, routes } from "../../generated/index.js";
import { parse } from "yaml";
import { operationHandlers } from "../../src/rest/operation-handlers.js";
import { unsupportedParts } from "./unsupported-parts.ts";

const page = new URL("../../../../docs/emulator-coverage.md", import.meta.url);

/** What Microsoft's emulator does otherwise, by its source; and which of the two is nearer to the service. */
const differences: readonly (readonly [
  what: string,
  theirs: string,
  ours: string,
  better: "ours" | "theirs" | "unknown",
])[] = [
  [
    "Operations of the REST API 2024-12-01",
    "all but `:execute`, `:generateToken`, access keys, `:invoke`, streams, list of members",
    "all",
    "ours",
  ],
  ["MessagePack and pre-encoded bodies of requests", "415", "taken", "ours"],
  ["Stateful reconnect of clients", "not offered", "over WebSockets", "ours"],
  [
    "Tokens",
    "the signature only: expired ones are let in",
    "signature, audience, lifetime; each 401 says what is wrong",
    "ours",
  ],
  ["`excluded` of the three `:closeConnections`", "read, and not heeded", "kept out", "ours"],
  ["More than 10 arguments in a message", "500", "sent", "ours"],
  [
    "`addUserToGroup` before the first client has come to the hub",
    "202, and forgotten",
    "remembered",
    "ours",
  ],
  ["`ttl` of a membership that is over", "the user's connections stay in the group", "they leave", "unknown"],
  [
    "Status of `addUserToGroup`, `removeUserFromGroup`, `removeUserFromAllGroups`",
    "202, 202, 200",
    "200, 204, 204, as documented",
    "ours",
  ],
  [
    "`x-ms-error-code` of a 404",
    "none in 1.1.0; later sources have it",
    "always, for what is absent",
    "ours",
  ],
  ["`HEAD /api/health` without a token, as the SDK asks", "401 in 1.1.0", "200", "ours"],
  [
    "A client's call without an upstream",
    "never answered",
    "fails and says how to configure one; `--no-upstream ignore` is theirs",
    "ours",
  ],
  [
    "Requests addressed to a foreign host name",
    "served",
    "421, so that no web page reaches it by DNS rebinding",
    "ours",
  ],
  ["CORS of `/api`", "any origin, with credentials", "none: only `/client` is for browsers", "ours"],
  [
    "Listening on all addresses with the public key",
    "`-i 0.0.0.0`",
    "refused without `--allow-public-key`",
    "ours",
  ],
  [
    "`settings.json` of the working folder",
    "read by itself",
    "with `--config`, since a file of that name may be another program's; the image reads its own",
    "theirs",
  ],
  ["`upstream init`, `upstream list`", "commands", "none: the file is six lines", "theirs"],
  [
    "A request without `api-version`",
    "served as any version",
    "400; paths of `/api/v1` need none",
    "unknown",
  ],
  ["A close by REST", "`allowReconnect: true`", "the same; `allowReconnect: false` is an option", "unknown"],
  ["`Default` mode, where application servers connect", "none", "none", "unknown"],
];

/** What is different here from the service, or where the service says nothing. */
const localDifferences: Partial<Record<OperationId, string>> = {
  getAccessKey:
    "Also answers callers with an access key; Entra tokens are let in unvalidated, by an option that is off. Keys change each clock hour",
  invokeConnection:
    "The status is 400 for an error of the client, 408 without an answer after 30 s (`invokeTimeoutInMs`), 404 for a lost client. Of `application/octet-stream` the `invocationId` is replaced. A caller that accepts `application/octet-stream` gets the client's answer as it came, an error too, with `X-ASRS-Protocol`",
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
      ? "responds with 501"
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

## Compared with Microsoft's emulator

\`Microsoft.Azure.SignalR.Emulator\` could not be installed where this was written, so nothing here was measured on it: its side is
read in the source, [Azure/azure-signalr](https://github.com/Azure/azure-signalr/tree/dev/src/Microsoft.Azure.SignalR.Emulator), as
of 2026 where nothing else is said: \`Program.cs\` for the command line, \`Controllers/\` for the operations, \`HubEmulator/\` for
groups, \`AppBuilderExtensions.cs\` for tokens and CORS. Better is what is nearer to the documented service, or more use to a
developer; unknown is what the service does not document, where this keeps its own way.

| What | Microsoft's | This | Better |
| --- | --- | --- | --- |
${differences.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
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
