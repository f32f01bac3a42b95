import { once } from "node:events";
import { type IncomingHttpHeaders, type RequestListener, createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { ActivityLog } from "../../../src/activity/activity-log.js";
import type { HubProtocol } from "../../../src/protocol/hub-protocol.js";
import { jsonProtocol } from "../../../src/protocol/json-protocol.js";
import { messagePackProtocol } from "../../../src/protocol/messagepack-protocol.js";
import { settingsObject } from "../../../src/upstream/settings-document.js";
import { readUpstreamTemplates } from "../../../src/upstream/upstream-settings.js";
import { noUpstream } from "../../../src/upstream/no-upstream.js";
import type { UpstreamAnswer } from "../../../src/upstream/upstream.js";
import { WebhookUpstream } from "../../../src/upstream/webhook-upstream.js";

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

function upstreamAt(url: string): WebhookUpstream {
  const templates = readUpstreamTemplates(
    settingsObject({
      UpstreamSettings: { Templates: [{ UrlTemplate: `${url}/{hub}/{category}/{event}` }] },
    }),
  );
  return new WebhookUpstream({
    templates: () => templates,
    accessKeys: [key],
    fallback: noUpstream("error"),
    log: () => {},
    activity: new ActivityLog(() => 0, { keep: false }),
  });
}

const event = {
  hub: "chat",
  connectionId: "conn-1",
  userId: "ada",
  claims: { nameid: "ada" },
  query: "?hub=chat",
  category: "messages",
  event: "a/b",
  arguments: [1],
  invocationId: "0",
  stream: false,
} as const;

function decode(answer: UpstreamAnswer, protocol: HubProtocol = jsonProtocol): unknown {
  const [first] = protocol.split(Buffer.isBuffer(answer) ? answer : new Uint8Array(), 100_000).records;
  return first === undefined ? undefined : protocol.decode(first);
}

describe("WebhookUpstream", () => {
  test("posts the message to the expanded URL, signed, and hands the completion on unchanged", async () => {
    const seen: { url?: string | undefined; headers?: IncomingHttpHeaders; body?: string } = {};
    const completion = '{"type":3,"invocationId":"0","result":[1]}\u001e';
    const url = await serve((request, response) => {
      seen.url = request.url;
      seen.headers = request.headers;
      request.setEncoding("utf8").on("data", (chunk: string) => (seen.body = chunk));
      request.on("end", () => response.end(completion));
    });
    expect(String(await upstreamAt(url).invoke(event, jsonProtocol))).toBe(completion);
    expect(seen.url).toBe("/chat/messages/a%2Fb");
    expect(seen.body).toBe('{"type":1,"invocationId":"0","target":"a/b","arguments":[1]}');
    expect(seen.headers).toMatchObject({
      "content-type": "application/json",
      "x-asrs-hub": "chat",
      "x-asrs-user-id": "ada",
      "x-asrs-user-claims": "nameid: ada",
      "x-asrs-signature": "sha256=261F7F58FF9FB9BB8BE7E4951A807FE6091E5C074885BF63B865ECCD28728881",
    });
  });

  test.each([
    [204, "", { type: 3, invocationId: "0" }],
    [200, "", { type: 3, invocationId: "0" }],
    [404, "x", { type: 3, invocationId: "0", error: "Invocation failed, status code 404" }],
    [302, "x", { type: 3, invocationId: "0", error: "Invocation failed, status code 302" }],
    [
      200,
      "no completion",
      { type: 3, invocationId: "0", error: "Invocation failed, the upstream's response is not a completion" },
    ],
  ])("turns an answer %i '%s' into a completion, in both protocols", async (status, body, completion) => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(status).end(body);
    });
    const upstream = upstreamAt(url);
    expect(decode(await upstream.invoke(event, jsonProtocol))).toEqual(completion);
    expect(decode(await upstream.invoke(event, messagePackProtocol), messagePackProtocol)).toEqual(
      completion,
    );
  });

  test.each([".", "..", ""])(
    "fails a call of '%s', whose URL would lead elsewhere, and posts nothing",
    async (target) => {
      const paths: (string | undefined)[] = [];
      const url = await serve((request, response) => {
        paths.push(request.url);
        response.end();
      });
      expect(decode(await upstreamAt(url).invoke({ ...event, event: target }, jsonProtocol))).toEqual({
        type: 3,
        invocationId: "0",
        error: "Invocation failed, the target cannot be part of the upstream's URL",
      });
      expect(paths).toEqual([]);
    },
  );

  test("answers 'status code 500' when nothing listens at the URL", async () => {
    const completion = decode(await upstreamAt("http://127.0.0.1:1").invoke(event, jsonProtocol));
    expect(completion).toMatchObject({ error: "Invocation failed, status code 500" });
  });
});

test("A call fails when the upstream's answer breaks off in the middle", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("{", () => response.destroy());
  });
  expect(decode(await upstreamAt(url).invoke(event, jsonProtocol))).toEqual({
    type: 3,
    invocationId: "0",
    error: "Invocation failed, error: the upstream's response was cut off",
  });
});
