import type { OperationId } from "@x/fetch-client";

/** How one operation went. */
export interface Row {
  readonly operationId: OperationId;
  /** Each different status with which it was answered, in order. */
  readonly statuses: readonly number[];
  /** What the clients saw, or the answer. */
  readonly seen: string;
  /** What was expected instead; absent when all is well. */
  readonly surprise?: string;
}

/** One line of the table. */
export function formatRow(row: Row): string {
  const { operationId, statuses, seen, surprise } = row;
  const mark = surprise === undefined ? (isImplemented(row) ? "✓" : "–") : "✗";
  const line = `${mark} ${operationId.padEnd(30)} ${(statuses.join(", ") || "—").padEnd(9)} ${seen}`;
  return surprise === undefined ? line : `${line}\n  ${" ".repeat(41)}surprise: ${surprise}`;
}

export function isImplemented({ statuses }: Row): boolean {
  return !statuses.includes(501);
}

export const tableHead = `  ${"operation".padEnd(30)} ${"status".padEnd(9)} what the real SignalR clients saw, or the answer`;
