import { createHmac } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { jwtVerify } from "jose";
import { signToken } from "../../../contract-kit/src/tokens.ts";
import { RestCaller, postOf } from "../emulator/rest-caller.ts";
import { type ServerName, call } from "../emulator/server.ts";
import { Stage } from "../emulator/stage.ts";
import { root } from "../packages.ts";
import { type Results, measureRounds, repeat, takeRounds } from "../rounds.ts";
import type { Row } from "../row.ts";
import { rowOf } from "../statistics.ts";

const group = "emulator";
/** Connections that the goals of messages are about. */
const many = 1_000;

export async function measure(): Promise<Row[]> {
  return [
    ...(await measureMessages()),
    await measureMemory(),
    await measureOpening(),
    ...(await measureTokens()),
    ...(await measureRest()),
  ];
}

/** Starts servers, and lets them alternate: one value of each per round. */
async function withStages<Name extends ServerName, Result>(
  names: readonly Name[],
  work: (
    stages: readonly Stage[],
    take: (rounds: number, valueOf: (stage: Stage) => Promise<number>) => Promise<Results<Name>>,
  ) => Promise<Result>,
): Promise<Result> {
  await using disposal = new AsyncDisposableStack();
  const stages = new Map<Name, Stage>();
  for (const name of names) stages.set(name, disposal.use(await Stage.start(name)));
  return await work([...stages.values()], (rounds, valueOf) =>
    takeRounds(names, rounds, (name) => valueOf(stages.get(name) as Stage)),
  );
}

/** CPU of the server for each delivered message, in microseconds. */
async function costOfBroadcasts(
  stage: Stage,
  connections: number,
  { broadcasts, together }: { readonly broadcasts: number; readonly together: number },
): Promise<number> {
  const caller = stage.accessKey === undefined ? undefined : new RestCaller(stage.url);
  const request = postOf(stage.url, "/api/hubs/chat/:send", call, stage.accessKey);
  const before = await stage.cpu();
  for (let index = 0; index < broadcasts; index++) {
    await stage.delivered(connections * together, async () => {
      if (caller === undefined) stage.broadcast(together);
      else await caller.send(request, together);
    });
  }
  const after = await stage.cpu();
  caller?.close();
  return (after - before) / (broadcasts * together * connections);
}

/** What a message costs at each number of connections. */
function measureMessages(): Promise<Row[]> {
  return withStages(["ws", "socket.io", "emulator", "emulator, recording"], async (stages, take) => {
    const rows: Row[] = [];
    let opened = 0;
    for (const count of [100, many]) {
      for (const stage of stages) await stage.open(count - opened);
      opened = count;
      const alone = { broadcasts: 20_000 / count, together: 1 };
      const together = { broadcasts: 6_000 / count, together: 10 };
      const single = await take(9, (stage) => costOfBroadcasts(stage, count, alone));
      const coalesced = await take(9, (stage) => costOfBroadcasts(stage, count, together));
      const row = (
        what: string,
        results: typeof single,
        subject: ServerName & keyof typeof single,
        atMost: number,
      ) =>
        rowOf(results, {
          group,
          what,
          at: { count, of: "connections" },
          unit: "× CPU a message",
          subject,
          baseline: "ws",
          peers: ["socket.io"],
          // The goals were set for this number.
          ...(count === many && { goal: { atMost } }),
        });
      rows.push(
        row("broadcast", single, "emulator", 1.15),
        row("10 broadcasts in one turn", coalesced, "emulator", 0.15),
        row("broadcast, activity recorded", single, "emulator, recording", 1.15),
        row("10 broadcasts in one turn, activity recorded", coalesced, "emulator, recording", 0.15),
      );
    }
    return rows;
  });
}

/** Resident memory that so many connections add, in KiB per connection, after each has received a message. */
async function measureMemory(): Promise<Row> {
  const count = 10_000;
  const results = await takeRounds(["ws", "socket.io", "emulator"], 3, async (name) => {
    await using stage = await Stage.start(name);
    const empty = await stage.memory();
    await stage.open(count);
    await costOfBroadcasts(stage, count, { broadcasts: 2, together: 1 });
    return ((await stage.memory()) - empty) / count / 1024;
  });
  return rowOf(results, {
    group,
    what: "memory of a connection",
    at: { count, of: "connections" },
    unit: "KiB",
    subject: "emulator",
    baseline: "ws",
    peers: ["socket.io"],
    goal: { atMost: 8 },
  });
}

/** How many connections a second of CPU opens, the handshake included. */
function measureOpening(): Promise<Row> {
  const count = 1_000;
  return withStages(["ws", "socket.io", "emulator"], async (_stages, take) => {
    const results = await take(7, async (stage) => {
      const before = await stage.cpu();
      await stage.open(count);
      const spent = (await stage.cpu()) - before;
      await stage.close();
      return count / spent;
    });
    return rowOf(results, {
      group,
      what: "opening rate, handshake included",
      unit: "× connections a CPU second",
      subject: "emulator",
      baseline: "ws",
      peers: ["socket.io"],
      goal: { atLeast: 0.7 },
    });
  });
}

interface TokenModules {
  readonly AccessKeys: new (keys: readonly string[], now: () => number) => object;
  readonly TokenVerifier: new (keys: object, options: object) => { verify(token: string): object };
}

async function load(file: string): Promise<object> {
  return import(pathToFileURL(join(root, "packages/emulator/dist/src/auth", file)).href);
}

async function measureTokens(): Promise<Row[]> {
  const secret = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
  const aud = "http://localhost:8888/client/?hub=chat";
  // More than are remembered, so that each is new when its turn comes again.
  const tokens = Array.from({ length: 25_000 }, (_, index) =>
    signToken({ aud, nameid: `user${index}`, exp: 4_000_000_000 }, secret),
  );
  const { AccessKeys, TokenVerifier } = {
    ...(await load("access-keys.js")),
    ...(await load("token-verifier.js")),
  } as TokenModules;
  const { now } = Date;
  const createVerifier = () => new TokenVerifier(new AccessKeys([secret], now), { now, strict: false });
  const [verifier, remembering] = [createVerifier(), createVerifier()];
  const [known = ""] = tokens;
  const key = new TextEncoder().encode(secret);
  let index = 0;
  const next = (): string => tokens[index++ % tokens.length] as string;
  const results = await measureRounds(
    {
      createHmac(count) {
        for (let at = 0; at < count; at++) {
          const token = next();
          const end = token.lastIndexOf(".");
          const digest = createHmac("sha256", key).update(token.slice(0, end)).digest("base64url");
          if (digest !== token.slice(end + 1)) throw new Error("The signature is wrong");
        }
      },
      "verify a token"(count) {
        for (let at = 0; at < count; at++) verifier.verify(next());
      },
      "verify a token again"(count) {
        for (let at = 0; at < count; at++) remembering.verify(known);
      },
      jose: repeat(() => jwtVerify(next(), key)),
    },
    { rounds: 9, count: 2_500 },
  );
  const row = (subject: "verify a token" | "verify a token again", atMost: number): Row =>
    rowOf(results, {
      group,
      what: subject,
      unit: "µs",
      subject,
      baseline: "createHmac",
      peers: ["jose"],
      goal: { atMost },
    });
  return [row("verify a token", 10), row("verify a token again", 1)];
}

/** REST calls that a second of CPU answers, made by eight callers. */
async function rateOfCalls(stage: Stage, user: string): Promise<number> {
  const callsOfEach = 125;
  const callers = Array.from({ length: 8 }, () => new RestCaller(stage.url));
  const calls = callers.length * callsOfEach;
  const request = postOf(stage.url, `/api/hubs/chat/users/${user}/:send`, call, stage.accessKey);
  const before = await stage.cpu();
  const work = async (): Promise<void> => {
    await Promise.all(callers.map((caller) => repeat(() => caller.send(request))(callsOfEach)));
  };
  if (user === "user0" && stage.accessKey !== undefined) await stage.delivered(calls, work);
  else await work();
  const rate = calls / ((await stage.cpu()) - before);
  for (const caller of callers) caller.close();
  return rate;
}

function measureRest(): Promise<Row[]> {
  return withStages(["node http", "emulator", "emulator, recording"], async (stages, take) => {
    for (const stage of stages) if (stage.accessKey !== undefined) await stage.open(1);
    const away = await take(7, (stage) => rateOfCalls(stage, "absent"));
    const here = await take(7, (stage) => rateOfCalls(stage, "user0"));
    const row = (what: string, results: typeof away, subject: keyof typeof away): Row =>
      rowOf(results, {
        group,
        what,
        unit: "× requests a CPU second",
        subject,
        baseline: "node http",
        goal: { atLeast: 0.5 },
      });
    return [
      row("sendToUser, user not connected", away, "emulator"),
      row("sendToUser, delivered to one connection", here, "emulator"),
      row("sendToUser, delivered, activity recorded", here, "emulator, recording"),
    ];
  });
}
