import { describe, expect, test } from "vitest";
import { type AttemptEvent, readRetryAfter } from "../../src/retry.ts";
import { observedClient } from "./observed-client.ts";

const send = { hub: "c", group: "g", body: {} };
const accepted = () => new Response(null, { status: 202 });
const status = (code: number, headers: HeadersInit = {}) => new Response(null, { status: code, headers });

describe("a send", () => {
  test.each([500, 502, 503, 504, 408])("is never retried after %i", async (code) => {
    const { client, requests } = observedClient(() => status(code));
    await expect(client.send(send)).rejects.toMatchObject({ status: code });
    expect(requests).toHaveLength(1);
  });

  test("is never retried after a network error or a timeout", async () => {
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
  ])("is retried after %s", async (_, refused) => {
    const { client, requests } = observedClient((_request, count) => (count === 1 ? refused() : accepted()));
    await client.send(send);
    expect(requests).toHaveLength(2);
    expect(requests[1]?.init.body).toBe(requests[0]?.init.body);
  });

  test("fails at once when the service asks for a longer wait than the policy allows", async () => {
    const { client, requests } = observedClient(() => status(429, { "retry-after": "61" }));
    await expect(client.send(send)).rejects.toThrow("the service asked to wait 61 s");
    expect(requests).toHaveLength(1);
  });
});

describe("an idempotent operation", () => {
  test.each([500, 502, 503, 504, 408, 429])("is retried after %i", async (code) => {
    const { client, requests } = observedClient((_request, count) =>
      count < 3 ? status(code) : status(200),
    );
    await client.health();
    expect(requests).toHaveLength(3);
  });

  test("is retried after a network error and after the timeout of one attempt", async () => {
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
    const retried = observedClient(() => status(500));
    await expect(retried.client.health()).rejects.toMatchObject({ status: 500 });
    expect(retried.requests).toHaveLength(4);
    const single = observedClient(() => status(500), { retry: false });
    await expect(single.client.health()).rejects.toMatchObject({ status: 500 });
    expect(single.requests).toHaveLength(1);
  });

  test("is not retried after an error of a middleware", async () => {
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
      onRequest({ request }: { request: { headers: Headers } }) {
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

describe("Retry-After", () => {
  const delaysOf = async (value: string, code = 429) => {
    const delays: number[] = [];
    const { client, requests } = observedClient(() => status(code, { "retry-after": value }), {
      retry: { attempts: 2, delayInMs: 40, onRetry: ({ delayInMs }) => delays.push(delayInMs) },
    });
    await client.send(send).catch(() => {});
    return { delays, requests: requests.length };
  };

  test.each(["0", "-1", "1.5", new Date(0).toUTCString(), "soon"])(
    "of %s waits at least the back-off",
    async (value) => {
      const { delays, requests } = await delaysOf(value);
      expect(requests).toBe(2);
      expect(delays[0]).toBeGreaterThanOrEqual(20);
    },
  );

  test.each(["-1", "1.5", "1e3", "0x1", "soon", "2099-01-01", "Thursday", "1 s", " "])(
    "of %j on a 503 does not say that the service refused a send",
    async (value) => {
      expect((await delaysOf(value, 503)).requests).toBe(1);
    },
  );

  test("on a 503 lets a send be repeated where it is well-formed", async () => {
    for (const value of ["0", new Date(0).toUTCString(), "Sunday, 06-Nov-94 08:49:37 GMT"]) {
      expect((await delaysOf(value, 503)).requests).toBe(2);
    }
  });
});

describe("times that no timer can take", () => {
  const tooLong = [2 ** 31, 2 ** 40, Infinity];

  test.each(tooLong)("an attempt limited to %d ms is not ended at once", async (timeoutInMs) => {
    const late = () => new Promise<Response>((resolve) => setTimeout(() => resolve(status(200)), 30));
    const { signal } = new AbortController();
    for (const retry of [
      { timeoutInMs },
      { deadlineInMs: timeoutInMs },
      { timeoutInMs, deadlineInMs: timeoutInMs },
    ]) {
      await observedClient(late, { retry: { ...retry, attempts: 1 } }).client.health({}, { signal });
    }
  });

  test.each(tooLong)("a wait of %d ms is not over at once", async (delayInMs) => {
    const controller = new AbortController();
    const { client, requests } = observedClient(() => status(503), {
      retry: { delayInMs, maxDelayInMs: Infinity },
    });
    const call = client.health({}, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(call).rejects.toThrow("enough");
    expect(requests).toHaveLength(1);
  });
});

describe("a failure of the network", () => {
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

  test("keeps its type and cause, and names the operation and the host", async () => {
    const { client } = observedClient(() => Promise.reject(new TypeError("fetch failed", { cause })), {
      endpoint: "https://example.com:8443/prefix",
    });
    const error = await client.send(send).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "send to example.com:8443: fetch failed", cause });
  });

  test("without a cause becomes the cause itself", async () => {
    const failure = new TypeError("Failed to fetch");
    const { client } = observedClient(() => Promise.reject(failure));
    await expect(client.send(send)).rejects.toMatchObject({ cause: failure });
  });

  test("in the middle of an answer is named as well", async () => {
    const body = () =>
      new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    const { client } = observedClient(() => new Response(body()), { retry: false });
    await expect(client.token({ hub: "c" })).rejects.toThrow("token to example.com: terminated");
  });

  test("by a timeout names the operation, the host and the limit", async () => {
    const { client } = observedClient(() => new Promise(() => {}), { retry: { timeoutInMs: 20 } });
    await expect(client.send(send)).rejects.toMatchObject({
      name: "TimeoutError",
      message: "send to example.com: no response within 20 ms",
    });
  });

  test("of another class passes unchanged, as the reason of a signal and an error of a middleware do", async () => {
    const reason = new RangeError("other");
    await expect(observedClient(() => Promise.reject(reason)).client.send(send)).rejects.toBe(reason);
    const failing = new TypeError("no token");
    const middleware = [{ onRequest: () => Promise.reject(failing) }];
    await expect(observedClient(accepted, { middleware }).client.send(send)).rejects.toBe(failing);
  });
});

describe("onAttempt", () => {
  test("is told of every attempt: operation, URL, status, error and time", async () => {
    const events: AttemptEvent[] = [];
    const { client } = observedClient((_, count) => status(count === 1 ? 429 : 202), {
      retry: { delayInMs: 1, onAttempt: (event) => events.push(event) },
    });
    await client.send(send);
    expect(events.map(({ attempt, status: code }) => [attempt, code])).toEqual([
      [1, 429],
      [2, 202],
    ]);
    expect(events[0]?.error).toMatchObject({ status: 429 });
    expect(events[1]).toMatchObject({
      operationId: "send",
      operation: { method: "POST", path: "/hubs/{hub}/groups/{group}/:send" },
      url: "https://example.com/hubs/c/groups/g/:send?api-version=1",
    });
    expect(events[1]).not.toHaveProperty("error");
  });
});

describe("readRetryAfter()", () => {
  test("reads seconds and HTTP dates, and nothing else", () => {
    expect(readRetryAfter("2", 0)).toBe(2000);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:00:05 GMT", 1000)).toBe(4000);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:00:05 GMT", 9000)).toBe(0);
    for (const malformed of ["soon", "-1", "1.5", "1e3", "2099-01-01", ""])
      expect(readRetryAfter(malformed, 0)).toBeUndefined();
    expect(readRetryAfter(null, 0)).toBeUndefined();
  });
});
