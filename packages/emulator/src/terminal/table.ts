import { escapeControls } from "./escape-controls.js";

const maxWidth = 60;

/** Columns as wide as their longest cell, safe to write to a terminal. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(shown));
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function shown(cell: string): string {
  const text = escapeControls(cell.slice(0, maxWidth + 1));
  return cell.length > maxWidth ? `${text.slice(0, maxWidth - 1)}…` : text;
}
