import { describe, expect, test } from "vitest";
import { OutboundMessage } from "../../../src/protocol/outbound-message.js";
import { ManualClock } from "../../../src/testing/manual-clock.js";
import type { Packet } from "../../../src/transport/packet.js";
import { Session } from "../../../src/transport/session.js";
import type { SessionHost } from "../../../src/transport/session-host.js";
import { defaultLimits } from "../../../src/transport/session-limits.js";
import type { Transport } from "../../../src/transport/transport.js";
import { TurnScheduler } from "../../../src/transport/turn-scheduler.js";

/** Keeps what is written, and fails where it is told to. */
class BrittleTransport implements Transport {
  readonly name = "WebSockets";
  readonly binary = true;
  readonly needsPing = true;
  readonly replaceable = true;
  readonly queuedBytes = 0;
  readonly written: string[] = [];
  ended = false;
  aborted = false;

  readonly #fails: (call: string) => void;

  constructor(fails: (call: string) => void) {
    this.#fails = fails;
  }

  write(packet: Packet): void {
    this.#fails("write");
    this.written.push(packet.bytes.toString());
  }
  end(): void {
    this.ended = true;
    this.#fails("end");
  }
  abort(): void {
    this.aborted = true;
  }
  tick(): void {
    this.#fails("tick");
  }
}

function brittle(...broken: readonly string[]): {
  session: Session;
  transport: BrittleTransport;
  clock: ManualClock;
  log: string[];
  arm(): void;
} {
  const clock = new ManualClock();
  const log: string[] = [];
  let armed = false;
  const fails = (call: string): void => {
    if (armed && broken.includes(call)) throw new TypeError(`${call} is broken`);
  };
  const host: SessionHost = {
    clock,
    limits: defaultLimits,
    scheduler: new TurnScheduler(),
    allowReconnect: true,
    now: () => (fails("now"), clock.now()),
    log: (line) => (fails("log"), void log.push(line)),
    opened: () => fails("opened"),
    invoked: () => (fails("invoked"), Promise.resolve(undefined)),
    ended: () => fails("ended"),
  };
  const identity = {
    id: "1",
    token: "t",
    hub: "chat",
    userId: undefined,
    claims: {},
    query: "",
    mayResume: false,
  };
  const session = new Session(identity, host);
  const transport = new BrittleTransport(fails);
  session.attach(transport);
  return { session, transport, clock, log, arm: () => (armed = true) };
}

const handshake = Buffer.from('{"protocol":"json","version":1}\u001e');
const call = Buffer.from('{"type":1,"target":"t","arguments":[]}\u001e');

describe("A session lets no error out of an event", () => {
  const events: readonly (readonly [string, (session: Session, clock: ManualClock) => void])[] = [
    ["bytes that arrive", (session) => session.receive(call)],
    [
      "the end of a turn",
      (session) => {
        session.send(OutboundMessage.of({ type: 1, target: "t", arguments: [] }));
        session.flush();
      },
    ],
    ["the heartbeat", (session, clock) => session.tick(clock.now() + 60_000)],
    ["the end of its request", (session) => session.lost()],
    [
      "the end of its socket",
      (session) => {
        if (session.transport !== undefined) session.lostSocket(session.transport, false);
      },
    ],
  ];
  const failures = ["now", "write", "end", "tick", "invoked", "ended", "log"];
  test.each(events)("%s", (_, happen) => {
    for (const failure of failures)
      for (const others of [[], ["log"], ["write", "ended"], ["now", "end", "log"]]) {
        const { session, clock, arm } = brittle(failure, ...others);
        session.receive(handshake);
        arm();
        expect(() => happen(session, clock), [failure, ...others].join()).not.toThrow();
      }
  });

  test("a handshake whose connection cannot be told", () => {
    const { session, transport, log, arm } = brittle("opened");
    arm();
    session.receive(handshake);
    expect(session.closed).toBe(true);
    expect(transport.ended).toBe(true);
    expect(log).toEqual([expect.stringContaining("failed: TypeError: opened is broken")]);
  });
});

test("A session that fails is closed, and its client is told no more than that", () => {
  const { session, transport, log, arm } = brittle("invoked");
  session.receive(handshake);
  arm();
  session.receive(call);
  expect(transport.written.at(-1)).toBe('{"type":7,"error":"Connection closed with an error."}\u001e');
  expect(session.closed).toBe(true);
  expect(log).toEqual(["Connection 1 failed: TypeError: invoked is broken"]);
});

test("A session whose end cannot be written is cut off", () => {
  const { session, transport, arm } = brittle("invoked", "write");
  session.receive(handshake);
  arm();
  session.receive(call);
  expect(transport.aborted).toBe(true);
});

test("A session that its transport gives up in the heartbeat is told nothing more", () => {
  const { session, transport, clock } = brittle();
  transport.tick = () => session.lost("The client stopped polling");
  session.tick(clock.now() + 60_000);
  expect(session.closed).toBe(true);
  expect(transport.written).toEqual([]);
  expect(transport.ended).toBe(false);
});
