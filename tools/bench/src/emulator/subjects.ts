export type ServerName =
  | "emulator"
  | "emulator, recording"
  | "Microsoft's emulator"
  | "ws"
  | "socket.io"
  | "http";

/** What clients count, one in each message. No frame or packet around it has this byte. */
export const mark = "|";

/** What is sent: about 190 bytes in each protocol. */
export const call = { target: "newMessage", arguments: [`${mark}${"x".repeat(140)}`] };
