import type { Activity, MessageActivity, RequestActivity } from "../activity/activity.js";
import { escapeControls } from "./escape-controls.js";
import { localTime } from "./local-time.js";
import type { Paint, Style } from "./paint.js";

/** Longer arguments, paths and reasons are cut: a line is read, not searched. */
const maxLength = { arguments: 80, path: 160, reason: 300, name: 80 } as const;

/** One activity as one line, safe to write to a terminal. */
export function activityLine(activity: Activity, paint: Paint): string {
  return `${paint("dim", localTime(activity.at))}  ${sentence(activity, paint)}`;
}

function sentence(activity: Activity, paint: Paint): string {
  switch (activity.kind) {
    case "request":
      return requestSentence(activity, paint);
    case "connected": {
      const { hub, transport, protocol } = activity;
      return `${paint("green", "  +")}  ${client(activity)} connected to ${name(hub)}  ${paint("dim", `${transport}, ${protocol}`)}`;
    }
    case "disconnected": {
      const { hub, reason } = activity;
      const because = reason === undefined ? "" : `: ${cut(reason, maxLength.reason)}`;
      return `${paint("yellow", "  -")}  ${client(activity)} left ${name(hub)}${because}`;
    }
    case "message":
      return messageSentence(activity, paint);
    case "webhook": {
      const { event, url, status, durationMs, reason } = activity;
      const what = `webhook ${name(event)} ${cut(url, maxLength.path)}`;
      return `${statusMark(status, paint)}  ${what}  ${paint("dim", duration(durationMs))}${why(reason, paint)}`;
    }
  }
}

function requestSentence(activity: RequestActivity, paint: Paint): string {
  const { method, status, operationId, durationMs, reason } = activity;
  const path = cut(withoutVersion(activity.path), maxLength.path);
  const details = [...(operationId === undefined ? [] : [operationId]), duration(durationMs)].join(", ");
  // An absent user is an answer, not a failure: what was asked for says enough.
  const shown = status === 404 && /^(Warning|Info)\./.test(reason ?? "") ? undefined : reason;
  return `${statusMark(status, paint)}  ${name(method)} ${path}  ${paint("dim", details)}${why(shown, paint)}`;
}

function messageSentence(activity: MessageActivity, paint: Paint): string {
  const { direction, type, target, invocationId, to, receivers = 0, hub } = activity;
  if (type === "completion") return completionSentence(activity, paint);
  const what =
    type === "streamItem"
      ? `item ${cut(activity.arguments?.text ?? "", maxLength.arguments)} of stream ${name(invocationId ?? "")}`
      : `${paint("bold", name(target ?? "?"))}(${argumentList(activity.arguments?.text)})`;
  if (direction === "fromClient") {
    const verb = type === "streamInvocation" ? "streams" : "calls";
    return `${paint("magenta", "  ←")}  ${client(activity)} ${verb} ${what} on ${name(hub)}`;
  }
  const count =
    receivers === 0
      ? paint("yellow", "no connection")
      : `${receivers} ${receivers === 1 ? "receiver" : "receivers"}`;
  return `${paint("cyan", "  →")}  ${what} to ${cut(to ?? "", maxLength.reason)} on ${name(hub)}, ${count}`;
}

/** The end of a call or a stream, which one client gets or gives. */
function completionSentence(activity: MessageActivity, paint: Paint): string {
  const { direction, error, hub, operationId, invocationId = "" } = activity;
  const verb = direction === "toClients" ? "gets" : "gives";
  // What a REST operation completes is a stream; what an upstream completes is a call.
  const nothing = operationId === undefined ? "no result" : `the end of stream ${name(invocationId)}`;
  const what =
    error !== undefined
      ? `${operationId === undefined ? "the" : `${nothing} with the`} error ${paint("yellow", cut(error, maxLength.reason))}`
      : activity.arguments === undefined
        ? nothing
        : `the result ${cut(activity.arguments.text, maxLength.arguments)}`;
  const arrow = paint(error === undefined ? "cyan" : "red", direction === "toClients" ? "  →" : "  ←");
  const whom =
    activity.connectionId === undefined ? cut(activity.to ?? "", maxLength.reason) : client(activity);
  return `${arrow}  ${whom} ${verb} ${what} on ${name(hub)}`;
}

/** The inside of the JSON list. */
function argumentList(json: string | undefined): string {
  const list = cut(json ?? "[]", maxLength.arguments);
  return list.startsWith("[") ? list.slice(1, list.endsWith("]") ? -1 : undefined) : list;
}

function client(activity: { readonly connectionId?: string; readonly userId?: string }): string {
  const { connectionId = "?", userId } = activity;
  return userId === undefined ? name(connectionId) : `${name(userId)} (${name(connectionId)})`;
}

function statusMark(status: number | undefined, paint: Paint): string {
  if (status === undefined) return paint("red", "cut");
  const style: Style = status < 400 ? "green" : status < 500 ? "yellow" : "red";
  return paint(style, String(status));
}

function why(reason: string | undefined, paint: Paint): string {
  return reason === undefined ? "" : `  ${paint("yellow", cut(reason, maxLength.reason))}`;
}

function duration(ms: number): string {
  return ms < 10
    ? `${ms.toFixed(1)} ms`
    : ms < 10_000
      ? `${ms.toFixed(0)} ms`
      : `${(ms / 1000).toFixed(1)} s`;
}

/** Every request has it, so it says nothing; a wrong one is named in the reason. */
function withoutVersion(path: string): string {
  return path.replace(/([?&])api-version=[^&]*(&|$)/i, (_, before: string, after: string) =>
    after === "" ? "" : before,
  );
}

function name(text: string): string {
  return cut(text, maxLength.name);
}

function cut(text: string, length: number): string {
  // Escaping first would make the beginning of a huge text cost as much as all of it.
  const beginning = escapeControls(text.length > length ? text.slice(0, length) : text);
  return text.length > length ? `${beginning}…` : beginning;
}
