import { call } from "./call.js";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
import type { Arguments } from "./request.js";

/**
 * The items of a list operation. Pages are requested as you iterate: no request is sent before the first iteration, and no more
 * after you stop. Each iteration starts from the first page.
 */
export interface PagedResult<Item, Page> extends AsyncIterable<Item> {
  /** Iterates over the pages instead of the items. A limit on the number of items can shorten the last page. */
  pages(): AsyncIterableIterator<Page>;
}

/** Error while iterating over pages: a page is malformed, cannot be requested or repeats, or 100 pages in a row are empty. */
export class PagingError extends Error {
  override name = "PagingError";
}

type Paging = NonNullable<OperationDescriptor["paging"]>;

/** The request for a page. */
export interface PageRequest {
  readonly args: Arguments;
  /** Used instead of the URL that the arguments give. */
  readonly url?: string;
}

/** Creates the request for the page that a link leads to, with an ID that must not repeat. */
export type FindNextPage = (
  link: string,
  current: PageRequest,
  paging: Paging,
  fail: (reason: string) => PagingError,
) => PageRequest & { readonly id: string };

/** Iterates over the pages of an operation. */
export type Paginate = <Result = PagedResult<unknown, unknown>>(
  context: ClientContext,
  operation: OperationDescriptor,
  args: object | undefined,
  options?: CallOptions,
) => Result;

/**
 * Iterates over the pages of an operation. Enforces the caller's limit here, because the service may not count over all pages.
 *
 * @throws {PagingError} While iterating, if a page repeats or cannot be requested, or if 100 pages in a row are empty.
 */
export const paginate: Paginate = (context, operation, args, options) =>
  iterate(context, operation, args as Arguments, options, findByToken) as never;

/** Same as {@link paginate}, with a function that finds the next page. */
export function iterate(
  context: ClientContext,
  operation: OperationDescriptor,
  args: Arguments,
  options: CallOptions | undefined,
  findNextPage: FindNextPage,
): PagedResult<unknown, unknown> {
  const paging = operation.paging as Paging;
  const { items, nextLink, limit = "" } = paging;
  const fail = (reason: string): PagingError => new PagingError(`${operation.id}: ${reason}`);

  async function* pages(): AsyncGenerator<Arguments, void, undefined> {
    let remaining = Number(args?.[limit] ?? context.preset[limit] ?? Infinity);
    let emptyPages = 0;
    let request: PageRequest = { args };
    const seen = new Set<string>();
    while (true) {
      const page = await call<Arguments | undefined>(context, operation, request.args, options, request.url);
      const values = page?.[items];
      if (page === undefined || !Array.isArray(values)) throw fail(`a page has no list "${items}"`);
      yield values.length > remaining ? { ...page, [items]: values.slice(0, remaining) } : page;
      remaining -= values.length;
      const link = page[nextLink];
      if (!link || remaining <= 0) return;
      // A list that ends does not have so many empty pages in a row.
      emptyPages = values.length > 0 ? 0 : emptyPages + 1;
      if (emptyPages === 100) throw fail("100 pages in a row are empty");
      const next = findNextPage(String(link), request, paging, fail);
      if (seen.has(next.id)) throw fail("the service repeated a next-page link");
      seen.add(next.id);
      request = remaining === Infinity ? next : { ...next, args: { ...next.args, [limit]: remaining } };
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
 * Does not follow the link, but calls the operation again with the continuation token of the link, so that a link can neither lead to
 * another host nor lose a parameter.
 */
export const findByToken: FindNextPage = (link, { args }, { continuation = "" }, fail) => {
  const id = new URLSearchParams(link.slice(link.indexOf("?") + 1)).get(continuation);
  if (!id) throw fail(`the next-page link has no ${continuation}`);
  return { id, args: { ...args, [continuation]: id } };
};
