import type { Completion } from "../protocol/message.js";

/** How a call to a client ended. */
export type InvocationOutcome =
  | { readonly kind: "completed"; readonly completion: Completion }
  | { readonly kind: "timed out" }
  | { readonly kind: "disconnected" };
