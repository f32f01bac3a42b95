import { type JsonObject, isObject } from "./document.ts";
import { signToken } from "./tokens.ts";

const recordSeparator = "\u001e";

export interface HubConnectionOptions {
  readonly url: string;
  readonly key: string;
  readonly hub: string;
  readonly user: string;
  /** What the client returns to every call that waits for a result. */
  readonly returns?: unknown;
  /** In place of `returns`: the end of a completion, `undefined` to leave the call unanswered. */
  readonly complete?: (
    target: string,
  ) => { readonly error: string } | { readonly result: unknown } | undefined;
  /** Called with every message after the handshake. */
  readonly onMessage?: (message: JsonObject) => void;
  /** Sends the negotiation. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

export interface HubConnection {
  readonly id: string;
  close(): void;
}

/** A client connection with the JSON protocol over WebSockets: just enough for a judge to have a client connected. */
export async function openHubConnection(options: HubConnectionOptions): Promise<HubConnection> {
  const { url, key, hub, user, returns = null } = options;
  const complete = options.complete ?? (() => ({ result: returns }));
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const token = signToken({ aud: `${url}/client/?hub=${hub}`, exp, nameid: user }, key);
  const response = await (options.fetch ?? fetch)(`${url}/client/negotiate?hub=${hub}&negotiateVersion=1`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`negotiate answered ${response.status}`);
  const negotiation = (await response.json()) as { connectionId: string; connectionToken: string };
  const query = new URLSearchParams({ hub, id: negotiation.connectionToken, access_token: token });
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/client/?${query}`);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => socket.send(`{"protocol":"json","version":1}${recordSeparator}`));
    socket.addEventListener("error", () => reject(new Error("the WebSocket failed")));
    socket.addEventListener("close", () =>
      reject(new Error("the WebSocket closed before the handshake ended")),
    );
    socket.addEventListener("message", ({ data }) => {
      for (const text of String(data)
        .split(recordSeparator)
        .filter((one) => one !== "")) {
        const message: unknown = JSON.parse(text);
        if (!isObject(message)) continue;
        if (message.type === undefined) {
          resolve();
          continue;
        }
        options.onMessage?.(message);
        if (message.type !== 1 || typeof message.invocationId !== "string") continue;
        const end = complete(String(message.target));
        if (end === undefined) continue;
        const completion = { type: 3, invocationId: message.invocationId, ...end };
        socket.send(`${JSON.stringify(completion)}${recordSeparator}`);
      }
    });
  });
  return { id: negotiation.connectionId, close: () => socket.close() };
}
