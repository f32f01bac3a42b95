import { describe, expect, test } from "vitest";
import { readRetryAfter } from "../../src/retry.ts";
import { observedClient } from "./observed-client.ts";

const send = { hub: "c", group: "g", body: {} };
const accepted = () => new Response(null, { status: 202 });
const status = (code: number, headers: HeadersInit = {}) => new Response(null, { status: code, headers });

describe("a send", () => {
  test.each([500, 502, 503, 504, 408])("is never sent again after %i", async (code) => {
    const { client, requests } = observedClient(() => status(code));
    await expect(client.send(send)).rejects.toMatchObject({ status: code });
    expect(requests).toHaveLength(1);
  });

  test("is never sent again after a network error or a time-out", async () => {
    const reset = observedClient(() => Promise.reject(new TypeError("reset")));
    await expect(reset.client.send(send)).rejects.toThrow("reset");
    expect(reset.requests).toHaveLength(1);
    const hanging = observedClient(() => new Promise(() => {}), { retry: { timeoutInMs: 20, delayInMs: 1 } });
    await expect(hanging.client.send(send)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(hanging.requests).toHaveLength(1);
  });

  test.each([
    ["429", () => status(429)],
    ["429 with Retry-After", () => status(429, { "retry-after": "0" })],
    ["503 with Retry-After", () => status(503, { "retry-after": "0" })],
  ])("is sent again after %s", async (_, refused) => {
    const { client, requests } = observedClient((_request, count) => (count === 1 ? refused() : accepted()));
    await client.send(send);
    expect(requests).toHaveLength(2);
    expect(requests[1]?.init.body).toBe(requests[0]?.init.body);
  });

  test("fails at once when the service asks for a longer wait than the policy allows", async () => {
    const { client, requests } = observedClient(() => status(429, { "retry-after": "61" }));
    await expect(client.send(send)).rejects.toThrow("the service asks to wait 61 s");
    expect(requests).toHaveLength(1);
  });
});

describe("an idempotent operation", () => {
  test.each([500, 502, 503, 504, 408, 429])("is sent again after %i", async (code) => {
    const { client, requests } = observedClient((_request, count) =>
      count < 3 ? status(code) : status(200),
    );
    await client.health();
    expect(requests).toHaveLength(3);
  });

  test("is sent again after a network error and after the time-out of one attempt", async () => {
    const { client, requests } = observedClient(
      (_request, count) => {
        if (count === 1) throw new TypeError("reset");
        return count === 2 ? new Promise<Response>(() => {}) : status(200);
      },
      { retry: { timeoutInMs: 20, delayInMs: 1 } },
    );
    await client.health();
    expect(requests).toHaveLength(3);
  });

  test("is given up after four attempts, or after one with retry off", async () => {
    const four = observedClient(() => status(500));
    await expect(four.client.health()).rejects.toMatchObject({ status: 500 });
    expect(four.requests).toHaveLength(4);
    const one = observedClient(() => status(500), { retry: false });
    await expect(one.client.health()).rejects.toMatchObject({ status: 500 });
    expect(one.requests).toHaveLength(1);
  });

  test("is not sent again after an error of a middleware", async () => {
    let runs = 0;
    const failing = {
      onRequest: () => {
        runs++;
        throw new TypeError("no token");
      },
    };
    const { client, requests } = observedClient(() => status(200), { middleware: [failing] });
    await expect(client.health()).rejects.toThrow("no token");
    expect([runs, requests.length]).toEqual([1, 0]);
  });

  test("asks the middleware again for each attempt", async () => {
    let runs = 0;
    const counting = {
      onRequest({ request }: { request: Request }) {
        request.headers.set("x-run", String(++runs));
      },
    };
    const { client, requests } = observedClient((_r, count) => status(count === 1 ? 503 : 200), {
      middleware: [counting],
    });
    await client.health();
    expect(requests.map(({ init }) => init.headers.get("x-run"))).toEqual(["1", "2"]);
  });
});

describe("signal", () => {
  test.each(["before the call", "while fetch hangs", "while waiting to retry", "while the body drips"])(
    "ends a call %s",
    async (phase) => {
      const controller = new AbortController();
      const reason = new Error("enough");
      if (phase === "before the call") controller.abort(reason);
      else setTimeout(() => controller.abort(reason), 20);
      const { client } = observedClient(
        () => {
          if (phase === "while fetch hangs") return new Promise(() => {});
          if (phase === "while the body drips")
            return new Response(new ReadableStream({}), { headers: { "content-type": "application/json" } });
          return status(503);
        },
        { retry: { delayInMs: 60_000 } },
      );
      await expect(client.token({ hub: "c" }, { signal: controller.signal })).rejects.toBe(reason);
    },
  );
});

describe("readRetryAfter()", () => {
  test("reads seconds and HTTP dates, and nothing else", () => {
    expect(readRetryAfter("2", 0)).toBe(2000);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:00:05 GMT", 1000)).toBe(4000);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:00:05 GMT", 9000)).toBe(0);
    expect(readRetryAfter("soon", 0)).toBeUndefined();
    expect(readRetryAfter(undefined, 0)).toBeUndefined();
  });
});
