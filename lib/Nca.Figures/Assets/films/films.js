// Films: pictures of one sheet, one after another. Every film brings this script along, so whichever comes first serves all.
(() => {
  if (window.ncaFilms) return window.ncaFilms();
  const made = (tag, properties) => Object.assign(document.createElement(tag), properties), mounted = new WeakSet();
  const mount = place => {
    const data = place.querySelector("script"), film = JSON.parse(data.textContent);
    const canvas = made("canvas", { width: film.width, height: film.height }), context = canvas.getContext("2d"), sheet = new Image();
    canvas.style.width = `${film.width * film.zoom}px`;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", film.alt);
    const button = made("button", { type: "button", textContent: "Play" }), slider = made("input", { type: "range", min: 0, max: film.count - 1, value: 0 }), label = made("output", {});
    slider.setAttribute("aria-label", `Frame of ${film.title}`);
    const controls = made("div", { className: "controls" });
    controls.append(button, slider, label);
    place.replaceChildren(canvas, controls, data);
    let frame = 0, timer = 0;
    const show = next => {
      frame = (next + film.count) % film.count;
      context.drawImage(sheet, (frame % film.columns) * film.width, Math.floor(frame / film.columns) * film.height, film.width, film.height, 0, 0, film.width, film.height);
      slider.value = frame;
      label.textContent = film.labels[frame] ?? `frame ${frame}`;
      slider.setAttribute("aria-valuetext", label.textContent);
    };
    const run = on => {
      clearInterval(timer);
      timer = on ? setInterval(() => (place.isConnected ? show(frame + 1) : run(false)), film.centiseconds * 10) : 0;
      button.textContent = on ? "Pause" : "Play";
    };
    sheet.onload = () => { show(0); };
    // Paper gets how it ends.
    let onScreen = 0;
    addEventListener("beforeprint", () => { run(false); onScreen = frame; show(-1); });
    addEventListener("afterprint", () => show(onScreen));
    sheet.src = film.sheet;
    button.addEventListener("click", () => run(!timer));
    slider.addEventListener("input", () => { run(false); show(Number(slider.value)); });
    new IntersectionObserver(seen => { if (!seen[0].isIntersecting) run(false); }).observe(place);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches && !document.body.classList.contains("vscode-reduce-motion")) {
      const once = new IntersectionObserver(seen => { if (seen[0].isIntersecting) { once.disconnect(); run(true); } }, { threshold: 0.6 });
      once.observe(place);
    }
  };
  window.ncaFilms = () => {
    for (const place of document.querySelectorAll(".nca-player")) if (!mounted.has(place) && place.querySelector("script")) {
      mounted.add(place);
      mount(place);
    }
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", window.ncaFilms) : window.ncaFilms();
})();
