import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { apiVersion } from "../../../generated/index.js";
import type { Emulator } from "../../../src/index.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { messagePackProtocol } from "../../../src/protocol/messagepack-protocol.js";
import { RawClient, signToken } from "../../raw-client.ts";
import { startEmulator } from "../../start-emulator.ts";

const encoded = {
  json: jsonProtocol.encode({ type: 1, invocationId: "mine", target: "add", arguments: [1, 2] }),
  messagepack: messagePackProtocol.encode({
    type: 1,
    invocationId: "mine",
    target: "add",
    arguments: [1, 2],
  }),
};

async function invoke(
  emulator: Emulator,
  body: Record<string, Uint8Array>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  let id = "";
  await emulator.waitFor((snapshot) => (id = snapshot.connections("chat")[0]?.connectionId ?? "") !== "");
  const url = `${emulator.url}/api/hubs/chat/connections/${id}/:invoke`;
  return await fetch(`${url}?api-version=${apiVersion}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${signToken(url)}`,
      "content-type": "application/octet-stream",
      ...headers,
    },
    body: encode(body),
  });
}

describe.each([jsonProtocol, messagePackProtocol])(
  "invokeConnection with encoded messages, client: $name",
  (protocol) => {
    test("calls the client under an id of its own and returns the result", async () => {
      const emulator = await startEmulator();
      const client = await RawClient.connect(emulator, protocol);
      const answer = invoke(emulator, encoded);
      await emulator.waitFor(() => client.received.length === 1);
      const [call] = client.received;
      expect(call).toMatchObject({ type: 1, target: "add", arguments: [1, 2] });
      const invocationId = call?.type === 1 ? (call.invocationId ?? "") : "";
      expect(invocationId).not.toBe("mine");
      client.say({ type: 3, invocationId: "mine", result: "not this one" });
      client.say({ type: 3, invocationId, result: 3 });
      expect(await (await answer).json()).toEqual({ result: 3 });
    });

    test.each([
      ["result", { result: 3 }],
      ["error", { error: "the client refuses" }],
    ])("hands the client's %s on as it came to a caller that accepts bytes", async (_what, outcome) => {
      const emulator = await startEmulator();
      const client = await RawClient.connect(emulator, protocol);
      const answer = invoke(emulator, encoded, { accept: "application/octet-stream" });
      await emulator.waitFor(() => client.received.length === 1);
      const [call] = client.received;
      const invocationId = call?.type === 1 ? (call.invocationId ?? "") : "";
      client.say({ type: 3, invocationId, ...outcome });
      const { status, headers, ...response } = await answer.then(async (given) => ({
        status: given.status,
        headers: given.headers,
        bytes: Buffer.from(await given.arrayBuffer()),
      }));
      expect([status, headers.get("x-asrs-protocol"), headers.get("content-type")]).toEqual([
        200,
        protocol.name,
        "application/octet-stream",
      ]);
      const [record] = protocol.split(response.bytes, response.bytes.length).records;
      expect(record === undefined ? undefined : protocol.decode(record)).toEqual({
        type: 3,
        invocationId,
        ...outcome,
      });
    });

    test("refuses a body without a message for the client's protocol, and one with two", async () => {
      const emulator = await startEmulator();
      await RawClient.connect(emulator, protocol);
      const { [protocol.name]: own, ...others } = encoded;
      const none = await invoke(emulator, others);
      expect([none.status, await none.json()]).toMatchObject([400, { target: "body" }]);
      const two = await invoke(emulator, { [protocol.name]: Buffer.concat([own, own]) });
      expect([two.status, await two.json()]).toMatchObject([400, { target: "body" }]);
    });
  },
);
