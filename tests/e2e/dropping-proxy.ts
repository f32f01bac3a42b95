import { type IncomingMessage, createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";

export interface DroppingProxy extends AsyncDisposable {
  readonly port: number;
}

/** A proxy that accepts matching requests with 202 and does not forward them: a lost message. */
export async function startDroppingProxy(
  target: URL,
  drops: (method: string, path: string) => boolean,
): Promise<DroppingProxy> {
  const port = Number(target.port);
  const options = ({ method, url, headers }: IncomingMessage) => ({
    host: target.hostname,
    port,
    method,
    path: url,
    // The service sees its own address, as behind any gateway.
    headers: { ...headers, host: target.host },
  });
  const server = createServer((incoming, outgoing) => {
    if (drops(incoming.method ?? "", incoming.url ?? "")) {
      incoming.resume();
      outgoing.writeHead(202, { "content-length": "0" }).end();
      return;
    }
    const forwarded = httpRequest(options(incoming), (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.on("upgrade", (incoming, socket) => {
    const lines = Object.entries({ ...incoming.headers, host: target.host }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const tunnel = connect(port, target.hostname, () => {
      tunnel.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on("error", () => socket.destroy());
    socket.on("error", () => tunnel.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
