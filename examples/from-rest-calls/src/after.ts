import { fromConnectionString } from "@x/auth";

export async function sendToRoom(connectionString: string, room: string, text: string): Promise<void> {
  const chat = fromConnectionString(connectionString).hub("chat");
  await chat.sendToGroup({ group: room, body: { target: "newMessage", arguments: [text] } });
}
