// Copying: a button whose data-copy names a part of the page puts its text on the clipboard, where there is one.
// It is hidden until then, also in what is swapped into the page later.
const offer = () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) {
    const source = document.querySelector(button.dataset.copy);
    if (!source) continue;
    const said = document.createElement("span");
    said.className = "small copied";
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = source.value ?? source.textContent.replace(/\s+/g, " ").trim();
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = "Copied";
      } catch {
        said.textContent = "Not copied: select the text instead";
      }
    });
  }
};

document.addEventListener("swapped", offer);
offer();
