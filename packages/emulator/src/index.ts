export { createEmulator } from "./create-emulator.js";
export type { Emulator } from "./emulator.js";
export type { EmulatorSnapshot } from "./testing/snapshot.js";
export type {
  Activity,
  ActivityBody,
  ConnectedActivity,
  DisconnectedActivity,
  MessageActivity,
  Receiver,
  RequestActivity,
  WebhookActivity,
} from "./activity/activity.js";
export { EmulatorError } from "./emulator-error.js";
export type { EmulatorErrorCode } from "./emulator-error.js";
export type { EmulatorOptions } from "./options.js";
export type { EmulatorSettings } from "./upstream/settings-document.js";
export type { Log } from "./log.js";
export type { Fault } from "./rest/fault.js";
export type { OperationId } from "../generated/index.js";
export { ManualClock } from "./testing/manual-clock.js";
export type { RecordedMessage, RecordedRequest } from "./testing/recorded.js";
export type { MessageMatch } from "./testing/wait-for-message.js";
export type { Clock } from "./clock.js";
export type { SessionLimits } from "./transport/session-limits.js";
export type { NoUpstream } from "./upstream/no-upstream.js";
export type { HubUpstreamHandler, UpstreamHandler } from "./upstream/upstream-handler.js";
export type { Claims } from "./auth/claims.js";
export { wellKnownAccessKey } from "./auth/access-keys.js";
