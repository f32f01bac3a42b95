import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renewedValue, type Lease } from "../../src/renewed-value.ts";

const second = 1000;
const minute = 60 * second;

/** A source that answers by hand: `answer()` and `fail()` settle the oldest request that is open. */
function setUp({ timeoutInMs = minute, backOffInMs = 5 * minute } = {}) {
  const open: { resolve: (lease: Lease<string>) => void; reject: (error: Error) => void }[] = [];
  const signals: AbortSignal[] = [];
  const value = renewedValue<string>({
    fetch: (signal) => {
      signals.push(signal);
      return new Promise((resolve, reject) => open.push({ resolve, reject }));
    },
    failure: (cause) => new Error("No value", { cause }),
    clock: Date.now,
    backOffInMs,
    timeoutInMs,
  });
  const take = () => open.shift() ?? expect.unreachable("Nothing is open");
  return {
    value,
    signals,
    get calls() {
      return signals.length;
    },
    /** Valid for an hour, renewed after 50 minutes. */
    async answer(text: string) {
      take().resolve({ value: text, renewAt: Date.now() + 50 * minute, expiresAt: Date.now() + 60 * minute });
      await vi.advanceTimersByTimeAsync(0);
    },
    async fail() {
      take().reject(new Error("HTTP 500"));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

async function setUpWithValue(options?: Parameters<typeof setUp>[0]) {
  const set = setUp(options);
  const got = set.value.get();
  await set.answer("first");
  expect(await got).toBe("first");
  return set;
}

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeEach(() => {
  vi.useFakeTimers();
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("RenewedValue", () => {
  test("serves the old value while a new one is fetched in the background", async () => {
    const set = await setUpWithValue();
    await vi.advanceTimersByTimeAsync(50 * minute);
    expect(await Promise.all([set.value.get(), set.value.get()])).toEqual(["first", "first"]);
    expect(set.calls).toBe(2);
    await set.answer("second");
    expect(await set.value.get()).toBe("second");
    expect(set.calls).toBe(2);
  });

  test("gives up on a source that never responds after the timeout, aborts it and asks again", async () => {
    const set = setUp();
    const hung = expect(set.value.get()).rejects.toMatchObject({ cause: { name: "TimeoutError" } });
    await vi.advanceTimersByTimeAsync(minute);
    await hung;
    expect(set.signals[0]?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(1 * second);
    const got = set.value.get();
    expect(set.calls).toBe(2);
    await set.answer("late"); // of the first request, which no one waits for any more
    await set.answer("second");
    expect(await got).toBe("second");
  });

  test("does not let a renewal that hangs in the background hold callers once the value has expired", async () => {
    const set = await setUpWithValue({ timeoutInMs: 30 * minute });
    await vi.advanceTimersByTimeAsync(50 * minute);
    await set.value.get();
    await vi.advanceTimersByTimeAsync(10 * minute);
    const got = Promise.all([set.value.get(), set.value.get()]);
    expect(set.calls).toBe(3);
    await set.answer("late");
    await set.answer("third");
    expect(await got).toEqual(["third", "third"]);
  });

  test("does not wait for a request whose timer never fires, as when a Worker ended the request that made it", async () => {
    const set = setUp();
    const fired = vi.spyOn(globalThis, "setTimeout").mockReturnValueOnce(0 as never);
    const abandoned = new AbortController();
    const first = expect(set.value.get(abandoned.signal)).rejects.toMatchObject({ name: "AbortError" });
    fired.mockRestore();
    abandoned.abort();
    await first;
    await vi.advanceTimersByTimeAsync(minute);
    const got = set.value.get();
    expect(set.calls).toBe(2);
    await set.answer("late");
    await set.answer("second");
    expect(await got).toBe("second");
  });

  test.each(["get", "refresh"] as const)(
    "%s() rejects with an aborted signal and asks for nothing",
    async (method) => {
      const set = method === "get" ? setUp() : await setUpWithValue();
      const before = set.calls;
      await expect(set.value[method](AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
      expect(set.calls).toBe(before);
    },
  );

  test.each(["get", "refresh"] as const)(
    "%s() ends with its signal while others go on to wait",
    async (method) => {
      const set = method === "get" ? setUp() : await setUpWithValue();
      const controller = new AbortController();
      const impatient = expect(set.value[method](controller.signal)).rejects.toThrow("gone");
      const patient = set.value[method]();
      controller.abort(new Error("gone"));
      await impatient;
      await set.answer("second");
      expect(await patient).toBe("second");
    },
  );

  test("leaves no timer and no listener behind", async () => {
    const set = setUp();
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, "removeEventListener");
    const got = set.value.get(signal);
    await set.answer("first");
    await got;
    expect(remove).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("without a value waits 1, 2, 4 … seconds, at most 30, before it asks a failing source again", async () => {
    const set = setUp();
    const asksAfter = async (seconds: number) => {
      const failed = expect(set.value.get()).rejects.toMatchObject({ cause: { message: "HTTP 500" } });
      await set.fail();
      await failed;
      const { calls } = set;
      await vi.advanceTimersByTimeAsync(seconds * second - 1);
      await expect(set.value.get()).rejects.toMatchObject({ cause: { message: "HTTP 500" } });
      await expect(set.value.refresh()).rejects.toThrow("No value");
      expect(set.calls).toBe(calls);
      await vi.advanceTimersByTimeAsync(1);
    };
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      // Time passes in order.
      await asksAfter(seconds);
    }
    const got = set.value.get();
    await set.answer("first");
    expect(await got).toBe("first");
  });

  test("waits no longer without a value than when the clock was set back", async () => {
    const set = setUp();
    const failed = expect(set.value.get()).rejects.toThrow("No value");
    await set.fail();
    await failed;
    vi.setSystemTime(Date.now() - 24 * 60 * minute);
    const got = set.value.get();
    await set.answer("first");
    expect(await got).toBe("first");
  });

  test("with a value waits for the back-off before it asks a failing source again, by get() and by refresh()", async () => {
    const set = await setUpWithValue();
    await vi.advanceTimersByTimeAsync(50 * minute);
    await set.value.get();
    await set.fail();
    await vi.advanceTimersByTimeAsync(5 * minute - 1);
    expect([await set.value.get(), await set.value.refresh()]).toEqual(["first", "first"]);
    expect(set.calls).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    await set.value.get();
    expect(set.calls).toBe(3);
  });

  test("asks at once when the value expires during the back-off of a failed renewal", async () => {
    const set = await setUpWithValue();
    await vi.advanceTimersByTimeAsync(59 * minute);
    await set.value.get();
    await set.fail();
    await vi.advanceTimersByTimeAsync(1 * minute);
    const got = set.value.get();
    await set.answer("third");
    expect(await got).toBe("third");
  });

  test("does not ask for every call when values are due on arrival", async () => {
    const value = renewedValue<number>({
      fetch: () => Promise.resolve({ value: ++calls, renewAt: 0, expiresAt: Date.now() + 60 * minute }),
      failure: (cause) => new Error("No value", { cause }),
      clock: Date.now,
      backOffInMs: minute,
      timeoutInMs: minute,
    });
    let calls = 0;
    for (let call = 0; call < 10; call += 1) {
      await value.get();
    }
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(minute);
    await value.get();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toBe(2);
  });

  test("keeps a timeout beyond the range of timers instead of firing at once", async () => {
    const set = setUp({ timeoutInMs: 1e12 });
    const got = set.value.get();
    await vi.advanceTimersByTimeAsync(60 * minute);
    await set.answer("first");
    expect(await got).toBe("first");
  });
});
