/** What the front end called: `invoke` and `send` a method, `stream` a stream. */
export interface RecordedCall {
  readonly kind: "invoke" | "send" | "stream";
  readonly target: string;
  readonly arguments: readonly unknown[];
}
