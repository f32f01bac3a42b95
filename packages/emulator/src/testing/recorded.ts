import type {
  Activity,
  ActivityBody,
  MessageActivity,
  Receiver,
  RequestActivity,
} from "../activity/activity.js";

/** A {@link RequestActivity} whose JSON bodies are parsed. */
export type RecordedRequest = Omit<RequestActivity, "requestBody" | "responseBody"> & {
  /** The request body: `undefined` if there is none, or if it is not JSON or longer than 64 KB. */
  readonly body: unknown;
  /** The response body: `undefined` if there is none, or if it is not JSON or longer than 64 KB. */
  readonly answer: unknown;
};

/** A {@link MessageActivity} whose JSON is parsed. */
export type RecordedMessage = Omit<MessageActivity, "arguments" | "receivedBy"> & {
  /**
   * The arguments, as a client of the JSON protocol receives them. For stream items and results, a list of that one value.
   * `undefined` if they are longer than 64 KB.
   */
  readonly arguments: readonly unknown[] | undefined;
  /** The connections that the message was sent to; only the first 1,000. */
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
