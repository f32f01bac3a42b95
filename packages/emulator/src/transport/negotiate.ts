/** Answer to a client's negotiate. */
export interface NegotiateResponse {
  readonly negotiateVersion?: number;
  readonly connectionId?: string;
  readonly connectionToken?: string;
  /** The client may go on over a new WebSocket when it loses one. */
  readonly useStatefulReconnect?: true;
  readonly availableTransports?: readonly {
    readonly transport: string;
    readonly transferFormats: readonly string[];
  }[];
  readonly error?: string;
}

const availableTransports = [
  { transport: "WebSockets", transferFormats: ["Text", "Binary"] },
  { transport: "ServerSentEvents", transferFormats: ["Text"] },
  { transport: "LongPolling", transferFormats: ["Text", "Binary"] },
] as const;

const highestVersion = 1;

/** The version to answer with, or the error for one that there is not. */
export function negotiatedVersion(requested: string | undefined): number | { readonly error: string } {
  if (requested === undefined || requested === "") return 0;
  const version = /^-?\d{1,10}$/.test(requested) ? Number(requested) : Number.NaN;
  if (!(Math.abs(version) < 2 ** 31))
    return { error: "The client requested a non-integer protocol version." };
  if (version < 0)
    return {
      error: `The client requested version '${version}', but the server does not support this version.`,
    };
  return Math.min(version, highestVersion);
}

/** In version 0 the id is all there is; from version 1 on a secret token stands for it in requests. */
export function negotiateResponse(
  version: number,
  ids: { readonly id: string; readonly token: string; readonly mayResume: boolean },
): NegotiateResponse {
  return version === 0
    ? { negotiateVersion: 0, connectionId: ids.id, availableTransports }
    : {
        negotiateVersion: version,
        connectionId: ids.id,
        connectionToken: ids.token,
        availableTransports,
        ...(ids.mayResume && { useStatefulReconnect: true }),
      };
}
