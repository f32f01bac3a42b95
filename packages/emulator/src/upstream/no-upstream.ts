import type { Upstream } from "./upstream.js";
import { MessageType } from "../protocol/message-type.js";

/**
 * What becomes of a client's call that no upstream handles: `error` fails it at once and says how to configure one,
 * `ignore` leaves it unanswered as Microsoft's emulator does, `disconnect` ends the connection as the service does.
 */
export type NoUpstream = "error" | "ignore" | "disconnect";

export const noUpstreamPolicies: readonly NoUpstream[] = ["error", "ignore", "disconnect"];

const notConfigured =
  "No upstream is configured to handle this call. Start the emulator with an upstream handler or with UpstreamSettings";

/** An error helps most; the service ends the connection in serverless mode, and Microsoft's emulator stays silent. The caller chooses. */
export function noUpstream(policy: NoUpstream): Upstream {
  return {
    async notify() {},
    async invoke({ invocationId }, protocol) {
      if (policy === "disconnect") return { disconnect: notConfigured };
      return policy === "ignore" || invocationId === undefined
        ? undefined
        : protocol.encode({ type: MessageType.Completion, invocationId, error: notConfigured });
    },
  };
}
