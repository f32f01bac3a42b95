import type { CallArguments } from "../../src/inspector/wire.ts";
import { isDeeperThan, maxDepth } from "../../src/protocol/message.ts";

export type Recipient = "all" | "group" | "user" | "connection";

/** What stands in the form. */
export interface Draft {
  readonly hub: string;
  readonly to: Recipient;
  readonly name: string;
  readonly invoke: boolean;
  readonly target: string;
  /** JSON, as it was typed. */
  readonly arguments: string;
  /** Connection ids, separated by blanks or commas. */
  readonly excluded: string;
}

/** What the form asks for, as an operation, or what is still wrong with it. */
export type DraftCall =
  | {
      readonly operationId: string;
      readonly args: CallArguments;
      readonly body: { readonly target: string; readonly arguments: readonly unknown[] };
    }
  | { readonly field: "hub" | "name" | "target" | "arguments"; readonly problem: string };

export function draftCall(draft: Draft): DraftCall {
  const hub = draft.hub.trim();
  if (hub === "") return { field: "hub", problem: "Enter a hub" };
  const { to, name, target, excluded } = draft;
  if (to !== "all" && name === "") return { field: "name", problem: `Enter a ${to}` };
  if (target === "") return { field: "target", problem: "Enter the name that clients registered with on()" };
  const args = readArguments(draft.arguments);
  if (typeof args === "string") return { field: "arguments", problem: args };
  const body = { target, arguments: args };
  if (to === "connection") {
    const operationId = draft.invoke ? "invokeConnection" : "sendToConnection";
    return { operationId, args: { hub, connectionId: name }, body };
  }
  if (to === "user") return { operationId: "sendToUser", args: { hub, user: name }, body };
  const ids = excluded.split(/[\s,]+/).filter(Boolean);
  const except = ids.length > 0 ? { excluded: ids } : {};
  return to === "all"
    ? { operationId: "sendToAll", args: { hub, ...except }, body }
    : { operationId: "sendToGroup", args: { hub, group: name, ...except }, body };
}

/** The list, or what is wrong with it. */
function readArguments(text: string): readonly unknown[] | string {
  if (text.trim() === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return "Arguments must be a list: put them in [ ]";
    return isDeeperThan(value, maxDepth - 1)
      ? `Arguments must not be nested deeper than ${maxDepth - 1} levels`
      : value;
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
