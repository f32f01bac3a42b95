import { type GroupSender, groupSenders } from "../group-senders.ts";
import { type RecordingServer, startRecordingServer } from "../recording-server.ts";
import type { Row } from "../row.ts";

const groupNames = ["..", ".", "../..", "a/../..", "%2e%2e", "..;", "..\\", "a?b", "a#b"];

export async function measure(): Promise<Row[]> {
  const server = await startRecordingServer();
  try {
    const senders = Object.entries(await groupSenders(server.endpoint));
    const astray: [string, number][] = [];
    const sent: [string, number][] = [];
    for (const [name, send] of senders) {
      astray.push([name, await countAstray(server, send)]);
      sent.push([name, await countSentOn500(server, send)]);
    }
    return [
      row(`messages for ${groupNames.length} unusual group names that are misrouted`, astray, 0),
      row("requests of one send when the server responds with 500", sent, 1),
    ];
  } finally {
    await server.close();
  }
}

/** How many group names make a message arrive anywhere but at that group. A refusal sends nothing. */
async function countAstray(server: RecordingServer, send: GroupSender): Promise<number> {
  server.answer(202);
  await send("news");
  const plain = server.taken().map(groupOf);
  if (plain.join() !== "news")
    throw new Error(`A message for the group "news" arrived at: ${plain.join(", ")}`);
  let astray = 0;
  for (const name of groupNames) {
    await send(name).catch(() => undefined);
    astray += server.taken().filter((request) => groupOf(request) !== name).length;
  }
  return astray;
}

/** The group that a request addresses, as a server reads the path. */
function groupOf(request: string): string | undefined {
  const [, segment] = /^POST \/api\/hubs\/chat\/groups\/([^/]+)\/:send$/.exec(request) ?? [];
  return segment === undefined ? undefined : decodeURIComponent(segment);
}

async function countSentOn500(server: RecordingServer, send: GroupSender): Promise<number> {
  server.answer(500);
  await send("news").catch(() => undefined);
  return server.taken().length;
}

function row(what: string, counts: readonly [string, number][], atMost: number): Row {
  const value = (name: string) => counts.find(([subject]) => subject === name)?.[1] ?? Number.NaN;
  return {
    group: "safety",
    what,
    unit: "",
    baseline: { name: "raw fetch", value: value("raw fetch") },
    peers: counts
      .filter(([name]) => name !== "client" && name !== "raw fetch")
      .map(([name, count]) => ({ name, value: count })),
    goal: { atMost },
    reached: value("client"),
    exact: true,
  };
}
