import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { keepPasted } from "./token.ts";

/** What is shown without a token that counts. */
export function Locked({ app }: { readonly app: App }): JSX.Element {
  return (
    <main class="locked">
      <h1>SignalR emulator</h1>
      <p>
        This page can read and send all messages, so it opens only with the token in its URL. The emulator
        printed the URL when it started, in the line that begins with <b>Inspector</b>. In code, it is{" "}
        <code>emulator.inspectorUrl</code>.
      </p>
      {app.problem !== undefined && <p class="failure">{app.problem}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          app.open(keepPasted(String(new FormData(event.currentTarget).get("url") ?? "")));
        }}
      >
        <label>
          Printed URL
          <input
            name="url"
            required
            autocomplete="off"
            spellcheck={false}
            placeholder="http://127.0.0.1:8888/?token=…"
          />
        </label>
        <button type="submit" class="primary">
          Open
        </button>
      </form>
    </main>
  );
}
