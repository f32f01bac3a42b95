import { fromConnectionString } from "@x/auth";
import { ManualClock } from "@x/emulator";
import { test } from "@x/emulator/vitest";
import { describe, expect } from "vitest";
import { notifyMembers } from "../src/notify-members.ts";
import { connect } from "./connect.ts";

describe("notifyMembers()", () => {
  test("tells the members of the room", async ({ emulator }) => {
    const ada = await connect(emulator.connectionString, "ada");
    const received = new Promise((resolve) => {
      ada.on("joined", resolve);
    });
    await notifyMembers(emulator.connectionString, "room-1", "ada");
    expect(await received).toBe("ada");
    await ada.stop();
  });

  test("tells no one else", async ({ emulator }) => {
    const bob = await connect(emulator.connectionString, "bob");
    await notifyMembers(emulator.connectionString, "room-1", "ada");
    expect(emulator.messages).toMatchObject([{ target: "joined", to: "group room-1", receivers: 0 }]);
    await bob.stop();
  });

  test("is patient when the service asks for it", async ({ emulator }) => {
    emulator.setFaults({ operationId: "sendToGroup", status: 429, retryAfter: 0, times: 2 });
    await notifyMembers(emulator.connectionString, "room-1", "ada");
    expect(emulator.requests.map(({ operationId, status }) => `${operationId} ${status}`)).toEqual([
      "addUserToGroup 200",
      "sendToGroup 429",
      "sendToGroup 429",
      "sendToGroup 202",
    ]);
  });
});

const clock = new ManualClock();
const later = test.extend({ emulatorOptions: { clock } });

later("A membership with a time to live is over in time", async ({ emulator }) => {
  const chat = fromConnectionString(emulator.connectionString).hub("chat");
  await chat.addUserToGroup({ user: "ada", group: "room-1", ttl: 60 });
  clock.advance(61_000);
  const ada = await connect(emulator.connectionString, "ada");
  await notifyMembers(emulator.connectionString, "room-1", "bob");
  expect(await emulator.waitFor({ target: "joined" })).toMatchObject({ arguments: ["bob"], receivers: 0 });
  await ada.stop();
});
