import { fromConnectionString } from "@x/auth";

/** Puts a user into a room and tells everybody in it, the user included. */
export async function notifyMembers(connectionString: string, room: string, user: string): Promise<void> {
  const chat = fromConnectionString(connectionString).hub("chat");
  await chat.addUserToGroup({ user, group: room });
  await chat.sendToGroup({ group: room, body: { target: "joined", arguments: [user] } });
}
