import { describe, expect, test } from "vitest";
import type { BodyEncoder } from "../../src/body.ts";
import { observedClient } from "./observed-client.ts";

const contentType = "application/x-msgpack";
const args = { hub: "h", group: "g", contentType };

/** A client with this encoder, and what the encoder was given. */
function encodingClient(encode?: BodyEncoder) {
  const given: unknown[] = [];
  const spied = encode && ((value: unknown) => (given.push(value), encode(value)));
  const { client, requests } = observedClient(
    (_, count) => new Response(null, { status: count === 1 ? 429 : 202, headers: { "retry-after": "0" } }),
    {},
    { encoders: { [contentType]: spied } },
  );
  return { client, requests, given };
}

describe("a body of a media type for which the application gave an encoder", () => {
  test.each([[{ target: "t" }], [[1, 2]], ["text"], [0], [false], [null]])(
    "is encoded once, for all attempts: %j",
    async (body) => {
      const bytes = new Uint8Array([1, 2, 3]);
      const { client, requests, given } = encodingClient(() => bytes);
      await client.send({ ...args, body });
      expect(given).toEqual([body]);
      expect(requests.map(({ init }) => init.body)).toEqual([bytes, bytes]);
      expect(requests[0]?.init.headers.get("content-type")).toBe(contentType);
    },
  );

  test.each([[new Uint8Array([9])], [new Uint8Array([9]).buffer], [new Blob(["x"])]])(
    "is sent as it is where it is bytes already",
    async (body) => {
      const { client, requests, given } = encodingClient(() => new Uint8Array());
      await client.send({ ...args, body });
      expect([given, requests[0]?.init.body]).toEqual([[], body]);
    },
  );

  test("leaves bodies of other media types alone", async () => {
    const { client, requests, given } = encodingClient(() => new Uint8Array());
    await client.send({ hub: "h", group: "g", body: { a: 1 } });
    await expect(
      client.send({ ...args, body: { a: 1 }, contentType: "application/octet-stream" }),
    ).rejects.toThrow("must be bytes");
    expect([given, requests[0]?.init.body]).toEqual([[], '{"a":1}']);
  });

  test("is not sent when the encoder throws, or does not give bytes", async () => {
    const reason = new RangeError("too deep");
    const throwing = encodingClient(() => {
      throw reason;
    });
    await expect(throwing.client.send({ ...args, body: {} })).rejects.toBe(reason);
    const wrong = encodingClient((() => "text") as unknown as BodyEncoder);
    await expect(wrong.client.send({ ...args, body: {} })).rejects.toThrow(TypeError);
    expect([...throwing.requests, ...wrong.requests]).toEqual([]);
  });

  test("is refused in words where the client has none", async () => {
    const { client, requests } = encodingClient();
    await expect(client.send({ ...args, body: {} })).rejects.toThrow(
      "send: a body of type application/x-msgpack must be bytes or have an encoder",
    );
    expect(requests).toEqual([]);
  });
});
