import type { OldestOperationId, OperationId } from "../../generated/index.js";
import type { OperationHandlers } from "./operation.js";
import { commandOperations } from "./operations/commands.js";
import { connectionOperations } from "./operations/connections.js";
import { groupOperations } from "./operations/groups.js";
import { messageOperations } from "./operations/messages.js";
import { streamOperations } from "./operations/streams.js";
import { tokenOperations } from "./operations/tokens.js";
import { userOperations } from "./operations/users.js";

/** Operations of the oldest version that the emulator leaves out on purpose. */
type NotImplemented = never;

/**
 * What is implemented: all of the oldest version, or this does not compile, and as much of the later ones as there are
 * handlers for. The response to any other operation is 501, so that a new version works before it is complete.
 */
export const operationHandlers: OperationHandlers<Exclude<OldestOperationId, NotImplemented>> &
  Partial<OperationHandlers<OperationId>> = {
  ...messageOperations,
  ...connectionOperations,
  ...groupOperations,
  ...userOperations,
  ...streamOperations,
  ...tokenOperations,
  ...commandOperations,
};
