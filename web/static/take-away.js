// Take charts and tables away as they stand on the page: pictures as SVG and PNG, tables as CSV for a spreadsheet, all made
// in the browser; workbooks and Parquet are made by the own server from what stands in the table. A picture carries the page's question, wave, filters,
// day, and the mark of sample data, so that it says by itself what it shows.
(() => {
  "use strict";
  const WORDS = {
    de: { picture: "Bild als", table: "Tabelle als", failed: "Das ging nicht. Bitte noch einmal versuchen.", sample: "Beispieldaten", made: "Erstellt am" },
    en: { picture: "Picture as", table: "Table as", failed: "That did not work. Please try again.", sample: "Sample data", made: "Made on" },
  };
  const CHART = "[data-testid=stPlotlyChart]", TABLE = ".dk-scroll";
  const XMLNS = "http://www.w3.org/2000/svg";
  const MARGIN = 24, LINE = 20, MIN_WIDTH = 620, INK = "#1f2328", MUTED = "#57606a", WARNING = "#8a4500", SCALE = 2;
  const words = () => WORDS[document.documentElement.lang] || WORDS.de;

  // What a spreadsheet takes for the beginning of a formula; numbers with a sign stay as they are.
  const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !/^[-+]?\d+([.,]\d+)*$/.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const isSample = () => document.querySelector(".dk-sample") !== null;
  const today = () => new Date().toLocaleDateString(document.documentElement.lang || "de", { dateStyle: "medium" });
  const fileName = (title, ending) => {
    const plain = title.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
    return `${isSample() ? words().sample + "_" : ""}${plain || "digitalkompass"}.${ending}`;
  };

  // The table's cells in their places, cells over several rows or columns repeated, without notes beside a number.
  const cellsOf = (table) => {
    const grid = [];
    [...table.rows].forEach((row, y) => {
      grid[y] = grid[y] || [];
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x] !== undefined) x += 1;
        const copy = cell.cloneNode(true);
        copy.querySelectorAll(".dk-base, .dk-course").forEach((note) => note.remove());
        for (let down = 0; down < cell.rowSpan; down += 1) {
          grid[y + down] = grid[y + down] || [];
          for (let right = 0; right < cell.colSpan; right += 1) grid[y + down][x + right] = copy.textContent.trim();
        }
      }
    });
    return grid;
  };

  const saveTable = (table) => {
    const rows = cellsOf(table).map((row) => row.map((text) => quoted(inert(text.replace("−", "-")))).join(";"));
    const caption = table.caption ? table.caption.textContent : document.title;
    save(new Blob(["\ufeff" + rows.join("\r\n") + "\r\n"], { type: "text/csv" }), fileName(caption, "csv"));
  };

  // The lines of headings become one: "Punkte · 2026-2".
  const asSent = (table) => {
    const grid = cellsOf(table).map((row) => row.map((text) => text.replace("−", "-")));
    const heads = table.tHead ? table.tHead.rows.length : 0;
    const width = Math.max(...grid.map((row) => row.length));
    const columns = Array.from({ length: width }, (_unused, x) =>
      [...new Set(grid.slice(0, heads).map((row) => row[x]).filter(Boolean))].join(" · "));
    const rows = grid.slice(heads).map((row) => Array.from({ length: width }, (_unused, x) => row[x] || ""));
    const title = table.caption ? table.caption.textContent : document.title;
    return { title, columns, rows, is_sample: isSample(), notes: [...chosen(), `${words().made} ${today()}`] };
  };

  const saveMade = async (table, form, ending) => {
    const sent = asSent(table);
    const answer = await fetch(`/kompass/table?format=${form}&lang=${document.documentElement.lang || "de"}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
    }).catch(() => null);
    if (answer && answer.ok) save(await answer.blob(), fileName(sent.title, ending));
    else window.alert(words().failed);
  };

  const line = (text, x, y, look) => {
    const node = document.createElementNS(XMLNS, "text");
    node.textContent = text;
    const given = { x, y, "font-family": "Fira Sans, DejaVu Sans, sans-serif", fill: INK, ...look };
    Object.entries(given).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  };

  // What the page itself says of its selection; else every filter in view with what is chosen: "Welle: 2026-2".
  const chosen = () => {
    const said = document.querySelector(".dk-view");
    if (said) return said.textContent.split(" · ");
    const boxes = document.querySelectorAll(".stMain [data-testid=stSelectbox], .stMain [data-testid=stMultiSelect]");
    return [...boxes].map((box) => {
      const label = box.querySelector("label");
      const tags = [...box.querySelectorAll(".react-aria-ComboBox [data-tag]")].map((tag) => tag.getAttribute("aria-label"));
      const input = box.querySelector("input");
      const text = tags.join(", ") || (input ? input.value.trim() : "");
      return text ? `${label ? label.textContent.trim() + ": " : ""}${text}` : "";
    }).filter(Boolean);
  };

  const wrapped = (parts, most) => parts.reduce((lines, part) => {
    const last = lines[lines.length - 1];
    if (last && last.length + part.length + 3 < most) lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(part);
    return lines;
  }, []);

  // Plotly draws in several layers; they are laid over each other below the title and above the notes.
  const pictureOf = (chart) => {
    const layers = [...chart.querySelectorAll(".main-svg")];
    const width = Math.max(MIN_WIDTH, ...layers.map((layer) => layer.clientWidth || layer.width.baseVal.value));
    const height = Math.max(...layers.map((layer) => layer.clientHeight || layer.height.baseVal.value));
    const title = document.querySelector(".stMain h1");
    const notes = wrapped([...chosen(), `${words().made} ${today()}`], width / 7);
    const top = MARGIN + LINE * (isSample() ? 2.4 : 1.4);
    const picture = document.createElementNS(XMLNS, "svg");
    const whole = top + height + LINE * (notes.length + 1);
    const size = { xmlns: XMLNS, width: width + 2 * MARGIN, height: whole, viewBox: `0 0 ${width + 2 * MARGIN} ${whole}` };
    Object.entries(size).forEach(([name, value]) => picture.setAttribute(name, value));
    const paper = document.createElementNS(XMLNS, "rect");
    Object.entries({ width: "100%", height: "100%", fill: "#ffffff" }).forEach(([name, value]) => paper.setAttribute(name, value));
    picture.append(paper, line(title ? title.textContent : document.title, MARGIN, MARGIN + 12, { "font-size": 20, "font-weight": 600 }));
    if (isSample()) {
      const mark = document.querySelector(".dk-sample").textContent;
      picture.append(line(mark, MARGIN, MARGIN + 12 + LINE, { "font-size": 14, "font-weight": 600, fill: WARNING }));
    }
    for (const layer of layers) {
      const copy = layer.cloneNode(true);
      copy.setAttribute("x", MARGIN);
      copy.setAttribute("y", top);
      copy.removeAttribute("style");
      copy.style.overflow = "visible";
      picture.append(copy);
    }
    notes.forEach((note, place) => {
      picture.append(line(note, MARGIN, top + height + LINE * (place + 0.8), { "font-size": 13, fill: MUTED }));
    });
    return { text: new XMLSerializer().serializeToString(picture), width: width + 2 * MARGIN, height: whole };
  };

  const savePicture = (chart, kind) => {
    const picture = pictureOf(chart);
    const heading = document.querySelector(".stMain h1");
    const name = fileName(heading ? heading.textContent : document.title, kind);
    if (kind === "svg") {
      save(new Blob([picture.text], { type: "image/svg+xml" }), name);
      return;
    }
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = picture.width * SCALE;
      canvas.height = picture.height * SCALE;
      const context = canvas.getContext("2d");
      context.scale(SCALE, SCALE);
      context.drawImage(image, 0, 0);
      canvas.toBlob((blob) => save(blob, name), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  };

  const button = (label, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    return made;
  };

  const offer = (place, buttons) => {
    place.dataset.takeAway = "offered";
    const bar = document.createElement("div");
    bar.className = "dk-take";
    bar.append(...buttons);
    place.before(bar);
  };

  const offerAll = () => {
    for (const chart of document.querySelectorAll(`${CHART}:not([data-take-away])`)) {
      if (!chart.querySelector(".main-svg")) continue;
      const kinds = ["svg", "png"];
      offer(chart, kinds.map((kind) => {
        const label = kind.toUpperCase();
        return button(label, `${words().picture} ${label}`, () => savePicture(chart, kind));
      }));
    }
    for (const scroll of document.querySelectorAll(`${TABLE}:not([data-take-away])`)) {
      const table = scroll.querySelector("table");
      if (!table) continue;
      const caption = table.caption ? `: ${table.caption.textContent}` : "";
      const name = (kind) => `${words().table} ${kind}${caption}`;
      offer(scroll, [
        button("CSV", name("CSV"), () => saveTable(table)),
        button("XLSX", name("XLSX"), () => saveMade(table, "excel", "xlsx")),
        button("Parquet", name("Parquet"), () => saveMade(table, "parquet", "parquet")),
      ]);
    }
  };

  let isWaiting = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => { isWaiting = false; offerAll(); }, 200);
  };
  new MutationObserver(later).observe(document.body, { subtree: true, childList: true });
  later();
})();
