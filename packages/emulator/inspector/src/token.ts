const key = "signalr-inspector-token";

/** The token of the URL, which leaves the address bar, or the one this tab had before. Empty when there is none. */
export function keepToken(): string {
  const url = new URL(location.href);
  const given = url.searchParams.get("token");
  if (given === null) return sessionStorage.getItem(key) ?? "";
  sessionStorage.setItem(key, given);
  url.searchParams.delete("token");
  history.replaceState(null, "", url);
  return given;
}

/** Takes what a person pasted: the printed URL, or the token alone. */
export function keepPasted(text: string): string {
  const given = text.trim();
  const token = URL.canParse(given) ? (new URL(given).searchParams.get("token") ?? "") : given;
  if (token !== "") sessionStorage.setItem(key, token);
  return token;
}
