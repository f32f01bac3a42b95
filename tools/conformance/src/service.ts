import {
  type HubConnection,
  type HubConnectionOptions,
  openHubConnection,
  serviceToken,
  specVersion,
} from "@x/contract-kit";

/** The service that is asked. */
export interface Target {
  readonly url: string;
  readonly accessKey: string;
  readonly fetch: typeof fetch;
}

/** Query, headers and body of a request; the version of the API and a token are added unless they are given. */
export interface ServiceRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is bytes. */
  readonly body?: unknown;
  /** Value of `api-version`; `null` leaves it out. Default: the version of the document. */
  readonly apiVersion?: string | null;
  /** In place of a token for exactly this URL. */
  readonly token?: string;
}

export interface ServiceResponse {
  readonly status: number;
  /** Status and error code. */
  readonly outcome: string;
  readonly headers: Headers;
  readonly text: string;
}

/** The service that is asked, with a hub of its own in which nothing else happens. */
export class Service {
  readonly url: string;
  readonly accessKey: string;
  readonly hub: string;
  readonly #fetch: typeof fetch;
  readonly #connections = new Set<HubConnection>();

  constructor(target: Target, hub: string) {
    this.url = target.url;
    this.accessKey = target.accessKey;
    this.#fetch = target.fetch;
    this.hub = hub;
  }

  /** Sends a request to a path below this hub, or to an absolute path. */
  async request(method: string, path: string, request: ServiceRequest = {}): Promise<ServiceResponse> {
    const { apiVersion = specVersion, body } = request;
    const url = new URL(path.startsWith("/") ? path : `/api/hubs/${this.hub}/${path}`, this.url);
    if (apiVersion !== null) url.searchParams.set("api-version", apiVersion);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    const token = request.token ?? serviceToken(url.href, this.accessKey);
    const isBytes = body instanceof Uint8Array;
    const response = await this.#fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && !isBytes && { "content-type": "application/json" }),
        ...request.headers,
      },
      ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const { status, headers } = response;
    const code = headers.get("x-ms-error-code");
    const outcome = code === null ? String(status) : `${status} ${code}`;
    return { status, outcome, headers, text: await response.text() };
  }

  /** The outcome of a request: what most answers come down to. */
  async outcome(method: string, path: string, request?: ServiceRequest): Promise<string> {
    return (await this.request(method, path, request)).outcome;
  }

  /** Connects a client to the hub; it is closed by {@link cleanUp}. */
  async connect(
    options: Partial<Pick<HubConnectionOptions, "user" | "returns" | "complete" | "onMessage">> = {},
  ): Promise<HubConnection> {
    const connection = await openHubConnection({
      url: this.url,
      key: this.accessKey,
      hub: this.hub,
      user: "conformance-user",
      ...options,
      fetch: this.#fetch,
    });
    this.#connections.add(connection);
    return connection;
  }

  /**
   * Leaves nothing behind: no client and no membership of a user.
   *
   * @param users As segments of a path.
   */
  async cleanUp(users: readonly string[]): Promise<void> {
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
    for (const user of users) await this.request("DELETE", `users/${user}/groups`);
  }
}
