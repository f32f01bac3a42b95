import { LineCounter, type Node, isMap, isNode, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Place } from "./json.ts";

/** A place in a text as people count: from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where in a YAML text values begin. The text is parsed when the first position is asked for: most documents are
 * right, and those pay nothing.
 */
export function createPositionFinder(text: string): (place: Place) => Position {
  let parsed: ReturnType<typeof parseWithLines> | undefined;
  return (place) => {
    parsed ??= parseWithLines(text);
    let node: Node | null = parsed.document.contents;
    for (const key of place) {
      const member = memberOf(node, key);
      if (member === undefined) break;
      node = member;
    }
    return parsed.positionOf(node?.range?.[0] ?? 0);
  };
}

/** The keys that stand in their mapping already, in the order of the text. */
export function findDuplicateKeys(text: string): (Position & { readonly key: string })[] {
  const { document, positionOf } = parseWithLines(text);
  const found = new Map<number, string>();
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(String(key)) && key.range) found.set(key.range[0], String(key));
        seen.add(String(key));
      }
    },
  });
  return [...found].toSorted(([a], [b]) => a - b).map(([offset, key]) => ({ key, ...positionOf(offset) }));
}

function parseWithLines(text: string) {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  return { document, positionOf };
}

function memberOf(node: Node | null, key: string | number): Node | undefined {
  const member = isMap(node)
    ? node.items.find((pair) => String(pair.key) === String(key))?.value
    : isSeq(node)
      ? node.items[Number(key)]
      : undefined;
  return isNode(member) ? member : undefined;
}
