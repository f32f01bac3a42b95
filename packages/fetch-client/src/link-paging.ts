import { type FindNextPage, type Paginate, findByToken, iterate } from "./paging.js";
import { type Arguments, toRequestParts } from "./request.js";

/** Same as `paginate`, and also supports operations whose next page can be found only by following the link. */
export const paginateByLink: Paginate = (context, operation, given, options) => {
  const args = given as Arguments;
  /**
   * Resolves the link against the URL of its page. The link is followed only below the endpoint, because the request carries a
   * credential.
   */
  const findByLink: FindNextPage = (link, { url: page }, _, fail) => {
    const base = new URL(`${context.baseUrl}/`);
    let target: URL;
    try {
      target = new URL(link, page ?? toRequestParts(context, operation, args, undefined).url);
    } catch {
      throw fail("the next-page link is not a URL");
    }
    const { origin, pathname, search, username, password } = target;
    if (origin !== base.origin || !pathname.startsWith(base.pathname) || username || password) {
      throw fail(`the next-page link points outside ${base.href}, so it was not followed`);
    }
    const url = origin + pathname + search;
    return { args, id: url, url };
  };
  const find = operation.paging?.continuation === undefined ? findByLink : findByToken;
  return iterate(context, operation, args, options, find) as never;
};
