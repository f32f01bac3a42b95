import { call } from "./call.js";
import type { ClientContext } from "./context.js";
import type { OperationDescriptor } from "./operation.js";
import type { CallOptions } from "./options.js";
import type { Arguments } from "./request.js";

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
}

/** Makes the request for the page that a link leads to, and says what in the link must not repeat. */
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
 * Iterates over the pages of an operation. The caller's limit is counted here.
 *
 * @throws {PagingError} while iterating: when a page repeats or cannot be requested, or empty pages do not end.
 */
export const paginate: Paginate = (context, operation, args, options) =>
  iterate(context, operation, args as Arguments, options, findByToken) as never;

/** As {@link paginate}, with a way to find the next page. */
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
      // A list that ends does not have so many in a row.
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
 * The link is not followed: only its continuation token is taken, and the same operation is called again with it, so a
 * link can neither lead elsewhere nor lose a parameter.
 */
export const findByToken: FindNextPage = (link, { args }, { continuation = "" }, fail) => {
  const id = new URLSearchParams(link.slice(link.indexOf("?") + 1)).get(continuation);
  if (!id) throw fail(`the next-page link has no ${continuation}`);
  return { id, args: { ...args, [continuation]: id } };
};
