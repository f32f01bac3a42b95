import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Negotiator } from "@x/auth";

/** Stands for the sessions of a real application: who is behind a cookie is known here and never taken from the request. */
const sessions = new Map(
  ["ada", "bob", "cleo", "dan", "eve"].map((user) => [`fake-session-of-${user}`, user]),
);

export interface AppServer extends AsyncDisposable {
  readonly url: string;
}

/** The application's own server: it tells a signed-in browser where to connect, and with which token. */
export async function startAppServer(negotiate: Negotiator, hub: string): Promise<AppServer> {
  const server = createServer((request, response) => {
    const userId = sessions.get(String(request.headers["x-session"]));
    const { pathname } = new URL(request.url ?? "/", "http://app");
    if (request.method !== "POST" || pathname !== "/negotiate") return void response.writeHead(404).end();
    if (userId === undefined) return void response.writeHead(401).end();
    negotiate({ hub, userId }).then(
      (negotiation) =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(negotiation)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
