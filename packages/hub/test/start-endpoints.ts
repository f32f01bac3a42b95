import { expect } from "vitest";
import {
  type CreateEndpointsOptions,
  type EndpointOptions,
  type EndpointsError,
  createEndpoints,
} from "../src/endpoints.ts";
import { SimulatedResource, simulatedFetch } from "./simulated-resource.ts";

export interface Todo {
  events: { itemAdded(text: string): void };
  clientResults: { confirmDelete(text: string): string };
}

export const windowInMs = 10_000;

/** Two primary endpoints, east and west, and a secondary one, backup; nothing is retried and time stands still. */
export function startEndpoints(
  options: CreateEndpointsOptions = {},
  change: Partial<Record<string, Partial<EndpointOptions>>> = {},
) {
  const [east, west, backup] = ["east", "west", "backup"].map((name) => new SimulatedResource(name)) as [
    SimulatedResource,
    SimulatedResource,
    SimulatedResource,
  ];
  const resources = [east, west, backup];
  const time = { now: 1_800_000_000_000 };
  const endpoints = createEndpoints(
    resources.map(({ name, connectionString }) => ({
      name,
      connectionString,
      type: name === "backup" ? "secondary" : "primary",
      ...change[name],
    })),
    {
      fetch: simulatedFetch(resources),
      retry: { attempts: 1 },
      clock: () => time.now,
      health: { windowInMs },
      random: () => 0,
      ...options,
    },
  );
  const requests = () =>
    resources.flatMap(({ name, requests: made }) => made.map((request) => `${name}: ${request}`));
  const chosen = async (userId = "ada") => (await endpoints.negotiate({ hub: "todo", userId })).endpoint;
  /** Where negotiations lead, one per health window. */
  const chosenPerWindow = async (count: number) => {
    const names: string[] = [];
    for (let index = 0; index < count; index++) {
      time.now += windowInMs;
      names.push(await chosen());
    }
    return names;
  };
  const todo = endpoints.hub<Todo>({ hub: "todo" });
  return { east, west, backup, endpoints, todo, time, requests, chosen, chosenPerWindow };
}

/** What the promise rejects with. */
export const rejection = async (promise: Promise<unknown>): Promise<EndpointsError> =>
  promise.then(
    () => expect.fail("It did not reject"),
    (error: unknown) => error as EndpointsError,
  );
