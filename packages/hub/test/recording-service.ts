/** A request to the service, as a fake of it saw it. */
export interface ServiceCall {
  readonly method: string;
  /** Path and query, decoded, without the version. */
  readonly path: string;
  readonly body: unknown;
}

export const key = "FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=";
export const connectionString = `Endpoint=https://contoso.service.signalr.net;AccessKey=${key};Version=1.0;`;

/** A `fetch` that records, and answers what the function returns; 202 by default. */
export function recordingService(
  answer: (call: ServiceCall) => Response | undefined | Promise<Response | undefined> = () => undefined,
) {
  const calls: ServiceCall[] = [];
  const fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const request = new Request(address, init);
    const url = new URL(address);
    url.searchParams.delete("api-version");
    const text = await request.text();
    const call = {
      method: request.method,
      path: decodeURIComponent(`${url.pathname}${url.search}`),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    calls.push(call);
    request.signal.throwIfAborted();
    return (await answer(call)) ?? new Response(null, { status: 202 });
  };
  return { calls, fetch };
}
