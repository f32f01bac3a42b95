import type { NegotiateHandler } from "@x/auth";
import { makeNegotiate } from "./negotiate.ts";

interface Env {
  readonly AZURE_SIGNALR_CONNECTION_STRING: string;
}

let negotiate: NegotiateHandler | undefined;

/** A Cloudflare Worker. The handler is created once per isolate. */
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    negotiate ??= makeNegotiate(env.AZURE_SIGNALR_CONNECTION_STRING);
    return negotiate(request);
  },
};
