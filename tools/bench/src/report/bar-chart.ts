import type { Goal } from "../row.ts";
import { formatGoal, formatNumber } from "../table.ts";
import { round, svg, text, width } from "./svg.ts";

/** A value of a bar chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Ours are drawn in another color than peers. */
  readonly own: boolean;
}

const margin = { left: 190, right: 130, top: 6 };
const pitch = 24;

/** Horizontal bars from zero, with the goal as a line where there is one. */
export function barChart(title: string, unit: string, bars: readonly Bar[], goal?: Goal): string {
  const limit = goal === undefined ? undefined : "atMost" in goal ? goal.atMost : goal.atLeast;
  const longest = width - margin.left - margin.right;
  const most = scaleOf([...bars.map(({ value }) => value), limit ?? 0]);
  const scale = (value: number) => round(Math.min(1, value / most) * longest);
  // A long unit stands in the caption; the sign of a ratio is enough next to its bar.
  const shown = unit.startsWith("×") ? "×" : unit;
  const amount = (value: number) => `${formatNumber(value)} ${shown}`.trim();
  const rows = bars.map(({ label, value, own }, index) => {
    const y = margin.top + index * pitch;
    const length = Math.max(1, scale(value));
    return (
      text(margin.left - 8, y + 13, label, "end") +
      `<rect class="${own ? "own" : "peer"}" x="${margin.left}" y="${y}" width="${length}" height="16" rx="2"/>\n` +
      (value > most ? cut(margin.left + longest * 0.9, y) : "") +
      text(margin.left + length + 6, y + 13, amount(value))
    );
  });
  const bottom = margin.top + bars.length * pitch;
  const line =
    goal === undefined || limit === undefined ? "" : goalLine(goal, margin.left + scale(limit), bottom);
  const words = bars.map(({ label, value }) => `${label}: ${amount(value)}`);
  if (goal !== undefined) words.push(`goal: ${formatGoal(goal)}`);
  return svg({
    title,
    unit,
    description: words.join("; "),
    height: bottom + (line === "" ? 4 : 20),
    content: line + rows.join(""),
  });
}

/** The value that the longest bar stands for: one that is far above all others is cut, so that those can be told apart. */
function scaleOf(values: readonly number[]): number {
  const [first = 0, second = 0] = values.toSorted((a, b) => b - a);
  return (second > 0 && first > second * 3 ? second * 1.5 : first) || 1;
}

/** The slanted gap of a bar that would be longer. */
function cut(x: number, y: number): string {
  return `<path class="ground" d="M${round(x)} ${y - 1}h5l-5 18h-5z"/>\n`;
}

function goalLine(goal: Goal, x: number, bottom: number): string {
  return (
    `<path class="goal" d="M${round(x)} 2V${bottom}" stroke-dasharray="4 3"/>\n` +
    text(x, bottom + 13, `goal ${formatGoal(goal)}`, "middle", "goal")
  );
}
