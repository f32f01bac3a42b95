/**
 * The endpoint as the start of every URL: scheme, host and path without a trailing slash.
 *
 * @throws {TypeError} naming what is wrong; the text of the endpoint is not repeated, it may hold a password.
 */
export function readEndpoint(endpoint: string | URL): string {
  let url: URL | undefined;
  try {
    url = new URL(endpoint);
  } catch {
    // Said below, without the text.
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new TypeError("endpoint must be an http or https URL without credentials, query and fragment");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}
