import type { JSX } from "preact";
import type { App } from "./app-state.ts";
import { keepPasted } from "./token.ts";

/** What is shown without a token that counts. */
export function Locked({ app }: { readonly app: App }): JSX.Element {
  return (
    <main class="locked">
      <h1>SignalR emulator</h1>
      <p>
        This page shows what goes through the emulator, so it opens only with the URL that the emulator
        printed when it started: the line after the connection string.
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
