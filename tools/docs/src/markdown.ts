/** A fenced block of a Markdown page. */
export interface CodeBlock {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** Line of the closing fence. */
  readonly endLine: number;
  /** First word after the fence: `ts`, `sh`, … */
  readonly language: string;
  /** The other words after the fence. */
  readonly flags: readonly string[];
  readonly code: string;
  /** File that the block shows, from a comment `<!-- shows path -->` above it. */
  readonly shows: string | undefined;
}

/**
 * The fenced blocks of a page, in its order.
 *
 * @throws {SyntaxError} when a fence is not closed.
 */
export function findCodeBlocks(page: string): CodeBlock[] {
  const lines = page.split("\n");
  const blocks: CodeBlock[] = [];
  let shows: string | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const opening = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line);
    if (opening === null) {
      const comment = /^\s*<!-- shows (\S+) -->\s*$/.exec(line);
      if (comment !== null) shows = comment[1];
      else if (line.trim() !== "") shows = undefined;
      continue;
    }
    const [, indent = "", fence = "", info = ""] = opening;
    const end = lines.findIndex((other, at) => at > index && other.trim() === fence);
    if (end === -1) throw new SyntaxError(`line ${index + 1}: the code block is not closed`);
    const [language = "", ...flags] = info.trim().split(/\s+/);
    const code = lines
      .slice(index + 1, end)
      .map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one.trimStart()))
      .join("\n");
    blocks.push({ line: index + 1, endLine: end + 1, language, flags, code, shows });
    shows = undefined;
    index = end;
  }
  return blocks;
}
