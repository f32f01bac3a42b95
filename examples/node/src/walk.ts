import { type FromConnectionStringOptions, createNegotiator, fromConnectionString } from "@x/auth";
import { isSignalRServiceError } from "@x/fetch-client";
import { startAppServer } from "./app-server.ts";
import { Participant, type ParticipantOptions } from "./participant.ts";
import { Recorder } from "./recorder.ts";
import type { Row } from "./report.ts";
import { type Stage, type Step, steps } from "./steps.ts";

/** The clients: every transport, with every protocol that it can carry. */
export const cast = [
  { name: "ada", transport: "WebSockets", protocol: "json" },
  { name: "bob", transport: "WebSockets", protocol: "messagepack" },
  { name: "cleo", transport: "ServerSentEvents", protocol: "json" },
  { name: "dan", transport: "LongPolling", protocol: "json" },
  { name: "eve", transport: "LongPolling", protocol: "messagepack" },
] as const satisfies readonly Omit<ParticipantOptions, "url">[];

export interface WalkOptions {
  readonly connectionString: string;
  /** Told each row as it is known. */
  readonly onRow: (row: Row) => void;
  /** How long a message may take to arrive. @defaultValue 5000 */
  readonly patienceInMs?: number;
  readonly client?: FromConnectionStringOptions;
}

/** Connects five clients over every transport and protocol, calls every operation and says what came of it. */
export async function walk({
  connectionString,
  onRow,
  patienceInMs = 5_000,
  client = {},
}: WalkOptions): Promise<Row[]> {
  const recorder = new Recorder();
  const signalr = fromConnectionString(connectionString, { ...client, middleware: [recorder.middleware] });
  const unwatched = fromConnectionString(connectionString, client).hub("demo");
  const negotiate = createNegotiator(connectionString);
  await using app = await startAppServer(negotiate, "demo");

  const participants = cast.map(
    (member) =>
      new Participant({
        ...member,
        url: app.url,
        http: { headers: { "x-session": `fake-session-of-${member.name}` } },
      }),
  );
  const byName = Object.fromEntries(
    participants.map((participant) => [participant.name, participant]),
  ) as unknown as Record<(typeof cast)[number]["name"], Participant>;
  const stage: Stage = {
    ...byName,
    signalr,
    hub: signalr.hub("demo"),
    connectGuest: async (token) => {
      const { url } = await negotiate({ hub: "demo" });
      const guest = new Participant({
        name: "guest",
        transport: "WebSockets",
        protocol: "json",
        url,
        http: { accessTokenFactory: () => token },
      });
      participants.push(guest);
      await guest.start();
      return guest;
    },
    probe: async (group) => void (await unwatched.sendToGroup({ group, body: { target: "probe" } })),
  };

  let fences = 0;
  /** Whatever was sent before arrives before this, so afterwards nothing is still on its way. */
  async function fence(): Promise<void> {
    const open = participants.filter((participant) => participant.open);
    if (open.length === 0) return;
    const mark = String(++fences);
    await unwatched.sendToAll({ body: { target: "fence", arguments: [mark] } });
    await Promise.all(open.map((participant) => participant.waitFor(`fence(${mark})`, patienceInMs)));
  }

  const rows: Row[] = [];
  try {
    await Promise.all(participants.map((participant) => participant.start()));
    for (const step of steps) {
      const row = await perform(step, stage, participants, fence, patienceInMs);
      rows.push({ ...row, statuses: recorder.statusesOf(step.operationId) });
      onRow(rows.at(-1) as Row);
    }
  } finally {
    await Promise.all(participants.map((participant) => participant.connection.stop()));
  }
  return rows;
}

async function perform(
  step: Step,
  stage: Stage,
  participants: readonly Participant[],
  fence: () => Promise<void>,
  patienceInMs: number,
): Promise<Omit<Row, "statuses">> {
  const { operationId, sees = {}, answers } = step;
  let answer: unknown;
  try {
    answer = await step.run(stage);
  } catch (error) {
    if (isSignalRServiceError(error) && error.status === 501)
      return { operationId, seen: "not implemented by this service" };
    const seen = error instanceof Error ? error.message : String(error);
    return { operationId, seen, surprise: "the call should have succeeded" };
  }
  await Promise.all(
    participants.map((participant) =>
      Promise.all((sees[participant.name] ?? []).map((event) => participant.waitFor(event, patienceInMs))),
    ),
  );
  await fence();
  const seen = Object.fromEntries(
    participants
      .map((participant) => [participant.name, participant.takeSeen()] as const)
      .filter(([, events]) => events.length > 0),
  );
  const found = [answers === undefined ? "" : String(answer), describe(seen)]
    .filter((part) => part !== "")
    .join("; ");
  const wanted = [answers ?? "", describe(sees)].filter((part) => part !== "").join("; ");
  return {
    operationId,
    seen: found,
    ...(found !== wanted && { surprise: `expected ${wanted || "nothing"}` }),
  };
}

/** `ada: news(1)   bob, eve: closed`, in the order of the names. */
function describe(seen: Readonly<Record<string, readonly string[]>>): string {
  const byEvents = new Map<string, string[]>();
  for (const [name, events] of Object.entries(seen).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const key = events.join(", ");
    byEvents.set(key, [...(byEvents.get(key) ?? []), name]);
  }
  return [...byEvents].map(([events, names]) => `${names.join(", ")}: ${events}`).join("   ");
}
