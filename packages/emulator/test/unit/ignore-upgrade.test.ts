import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { ignoreUpgrade } from "../../src/ignore-upgrade.js";

test("ignoreUpgrade() responds in HTTP/1.1 to requests that ask for HTTP/2", async () => {
  // Without `shouldUpgradeCallback`, as servers of Node 20 are.
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${JSON.stringify(request.rawHeaders)}\n`);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    ignoreUpgrade(server, request, socket, head),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  const request =
    "GET /a?b HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n";
  const ask = async (name: string): Promise<string> => {
    answer = "";
    socket.write(`${request}X-Name: ${name}\r\nX-Name: again\r\n\r\n`, "latin1");
    while (!answer.endsWith("\n")) await once(socket, "data");
    return answer;
  };
  expect(await ask("zo\u00eb")).toContain('GET /a?b ["Host","x","X-Name","zo\u00c3\u00ab","X-Name","again"]');
  expect(await ask("two")).toContain('GET /a?b ["Host","x","X-Name","two","X-Name","again"]');
});
