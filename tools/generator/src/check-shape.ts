import type { JsonValue } from "./json.ts";

const maxDepth = 300;
const maxNodes = 20_000_000;

/**
 * Says what makes a document unfit to be walked through, or `undefined`. YAML's aliases can make a value contain itself, or
 * a few lines stand for billions of values.
 */
export function checkShape(document: JsonValue): string | undefined {
  /** A shared value is measured once and counts wherever it stands. */
  const extents = new Map<object, Extent>();
  const open = new Set<object>();

  function extentOf(value: JsonValue | undefined): Extent {
    if (typeof value !== "object" || value === null) return leaf;
    const known = extents.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) throw new ShapeError("contains itself through a YAML alias");
    if (open.size >= maxDepth) throw new ShapeError(`is nested more than ${maxDepth} levels deep`);
    open.add(value);
    const extent = { nodes: 1, levels: 1 };
    for (const member of Object.values(value)) {
      const { nodes, levels } = extentOf(member);
      extent.nodes += nodes;
      extent.levels = Math.max(extent.levels, levels + 1);
    }
    if (extent.nodes > maxNodes)
      throw new ShapeError(`stands for more than ${maxNodes} values through YAML aliases`);
    if (extent.levels > maxDepth) throw new ShapeError(`is nested more than ${maxDepth} levels deep`);
    open.delete(value);
    extents.set(value, extent);
    return extent;
  }

  try {
    extentOf(document);
    return undefined;
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
}

/** How many values a value stands for, and how deep they lie; itself included. */
interface Extent {
  readonly nodes: number;
  readonly levels: number;
}

const leaf: Extent = { nodes: 1, levels: 1 };

class ShapeError extends Error {}
