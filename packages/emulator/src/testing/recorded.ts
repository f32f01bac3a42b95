import type {
  Activity,
  ActivityBody,
  MessageActivity,
  Receiver,
  RequestActivity,
} from "../activity/activity.js";

/** A request that the emulator answered, with its JSON read. */
export type RecordedRequest = Omit<RequestActivity, "requestBody" | "responseBody"> & {
  /** What was sent: undefined without a body, or when it is not JSON or is longer than 64 KB. */
  readonly body: unknown;
  /** What was answered, likewise. */
  readonly answer: unknown;
};

/** A message that was sent to clients, or came from one, with its JSON read. */
export type RecordedMessage = Omit<MessageActivity, "arguments" | "receivedBy"> & {
  /**
   * The arguments as a client of the JSON protocol gets them; for an item of a stream and a result it is the only one.
   * Undefined when they are longer than 64 KB.
   */
  readonly arguments: readonly unknown[] | undefined;
  /** The connections that it was sent to, the first 1,000 of them. */
  readonly receivedBy: readonly Receiver[];
};

export function recordedRequests(activities: readonly Activity[]): readonly RecordedRequest[] {
  return activities.flatMap((activity) => (activity.kind === "request" ? [recordedRequest(activity)] : []));
}

export function recordedMessages(activities: readonly Activity[]): readonly RecordedMessage[] {
  return activities.flatMap((activity) => (activity.kind === "message" ? [recordedMessage(activity)] : []));
}

function recordedRequest({ requestBody, responseBody, ...rest }: RequestActivity): RecordedRequest {
  return { ...rest, body: valueIn(requestBody), answer: valueIn(responseBody) };
}

export function recordedMessage({
  arguments: body,
  receivedBy = [],
  ...rest
}: MessageActivity): RecordedMessage {
  const value = valueIn(body);
  const isList = rest.type === "invocation" || rest.type === "streamInvocation";
  const list: readonly unknown[] | undefined = body === undefined ? [] : body.cut ? undefined : [value];
  return { ...rest, arguments: isList && Array.isArray(value) ? value : list, receivedBy };
}

function valueIn(body: ActivityBody | undefined): unknown {
  if (body === undefined || body.cut) return undefined;
  try {
    return JSON.parse(body.text);
  } catch {
    return undefined;
  }
}
