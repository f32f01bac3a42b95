import { basename, dirname } from "node:path";
import { type ObservedResponse, observeResponse } from "./response-checker.ts";
import { specFile, specFiles } from "./spec-file.ts";
import { serviceToken } from "./tokens.ts";

/** A service that can be started as often as one likes. */
export interface ServiceUnderTest {
  start(faults: readonly PlayedFault[]): Promise<RunningService>;
}

/** A failure that the service plays for the next requests of an operation: a status, a delay, or a cut connection. */
export interface PlayedFault {
  readonly operationId: string;
  readonly times: number;
  readonly status?: number;
  readonly latencyInMs?: number;
  readonly reset?: boolean;
}

export interface RunningService {
  readonly url: string;
  readonly accessKey: string;
  /** In place of the global `fetch`, for the requests that are judged. */
  readonly fetch?: typeof fetch;
  close(): Promise<void>;
}

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | undefined;
}

/**
 * Sends a request to a service.
 *
 * @param options.via Where the request goes instead, such as a proxy; its token is for the service all the same.
 */
export async function sendTo(
  { url, accessKey, fetch: send = fetch }: Omit<RunningService, "close">,
  { method, path, query, headers, body }: ServiceRequest,
  { token = true, via = url }: { readonly token?: boolean; readonly via?: string } = {},
): Promise<ObservedResponse> {
  const authorization = token ? { authorization: `Bearer ${serviceToken(url + path, accessKey)}` } : {};
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const response = await send(`${via}${path}?${search}`, {
    method,
    headers: { ...headers, ...authorization },
    ...(body && { body: Buffer.from(body) }),
  });
  return observeResponse(response);
}

/** A service serves all versions, and a newer one may have moved or removed the operations that bring a state about. */
const oldestVersion = basename(dirname(specFiles[0] ?? specFile));

/** Puts something into a hub, such as `users/ada/groups/lobby`. @throws Error when the service refuses it. */
export async function putInto(
  service: Omit<RunningService, "close">,
  hub: string,
  path: string,
): Promise<void> {
  const query = [["api-version", oldestVersion]] as const;
  const { status } = await sendTo(service, { method: "PUT", path: `/api/hubs/${hub}/${path}`, query });
  if (status >= 300) throw new Error(`PUT ${path} answered ${status}: the state cannot be given`);
}
