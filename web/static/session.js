// Leaves the page when its session has ended, so that nobody goes on clicking into the void. Asks; does not count as use.
(() => {
  "use strict";
  const EVERY = 10_000;

  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch("/kompass/session", { credentials: "same-origin" }).catch(() => null);
    if (answer === null || answer.status !== 401) return;
    const wanted = encodeURIComponent(location.pathname + location.search);
    const language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "de";
    location.assign(`/sign-in?ended=1&next=${wanted}&lang=${language}`);
  };

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("click", () => setTimeout(look, 300));
  document.addEventListener("keyup", (event) => { if (event.key === "Enter" || event.key === " ") setTimeout(look, 300); });
})();
