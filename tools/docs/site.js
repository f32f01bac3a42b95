// The list of pages opens on the first visit; from then on typedoc remembers what the reader closed.
const list = document.getElementById("tsd-nav-container");
const remembered = (summary) => localStorage.getItem(`tsd-accordion-${summary.dataset.key}`) !== null;

const closed = new Set(["API reference"]);

function openFirstLevel() {
  for (const details of list.querySelectorAll(":scope > li > details")) {
    const summary = details.querySelector("summary");
    if (!closed.has(summary.textContent.trim()) && !remembered(summary)) details.open = true;
  }
}

if (list !== null) new MutationObserver(openFirstLevel).observe(list, { childList: true });
