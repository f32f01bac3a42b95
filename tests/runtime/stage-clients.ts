const recordSeparator = "\u001e";

interface Client {
  readonly socket: WebSocket;
  readonly received: { readonly target: string; readonly arguments: readonly unknown[] }[];
  readonly waiting: Set<() => void>;
}

/** SignalR clients for suites in runtimes that have none: the JSON protocol over WebSockets. */
export class StageClients {
  readonly #clients = new Map<string, Client>();

  /** Connects as a client does that was sent to `url` by `/negotiate`. */
  async connect({
    url,
    accessToken,
  }: {
    readonly url: string;
    readonly accessToken: string;
  }): Promise<string> {
    const negotiation = await fetch(url.replace("/client/?", "/client/negotiate?negotiateVersion=1&"), {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
    });
    if (!negotiation.ok) throw new Error(`The service answered ${negotiation.status} to negotiate`);
    const { connectionId, connectionToken } = (await negotiation.json()) as Record<string, string>;
    const target = new URL(url.replace(/^http/, "ws"));
    target.searchParams.set("id", connectionToken ?? "");
    target.searchParams.set("access_token", accessToken);
    const socket = new WebSocket(target);
    const client: Client = { socket, received: [], waiting: new Set() };
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => socket.send(`{"protocol":"json","version":1}${recordSeparator}`));
      socket.addEventListener("error", () => reject(new Error("The WebSocket failed")));
      socket.addEventListener("message", ({ data }) => {
        resolve();
        for (const text of String(data).split(recordSeparator)) {
          if (text === "") continue;
          const { type, target: called, arguments: args } = JSON.parse(text) as Record<string, unknown>;
          if (type !== 1) continue;
          client.received.push({ target: String(called), arguments: args as unknown[] });
          for (const look of client.waiting) look();
        }
      });
    });
    this.#clients.set(connectionId ?? "", client);
    return connectionId ?? "";
  }

  /** What a client has received, once there is so much of it. */
  async received({ connectionId, count }: { readonly connectionId: string; readonly count: number }) {
    const client = this.#find(connectionId);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (client.received.length < count) return;
        client.waiting.delete(look);
        resolve();
      };
      client.waiting.add(look);
      look();
    });
    return client.received;
  }

  /** Has a client call the hub and wait for the end of the call. */
  async invoke(call: {
    readonly connectionId: string;
    readonly target: string;
    readonly arguments: readonly unknown[];
  }): Promise<void> {
    const { socket } = this.#find(call.connectionId);
    const invocation = { type: 1, invocationId: "1", target: call.target, arguments: call.arguments };
    await new Promise<void>((resolve) => {
      const onMessage = ({ data }: MessageEvent) => {
        if (!String(data).includes('"type":3')) return;
        socket.removeEventListener("message", onMessage);
        resolve();
      };
      socket.addEventListener("message", onMessage);
      socket.send(`${JSON.stringify(invocation)}${recordSeparator}`);
    });
  }

  close(): void {
    for (const { socket } of this.#clients.values()) socket.close();
  }

  #find(connectionId: string): Client {
    const client = this.#clients.get(connectionId);
    if (client === undefined) throw new Error(`No client has the connection ${connectionId}`);
    return client;
  }
}
