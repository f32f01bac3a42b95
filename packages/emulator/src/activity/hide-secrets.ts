import { splitTarget } from "../request-target.js";

/** Query parameters that carry a credential, and `id`, which is the secret connection token of a transport. */
const secretName = /token|key|secret|password|signature|^(id|sig|code)$/i;

/** A path or URL with the values of its query that look like a credential replaced by `***`. */
export function hideSecrets(target: string): string {
  const { raw, path, query } = splitTarget(target);
  if (path === raw) return raw;
  const pairs = query.split("&").map((pair) => {
    const end = pair.indexOf("=");
    const name = end === -1 ? pair : pair.slice(0, end);
    return end !== -1 && secretName.test(decode(name)) && name.toLowerCase() !== "continuationtoken"
      ? `${name}=***`
      : pair;
  });
  return `${path}?${pairs.join("&")}`;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
