import { makeNegotiate } from "./negotiate.ts";

/** The part of `HttpRequest` of `@azure/functions` 4 that is needed: it is not a web `Request`, but close. */
interface FunctionRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { entries(): Iterable<[string, string]> };
}

/** Register it with `app.http("negotiate", { methods: ["POST", "OPTIONS"], authLevel: "anonymous", handler })`. */
export function createFunction(connectionString: string) {
  const negotiate = makeNegotiate(connectionString);
  return async ({ method, url, headers }: FunctionRequest) => {
    const response = await negotiate(new Request(url, { method, headers: [...headers.entries()] }));
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
