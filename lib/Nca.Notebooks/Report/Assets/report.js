(() => {
  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem("nca-theme"); } catch { return null; } };
  const apply = theme => { if (theme) root.dataset.theme = theme; };
  apply(remembered());
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.querySelector("[data-action=theme]")?.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    apply(theme);
    try { localStorage.setItem("nca-theme", theme); } catch { /* a file page may not keep anything */ }
    dispatchEvent(new Event("nca-theme"));
  });
  // Paper is light, whatever the screen is.
  let onScreen;
  addEventListener("beforeprint", () => { onScreen = root.dataset.theme; root.dataset.theme = "light"; dispatchEvent(new Event("nca-theme")); });
  addEventListener("afterprint", () => { onScreen ? root.dataset.theme = onScreen : delete root.dataset.theme; dispatchEvent(new Event("nca-theme")); });
  const fold = document.querySelector("[data-action=code]");
  const cells = [...document.querySelectorAll("details.code")];
  const unfold = open => {
    cells.forEach(cell => { cell.open = open; });
    fold.textContent = open ? "Hide code" : "Show code";
    fold.setAttribute("aria-pressed", String(!open));
  };
  fold?.addEventListener("click", () => unfold(!cells.some(cell => cell.open)));
  // On a phone the story comes first.
  if (fold && matchMedia("(max-width: 40rem)").matches) unfold(false);
  const contents = document.querySelector(".contents details");
  if (contents) {
    const wide = matchMedia("(min-width: 68rem)");
    const adapt = () => { contents.open = wide.matches; };
    wide.addEventListener("change", adapt);
    adapt();
  }
  const links = new Map([...document.querySelectorAll(".contents a")].map(link => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    let current = headings[0];
    for (const heading of headings) if (heading.getBoundingClientRect().top < innerHeight * 0.3) current = heading;
    for (const [id, link] of links) id === current?.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  };
  if (headings.length) {
    const watcher = new IntersectionObserver(follow, { rootMargin: "0px 0px -65% 0px" });
    headings.forEach(heading => watcher.observe(heading));
    addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
    follow();
  }
})();
