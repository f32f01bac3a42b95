import { describe, expect, test } from "vitest";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { messagePackProtocol } from "../../../src/protocol/messagepack-protocol.js";
import type { HubMessage } from "../../../src/protocol/message.js";
import { Resumption } from "../../../src/transport/resumption.js";

const ping: HubMessage = { type: 6 };
const call = (target: string): HubMessage => ({ type: 1, target, arguments: [] });

describe.each([jsonProtocol, messagePackProtocol])("Resumption over $name", (protocol) => {
  const replayed = (resumption: Resumption): readonly unknown[] => {
    const bytes = resumption.replay();
    return protocol.split(bytes, bytes.length).records.map((record) => {
      const message = protocol.decode(record);
      return message?.type === 1 ? message.target : message;
    });
  };

  test("replays what was not acknowledged, after the number of its first message", () => {
    const resumption = new Resumption(protocol);
    for (const target of ["a", "b", "c"]) resumption.keep(protocol.encode(call(target)));
    expect(resumption.accept({ type: 8, sequenceId: 1 })).toBe(false);
    expect(replayed(resumption)).toEqual([{ type: 9, sequenceId: 2 }, "b", "c"]);
  });

  test("says the number of the next message when all were acknowledged", () => {
    const resumption = new Resumption(protocol);
    resumption.keep(protocol.encode(call("a")));
    resumption.accept({ type: 8, sequenceId: 1 });
    expect(replayed(resumption)).toEqual([{ type: 9, sequenceId: 2 }]);
    expect(resumption.unacknowledgedBytes).toBe(0);
  });

  test("counts each record of a buffer that holds several", () => {
    const resumption = new Resumption(protocol);
    resumption.keep(Buffer.concat([protocol.encode(call("a")), protocol.encode(call("b"))]));
    resumption.accept({ type: 8, sequenceId: 1 });
    expect(replayed(resumption)).toEqual([{ type: 9, sequenceId: 1 }, "a", "b"]);
    resumption.accept({ type: 9, sequenceId: 1 });
    resumption.accept({ type: 8, sequenceId: 2 });
    expect(replayed(resumption)).toEqual([{ type: 9, sequenceId: 3 }]);
  });

  test("takes no message twice, and none before the client's Sequence", () => {
    const resumption = new Resumption(protocol);
    expect(["a", "b"].map((target) => resumption.accept(call(target)))).toEqual([true, true]);
    expect(resumption.acknowledgement()).toEqual(protocol.encode({ type: 8, sequenceId: 2 }));
    expect(resumption.acknowledgement()).toBeUndefined();
    resumption.replay();
    expect(resumption.accept(call("too early"))).toBe(false);
    expect(resumption.accept({ type: 9, sequenceId: 2 })).toBe(false);
    expect(["b", "c"].map((target) => resumption.accept(call(target)))).toEqual([false, true]);
    expect(resumption.acknowledgement()).toEqual(protocol.encode({ type: 8, sequenceId: 3 }));
  });

  test("counts no pings", () => {
    const resumption = new Resumption(protocol);
    expect(resumption.accept(ping)).toBe(true);
    expect(resumption.acknowledgement()).toBeUndefined();
  });

  test.each([0, 2, Number.MAX_SAFE_INTEGER])("refuses a Sequence of %i before any message", (sequenceId) => {
    expect(() => new Resumption(protocol).accept({ type: 9, sequenceId })).toThrow("sequence ID");
  });
});
