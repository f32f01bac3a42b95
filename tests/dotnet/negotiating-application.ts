import { once } from "node:events";
import { createServer } from "node:http";
import { type NegotiateHandlerOptions, createNegotiateHandler } from "@x/auth";

/** An application with a hub at `url`, whose `negotiate` sends clients to the service. */
export async function startNegotiatingApplication(
  connectionString: string,
  options: NegotiateHandlerOptions,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const handle = createNegotiateHandler(connectionString, options);
  const server = createServer(async ({ method = "GET", url = "/" }, response) => {
    const answer = await handle(new Request(`http://127.0.0.1${url}`, { method }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/chat`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
