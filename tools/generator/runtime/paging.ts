import type { OperationDescriptor } from "./operation.js";
import type { Arguments } from "./request-parts.js";

/**
 * The items of a list, fetched page by page while they are iterated. Stopping early stops the requests. Each iteration
 * starts from the first page.
 */
export interface PagedResult<Item, Page> extends AsyncIterable<Item> {
  /** The pages as the service sends them. */
  pages(): AsyncIterableIterator<Page>;
}

/** The service's pages do not come to an end, or do not say how to go on. */
export class PagingError extends Error {
  override name = "PagingError";
}

/**
 * Iterates over the pages of an operation.
 *
 * The link to the next page is never followed: only its continuation token is taken, and the same operation is called
 * again with it, so a link can neither lead elsewhere nor lose a parameter. The caller's limit is counted here.
 *
 * @throws {PagingError} while iterating, when a token comes twice or a link has none.
 */
export function paginate(
  operationId: string,
  { items, nextLink, continuation, limit }: NonNullable<OperationDescriptor["paging"]>,
  args: Arguments,
  fetchPage: (args: Arguments) => Promise<unknown>,
): PagedResult<unknown, unknown> {
  async function* pages(): AsyncGenerator<Arguments, void, undefined> {
    const top = limit === undefined ? undefined : args[limit];
    let remaining = typeof top === "number" ? top : Infinity;
    const seen = new Set<string>();
    let pageArgs = args;
    while (true) {
      const page = (await fetchPage(pageArgs)) as Arguments | undefined;
      const values = page?.[items];
      if (page === undefined || !Array.isArray(values)) {
        throw new PagingError(`${operationId}: a page has no list "${items}"`);
      }
      yield values.length > remaining ? { ...page, [items]: values.slice(0, remaining) } : page;
      remaining -= values.length;
      const link = page[nextLink];
      if (link === undefined || link === null || link === "" || remaining <= 0) return;
      const token = readToken(operationId, String(link), continuation);
      if (seen.has(token))
        throw new PagingError(`${operationId}: the service sent the same continuation token twice`);
      seen.add(token);
      pageArgs = { ...args, [continuation]: token };
      if (limit !== undefined && remaining !== Infinity) pageArgs = { ...pageArgs, [limit]: remaining };
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page[items] as unknown[];
    },
  };
}

function readToken(operationId: string, link: string, name: string): string {
  const token = new URLSearchParams(link.slice(link.indexOf("?") + 1)).get(name);
  if (token === null || token === "") {
    throw new PagingError(`${operationId}: the link to the next page has no ${name}`);
  }
  return token;
}
