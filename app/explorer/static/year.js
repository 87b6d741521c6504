// The years of a page: a slider beside the field that asks for one, and what another year shows fetched from the page
// itself. Without it the field and the links to the years before and after do the same.
const PAUSE = 150;

for (const form of document.querySelectorAll("[data-year]")) {
  const field = form.querySelector("select[name=at]");
  if (!field) continue;
  const times = [...field.options].map((option) => option.value).reverse(); // from left to right, as time goes
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: times.length - 1, step: 1 });
  slider.setAttribute("aria-label", "Time");
  const row = document.createElement("p");
  row.className = "slider";
  row.append(slider);
  form.append(row);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "spoken";
  form.after(said);
  let waiting, asking;

  const agree = () => {
    slider.value = times.indexOf(field.value);
    slider.setAttribute("aria-valuetext", field.selectedOptions[0]?.text ?? "");
  };

  const address = () => {
    const asked = [...new FormData(form)].filter(([, value]) => value !== "");
    return `${form.getAttribute("action")}?${new URLSearchParams(asked)}`;
  };

  const show = async () => {
    const wanted = address();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(wanted, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !swap(page)) throw new Error("it has nothing to swap");
      history.replaceState(null, "", answer.url);
      said.textContent = `Shown: ${field.selectedOptions[0].text}`;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(wanted); // the page itself says what is wrong
    }
  };

  const soon = () => {
    agree();
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  };

  field.addEventListener("change", soon);
  slider.addEventListener("input", () => {
    field.value = times[slider.value];
    soon();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-year-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const at = new URL(link.href).searchParams.get("at") ?? "";
    if (!times.includes(at)) return;
    event.preventDefault();
    field.value = at;
    soon();
  });
  addEventListener("pageshow", agree); // a browser that goes back fills fields in again
  agree();
}

// What a page is called, and where the same is: in its head, for programs.
const LINKS = "link[rel=canonical], link[rel=alternate]";

function swap(page) {
  const focused = document.activeElement;
  const parts = [...document.querySelectorAll("[data-swapped]")];
  const others = parts.map((part) => page.getElementById(part.id));
  if (!parts.length || others.includes(null)) return false;
  parts.forEach((part, number) => part.replaceWith(document.importNode(others[number], true)));
  document.title = page.title;
  document.head.querySelectorAll(LINKS).forEach((link) => link.remove());
  document.head.append(...[...page.head.querySelectorAll(LINKS)].map((link) => document.importNode(link, true)));
  if (!focused.isConnected) {
    // At either end of the years the link that was followed is gone: then the one that leads back, or the slider.
    const again = document.getElementById(focused.id) ?? document.querySelector("[data-year-link]");
    (again ?? document.querySelector("[data-year] input[type=range]")).focus();
  }
  document.dispatchEvent(new Event("swapped"));
  return true;
}
