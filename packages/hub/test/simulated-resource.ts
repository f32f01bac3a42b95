/** A client that is connected to a simulated resource. */
export interface SimulatedClient {
  readonly connectionId: string;
  readonly userId: string;
  readonly groups: ReadonlySet<string>;
  readonly inbox: unknown[];
}

/** What a simulated resource does with requests. */
export type ResourceState = "up" | "down" | "throttled" | "failing";

/** A resource in memory: enough of the REST API for sends, existence checks and health. */
export class SimulatedResource {
  readonly name: string;
  readonly connectionString: string;
  readonly clients = new Map<string, SimulatedClient>();
  /** Method and path of each request, without those for health. */
  readonly requests: string[] = [];
  healthRequests = 0;
  state: ResourceState = "up";

  constructor(name: string) {
    this.name = name;
    this.connectionString = `Endpoint=https://${name}.service.signalr.net;AccessKey=FakeKeyForTestsOnlyFakeKeyForTestsOnly0000000=;Version=1.0;`;
  }

  connect(connectionId: string, userId: string, groups: readonly string[] = []): SimulatedClient {
    const client = { connectionId, userId, groups: new Set(groups), inbox: [] };
    this.clients.set(connectionId, client);
    return client;
  }

  answer(method: string, url: URL, body: unknown): Response {
    const isHealth = url.pathname === "/api/health";
    if (isHealth) this.healthRequests++;
    else this.requests.push(`${method} ${url.pathname}`);
    if (this.state === "down") throw new TypeError("fetch failed");
    if (this.state !== "up") return new Response(null, { status: this.state === "throttled" ? 429 : 500 });
    if (isHealth) return new Response(null, { status: 200 });
    const [, , , , kind, id, verb] = url.pathname.split("/").map(decodeURIComponent);
    if (method === "HEAD")
      return this.clients.has(id ?? "")
        ? new Response(null, { status: 200 })
        : new Response(null, {
            status: 404,
            headers: { "x-ms-error-code": "Warning.Connection.NotExisted" },
          });
    if (method !== "POST") return new Response(null, { status: 200 });
    if (verb === ":invoke") return Response.json({ result: this.name });
    const excluded = new Set(url.searchParams.getAll("excluded"));
    for (const client of this.clients.values()) {
      const isMeant =
        kind === ":send" ||
        (kind === "groups" && client.groups.has(id ?? "")) ||
        (kind === "users" && client.userId === id) ||
        (kind === "connections" && client.connectionId === id);
      if (isMeant && !excluded.has(client.connectionId))
        client.inbox.push(...(body as { readonly arguments: readonly unknown[] }).arguments);
    }
    return new Response(null, { status: 202 });
  }
}

/** A `fetch` that leads to these resources. */
export function simulatedFetch(resources: readonly SimulatedResource[]) {
  return async (address: string, init: RequestInit): Promise<Response> => {
    init.signal?.throwIfAborted();
    const url = new URL(address);
    const resource = resources.find(({ name }) => url.hostname === `${name}.service.signalr.net`);
    if (resource === undefined) throw new TypeError(`There is no ${url.hostname}`);
    const text = await new Response(init.body ?? null).text();
    return resource.answer(
      init.method ?? "GET",
      url,
      text === "" ? undefined : (JSON.parse(text) as unknown),
    );
  };
}
