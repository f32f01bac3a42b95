import type { Activity } from "../activity/activity.js";
import type { ActivityLog } from "../activity/activity-log.js";
import { checkDuration } from "../duration.js";
import { EmulatorError } from "../emulator-error.js";
import { type RecordedMessage, recordedMessage } from "./recorded.js";

/** The message to wait for. Omitted properties match any message. */
export interface MessageMatch {
  /** Name of the method or event. */
  readonly target?: string;
  /** User ID of a receiver, or of the sender. */
  readonly user?: string;
  /** Connection ID of a receiver, or of the sender. */
  readonly connectionId?: string;
  /** Name of the hub, not case-sensitive. */
  readonly hub?: string;
  /** Direction of the message. Default: `toClients`. */
  readonly direction?: "toClients" | "fromClient";
  /** Matches only messages that are later than this message. */
  readonly after?: { readonly id: number };
}

/**
 * Resolves to the first message that matches, including messages that were sent before.
 *
 * @throws {EmulatorError} `timeout`, with a list of the messages that were sent instead.
 */
export async function waitForMessage(
  log: ActivityLog,
  match: MessageMatch,
  timeoutInMs: number,
): Promise<RecordedMessage> {
  checkDuration("timeoutInMs", timeoutInMs);
  const past = find(log.recent(), match);
  if (past !== undefined) return past;
  return await new Promise((resolve, reject) => {
    const end = log.subscribe((activity) => {
      const found = find([activity], match);
      if (found === undefined) return;
      clearTimeout(timer);
      end();
      resolve(found);
    });
    const timer = setTimeout(() => {
      end();
      reject(new EmulatorError("timeout", timeoutMessage(log.recent(), match, timeoutInMs)));
    }, timeoutInMs);
  });
}

function find(activities: readonly Activity[], match: MessageMatch): RecordedMessage | undefined {
  const { target, user, connectionId, hub, direction = "toClients", after } = match;
  for (const activity of activities) {
    if (activity.kind !== "message" || activity.direction !== direction) continue;
    if (target !== undefined && activity.target !== target) continue;
    if (hub !== undefined && activity.hub !== hub.toLowerCase()) continue;
    if (after !== undefined && activity.id <= after.id) continue;
    const message = recordedMessage(activity);
    const clients = direction === "fromClient" ? [activity] : message.receivedBy;
    const isThere = clients.some(
      (client) =>
        (user === undefined || client.userId === user) &&
        (connectionId === undefined || client.connectionId === connectionId),
    );
    if (isThere || (user === undefined && connectionId === undefined)) return message;
  }
  return undefined;
}

function timeoutMessage(activities: readonly Activity[], match: MessageMatch, timeoutInMs: number): string {
  const { target, user, connectionId, hub, direction = "toClients" } = match;
  const description = Object.entries({ target, user, connectionId, hub })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} '${value}'`)
    .join(", ");
  const others = activities.flatMap((activity) =>
    activity.kind === "message" && activity.direction === direction
      ? [
          `${activity.target ?? activity.type} to ${activity.to ?? "the service"} (${activity.receivers ?? 0})`,
        ]
      : [],
  );
  const instead = others.length === 0 ? "none was sent" : `sent were ${others.slice(-5).join("; ")}`;
  return `No message${description === "" ? "" : ` with ${description}`} within ${timeoutInMs} ms; ${instead}`;
}
