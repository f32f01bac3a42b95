import { type FindNextPage, findByToken, paginate, pagingOf } from "./paging.js";
import { toRequestParts } from "./request-parts.js";

/** As {@link paginate}, also for operations whose pages are found by their link alone. */
export const paginateByLink: typeof paginate = (context, operationId, operation, args, options) =>
  paginate(context, operationId, operation, args, options, (...page) =>
    (pagingOf(operation).continuation === undefined ? findByLink : findByToken)(...page),
  );

/**
 * The link is resolved against the URL of the page that it stands in, and followed only below the endpoint: the request
 * carries a credential.
 */
const findByLink: FindNextPage = (link, current, operation, context, fail) => {
  const page = current.url ?? toRequestParts(context, "", operation, current.args, undefined).url;
  const base = new URL(`${context.baseUrl}/`);
  let target: URL;
  try {
    target = new URL(link, page);
  } catch {
    throw fail("the link to the next page is no URL");
  }
  const { origin, pathname, search, username, password } = target;
  if (origin !== base.origin || !pathname.startsWith(base.pathname) || username || password) {
    throw fail(`the link to the next page leads away from ${base.href} and is not followed`);
  }
  const url = origin + pathname + search;
  return { ...current, id: url, url };
};
