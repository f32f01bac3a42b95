// A stand-in for `@x/fetch-client/operations` until that entry exists.
import type { CallOptions, SignalRServiceClient } from "@x/fetch-client";
import { fromConnectionString, type FromConnectionStringOptions } from "@x/auth";

export interface SignalRServiceContext {
  readonly client: SignalRServiceClient;
}
type M = SignalRServiceClient;
const op =
  <K extends keyof M>(name: K) =>
  (context: SignalRServiceContext, args: never, options?: CallOptions) =>
    (context.client[name] as (a: never, o?: CallOptions) => never)(args, options);
type Op<K extends keyof M> = M[K] extends (...a: infer A) => infer R
  ? (context: SignalRServiceContext, ...args: A) => R
  : never;
export const sendToAll = op("sendToAll") as unknown as Op<"sendToAll">;
export const sendToGroup = op("sendToGroup") as unknown as Op<"sendToGroup">;
export const sendToUser = op("sendToUser") as unknown as Op<"sendToUser">;
export const sendToConnection = op("sendToConnection") as unknown as Op<"sendToConnection">;
export const invokeConnection = op("invokeConnection") as unknown as Op<"invokeConnection">;
export const addConnectionToGroup = op("addConnectionToGroup") as unknown as Op<"addConnectionToGroup">;
export const removeConnectionFromGroup = op(
  "removeConnectionFromGroup",
) as unknown as Op<"removeConnectionFromGroup">;
export const addUserToGroup = op("addUserToGroup") as unknown as Op<"addUserToGroup">;
export const removeUserFromGroup = op("removeUserFromGroup") as unknown as Op<"removeUserFromGroup">;
export const listConnectionsInGroup = op("listConnectionsInGroup") as unknown as Op<"listConnectionsInGroup">;
export const sendToStream = op("sendToStream") as unknown as Op<"sendToStream">;
export const completeStream = op("completeStream") as unknown as Op<"completeStream">;
export const connectionExists = op("connectionExists") as unknown as Op<"connectionExists">;
export function contextFromConnectionString(
  cs: string,
  options?: FromConnectionStringOptions,
): SignalRServiceContext {
  return { client: fromConnectionString(cs, options) };
}
export type { CallOptions, FromConnectionStringOptions };
