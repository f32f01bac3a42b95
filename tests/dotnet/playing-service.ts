import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { type ObservedRequest, type Vector, bodyBytes } from "@x/contract-kit";

/** A service that gives the answers of a vector, in their order, and keeps the requests. */
export async function startPlayingService(
  vector: Vector,
): Promise<{ readonly url: string; readonly requests: readonly ObservedRequest[] } & AsyncDisposable> {
  const requests: ObservedRequest[] = [];
  let url = "";
  const server = createServer(async (request, response) => {
    const answer = vector.exchanges[requests.length]?.response ?? { status: 500 };
    const { method = "", headers, url: target = "" } = request;
    const body = new Uint8Array(await buffer(request));
    requests.push({
      method,
      url: `${url}${target}`,
      headers: new Headers(headers as Record<string, string>),
      body,
    });
    response.writeHead(answer.status, answer.headers);
    response.end(bodyBytes(answer.body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
