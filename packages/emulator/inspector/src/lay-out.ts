import type { ActivityBody } from "../../src/activity/activity.ts";
import { isDeeperThan, maxDepth } from "../../src/protocol/message.ts";

/** A body as a person reads it: JSON with line breaks and indentation, anything else as it came. */
export function layOut({ text, cut }: ActivityBody): string {
  if (cut) return text;
  try {
    const value: unknown = JSON.parse(text);
    // Indentation makes deep nesting thousands of times longer.
    return isDeeperThan(value, maxDepth) ? text : JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}
