// The server: sends to clients. "./upstream" handles the calls of clients, and "./client" has the types for browsers.
export {
  createHub,
  createHubFromContext,
  type BroadcastOptions,
  type ConnectionSender,
  type CreateHubOptions,
  type HubName,
  type Sender,
  type TypedHub,
} from "./hub.js";
export { groupMembers, type GroupMembers } from "./group-members.js";
export { createPresence, type Presence, type PresenceOptions, type RoomMember } from "./presence.js";
export type * from "./contract.js";
