import type { NegotiateHandler } from "@x/auth";
import { makeNegotiate } from "./negotiate.ts";

interface Env {
  readonly AZURE_SIGNALR_CONNECTION_STRING: string;
}

let negotiate: NegotiateHandler | undefined;

/** A Cloudflare Worker; the handler is made once an isolate. */
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    negotiate ??= makeNegotiate(env.AZURE_SIGNALR_CONNECTION_STRING);
    return negotiate(request);
  },
};
