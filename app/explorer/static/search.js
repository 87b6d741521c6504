// Search while typing: what the page of results has is shown below the field, once one stops typing for a moment.
const PAUSE = 150;

for (const form of document.querySelectorAll("[data-search]")) {
  const field = form.querySelector("input");
  const found = form.querySelector("[data-found]");
  const said = form.querySelector("[role=status]"); // there from the start: only what changes in it is read out
  let waiting, asking;

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    found.replaceChildren();
    said.textContent = "";
  };

  const look = async () => {
    const words = field.value.trim();
    asking?.abort();
    if (!words) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const results = page.querySelector("[data-results]");
      if (!answer.ok || !results) throw new Error("it has no results");
      found.replaceChildren(document.importNode(results, true));
      said.textContent = results.querySelector("p").textContent;
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form itself still leads to the results
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });

  form.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a")];
    if (event.key === "Escape" && found.firstChild) {
      event.preventDefault(); // browsers would empty the field
      close();
      field.focus();
    } else if (links.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (links[at] ?? field).focus();
      event.preventDefault();
    }
  });

  // The field keeps the focus while a link below it is pressed: not every browser gives it to the link.
  found.addEventListener("mousedown", (event) => event.preventDefault());

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
