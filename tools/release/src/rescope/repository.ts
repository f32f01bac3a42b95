import { UsageError } from "../../../command-line/src/run-command.ts";

/**
 * The web address of a repository, from any of its usual spellings.
 *
 * @throws {UsageError} when it is none.
 */
export function parseRepository(text: string): string {
  const spelt = text
    .replace(/^git\+/, "")
    .replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, "https://$1/")
    .replace(/^git:/, "https:");
  const url = URL.parse(spelt);
  const path = url?.pathname.replace(/\/+$/, "").replace(/\.git$/, "") ?? "";
  if (
    url?.protocol !== "https:" ||
    path.split("/").length < 3 ||
    path.includes("//") ||
    url.search !== "" ||
    url.hash !== ""
  )
    throw new UsageError(
      `--repository "${withoutUser(text)}" is not a repository: expected an address such as https://github.com/acme/signalr`,
    );
  if (url.username !== "" || url.password !== "")
    throw new UsageError(
      "--repository must not contain a user or a password: expected https://github.com/acme/signalr",
    );
  return `https://${url.host}${path}`;
}

/** The fields of a package.json that say where its sources are. npm's provenance needs them to name the repository. */
export function repositoryFields(address: string, directory: string) {
  return {
    homepage: `${address}/tree/main/${directory}#readme`,
    bugs: `${address}/issues`,
    repository: { type: "git", url: `git+${address}.git`, directory },
  };
}

function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//…@");
}
