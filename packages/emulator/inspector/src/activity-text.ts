import type { InspectedActivity } from "../../src/inspector/wire.ts";
import { countOf } from "./count.ts";
import { duration } from "./time.ts";

/** The texts of an activity in its row. */
export interface ActivityText {
  /** A few characters: a status, an arrow. */
  readonly badge: string;
  /** What the badge stands for, for people who cannot see it. */
  readonly badgeLabel: string;
  /** Whether the badge is a sign, not text. */
  readonly glyph?: boolean;
  readonly tone: "good" | "bad" | "warn" | "out" | "in" | "calm";
  readonly title: string;
  /** Whom it concerns. */
  readonly about: string;
  /** Why it failed. */
  readonly reason?: string;
  /** The beginning of what a message holds. */
  readonly preview?: string;
  readonly figure: string;
}

/** More than fits into a row. */
const previewLength = 200;

export function activityText(activity: InspectedActivity): ActivityText {
  switch (activity.kind) {
    case "request":
      return requestText(activity);
    case "message":
      return messageText(activity);
    case "webhook":
      return webhookText(activity);
    case "connected":
      return {
        ...connectionSign("+"),
        title: "connected",
        about: activity.userId ?? shortId(activity.connectionId),
        figure: activity.transport,
      };
    case "disconnected":
      return {
        ...connectionSign("−"),
        title: "disconnected",
        about: [activity.userId ?? shortId(activity.connectionId), activity.reason]
          .filter(Boolean)
          .join(" · "),
        figure: "",
      };
  }
}

type ActivityOf<Kind extends InspectedActivity["kind"]> = InspectedActivity & { readonly kind: Kind };

function requestText(activity: ActivityOf<"request">): ActivityText {
  const { status, method, path, operationId, reason, durationMs } = activity;
  const question = operationId?.includes("Exists") === true && status === 404;
  return {
    badge: status === undefined ? "cut" : String(status),
    badgeLabel: status === undefined ? "No response" : `Status ${status}`,
    tone: status === undefined || status >= 400 ? (question ? "calm" : "bad") : "good",
    title: operationId ?? `${method} ${path.split("?", 1)[0]}`,
    about: operationId === undefined ? "" : addresseeOf(activity.call),
    ...(reason !== undefined && !question && { reason }),
    figure: duration(durationMs),
  };
}

function messageText(activity: ActivityOf<"message">): ActivityText {
  const { direction, target, type, to, receivers, error, userId, connectionId } = activity;
  const toClients = direction === "toClients";
  const isUnreceived = toClients && receivers === 0;
  return {
    badge: toClients ? "→" : "←",
    badgeLabel: toClients ? "Message to clients" : "Message from a client",
    glyph: true,
    tone: error !== undefined ? "bad" : isUnreceived ? "warn" : toClients ? "out" : "in",
    title: target ?? (type === "completion" ? completionTitle(activity) : typeNames[type]),
    about: toClients
      ? `to ${recipientOf(to, userId, connectionId)}`
      : `from ${userId ?? shortId(connectionId ?? "a client")}`,
    ...(error !== undefined && { reason: error }),
    ...(isUnreceived && { reason: "no connection received it" }),
    ...(activity.arguments !== undefined && { preview: activity.arguments.text.slice(0, previewLength) }),
    figure: receivers === undefined ? "" : countOf(receivers, "receiver"),
  };
}

function webhookText({ status, event, url, reason, durationMs }: ActivityOf<"webhook">): ActivityText {
  return {
    badge: status === undefined ? "cut" : String(status),
    badgeLabel: status === undefined ? "Webhook without a response" : `Webhook responded with ${status}`,
    tone: status === undefined || status >= 300 ? "bad" : "good",
    title: `webhook ${event}`,
    about: url,
    ...(reason !== undefined && { reason }),
    figure: duration(durationMs),
  };
}

function connectionSign(badge: string) {
  return { badge, badgeLabel: "Client", glyph: true, tone: "calm" } as const;
}

const typeNames = {
  invocation: "message encoded by the sender",
  streamInvocation: "stream",
  streamItem: "stream item",
} as const;

/** What a REST operation completes is a stream; what an upstream or a client completes is a call. */
function completionTitle({ operationId, error, arguments: result }: ActivityOf<"message">): string {
  if (operationId !== undefined) return "end of stream";
  return error !== undefined ? "error" : result === undefined ? "no result" : "result";
}

/** One connection goes by its user; of connections that were left out the number is enough. */
function recipientOf(to = "clients", userId: string | undefined, connectionId: string | undefined): string {
  if (connectionId !== undefined && to === `connection ${connectionId}`)
    return userId ?? `connection ${shortId(connectionId)}`;
  return to.replace(/ except (\S+(?:, \S+)*)$/, (_, ids: string) => ` except ${ids.split(", ").length}`);
}

function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

function addresseeOf(call: InspectedActivity["call"]): string {
  if (call === undefined) return "";
  const { group, user, connectionId } = call;
  return [
    ...(group === undefined ? [] : [`group ${String(group)}`]),
    ...(user === undefined ? [] : [`user ${String(user)}`]),
    ...(connectionId === undefined ? [] : [`connection ${shortId(String(connectionId))}`]),
  ].join(", ");
}
