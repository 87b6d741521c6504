// Boxes that scroll: one that is smaller than its table can be reached by Tab, and is called what the table is. One that
// shows all of it is no stop on the way. Without this, browsers let boxes that scroll be reached, or what is in them.
const watched = new ResizeObserver((changed) => {
  for (const box of new Set(changed.map(({ target }) => target.closest(".scroll")))) {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    const name = box.querySelector("caption").textContent.replace(/\s+/g, " ").trim();
    for (const [key, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": name })) {
      if (scrolls) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  }
});

const watch = () => {
  watched.disconnect();
  for (const box of document.querySelectorAll(".scroll")) [box, ...box.children].forEach((one) => watched.observe(one));
};

document.addEventListener("swapped", watch);
watch();
