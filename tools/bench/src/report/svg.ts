/** A drawing on a ground of its own, so that it reads on any page; it follows what the reader's system prefers. */
const style = `
text{fill:#1f2328;stroke:#fff;stroke-width:3;paint-order:stroke;stroke-linejoin:round}.ground{fill:#fff}.own{fill:#0a5cad;stroke:#0a5cad}.peer{fill:#8c959f;stroke:#8c959f}
.axis,.line{fill:none}.axis{stroke:#8c959f}.grid{stroke:#d8dee4}.goal{stroke:#9a6700}text.goal{fill:#7d4e00;stroke:#fff}
@media(prefers-color-scheme:dark){text{fill:#e2e6ec;stroke:#14171c}.ground{fill:#14171c}.own{fill:#58a6ff;stroke:#58a6ff}
.peer{fill:#7d8590;stroke:#7d8590}.line{fill:none}.axis{stroke:#7d8590}.grid{stroke:#343b45}.goal{stroke:#d29922}text.goal{fill:#e3b341;stroke:#14171c}}`;

export const width = 640;

/** Room for the caption above a drawing. */
const captionHeight = 28;

export interface Drawing {
  readonly title: string;
  /** Of every value; stands in the caption. */
  readonly unit: string;
  /** What it shows in words, for those who hear it. */
  readonly description: string;
  /** Of the content alone. */
  readonly height: number;
  readonly content: string;
}

/** The whole drawing, with its caption. */
export function svg({ title, unit, description, height: own, content }: Drawing): string {
  const height = own + captionHeight;
  const caption = unit === "" ? title : `${title} (${unit})`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">\n` +
    `<title id="title">${escape(title)}</title>\n<desc id="description">${escape(description)}</desc>\n` +
    `<style>${style}\n</style>\n<rect class="ground" width="${width}" height="${height}" rx="6"/>\n` +
    `<text x="12" y="20" font-weight="600">${escape(caption)}</text>\n` +
    `<g transform="translate(0 ${captionHeight})">\n${content}</g>\n</svg>\n`
  );
}

export function text(
  x: number,
  y: number,
  content: string,
  anchor: "start" | "middle" | "end" = "start",
  kind?: "goal",
): string {
  const attributes = kind === undefined ? "" : ` class="${kind}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${attributes}>${escape(content)}</text>\n`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
