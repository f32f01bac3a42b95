import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Row } from "../row.ts";
import { createSenders, type SenderName } from "../senders.ts";

const groupNames = ["..", ".", "../..", "a/../..", "%2e%2e", "..;", "..\\", "a?b", "a#b"];
const peers = ["openapi-fetch", "hey-api", "orval", "@azure/web-pubsub"] as const;

/** What really arrives at a server: what a client meant to send is not evidence. */
export async function measure(): Promise<Row[]> {
  let status = 202;
  let requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.replace(/\?.*$/s, "")}`);
    request.resume().on("end", () => response.writeHead(status, { "content-length": "0" }).end());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const senders = await createSenders(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  /** The groups that requests of one send address, as the server reads the paths. */
  const send = async (name: SenderName, group: string): Promise<(string | undefined)[]> => {
    requests = [];
    await senders[name](group).catch(() => undefined);
    return requests.map((request) => {
      const [, segment] = /^POST \/api\/hubs\/chat\/groups\/([^/]+)\/:send$/.exec(request) ?? [];
      return segment === undefined ? undefined : decodeURIComponent(segment);
    });
  };
  /** How many group names make a message arrive anywhere but at that group. A refusal sends nothing. */
  const countMisrouted = async (name: SenderName): Promise<number> => {
    const plain = await send(name, "news");
    if (plain.join() !== "news") throw new Error(`${name} sent a message for "news" to: ${plain.join(", ")}`);
    let misrouted = 0;
    for (const group of groupNames)
      misrouted += (await send(name, group)).filter((addressed) => addressed !== group).length;
    return misrouted;
  };
  try {
    const names = `messages for ${groupNames.length} unusual group names that are misrouted`;
    const misrouted = await row(names, 0, countMisrouted);
    status = 500;
    const retried = "requests of one send when the server responds with 500";
    return [misrouted, await row(retried, 1, async (name) => (await send(name, "news")).length)];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function row(what: string, atMost: number, count: (name: SenderName) => Promise<number>): Promise<Row> {
  return {
    group: "safety",
    what,
    unit: "",
    baseline: { name: "raw fetch", value: await count("raw fetch") },
    peers: await Array.fromAsync(peers, async (name) => ({ name, value: await count(name) })),
    goal: { atMost },
    reached: await count("client"),
    exact: true,
  };
}
