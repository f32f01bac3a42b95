import type { Claims } from "../auth/claims.js";

/** Who the client is and where it wants to be. */
export interface SessionIdentity {
  readonly id: string;
  readonly token: string;
  readonly hub: string;
  readonly userId: string | undefined;
  readonly claims: Claims;
  readonly query: string;
  /** Negotiated: the client may go on over a new WebSocket. */
  readonly mayResume: boolean;
}
