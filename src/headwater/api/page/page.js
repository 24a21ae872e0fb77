// Puts the server's own address into the examples, copies them, and marks where the reader is.
for (const code of document.querySelectorAll("pre code")) {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace("https://headwater.example", location.origin);
  }
}
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    const code = button.closest("figure").querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // Without permission, or without encryption: let the reader's own copy do it.
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}
const contents = document.querySelector("nav details");
const narrow = matchMedia("(max-width: 899px)");
const fold = () => { contents.open = !narrow.matches; };
fold();
narrow.addEventListener("change", fold);
for (const link of contents.querySelectorAll("a")) {
  link.addEventListener("click", () => { if (narrow.matches) contents.open = false; });
}
const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    const link = links.get(entry.target.id);
    link?.setAttribute("aria-current", "true");
    if (!narrow.matches) link?.scrollIntoView({ block: "nearest" });
  }
}, { rootMargin: "0px 0px -80% 0px" });
for (const target of document.querySelectorAll("article[id], section.about[id]")) seen.observe(target);
