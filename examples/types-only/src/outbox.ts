import type { GroupMember, PayloadMessage, SignalRCommand } from "@x/types";

/** What the page asks its backend to send; the backend hands it to the service as it is. */
export function announce(from: string, text: string): PayloadMessage {
  return { target: "announcement", arguments: [from, text] };
}

/** What the page asks for when a user moves to another room. */
export function move(from: string, to: string): SignalRCommand[] {
  return [
    { type: "LeaveGroup", group: from },
    { type: "JoinGroup", group: to },
  ];
}

/** Who is in a room, as the backend passes it on. */
export function summary(members: readonly GroupMember[]): string {
  const users = new Set(members.map(({ userId, connectionId }) => userId ?? connectionId));
  return users.size === 1 ? "one person" : `${users.size} people`;
}
