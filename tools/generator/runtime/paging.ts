import { type CallContext, call } from "./call.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
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

type Paging = NonNullable<OperationDescriptor["paging"]>;

/** How a page is asked for. */
export interface PageRequest {
  readonly args: Arguments;
  /** Where it is not the URL that the arguments make. */
  readonly url?: string;
  /** What must not come twice. */
  readonly id?: string;
}

/** Makes the request for the page that a link leads to. */
export type FindNextPage = (
  link: string,
  current: PageRequest,
  paging: Paging,
  fail: (reason: string) => PagingError,
) => PageRequest;

/** So many pages without an item, one after the other, are no list that comes to an end. */
const maxEmptyPages = 100;

/**
 * Iterates over the pages of an operation. The caller's limit is counted here.
 *
 * @throws {PagingError} while iterating: when a page comes twice or cannot be asked for, or empty pages do not end.
 */
export function paginate(
  context: CallContext,
  operationId: string,
  operation: OperationDescriptor,
  args: Arguments,
  options: CallOptions,
  findNextPage: FindNextPage = findByToken,
): PagedResult<unknown, unknown> {
  const paging = operation.paging as Paging;
  const { items, nextLink, limit = "" } = paging;
  const fail = (reason: string): PagingError => new PagingError(`${operationId}: ${reason}`);

  async function* pages(): AsyncGenerator<Arguments, void, undefined> {
    const top = args[limit];
    let remaining = typeof top === "number" ? top : Infinity;
    let emptyPages = 0;
    let request: PageRequest = { args };
    const seen = new Set<string | undefined>();
    while (true) {
      const page = (await call(context, operationId, operation, request.args, options, request.url)) as
        | Arguments
        | undefined;
      const values = page?.[items];
      if (page === undefined || !Array.isArray(values)) throw fail(`a page has no list "${items}"`);
      yield values.length > remaining ? { ...page, [items]: values.slice(0, remaining) } : page;
      remaining -= values.length;
      const link = page[nextLink];
      if (link === undefined || link === null || link === "" || remaining <= 0) return;
      emptyPages = values.length > 0 ? 0 : emptyPages + 1;
      if (emptyPages === maxEmptyPages) throw fail(`${maxEmptyPages} pages in a row are empty`);
      request = findNextPage(String(link), request, paging, fail);
      if (remaining !== Infinity) request = { ...request, args: { ...request.args, [limit]: remaining } };
      if (seen.has(request.id)) throw fail("the service sent the same link or continuation token twice");
      seen.add(request.id);
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page[items] as unknown[];
    },
  };
}

/**
 * The link is not followed: only its continuation token is taken, and the same operation is called again with it, so a
 * link can neither lead elsewhere nor lose a parameter.
 */
export const findByToken: FindNextPage = (link, { args }, { continuation = "" }, fail) => {
  const id = new URLSearchParams(link.slice(link.indexOf("?") + 1)).get(continuation);
  if (!id) throw fail(`the link to the next page has no ${continuation}`);
  return { id, args: { ...args, [continuation]: id } };
};
