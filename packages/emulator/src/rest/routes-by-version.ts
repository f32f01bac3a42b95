import type { RequestTarget } from "../request-target.js";
import { currentPath, isLegacyPath } from "./legacy-path.js";
import { type Query, readQuery } from "./query.js";
import { type Route, routeTables } from "./route-table.js";
import { type MethodNotAllowed, type RouteMatch, Router } from "./router.js";

/**
 * Versions that are accepted and have no document here. Each has the operations of the oldest document: our choice, as
 * the differences are published nowhere as a document. A version that gets a document of its own is served by that.
 */
const versionsWithoutDocument = ["2022-06-01", "2022-11-01", "2023-07-01"];

/** A request's operation, and what was learned on the way to it. */
export interface ResolvedRoute extends RouteMatch {
  readonly query: Query;
  /** Whether the path is of the first version, which has no api-version. */
  readonly isLegacy: boolean;
}

/** Finds the operation of a request in the routes of its API version. */
export class RoutesByVersion {
  /** Every version that is served, the oldest first. */
  readonly accepted: readonly string[];
  /** The oldest version with a document. Paths from before there were versions belong to it. */
  readonly oldest: string;
  readonly #routers: ReadonlyMap<string, Router>;
  /** Each version, the newest first. */
  readonly #versions: readonly string[];

  /** @param tables The routes of each version with a document, the oldest first. */
  constructor(tables: ReadonlyMap<string, readonly Route[]> = routeTables) {
    const routers = new Map([...tables].map(([version, routes]) => [version, new Router(routes)] as const));
    const [oldest = ""] = routers.keys();
    const first = routers.get(oldest);
    if (first === undefined) throw new TypeError("There are no routes");
    this.oldest = oldest;
    this.#versions = [...routers.keys()].toReversed();
    for (const version of versionsWithoutDocument) if (!routers.has(version)) routers.set(version, first);
    this.#routers = routers;
    this.accepted = [...routers.keys()].toSorted();
  }

  /** The operation that a request asks for; the allowed methods when only the method is wrong; undefined when there is none. */
  resolve(method: string, target: RequestTarget): ResolvedRoute | MethodNotAllowed | undefined {
    const query = readQuery(target.query);
    const isLegacy = isLegacyPath(target.path);
    const version = isLegacy ? this.oldest : query.get("api-version")?.[0];
    const match = this.match(method, currentPath(target.path, method), version);
    if (match === undefined || "allow" in match) return match;
    return { route: match.route, pathParameters: match.pathParameters, query, isLegacy };
  }

  /**
   * What the version has at the path. For a version that is not accepted the newest one that has the path decides, so that
   * the answer can name what is wrong.
   */
  match(
    method: string,
    path: string,
    version: string | undefined,
  ): RouteMatch | MethodNotAllowed | undefined {
    const router = this.#routers.get(version ?? "");
    if (router !== undefined) return router.match(method, path);
    for (const other of this.#versions) {
      const match = this.#routers.get(other)?.match(method, path);
      if (match !== undefined) return match;
    }
    return undefined;
  }

  /** The versions with a document that have the operation at the path, the oldest first. */
  versionsOf(method: string, path: string): readonly string[] {
    const current = currentPath(path, method);
    return this.#versions.toReversed().filter((version) => {
      const match = this.#routers.get(version)?.match(method, current);
      return match !== undefined && "route" in match;
    });
  }
}
