import type { NewActivity } from "./activity.js";

/** Roughly what an activity costs in addition to its texts, and what each connection named in it costs. */
const perActivity = 200;
const perReceiver = 50;

/** How much memory an activity takes, in characters of text: its bodies, path, names, reasons and receivers. */
export function activitySize(activity: NewActivity): number {
  let size = perActivity;
  for (const value of Object.values(activity) as readonly unknown[]) {
    if (typeof value === "string") size += value.length;
    else if (isBody(value)) size += value.text.length + value.contentType.length;
  }
  if (activity.kind === "message")
    for (const { connectionId, userId } of activity.receivedBy ?? [])
      size += perReceiver + connectionId.length + (userId?.length ?? 0);
  return size;
}

function isBody(value: unknown): value is { readonly text: string; readonly contentType: string } {
  return typeof value === "object" && value !== null && "text" in value && "contentType" in value;
}
