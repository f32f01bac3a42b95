import type { Route } from "./route-table.js";

/** The path exists, and the method is none of these. */
export interface MethodNotAllowed {
  readonly allow: string;
}

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: ReadonlyMap<string, string>;
}

interface Node {
  readonly literals: Map<string, Node>;
  wildcard: Node | undefined;
  readonly methods: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
}

/** Finds the operation of a request by its raw, still encoded path segments: `%2F` never becomes a separator. */
export class Router {
  readonly #root: Node = createNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const names: string[] = [];
      let node = this.#root;
      for (const segment of route.path.slice(1).split("/")) {
        const literal = !segment.startsWith("{");
        if (!literal) names.push(segment.slice(1, -1));
        let next = literal ? node.literals.get(segment) : node.wildcard;
        if (next === undefined) {
          next = createNode();
          if (literal) node.literals.set(segment, next);
          else node.wildcard = next;
        }
        node = next;
      }
      node.methods.set(route.method, { route, names });
    }
  }

  /**
   * @returns the match; the allowed methods when only the method is wrong; undefined when there is no such path.
   * GET is taken wherever HEAD is.
   */
  match(method: string, path: string): RouteMatch | MethodNotAllowed | undefined {
    const segments = path.slice(1).split("/");
    const values: string[] = [];
    const node = find(this.#root, segments, 0, values);
    if (node === undefined) return undefined;
    const found = node.methods.get(method) ?? (method === "GET" ? node.methods.get("HEAD") : undefined);
    if (found === undefined) {
      const allowed = new Set(node.methods.keys());
      if (allowed.has("HEAD")) allowed.add("GET");
      return { allow: [...allowed].toSorted().join(", ") };
    }
    const pathParameters = new Map<string, string>();
    for (const [index, name] of found.names.entries()) {
      const value = decode(values[index] ?? "");
      if (value === undefined) return undefined;
      pathParameters.set(name, value);
    }
    return { route: found.route, pathParameters };
  }
}

function createNode(): Node {
  return { literals: new Map(), wildcard: undefined, methods: new Map() };
}

/** The template has at most one wildcard a level, so this visits each level twice at most. */
function find(node: Node, segments: readonly string[], index: number, values: string[]): Node | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.methods.size > 0 ? node : undefined;
  const literal = node.literals.get(segment.includes("%") ? (decode(segment) ?? "") : segment);
  const viaLiteral = literal === undefined ? undefined : find(literal, segments, index + 1, values);
  if (viaLiteral !== undefined) return viaLiteral;
  if (node.wildcard === undefined || segment === "") return undefined;
  values.push(segment);
  const viaWildcard = find(node.wildcard, segments, index + 1, values);
  if (viaWildcard === undefined) values.pop();
  return viaWildcard;
}

function decode(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
