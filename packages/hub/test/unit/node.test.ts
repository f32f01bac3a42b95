import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { toNodeHandler } from "../../src/node.ts";

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

async function listen(listener: Listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends text that no HTTP client would. @returns the first line of the answer */
async function statusLine(port: number, request: string): Promise<string | undefined> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${request}\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).split("\r\n")[0];
}

const describeRequest = toNodeHandler(async (request) =>
  Response.json({ url: request.url, method: request.method, body: await request.text() }),
);

test("toNodeHandler() hands on method, URL, headers and bytes, and answers with all of the response", async () => {
  const handler = toNodeHandler(async (request) => {
    const headers = new Headers({ "x-echo": request.headers.get("x-name") ?? "" });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    return new Response(await request.arrayBuffer(), { status: 201, headers });
  });
  using server = await listen((incoming, outgoing) => {
    outgoing.setHeader("x-powered-by", "middleware").setHeader("x-echo", "middleware");
    return handler(incoming, outgoing);
  });
  const body = new Uint8Array([0, 255, 30]);
  const response = await fetch(server.url, { method: "POST", body, headers: { "x-name": "ada" } });
  expect(response.status).toBe(201);
  expect(response.headers.get("x-echo")).toBe("ada");
  expect(response.headers.get("x-powered-by")).toBe("middleware");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
});

test("toNodeHandler() takes the URL of Express and Connect, not what is left of it", async () => {
  using server = await listen((incoming, outgoing) =>
    describeRequest(
      Object.assign(incoming, {
        originalUrl: incoming.url,
        url: "/",
        protocol: "https",
        host: "app.example",
      }),
      outgoing,
    ),
  );
  const { url } = (await (await fetch(`${server.url}/upstream?code=1`)).json()) as { url: string };
  expect(url).toBe("https://app.example/upstream?code=1");
});

test("toNodeHandler() does not take a path for a host", async () => {
  using server = await listen(describeRequest);
  const response = await fetch(`${server.url}//evil.example/negotiate`);
  expect(await response.json()).toMatchObject({ url: `${server.url}//evil.example/negotiate` });
});

test.each([
  ["a method that the web standard refuses", "TRACE / HTTP/1.1\r\nHost: app.example"],
  ["a host with credentials", "POST / HTTP/1.1\r\nHost: ada@app.example"],
  ["an invalid host", "POST / HTTP/1.1\r\nHost: app example"],
])("toNodeHandler() answers %s 400, and the handler does not see it", async (_, request) => {
  const handler = vi.fn<() => Promise<Response>>();
  using server = await listen(toNodeHandler(handler));
  expect(await statusLine(server.port, request)).toBe("HTTP/1.1 400 Bad Request");
  expect(handler).not.toHaveBeenCalled();
});

test("toNodeHandler() gives what the handler throws to next, or logs it and responds with a 500", async () => {
  const failure = new Error("The sessions are down");
  const handler = toNodeHandler(() => Promise.reject(failure));
  const seen: unknown[] = [];
  using middleware = await listen((incoming, outgoing) =>
    handler(incoming, outgoing, (error) => {
      seen.push(error);
      outgoing.writeHead(503).end();
    }),
  );
  using server = await listen((incoming, outgoing) => handler(incoming, outgoing));
  using logged = vi.spyOn(console, "error").mockImplementation(() => {});
  expect((await fetch(middleware.url)).status).toBe(503);
  const response = await fetch(server.url);
  expect([response.status, await response.text()]).toEqual([500, ""]);
  expect([seen, logged.mock.calls]).toEqual([[failure], [[failure]]]);
});

test("toNodeHandler() serves HTTP/2", async () => {
  const server = createHttp2Server((incoming, outgoing) => void describeRequest(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const stream = session.request({ ":method": "POST", ":path": "/upstream", ":authority": "app.example" });
    stream.end("hello");
    const answer = JSON.parse(await text(stream)) as unknown;
    expect(answer).toEqual({ url: "http://app.example/upstream", method: "POST", body: "hello" });
  } finally {
    session.close();
    server.close();
  }
});
