// Shows Streamlit's own labels in the language of the address (?lang=), as they appear on the page.
// Called by chrome.py with {language: {English phrase: translation}}; "{}" stands for any text, which is kept.
((translations) => {
  "use strict";
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-title"];
  // What the dashboard itself writes is translated before it gets here and must stay as it is.
  const OURS = "[data-testid=stMarkdownContainer], [data-testid=stTable], [data-testid=stHtml], [role=option], " +
    "[role=gridcell], [data-testid=stFileUploaderFileName], pre, code, textarea, svg, script, style";
  // Streamlit's own, though it stands in the same wrapping as our texts; and so long a phrase is nobody else's.
  const THEIRS = "[data-testid=stFileUploaderDropzone]";
  const LONG = 30;

  const language = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    return asked in translations ? asked : "de";
  };

  const escaped = (text) => text.replace(/[.*+?^$()|[\]\\/]/g, "\\$&");
  const pattern = (phrase) => new RegExp("^" + phrase.split("{}").map(escaped).join("(.+?)") + "$");

  // Every wording of a phrase leads to the wanted one, so that switching the language needs no reload.
  const build = (wanted) => {
    const words = new Map();
    const patterns = [];
    for (const wordings of Object.values(translations)) {
      for (const [phrase, wording] of Object.entries(wordings)) {
        const target = translations[wanted][phrase];
        if (wording === target) continue;
        if (wording.includes("{}")) patterns.push([pattern(wording), target]);
        else words.set(wording, target);
      }
    }
    // The most specific pattern first: "{}MB per file • {}" before "{}MB per file".
    patterns.sort(([a], [b]) => b.source.length - a.source.length);
    return (text) => {
      const key = text.trim();
      if (!key || key.length > 300) return text;
      if (words.has(key)) return text.replace(key, () => words.get(key));
      for (const [form, target] of patterns) {
        const found = form.exec(key);
        if (found) return found.slice(1).reduce((filled, part) => filled.replace("{}", () => part), target);
      }
      return text;
    };
  };

  let shown = language();
  let translate = build(shown);

  const translateAttributes = (element) => {
    for (const name of ATTRIBUTES) {
      const before = element.getAttribute(name);
      if (before === null) continue;
      const after = translate(before);
      if (after !== before) element.setAttribute(name, after);
    }
  };

  const isOurs = (node) => node.parentElement.closest(OURS) && !node.parentElement.closest(THEIRS);

  const translateText = (node) => {
    if (node.parentElement === null || (node.data.length < LONG && isOurs(node))) return;
    const after = translate(node.data);
    if (after !== node.data) node.data = after;
  };

  const translateTree = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateAttributes(root);
    root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join()).forEach(translateAttributes);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
  };

  const follow = (mutations) => {
    if (language() !== shown) {
      shown = language();
      translate = build(shown);
      document.documentElement.lang = shown;
      translateTree(document.body);
      return;
    }
    for (const mutation of mutations) {
      if (mutation.type === "attributes") translateAttributes(mutation.target);
      else if (mutation.type === "characterData") translateText(mutation.target);
      else mutation.addedNodes.forEach(translateTree);
    }
  };

  new MutationObserver(follow).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  translateTree(document.body);
})
