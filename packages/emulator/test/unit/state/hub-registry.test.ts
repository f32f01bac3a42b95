import { expect, test } from "vitest";
import { HubRegistry } from "../../../src/state/hub-registry.js";

test("dropEmpty() forgets hubs that were only mentioned, and keeps what users were promised", () => {
  const hubs = new HubRegistry(() => 0);
  for (let index = 0; index < 10_000; index++) hubs.get(`hub${index}`);
  hubs.get("kept").addUserToGroup("ada", "g1", undefined);
  hubs.dropEmpty();
  expect([...hubs.values()].map(({ name }) => name)).toEqual(["kept"]);
  hubs.get("kept").removeUserFromGroup("ada", "g1");
  hubs.dropEmpty();
  expect([...hubs.values()]).toEqual([]);
});
