/** Types of hub protocol messages (dotnet/aspnetcore src/SignalR/docs/specs/HubProtocol.md). */
export const MessageType = {
  Invocation: 1,
  StreamItem: 2,
  Completion: 3,
  StreamInvocation: 4,
  CancelInvocation: 5,
  Ping: 6,
  Close: 7,
  Ack: 8,
  Sequence: 9,
} as const;

export type MessageType = (typeof MessageType)[keyof typeof MessageType];
