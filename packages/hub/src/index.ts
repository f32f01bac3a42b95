// The server's end: what is sent to clients. What clients call is answered by "./upstream", the browser's end is "./client".
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
