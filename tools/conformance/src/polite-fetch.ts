import { setTimeout as wait } from "node:timers/promises";

const longestWaitInSeconds = 60;

/**
 * A `fetch` that a shared resource can bear: requests start one after the other, so many a second, and a 429 waits as long as
 * `Retry-After` says, or 5 seconds, before it is repeated, three times at most.
 */
export function politeFetch(requestsPerSecond: number): typeof fetch {
  let next = 0;
  const turn = async (): Promise<void> => {
    const now = Date.now();
    const start = Math.max(now, next);
    next = start + 1000 / requestsPerSecond;
    if (start > now) await wait(start - now);
  };
  return async (input, init) => {
    for (let attempt = 1; ; attempt++) {
      await turn();
      const response = await fetch(input, init);
      if (response.status !== 429 || attempt === 4) return response;
      await response.body?.cancel();
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      await wait(1000 * (seconds > 0 ? Math.min(seconds, longestWaitInSeconds) : 5));
    }
  };
}
