// Compiled by `typecheck`: each line marked as an error must be one, and nothing else may be.
import { type SignalRServiceClient, type SignalRServiceError, isSignalRServiceError } from "@x/fetch-client";
import type { GroupMember, GroupMemberPagedValues, ServiceResponse } from "@x/types";

declare const client: SignalRServiceClient;
const bytes = new Uint8Array(1);
const body = { target: "newMessage", arguments: ["hi"] };

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Equal<A, B>): void;

// What methods resolve to
same<Awaited<ReturnType<typeof client.sendToAll>>, ServiceResponse | undefined>(true);
same<Awaited<ReturnType<typeof client.userExists>>, boolean>(true);
same<Awaited<ReturnType<typeof client.closeAllConnections>>, void>(true);
for await (const member of client.listConnectionsInGroup({ hub: "chat", group: "g" }))
  same<typeof member, GroupMember>(true);
for await (const page of client.listConnectionsInGroup({ hub: "chat", group: "g" }).pages()) {
  same<typeof page, GroupMemberPagedValues>(true);
}

// What may be given
await client.sendToGroup({ hub: "chat", group: "g", excluded: ["c"], application: undefined, body });
await client.sendToGroup({ hub: "chat", group: "g", body: bytes, contentType: "application/octet-stream" });
await client.sendToAll({ hub: "chat", body, contentType: "application/x-msgpack" });
await client.sendToAll({ hub: "chat", body: bytes, contentType: "application/x-msgpack" });
await client.hub("chat").sendToGroup({ group: "g", body }, { signal: AbortSignal.abort(), retry: false });
await client.sendToStream({ hub: "chat", connectionId: "c", streamId: "0", body: null });
await client.executeCommands({ hub: "chat", body: [{ type: "JoinGroup", group: "g" }] });

// @ts-expect-error a misspelled key
await client.sendToGroup({ hub: "chat", group: "g", exclude: ["c"], body });
// @ts-expect-error a misspelled key in the body
await client.sendToAll({ hub: "chat", body: { target: "t", argments: [] } });
// @ts-expect-error a missing path parameter
await client.sendToGroup({ hub: "chat", body });
// @ts-expect-error a missing body
await client.sendToAll({ hub: "chat" });
// @ts-expect-error a wrong type
await client.sendToUser({ hub: "chat", user: 7, body });
// @ts-expect-error one string where a list is expected
await client.sendToAll({ hub: "chat", excluded: "c", body });
// @ts-expect-error bytes without their media type
await client.sendToAll({ hub: "chat", body: bytes });
// @ts-expect-error a value where only bytes can be sent
await client.sendToAll({ hub: "chat", body, contentType: "application/octet-stream" });
// @ts-expect-error a misspelled key in a body that is encoded
await client.sendToAll({ hub: "chat", body: { tarrget: "t" }, contentType: "application/x-msgpack" });
// @ts-expect-error a media type that the operation does not take
await client.sendToAll({ hub: "chat", body: bytes, contentType: "image/png" });
// @ts-expect-error the API version is not an argument
await client.sendToAll({ hub: "chat", body, "api-version": "2024-12-01" });
// @ts-expect-error no exclusions for a user
await client.sendToUser({ hub: "chat", user: "ada", excluded: ["c"], body });
// @ts-expect-error the hub is bound already
await client.hub("chat").sendToAll({ hub: "other", body });
// @ts-expect-error not an operation of a hub
await client.hub("chat").getServiceStatus();
// @ts-expect-error a command without its group
await client.executeCommands({ hub: "chat", body: [{ type: "JoinGroup" }] });
// @ts-expect-error an unknown command
await client.executeCommands({ hub: "chat", body: [{ type: "Dance" }] });

// The code of an error is one of the known ones, or another string
declare const error: unknown;
if (isSignalRServiceError(error)) {
  same<typeof error, SignalRServiceError>(true);
  if (error.code === "Info.User.NotInGroup" || error.code === "Something.New") error.status.toFixed();
}
