import { formatNumber } from "../table.ts";
import { round, svg, text, width } from "./svg.ts";

/** A line of a growth chart. */
export interface Line {
  readonly label: string;
  readonly own: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const height = 208;
const margin = { left: 70, right: 190, top: 8, bottom: 40 };
/** The least distance of two labels. */
const lineHeight = 14;

/** Values over sizes that grow by factors, so the horizontal axis is logarithmic. */
export function lineChart(title: string, unit: string, of: string, lines: readonly Line[]): string {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const most = Math.max(...lines.flatMap(({ points }) => points.map(({ y }) => y))) || 1;
  const [first = 1] = xs;
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const across = Math.log((xs.at(-1) ?? first) / first) || 1;
  const x = (value: number) =>
    round(margin.left + (Math.log(value / first) / across) * (right - margin.left));
  const y = (value: number) => round(bottom - (value / most) * (bottom - margin.top));

  const ticks = [0, most / 2, most].map(
    (value) =>
      `<path class="grid" d="M${margin.left} ${y(value)}H${right}"/>\n` +
      text(margin.left - 8, y(value) + 4, formatNumber(value), "end"),
  );
  const axes =
    `<path class="axis" d="M${margin.left} ${margin.top}V${bottom}H${right}"/>\n` +
    xs.map((value) => text(x(value), bottom + 16, formatNumber(value), "middle")).join("") +
    text((margin.left + right) / 2, bottom + 33, of, "middle");
  const drawn = lines.map(({ own, points }) => {
    const kind = own ? "own" : "peer";
    const path = points.map((point, at) => `${at === 0 ? "M" : "L"}${x(point.x)} ${y(point.y)}`).join("");
    return (
      `<path class="${kind} line" d="${path}" stroke-width="2"/>\n` +
      points
        .map((point) => `<circle class="${kind}" cx="${x(point.x)}" cy="${y(point.y)}" r="2.5"/>\n`)
        .join("")
    );
  });
  const ends = lines.flatMap(({ label, points }) => {
    const end = points.at(-1);
    return end === undefined ? [] : [{ y: y(end.y) + 4, label: `${label} ${formatNumber(end.y)}` }];
  });
  const labels = spreadOut(ends).map((end) => text(right + 10, end.y, end.label));
  const words = lines.map(
    ({ label, points }) =>
      `${label}: ${points.map((point) => `${formatNumber(point.y)} at ${formatNumber(point.x)}`).join(", ")}`,
  );
  return svg({
    title,
    unit,
    description: `${unit}, by number of ${of}. ${words.join("; ")}`,
    height,
    content: [...ticks, axes, ...drawn, ...labels].join(""),
  });
}

/** Moves labels down until none covers another, then up again where they leave the drawing. */
function spreadOut<Label extends { readonly y: number }>(labels: readonly Label[]): Label[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  let least = -Infinity;
  const moved = sorted.map((label) => {
    least = Math.max(label.y, least + lineHeight);
    return { ...label, y: least };
  });
  let limit = height - margin.bottom + 4;
  return moved.toReversed().map((label) => {
    const y = Math.min(label.y, limit);
    limit = y - lineHeight;
    return { ...label, y };
  });
}
