import { formatNumber } from "../table.ts";

/** A value of a bar chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Ours are drawn in another colour than peers. */
  readonly own: boolean;
}

/** A line of a growth chart. */
export interface Line {
  readonly label: string;
  readonly own: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const width = 640;
// Readable on white and on black, since GitHub shows the page in both.
const colours = { own: "#2f81f7", peer: "#8b949e", text: "#768390", goal: "#d29922" };
const font = `font-family="system-ui, sans-serif" font-size="12"`;

/** Horizontal bars from zero, with the goal as a line where there is one. */
export function barChart(title: string, unit: string, bars: readonly Bar[], goal?: number): string {
  const left = 190;
  const right = 100;
  const most = Math.max(...bars.map(({ value }) => value), goal ?? 0) || 1;
  const scale = (value: number) => round((value / most) * (width - left - right));
  const rows = bars.map(({ label, value, own }, index) => {
    const y = 12 + index * 24;
    return (
      text(left - 8, y + 12, label, "end") +
      `<rect x="${left}" y="${y}" width="${Math.max(1, scale(value))}" height="16" rx="2" fill="${own ? colours.own : colours.peer}"/>` +
      text(left + Math.max(1, scale(value)) + 6, y + 12, `${formatNumber(value)} ${unit}`)
    );
  });
  const height = 12 + bars.length * 24 + (goal === undefined ? 0 : 16);
  const line =
    goal === undefined
      ? ""
      : `<path d="M${left + scale(goal)} 4V${height - 14}" stroke="${colours.goal}" stroke-dasharray="4 3"/>` +
        text(left + scale(goal), height - 2, `goal ${formatNumber(goal)}`, "middle", colours.goal);
  return svg(title, height, rows.join("") + line);
}

/** Values over sizes that grow by factors, so the horizontal axis is logarithmic. */
export function lineChart(title: string, unit: string, of: string, lines: readonly Line[]): string {
  const box = { left: 60, right: 150, top: 14, bottom: 34, height: 220 };
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => y))) || 1;
  const [first = 1] = xs;
  const last = xs.at(-1) ?? first;
  const across = Math.log(last / first) || 1;
  const x = (value: number) =>
    round(box.left + (Math.log(value / first) / across) * (width - box.left - box.right));
  const y = (value: number) =>
    round(box.height - box.bottom - (value / most) * (box.height - box.top - box.bottom));
  const axis =
    `<path d="M${box.left} ${box.top}V${box.height - box.bottom}H${width - box.right}" fill="none" stroke="${colours.peer}"/>` +
    text(box.left - 6, y(most) + 4, formatNumber(most), "end") +
    text(box.left - 6, y(0) + 4, "0", "end") +
    xs.map((value) => text(x(value), box.height - box.bottom + 16, formatNumber(value), "middle")).join("") +
    text(width - box.right + 8, box.height - box.bottom + 16, of) +
    text(box.left + 6, box.top, unit);
  const drawn = lines.map(({ label, own, points }) => {
    const colour = own ? colours.own : colours.peer;
    const path = points
      .map((point, index) => `${index === 0 ? "M" : "L"}${x(point.x)} ${y(point.y)}`)
      .join("");
    const end = points.at(-1);
    return (
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      points
        .map((point) => `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="3" fill="${colour}"/>`)
        .join("") +
      (end === undefined ? "" : text(x(end.x) + 8, y(end.y) + 4, `${label} ${formatNumber(end.y)}`))
    );
  });
  return svg(title, box.height, axis + drawn.join(""));
}

function svg(title: string, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ${font}><title>${escape(title)}</title>${content}</svg>\n`;
}

function text(
  x: number,
  y: number,
  content: string,
  anchor: "start" | "middle" | "end" = "start",
  fill: string = colours.text,
): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
