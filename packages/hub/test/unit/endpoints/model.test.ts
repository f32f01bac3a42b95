import { expect, test } from "vitest";
import {
  type EndpointNegotiation,
  type EndpointsHub,
  createEndpoints,
  isEndpointsError,
} from "../../../src/endpoints.ts";
import {
  type ResourceState,
  type SimulatedClient,
  SimulatedResource,
  simulatedFetch,
} from "../../simulated-resource.ts";

// `pnpm soak` runs this for longer; ENDPOINTS_SEED repeats one run.
const runs = Number(process.env["ENDPOINTS_RUNS"] ?? 5);
const steps = Number(process.env["ENDPOINTS_STEPS"] ?? 400);
const firstSeed = Number(process.env["ENDPOINTS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

interface Chat {
  events: { said(id: number): void };
}

const windowInMs = 10_000;
const users = Array.from({ length: 50 }, (_, index) => `user ${index}`);
const rooms = ["kitchen", "attic", "a/b ü", "%2e"];

/** Random numbers from 0 to below 1 that a seed repeats (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A resource, and since when it has been as it is. */
class Watched extends SimulatedResource {
  since = 0;
  everFailed = false;

  become(state: ResourceState, now: number): void {
    if ((state === "up") !== (this.state === "up")) this.since = now;
    this.state = state;
    this.everFailed ||= state !== "up";
  }
}

interface Connected {
  readonly client: SimulatedClient;
  readonly resource: Watched;
}

/** Three resources, clients that come and go, and everything that the endpoints promise about them. */
class Model {
  readonly random: () => number;
  readonly resources = ["east", "west", "backup"].map((name) => new Watched(name));
  readonly clients: Connected[] = [];
  readonly counts = { negotiated: 0, toDeadInWindow: 0, sent: 0, requests: 0, delivered: 0, partial: 0 };
  readonly #endpoints;
  readonly #chat: EndpointsHub<Chat>;
  #now = 1_800_000_000_000;
  #ids = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    this.#endpoints = createEndpoints(
      this.resources.map(({ name, connectionString }, index) => ({
        name,
        connectionString,
        type: index === 2 ? "secondary" : "primary",
        weight: index + 1,
      })),
      {
        fetch: simulatedFetch(this.resources),
        retry: { attempts: 1 },
        clock: () => this.#now,
        random: this.random,
        health: { windowInMs },
      },
    );
    this.#chat = this.#endpoints.hub<Chat>({ hub: "chat" });
  }

  async step(): Promise<void> {
    const choice = this.random();
    if (choice < 0.1) this.#disturb();
    else if (choice < 0.25) this.#now += Math.floor(this.random() * 1.5 * windowInMs);
    else if (choice < 0.6) await this.#negotiate();
    else if (choice < 0.65) this.#disconnect();
    else if (choice < 0.9) await this.#send();
    else await this.#sendToConnection();
  }

  /** All resources recover, and so do the endpoints: only primary ones are chosen again. */
  async recover(): Promise<void> {
    for (const resource of this.resources) resource.become("up", this.#now);
    for (let check = 0; check < 3; check++) {
      this.#now += windowInMs;
      await this.#endpoints.status();
    }
    expect((await this.#endpoints.status()).map(({ isHealthy }) => isHealthy)).toEqual([true, true, true]);
    expect((await this.#endpoints.negotiate({ hub: "chat" })).endpoint).not.toBe("backup");
  }

  /** The secondary fails less often, so that there is mostly somewhere to go. */
  #disturb(): void {
    const resource = this.#pick(this.random() < 0.8 ? this.resources.slice(0, 2) : this.resources);
    resource.become(this.#pick(["up", "up", "up", "up", "down", "throttled", "failing"] as const), this.#now);
  }

  async #negotiate(): Promise<void> {
    const userId = this.#pick(users);
    this.counts.negotiated++;
    let negotiation: EndpointNegotiation;
    try {
      negotiation = await this.#endpoints.negotiate({ hub: "chat", userId });
    } catch (error) {
      if (!isEndpointsError(error)) throw error;
      // It is right to give up only when nothing has been up for the window and the checks that a return takes.
      expect(error.code).toBe("no-healthy-endpoint");
      expect(this.resources.filter(({ everFailed }) => !everFailed)).toEqual([]);
      return;
    }
    const resource = this.#named(negotiation.endpoint);
    expect(negotiation.url).toBe(`https://${resource.name}.service.signalr.net/client/?hub=chat`);
    if (resource.name === "backup")
      expect(this.resources.slice(0, 2).filter(({ everFailed }) => !everFailed)).toEqual([]);
    if (resource.state !== "up") {
      expect(this.#now - resource.since, `${resource.name} was dead for longer than the window`).toBeLessThan(
        windowInMs,
      );
      this.counts.toDeadInWindow++;
      return;
    }
    const groups = rooms.filter(() => this.random() < 0.4);
    const client = resource.connect(`${resource.name}-${this.#ids++}`, userId, groups);
    this.clients.push({ client, resource });
  }

  #disconnect(): void {
    const [gone] = this.clients.splice(Math.floor(this.random() * this.clients.length), 1);
    gone?.resource.clients.delete(gone.client.connectionId);
  }

  async #send(): Promise<void> {
    const id = this.#ids++;
    const left = this.clients.length === 0 ? undefined : this.#pick(this.clients);
    const room = this.#pick(rooms);
    const user = this.#pick(users);
    const [send, isMeant] = this.#pick([
      [() => this.#chat.all().send("said", id), () => true],
      [() => this.#chat.group(room).send("said", id), ({ client }: Connected) => client.groups.has(room)],
      [() => this.#chat.user(user).send("said", id), ({ client }: Connected) => client.userId === user],
      [
        () =>
          this.#chat
            .all({
              except:
                left === undefined
                  ? []
                  : [{ endpoint: left.resource.name, connectionId: left.client.connectionId }],
            })
            .send("said", id),
        (connected: Connected) => connected !== left,
      ],
    ] as const);
    const up = this.resources.filter(({ state }) => state === "up").map(({ name }) => name);
    const before = this.#requestCount();
    const outcome = await send().catch((error: unknown) => error);
    this.counts.sent++;
    this.counts.requests += this.#requestCount() - before;
    expect(this.#requestCount() - before, "requests per send").toBe(this.resources.length);
    expect(outcome).toMatchObject({ reached: up });
    expect(isEndpointsError(outcome)).toBe(up.length < this.resources.length);
    if (isEndpointsError(outcome)) {
      this.counts.partial++;
      expect(outcome.code).toBe(up.length === 0 ? "total-failure" : "partial-failure");
      expect(outcome.failed.map(({ endpoint }) => endpoint)).toEqual(
        this.resources.filter(({ state }) => state !== "up").map(({ name }) => name),
      );
    }
    const wrong = this.clients.filter((connected) => {
      const expected = isMeant(connected) && connected.resource.state === "up" ? 1 : 0;
      const received = connected.client.inbox.splice(0);
      this.counts.delivered += received.length;
      return received.length !== expected || (expected === 1 && received[0] !== id);
    });
    expect(wrong.map(({ client }) => client.connectionId)).toEqual([]);
  }

  async #sendToConnection(): Promise<void> {
    if (this.clients.length === 0) return;
    const { client, resource } = this.#pick(this.clients);
    const { connectionId } = client;
    const id = this.#ids++;
    const isReference = this.random() < 0.5;
    const connection = isReference ? { endpoint: resource.name, connectionId } : connectionId;
    const outcome = await this.#chat
      .connection(connection)
      .send("said", id)
      .catch((error: unknown) => error);
    const isUp = resource.state === "up";
    expect(client.inbox.splice(0)).toEqual(isUp ? [id] : []);
    if (isUp) expect(outcome).toEqual({ reached: [resource.name] });
    else expect(outcome).toMatchObject({ code: "total-failure", reached: [] });
    expect(this.clients.flatMap((other) => other.client.inbox)).toEqual([]);
  }

  /** Sends alone: a search for a connection may still be asking when it has found it. */
  #requestCount(): number {
    return this.resources.flatMap(({ requests }) => requests).filter((request) => request.startsWith("POST"))
      .length;
  }

  #named(name: string): Watched {
    const resource = this.resources.find((candidate) => candidate.name === name);
    if (resource === undefined) throw new Error(`There is no ${name}`);
    return resource;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }
}

test.each(Array.from({ length: runs }, (_, run) => firstSeed + run))(
  "Whatever fails, healthy endpoints get every message once and dead ones get no clients (seed %i)",
  async (seed) => {
    const model = new Model(seed);
    for (let step = 0; step < steps; step++) {
      try {
        await model.step();
      } catch (error) {
        throw new Error(`Step ${step}. Repeat it with ENDPOINTS_SEED=${seed} ENDPOINTS_RUNS=1`, {
          cause: error,
        });
      }
    }
    await model.recover();
    expect(model.counts.delivered).toBeGreaterThan(0);
    if (process.env["ENDPOINTS_RUNS"] !== undefined)
      console.log(JSON.stringify({ seed, clients: model.clients.length, ...model.counts }));
  },
  600_000,
);
