/** Text that a peer sent, for headers and logs: printable ASCII, no quote or backslash, 300 characters at most. */
export function printable(text: string): string {
  let result = "";
  for (const character of text.slice(0, 300)) {
    result +=
      character >= " " && character <= "~" && character !== '"' && character !== "\\" ? character : "?";
  }
  return result;
}
