// What Streamlit leaves out for those who listen to the page or use it by keyboard: a named menu that knows the page in view,
// and a focus that is never lost. Served beside page.css; it changes no text and asks nothing of any server.
(() => {
  "use strict";
  const MENU_NAMES = { de: "Menü", en: "Menu" };
  // Where the reader goes on, first found first: a place that a page marks, the heading of a step, the page's title.
  const GOES_ON = [".stMain [data-focus]", ".stMain h2", ".stMain h1"];
  let place = location.pathname;
  let last = null;
  let isMoving = false;
  let isNaming = false;

  const nameMenu = () => {
    const menu = document.querySelector("[data-testid=stSidebar]");
    if (!menu) return;
    menu.setAttribute("role", "navigation");
    menu.setAttribute("aria-label", MENU_NAMES[document.documentElement.lang] || MENU_NAMES.de);
    for (const link of menu.querySelectorAll("[data-testid=stPageLink-NavLink]")) {
      const isHere = link.getAttribute("href").split("?")[0] === location.pathname.split("/").pop();
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };

  // What is wider than its place can be scrolled by the keyboard too, and says what it is; what fits is no stop.
  const openTables = () => {
    for (const box of document.querySelectorAll(".dk-scroll")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };

  const name = () => {
    isNaming = false;
    nameMenu();
    openTables();
  };

  const moveTo = (element) => {
    if (!element) return;
    if (!element.matches("a, button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const isLost = () => document.activeElement === document.body && last !== null && !last.isConnected;

  const settle = () => {
    name();
    if (isMoving) moveTo(document.querySelector(".stMain h1"));
    else if (isLost()) moveTo(GOES_ON.map((where) => document.querySelector(where)).find(Boolean));
    else return;
    isMoving = false;
    last = document.activeElement;
  };

  addEventListener("resize", openTables);
  document.addEventListener("toggle", openTables, true);
  document.addEventListener("focusin", (event) => { last = event.target; });
  new MutationObserver((changes) => {
    if (location.pathname !== place) {
      place = location.pathname;
      isMoving = last !== null;
    }
    const ended = changes.some(({ target }) => target.dataset.testScriptState === "notRunning");
    if (ended) requestAnimationFrame(settle);
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  // A run that begins and ends between two frames changes no state; what is drawn is named all the same, once a frame.
  new MutationObserver(() => {
    if (!isNaming) requestAnimationFrame(name);
    isNaming = true;
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
