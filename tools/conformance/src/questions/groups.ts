import { setTimeout as wait } from "node:timers/promises";
import type { Question } from "../question.ts";

const groups = "packages/emulator/src/rest/operations/groups.ts";
const memberships = "packages/emulator/src/state/hub.ts";

/** How long the service remembers who is in a group, and how it lists them. */
export const groupQuestions: readonly Question[] = [
  {
    id: "ttl-zero-membership",
    title: "Is a user without a connection in a group after joining with `ttl=0`?",
    chosen: "404 Info.User.NotInGroup",
    files: [memberships],
    users: ["ada"],
    async ask(service) {
      await service.request("PUT", "users/ada/groups/ttl-zero", { query: { ttl: "0" } });
      return service.outcome("HEAD", "users/ada/groups/ttl-zero");
    },
  },
  {
    id: "ttl-expiry-connections",
    title: "Do connections of a user leave the group when the `ttl` of the membership ends?",
    chosen: "they leave",
    files: [memberships],
    users: ["ada"],
    async ask(service) {
      await service.connect({ user: "ada" });
      await service.request("PUT", "users/ada/groups/ttl-short", { query: { ttl: "1" } });
      await wait(3000);
      const { status } = await service.request("HEAD", "groups/ttl-short");
      return status === 200 ? "they stay" : "they leave";
    },
  },
  {
    id: "next-link-application",
    title: "Does `nextLink` keep the `application` of the request?",
    chosen: "kept",
    files: [groups],
    async ask(service) {
      // An application is a prefix of the hub, so this hub is also `hub` of the application before its last underscore.
      const at = service.hub.lastIndexOf("_");
      const [application, hub] = [service.hub.slice(0, at), service.hub.slice(at + 1)];
      const clients = await Promise.all([service.connect({ user: "ada" }), service.connect({ user: "ada" })]);
      await Promise.all(clients.map(({ id }) => service.request("PUT", `groups/pages/connections/${id}`)));
      const { status, text } = await service.request("GET", `/api/hubs/${hub}/groups/pages/connections`, {
        query: { application, maxpagesize: "1" },
      });
      if (status !== 200) return String(status);
      const { nextLink } = JSON.parse(text) as { nextLink?: string | null };
      if (!nextLink) return "no nextLink";
      return new URL(nextLink).searchParams.has("application") ? "kept" : "left out";
    },
  },
  {
    id: "hub-case",
    title: "Is a hub the same in upper case?",
    chosen: "the same",
    files: ["packages/emulator/src/state/hub-registry.ts"],
    async ask(service) {
      const { id } = await service.connect();
      const { status } = await service.request(
        "HEAD",
        `/api/hubs/${service.hub.toUpperCase()}/connections/${id}`,
      );
      return status === 200 ? "the same" : `another: ${status}`;
    },
  },
  {
    id: "group-case",
    title: "Is a group another one in upper case?",
    chosen: "another",
    files: [memberships],
    async ask(service) {
      const { id } = await service.connect();
      await service.request("PUT", `groups/case/connections/${id}`);
      const { status } = await service.request("HEAD", "groups/CASE");
      return status === 200 ? "the same" : "another";
    },
  },
];
