import type { Upstream } from "./upstream.js";
import { MessageType } from "../protocol/message-type.js";

/**
 * What happens to client calls that no upstream handles: `error` fails the call with a message that explains how to configure
 * an upstream, `ignore` never responds, like Microsoft's emulator, and `disconnect` closes the connection, like the service.
 */
export type NoUpstream = "error" | "ignore" | "disconnect";

export const noUpstreamPolicies: readonly NoUpstream[] = ["error", "ignore", "disconnect"];

const notConfigured =
  "No upstream is configured to handle this call. Start the emulator with an upstream handler or with UpstreamSettings";

/** Creates the upstream that is used when none is configured. */
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
