import { createHmac } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { jwtVerify } from "jose";
import { candidatesFolder } from "../candidates.ts";
import { Stage } from "../emulator/child.ts";
import { signToken } from "../emulator/clients.ts";
import { hasMicrosoftEmulator } from "../emulator/microsoft-emulator.ts";
import { RestCaller, postOf } from "../emulator/rest-caller.ts";
import { type ServerName, call } from "../emulator/subjects.ts";
import { measureRounds } from "../rounds.ts";
import type { Row } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";

type Results<Name extends string = string> = Readonly<Record<Name, readonly number[]>>;

const group = "emulator";
/** Connections that the goals of messages are about. */
const many = 1_000;
const most = 10_000;

/** Present where it is installed. */
const microsofts: readonly ServerName[] = hasMicrosoftEmulator() ? ["Microsoft's emulator"] : [];

export async function measure(): Promise<Row[]> {
  if (microsofts.length === 0)
    console.error("asrs-emulator is not on the PATH: measured without Microsoft's emulator");
  return [
    ...(await measureMessages()),
    ...(await measureMemory()),
    ...(await measureOpening()),
    ...(await measureTokens()),
    ...(await measureRest()),
  ];
}

/** CPU of the server for each delivered message, in microseconds. */
async function costOfBroadcasts(
  stage: Stage,
  connections: number,
  { broadcasts, together }: { readonly broadcasts: number; readonly together: number },
): Promise<number> {
  const isEmulator = stage.accessKey !== undefined;
  const caller = isEmulator ? new RestCaller(stage.url) : undefined;
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
async function measureMessages(): Promise<Row[]> {
  const names: readonly ServerName[] = ["ws", "socket.io", "emulator", "emulator, recording", ...microsofts];
  const stages = await Promise.all(names.map((name) => Stage.start(name)));
  const rows: Row[] = [];
  try {
    let opened = 0;
    for (const count of [100, many, most]) {
      for (const stage of stages) await stage.open(count - opened);
      opened = count;
      const alone = { broadcasts: Math.max(2, 20_000 / count), together: 1 };
      const together = { broadcasts: Math.max(1, 6_000 / count), together: 10 };
      const rounds = count === most ? 5 : 9;
      const single = await takeTurns(stages, rounds, (stage) => costOfBroadcasts(stage, count, alone));
      const row = messageRow(count);
      rows.push(row("broadcast", single, "emulator", 1.15));
      if (count === most) continue;
      const coalesced = await takeTurns(stages, rounds, (stage) => costOfBroadcasts(stage, count, together));
      rows.push(row("10 broadcasts in one turn", coalesced, "emulator", 0.15));
      if (count !== many) continue;
      rows.push(
        row("broadcast, activity recorded", single, "emulator, recording", 1.15),
        row("10 broadcasts in one turn, activity recorded", coalesced, "emulator, recording", 0.15),
      );
    }
    return rows;
  } finally {
    for (const stage of stages) await stage[Symbol.asyncDispose]();
  }
}

function peersOf(valueOf: (name: ServerName) => number): Row["peers"] {
  const names: readonly ServerName[] = ["socket.io", ...microsofts];
  return names.map((name) => ({ name, value: valueOf(name) }));
}

function messageRow(count: number) {
  return (what: string, results: Results, subject: ServerName, atMost: number): Row => ({
    group,
    what,
    at: { count, of: "connections" },
    unit: "× CPU a message",
    baseline: { name: "ws, serializing once", value: 1 },
    peers: peersOf((name) => median(ratios(of(results, name), of(results, "ws")))),
    // The goals were set for this number.
    ...(count === many && { goal: { atMost } }),
    ...reachedBy(ratios(of(results, subject), of(results, "ws"))),
  });
}

/** Resident memory that so many connections add, in KiB per connection, after each has received a message. */
async function measureMemory(): Promise<Row[]> {
  const names: readonly ServerName[] = ["ws", "socket.io", "emulator", ...microsofts];
  const results: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < 3; round++) {
    for (const name of names) {
      await using stage = await Stage.start(name);
      const empty = await stage.memory();
      await stage.open(most);
      await costOfBroadcasts(stage, most, { broadcasts: 2, together: 1 });
      results[name]?.push(((await stage.memory()) - empty) / most / 1024);
    }
  }
  return [
    {
      group,
      what: "memory of a connection",
      at: { count: most, of: "connections" },
      unit: "KiB",
      baseline: { name: "ws", value: median(of(results, "ws")) },
      peers: peersOf((name) => median(of(results, name))),
      goal: { atMost: 8 },
      ...reachedBy(of(results, "emulator")),
    },
  ];
}

/** How many connections a second of CPU opens, the handshake included. */
async function measureOpening(): Promise<Row[]> {
  const count = 1_000;
  const stages = await Promise.all(
    (["ws", "socket.io", "emulator", ...microsofts] as const).map((name) => Stage.start(name)),
  );
  try {
    const results = await takeTurns(stages, 7, async (stage) => {
      const before = await stage.cpu();
      await stage.open(count);
      const spent = (await stage.cpu()) - before;
      await stage.close();
      return count / spent;
    });
    const rate = (name: string): number[] => ratios(of(results, name), of(results, "ws"));
    return [
      {
        group,
        what: "opening rate, handshake included",
        unit: "× connections a CPU second",
        baseline: { name: "ws", value: 1 },
        peers: peersOf((name) => median(rate(name))),
        goal: { atLeast: 0.7 },
        ...reachedBy(rate("emulator")),
      },
    ];
  } finally {
    for (const stage of stages) await stage[Symbol.asyncDispose]();
  }
}

interface TokenModules {
  readonly AccessKeys: new (keys: readonly string[], now: () => number) => object;
  readonly TokenVerifier: new (keys: object, options: object) => { verify(token: string): object };
}

async function measureTokens(): Promise<Row[]> {
  const secret = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
  // More than are remembered, so that each is new when its turn comes again.
  const tokens = Array.from({ length: 25_000 }, (_, index) =>
    signToken({ aud: "http://localhost:8888/client/?hub=chat", nameid: `user${index}` }, secret),
  );
  const folder = join(candidatesFolder, "node_modules/@x/emulator/dist/src/auth");
  const load = async (file: string): Promise<object> => import(pathToFileURL(join(folder, file)).href);
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
      hmac(count) {
        for (let at = 0; at < count; at++) {
          const token = next();
          const end = token.lastIndexOf(".");
          const digest = createHmac("sha256", key).update(token.slice(0, end)).digest("base64url");
          if (digest !== token.slice(end + 1)) throw new Error("The signature is wrong");
        }
      },
      verifier(count) {
        for (let at = 0; at < count; at++) verifier.verify(next());
      },
      remembered(count) {
        for (let at = 0; at < count; at++) remembering.verify(known);
      },
      async jose(count) {
        for (let at = 0; at < count; at++) await jwtVerify(next(), key);
      },
    },
    { rounds: 9, count: 2_500 },
  );
  const peers = [{ name: "jose", value: median(results.jose) }];
  const baseline = { name: "createHmac", value: median(results.hmac) };
  const row = (what: string, values: readonly number[], atMost: number): Row => ({
    group,
    what,
    unit: "µs",
    baseline,
    peers,
    goal: { atMost },
    ...reachedBy(values),
  });
  return [row("verify a token", results.verifier, 10), row("verify a token again", results.remembered, 1)];
}

/** REST calls that a second of CPU answers. */
async function measureRest(): Promise<Row[]> {
  const requests = 1_000;
  const parallel = 8;
  const stages = await Promise.all(
    (["http", "emulator", "emulator, recording"] as const).map((name) => Stage.start(name)),
  );
  try {
    const rateOf = async (stage: Stage, user: string): Promise<number> => {
      const callers = Array.from({ length: parallel }, () => new RestCaller(stage.url));
      const request = postOf(stage.url, `/api/hubs/chat/users/${user}/:send`, call, stage.accessKey);
      const before = await stage.cpu();
      const run = async (caller: RestCaller): Promise<void> => {
        for (let index = 0; index < requests / parallel; index++) await caller.send(request);
      };
      const work = async (): Promise<void> => void (await Promise.all(callers.map(run)));
      if (user === "user0" && stage.accessKey !== undefined) await stage.delivered(requests, work);
      else await work();
      const rate = requests / ((await stage.cpu()) - before);
      for (const caller of callers) caller.close();
      return rate;
    };
    for (const stage of stages) if (stage.accessKey !== undefined) await stage.open(1);
    const away = await takeTurns(stages, 7, (stage) => rateOf(stage, "absent"));
    const here = await takeTurns(stages, 7, (stage) => rateOf(stage, "user0"));
    const row = (what: string, results: Results, subject: ServerName): Row => ({
      group,
      what,
      unit: "× requests a CPU second",
      baseline: { name: "node http, 202", value: 1 },
      peers: [],
      goal: { atLeast: 0.5 },
      ...reachedBy(ratios(of(results, subject), of(results, "http"))),
    });
    return [
      row("sendToUser, user not connected", away, "emulator"),
      row("sendToUser, delivered to one connection", here, "emulator"),
      row("sendToUser, delivered, activity recorded", here, "emulator, recording"),
    ];
  } finally {
    for (const stage of stages) await stage[Symbol.asyncDispose]();
  }
}

/** One value of each stage a round, after a round that is thrown away; every second round goes backwards. */
async function takeTurns(
  stages: readonly Stage[],
  rounds: number,
  valueOf: (stage: Stage) => Promise<number>,
): Promise<Results> {
  const results = Object.fromEntries(stages.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const stage of round % 2 === 0 ? stages : stages.toReversed()) {
      const value = await valueOf(stage);
      if (round > 0) results[stage.name]?.push(value);
    }
  }
  return results;
}

function of(results: Results, name: string): readonly number[] {
  return results[name] ?? [];
}

function reachedBy(values: readonly number[]): Pick<Row, "reached" | "spread" | "exact"> {
  return { reached: median(values), spread: spreadOf(values), exact: false };
}
