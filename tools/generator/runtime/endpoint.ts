/**
 * The endpoint as the start of every URL: scheme, host and path without a trailing slash.
 *
 * @throws {TypeError} naming what is wrong; the text of the endpoint is not repeated, it may hold a password.
 */
export function readEndpoint(endpoint: string | URL): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw new TypeError("endpoint must be an absolute URL such as https://example.com");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError(`endpoint must be an http or https URL, not ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "")
    throw new TypeError("endpoint must not hold a user name or password");
  if (url.search !== "" || url.hash !== "")
    throw new TypeError("endpoint must not have a query or a fragment");
  return url.origin + url.pathname.replace(/\/+$/, "");
}
