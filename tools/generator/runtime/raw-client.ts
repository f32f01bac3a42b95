import type { BodyReader, Middleware, RawRequest } from "./openapi-fetch.js";
import type { Transport } from "./transport.js";

/** What is looked at of openapi-fetch's options for one request. */
interface RawInit {
  readonly middleware?: readonly Middleware[];
  readonly params?: { readonly path?: Record<string, unknown> };
  readonly pathSerializer?: unknown;
}

/**
 * Stands for an openapi-fetch client that shares its middleware with the methods. The library is loaded when it is first
 * used, so that a program which never touches it neither loads it nor, where its bundler splits code, carries it along.
 */
export function createRawClient(
  headers: Readonly<Record<string, string>>,
  transport: Transport,
  readBody: BodyReader,
): object {
  const { middleware, options } = transport;
  let loading: Promise<RawRequest> | undefined;
  const request = async (method: string, url: string, init?: RawInit): Promise<unknown> => {
    // openapi-fetch leaves a template as it is where a call has no path parameters.
    if (!init?.pathSerializer) options.pathSerializer(url, init?.params?.path ?? {});
    loading ??= import("./openapi-fetch.js").then(({ createOpenapiFetchRequest }) =>
      createOpenapiFetchRequest(headers, transport, readBody),
    );
    const send = await loading;
    return send(method, url, { ...init, middleware: [...middleware, ...(init?.middleware ?? [])] });
  };
  const raw: Record<string, unknown> = {
    request,
    use(...added: readonly Middleware[]) {
      for (const one of added) if (one) middleware.push(one);
    },
    eject(...removed: readonly Middleware[]) {
      for (const one of removed) {
        const index = middleware.indexOf(one);
        if (index >= 0) middleware.splice(index, 1);
      }
    },
  };
  for (const method of ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]) {
    raw[method] = (url: string, init?: RawInit) => request(method, url, init);
  }
  return raw;
}
