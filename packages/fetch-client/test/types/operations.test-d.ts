// Compiled by `typecheck`: each line marked as an error must be one, and nothing else may be.
import type { Middleware } from "@x/fetch-client";
import * as dated from "@x/fetch-client/2024-12-01/operations";
import {
  type CallOptions,
  type SendToUserArguments,
  type SignalRServiceContext,
  type SignalRServiceError,
  closeAllConnections,
  createSignalRServiceContext,
  executeCommands,
  fromOpenapiFetch,
  getServiceStatus,
  isSignalRServiceError,
  listConnectionsInGroup,
  sendToAll,
  sendToGroup,
  sendToUser,
  userExists,
} from "@x/fetch-client/operations";
import { createRawClient } from "@x/fetch-client/raw";
import type { GroupMember, GroupMemberPagedValues, ServiceResponse } from "@x/types";

const context = createSignalRServiceContext({ endpoint: "https://contoso.service.signalr.net" });
const bytes = new Uint8Array(1);
const body = { target: "newMessage", arguments: ["hi"] };

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Equal<A, B>): void;

// What functions take and resolve to
same<typeof context, SignalRServiceContext>(true);
same<Parameters<typeof sendToUser>, [SignalRServiceContext, SendToUserArguments, CallOptions?]>(true);
same<Awaited<ReturnType<typeof sendToAll>>, ServiceResponse | undefined>(true);
const exists = await userExists(context, { hub: "chat", user: "ada" });
same<typeof exists, boolean>(true);
const closed = await closeAllConnections(context, { hub: "chat" });
same<typeof closed, void>(true);
const members = listConnectionsInGroup(context, { hub: "chat", group: "g" });
for await (const member of members) same<typeof member, GroupMember>(true);
for await (const page of members.pages()) same<typeof page, GroupMemberPagedValues>(true);

// What may be given
await sendToGroup(context, { hub: "chat", group: "g", excluded: ["c"], application: undefined, body });
await sendToAll(context, { hub: "chat", body: bytes, contentType: "application/x-msgpack" });
await sendToAll(context, { hub: "chat", body }, { signal: AbortSignal.abort(), retry: false });
await executeCommands(context, { hub: "chat", body: [{ type: "JoinGroup", group: "g" }] });
await getServiceStatus(context);
await dated.sendToAll(context, { hub: "chat", body });

// @ts-expect-error no context
await sendToAll({ hub: "chat", body });
// @ts-expect-error a misspelled key
await sendToGroup(context, { hub: "chat", group: "g", exclude: ["c"], body });
// @ts-expect-error a missing path parameter
await sendToGroup(context, { hub: "chat", body });
// @ts-expect-error bytes without their media type
await sendToAll(context, { hub: "chat", body: bytes });
// @ts-expect-error no exclusions for a user
await sendToUser(context, { hub: "chat", user: "ada", excluded: ["c"], body });
// @ts-expect-error an unknown command
await executeCommands(context, { hub: "chat", body: [{ type: "Dance" }] });
// @ts-expect-error a misspelled option
await sendToAll(context, { hub: "chat", body }, { signall: AbortSignal.abort() });

declare const error: unknown;
if (isSignalRServiceError(error)) same<typeof error, SignalRServiceError>(true);

// openapi-fetch's middleware comes in through an adapter; ours is middleware of the raw client.
declare const theirs: Parameters<ReturnType<typeof createRawClient>["use"]>[number];
const endpoint = "https://contoso.service.signalr.net";
createSignalRServiceContext({ endpoint, middleware: [fromOpenapiFetch(theirs)] });
// @ts-expect-error it would be handed plain data
createSignalRServiceContext({ endpoint, middleware: [{ onRequest: ({ request }) => request.clone() }] });
const ours: Middleware = { onRequest: ({ request }) => request.headers.set("x-trace", "1") };
const raw = createRawClient({ endpoint, middleware: [ours] });

// The raw client knows the paths of the document.
const { data } = await raw.GET("/api/auth/accessKey", { params: { query: { "api-version": "2024-12-01" } } });
same<string | undefined, NonNullable<typeof data>["AccessKey"]>(true);
// @ts-expect-error a misspelled path
await raw.GET("/api/hubs/{hub}/:sned", {});
