import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "@x/emulator";
import { notifyMembers } from "../src/notify-members.ts";
import { connect } from "./connect.ts";

test("notifyMembers() tells the members of the room", async () => {
  await using emulator = await createEmulator({ port: 0 }).listen();
  const ada = await connect(emulator.connectionString, "ada");
  const received = new Promise((resolve) => {
    ada.on("joined", resolve);
  });
  await notifyMembers(emulator.connectionString, "room-1", "ada");
  assert.equal(await received, "ada");
  await ada.stop();
});

test("notifyMembers() is patient when the service asks for it", async () => {
  await using emulator = await createEmulator({
    port: 0,
    faults: { operationId: "sendToGroup", status: 429, retryAfter: 0, times: 2 },
  }).listen();
  await notifyMembers(emulator.connectionString, "room-1", "ada");
  const { arguments: args, to } = await emulator.waitFor({ target: "joined" });
  assert.deepEqual([args, to], [["ada"], "group room-1"]);
  assert.equal(emulator.requests.at(-1)?.status, 202);
});
